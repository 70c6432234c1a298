"""Topics: what lessons and projects are about."""

from typing import TYPE_CHECKING

from strawberry import ID

from graph_service.mapping.annotations import Many, edge, node, related
from graph_service.mapping.node_types import FullTextIndex, Step
from graph_service.mapping.scalars import Date, NameValues

if TYPE_CHECKING:
    from graph_service.api.nodes.lessons import Lesson
    from graph_service.api.nodes.people import Person
    from graph_service.api.nodes.projects import Project
    from graph_service.api.nodes.reuses import Reuse


@edge
class Stewardship:
    """A period in which a person is a steward of a topic."""

    from_: Date | None
    """The first day, if known."""
    to: Date | None
    """The day after the last day; absent while the person still is its steward."""


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
    """Additional columns of imported files, by column header."""
    broader: Many["Topic"] = related("BROADER", description="The topics it is part of.")
    narrower: Many["Topic"] = related("BROADER", incoming=True, description="The topics that are part of it.")
    stewards: Many["Person"] = related(
        "STEWARDED_BY",
        dated=True,
        description="The people who review the lessons about it. One who is not active or belongs to no department no longer counts.",
    )
    stewardships: Many["Person"] = related("STEWARDED_BY", edge=Stewardship, description="All stewards so far; each edge has the period.")
    lessons: Many["Lesson"] = related("ABOUT", incoming=True, description="The lessons about this topic.")
    reuses_of_lessons: Many["Reuse"] = related(
        "REUSE_OF",
        incoming=True,
        through=Step("ABOUT", incoming=True),
        description="All reuses of the lessons about this topic.",
    )
    projects: Many["Project"] = related("CONCERNS", incoming=True, description="The projects about this topic.")
