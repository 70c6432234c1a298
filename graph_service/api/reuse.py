"""Reuses: a lesson put to work on another day, and what came of it."""

from enum import Enum
from typing import TYPE_CHECKING, Optional

import strawberry
from strawberry import ID

from graph_service.api.money import Decimal
from graph_service.mapping.annotations import FullText, node, related, stored
from graph_service.mapping.scalars import Date, DateTime

if TYPE_CHECKING:
    from graph_service.api.department import Department
    from graph_service.api.lesson import Lesson
    from graph_service.api.person import Person
    from graph_service.api.project import Project


@strawberry.enum(description="How far a lesson travelled when it was reused.")
class ReuseScope(Enum):
    """How far a lesson travelled when it was reused."""

    OWN = strawberry.enum_value("OWN", description="Reused by one of those who learned it.")
    INTERNAL = strawberry.enum_value("INTERNAL", description="Reused by someone else in a department it was learned in.")
    CROSS = strawberry.enum_value("CROSS", description="Reused in another department.")
    UNATTRIBUTED = strawberry.enum_value("UNATTRIBUTED", description="The department of one side is not known.")


@strawberry.enum(description="What came of a reuse.")
class Outcome(Enum):
    """What came of a reuse."""

    HELPED = strawberry.enum_value("HELPED", description="It helped.")
    NO_EFFECT = strawberry.enum_value("NO_EFFECT", description="It made no difference.")
    BACKFIRED = strawberry.enum_value("BACKFIRED", description="It did harm here.")


@node("Reuse", text=FullText("reuse_text", ("note",)))
class Reuse:
    """One use of a lesson by a person on a project on one day."""

    id: ID
    """The reuse's ID."""
    reused_on: Date
    """The day the lesson was used."""
    scope: ReuseScope
    """How far the lesson travelled."""
    outcome: Outcome | None
    """The result; absent until someone has judged it."""
    judged_at: DateTime | None
    """When it was judged."""
    note: str | None
    """A note about the reuse."""
    hours_saved: float | None
    """Hours of work saved; negative if it cost time."""
    cost_avoided: Decimal | None = stored(beside="currency", description="The cost avoided, in the currency of `currency`.")
    currency: str | None
    """The currency of `costAvoided` as an ISO 4217 code, such as EUR."""
    recorded_at: DateTime
    """When the reuse was recorded."""
    confirmed_at: DateTime | None
    """When someone other than the person who reported it confirmed the reuse."""
    withdrawn_on: Date | None
    """The day it was withdrawn: it no longer counts in any figure and is kept for the record."""
    lesson: "Lesson" = related("REUSE_OF", description="The lesson that was reused.")
    person: Optional["Person"] = related("REUSED_BY", description="The person who reused it; absent for some imported history.")
    project: "Project" = related("REUSED_ON", description="The project on which it was reused.")
    department: Optional["Department"] = related("REUSED_IN", description="The home department of that person on that day.")
    judged_by: Optional["Person"] = related("JUDGED_BY", description="The person who judged the result.")
    confirmed_by: Optional["Person"] = related("CONFIRMED_BY", description="The person who confirmed the reuse.")
