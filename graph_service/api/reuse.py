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
    """One use of a lesson: by a person, on a project, on a day."""

    id: ID
    """The reuse's own id."""
    reused_on: Date
    """The day it was used."""
    scope: ReuseScope
    """How far the lesson travelled."""
    outcome: Outcome | None
    """What came of it; absent until someone has judged it."""
    judged_at: DateTime | None
    """When it was judged."""
    note: str | None
    """What there is to say about it."""
    hours_saved: float | None
    """Hours of work it saved; negative where it cost time."""
    cost_avoided: Decimal | None = stored(beside="currency", description="Cost it avoided, in the currency beside it.")
    currency: str | None
    """Currency of the cost avoided, by its three letters (ISO 4217)."""
    recorded_at: DateTime
    """When it was written down here."""
    confirmed_at: DateTime | None
    """When someone other than the one who reported it confirmed the benefit."""
    withdrawn_on: Date | None
    """The day it was withdrawn: it is in no figure any more, and kept for the record."""
    lesson: "Lesson" = related("REUSE_OF", description="What was reused.")
    person: Optional["Person"] = related("REUSED_BY", description="Who reused it; absent for some imported history.")
    project: "Project" = related("REUSED_ON", description="Where it was reused.")
    department: Optional["Department"] = related(
        "REUSED_IN", description="The home department of the one who reused it, on the day they did."
    )
    judged_by: Optional["Person"] = related("JUDGED_BY", description="Who judged what came of it.")
    confirmed_by: Optional["Person"] = related("CONFIRMED_BY", description="Who confirmed the benefit.")
