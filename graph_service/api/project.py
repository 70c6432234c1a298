"""Projects: where lessons are learned and reused."""

from enum import Enum
from typing import TYPE_CHECKING, Optional

import strawberry
from strawberry import ID

from graph_service.api.person import Assignment
from graph_service.mapping.annotations import FullText, Many, node, related
from graph_service.mapping.scalars import Date

if TYPE_CHECKING:
    from graph_service.api.department import Department
    from graph_service.api.lesson import Lesson
    from graph_service.api.person import Person
    from graph_service.api.reuse import Reuse
    from graph_service.api.rundown import Rundown
    from graph_service.api.topic import Topic


@strawberry.enum(description="Where a project stands.")
class ProjectStatus(Enum):
    """Where a project stands."""

    PLANNED = strawberry.enum_value("PLANNED", description="Not begun yet.")
    RUNNING = strawberry.enum_value("RUNNING", description="Under way.")
    CLOSED = strawberry.enum_value("CLOSED", description="Finished.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="Given up.")


@node("Project", text=FullText("project_text", ("name", "summary")))
class Project:
    """A piece of work with a beginning and an end."""

    id: ID
    """The project's own id."""
    name: str
    """What it is called."""
    summary: str | None
    """What it is about, in a few sentences."""
    status: ProjectStatus
    """Where it stands."""
    started_on: Date | None
    """The day it began."""
    ended_on: Date | None
    """The day it ended."""
    owner: Optional["Department"] = related("OWNS", incoming=True, dated=True, description="The department that owns it.")
    topics: Many["Topic"] = related("CONCERNS", description="What it is about.")
    people: Many["Person"] = related(
        "WORKED_ON", incoming=True, edge=Assignment, description="Who worked on it, once per role, with role and days on the edge."
    )
    lessons: Many["Lesson"] = related("LEARNED_ON", incoming=True, description="What was learned on it.")
    reuses: Many["Reuse"] = related("REUSED_ON", incoming=True, description="What was reused on it.")
    rundowns: Many["Rundown"] = related("FOR", incoming=True, description="When it sat down to go through lessons.")
