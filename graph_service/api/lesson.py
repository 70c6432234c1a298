"""Lessons: what people learned, told so that others can use it."""

from enum import Enum
from typing import TYPE_CHECKING, Optional

import strawberry
from strawberry import ID

from graph_service.mapping.annotations import FullText, Many, node, related
from graph_service.mapping.scalars import Date, DateTime

if TYPE_CHECKING:
    from graph_service.api.department import Department
    from graph_service.api.person import Person
    from graph_service.api.project import Project
    from graph_service.api.reuse import Reuse
    from graph_service.api.topic import Topic


@strawberry.enum(description="When in a project something is useful.")
class Phase(Enum):
    """When in a project something is useful."""

    BEFORE = strawberry.enum_value("BEFORE", description="Before it begins.")
    DURING = strawberry.enum_value("DURING", description="While it runs.")
    AFTER = strawberry.enum_value("AFTER", description="When it is over.")


@strawberry.enum(description="Whether a lesson may be used.")
class LessonStatus(Enum):
    """Whether a lesson may be used."""

    DRAFT = strawberry.enum_value("DRAFT", description="Still being written; cannot be reused yet.")
    PUBLISHED = strawberry.enum_value("PUBLISHED", description="There for everyone.")
    RETIRED = strawberry.enum_value("RETIRED", description="No longer advised; kept for the record.")


@node("Lesson", text=FullText("lesson_text", ("title", "context", "wentWell", "wentWrong", "recommendation")))
class Lesson:
    """Something people learned on a project, told so that others can use it."""

    id: ID
    """The lesson's own id."""
    title: str
    """One line that says it all."""
    context: str | None
    """What happened."""
    went_well: str | None
    """What went well, so that others repeat it."""
    went_wrong: str | None
    """What went wrong, so that others avoid it."""
    recommendation: str | None
    """What to do next time."""
    phase: Phase | None
    """When in a project it is useful."""
    status: LessonStatus
    """Whether it may be used."""
    learned_on: Date
    """The day it was learned; may lie before the day it was recorded."""
    published_on: Date | None
    """The day it became visible to everyone."""
    retired_on: Date | None
    """The first day it was no longer advised."""
    recorded_at: DateTime
    """When it was written down here."""
    revised_at: DateTime | None
    """When it was last changed."""
    source_url: str | None
    """Where it came from, if it was written elsewhere."""
    learners: Many["Person"] = related("LEARNED_BY", description="Who learned it.")
    project: Optional["Project"] = related("LEARNED_ON", description="Where it was learned; absent for some imported history.")
    departments: Many["Department"] = related(
        "LEARNED_IN", description="The home departments of those who learned it, on the day they did."
    )
    topics: Many["Topic"] = related("ABOUT", description="What it is about.")
    reuses: Many["Reuse"] = related("REUSE_OF", incoming=True, description="Every time someone used it, and what came of it.")
    builds_on: Many["Lesson"] = related("BUILDS_ON", description="Lessons it takes further.")
    built_on_by: Many["Lesson"] = related("BUILDS_ON", incoming=True, description="Lessons that take it further.")
    supersedes: Many["Lesson"] = related("SUPERSEDES", description="Lessons it takes the place of.")
    superseded_by: Many["Lesson"] = related("SUPERSEDES", incoming=True, description="Lessons that took its place.")
    recurrence_of: Many["Lesson"] = related("RECURRENCE_OF", description="Earlier lessons about the same problem, which came back here.")
    recurrences: Many["Lesson"] = related("RECURRENCE_OF", incoming=True, description="Later lessons that show that the problem came back.")
