"""Projects: where lessons are learned and reused."""

from typing import TYPE_CHECKING, Optional

from strawberry import ID

from graph_service.api.nodes.enums import ProjectStatus
from graph_service.api.nodes.people import Assignment
from graph_service.mapping.annotations import Many, node, related
from graph_service.mapping.node_types import FullTextIndex, Step
from graph_service.mapping.scalars import Date, NameValues

if TYPE_CHECKING:
    from graph_service.api.nodes.departments import Department
    from graph_service.api.nodes.lessons import Lesson
    from graph_service.api.nodes.people import Person
    from graph_service.api.nodes.reuses import Reuse
    from graph_service.api.nodes.rundowns import Conversation, Rundown
    from graph_service.api.nodes.topics import Topic


@node("Project", fulltext=FullTextIndex("project_text", ("name", "summary", "extra")))
class Project:
    """A piece of work with a beginning and an end."""

    id: ID
    """The project's ID."""
    name: str
    """The project's name."""
    summary: str | None
    """A short summary."""
    status: ProjectStatus
    """The state of the project."""
    started_on: Date | None
    """The first day."""
    ended_on: Date | None
    """The last day."""
    extra: NameValues
    """Additional columns of imported files, by column header."""
    owner: Optional["Department"] = related("OWNS", incoming=True, dated=True, description="The department that owns the project.")
    topics: Many["Topic"] = related("CONCERNS", description="The topics of the project.")
    people: Many["Person"] = related(
        "WORKED_ON",
        incoming=True,
        edge=Assignment,
        description="The people who worked on the project, once per role; each edge has the role and the period.",
    )
    lessons: Many["Lesson"] = related("LEARNED_ON", incoming=True, description="The lessons learned on the project.")
    reuses: Many["Reuse"] = related("REUSED_ON", incoming=True, description="The reuses of lessons on the project.")
    reuses_of_lessons: Many["Reuse"] = related(
        "REUSE_OF",
        incoming=True,
        through=Step("LEARNED_ON", incoming=True),
        description="All reuses of the lessons learned on the project, on any project; also on this one.",
    )
    rundowns: Many["Rundown"] = related("FOR", incoming=True, description="The meetings in which the project went through lessons.")
    conversations: Many["Conversation"] = related(
        "HELD_FOR", incoming=True, description="The conversations about the project with people who did something similar."
    )
