"""Topics: what lessons and projects are about."""

from typing import TYPE_CHECKING

from strawberry import ID

from graph_service.mapping.annotations import FullText, Many, node, related

if TYPE_CHECKING:
    from graph_service.api.lesson import Lesson
    from graph_service.api.project import Project


@node("Topic", text=FullText("topic_text", ("name", "description")))
class Topic:
    """What lessons and projects can be about."""

    id: ID
    """The topic's own id."""
    name: str
    """What it is called."""
    description: str | None
    """What belongs to it and what does not."""
    broader: Many["Topic"] = related("BROADER", description="Topics it is a part of.")
    narrower: Many["Topic"] = related("BROADER", incoming=True, description="Topics that are a part of it.")
    lessons: Many["Lesson"] = related("ABOUT", incoming=True, description="Lessons about it.")
    projects: Many["Project"] = related("CONCERNS", incoming=True, description="Projects about it.")
