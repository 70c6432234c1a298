"""Topics: what lessons and projects are about."""

from typing import TYPE_CHECKING

from strawberry import ID

from graph_service.mapping.annotations import Many, node, related
from graph_service.mapping.node_types import FullTextIndex, Step
from graph_service.mapping.scalars import NameValues

if TYPE_CHECKING:
    from graph_service.api.nodes.lessons import Lesson
    from graph_service.api.nodes.projects import Project
    from graph_service.api.nodes.reuses import Reuse


@node("Topic", fulltext=FullTextIndex("topic_text", ("name", "description", "extra")))
class Topic:
    """A subject of lessons and projects."""

    id: ID
    """The topic's ID."""
    name: str
    """The topic's name."""
    description: str | None
    """What the topic covers and what it does not."""
    extra: NameValues
    """What files that were imported say about it beyond these fields, by the header of the column."""
    broader: Many["Topic"] = related("BROADER", description="The topics it is part of.")
    narrower: Many["Topic"] = related("BROADER", incoming=True, description="The topics that are part of it.")
    lessons: Many["Lesson"] = related("ABOUT", incoming=True, description="The lessons about this topic.")
    reuses_of_lessons: Many["Reuse"] = related(
        "REUSE_OF",
        incoming=True,
        through=Step("ABOUT", incoming=True),
        description="All reuses of the lessons about this topic.",
    )
    projects: Many["Project"] = related("CONCERNS", incoming=True, description="The projects about this topic.")
