"""Reuses: uses of lessons and their results."""

from typing import TYPE_CHECKING, Optional

from strawberry import ID

from graph_service.api import read_rules
from graph_service.api.nodes.enums import Outcome, ReuseScope
from graph_service.api.nodes.money import Decimal
from graph_service.mapping.annotations import node, related, stored
from graph_service.mapping.node_types import FullTextIndex, HiddenWhen
from graph_service.mapping.scalars import Date, DateTime, NameValues

if TYPE_CHECKING:
    from graph_service.api.nodes.departments import Department
    from graph_service.api.nodes.lessons import Lesson
    from graph_service.api.nodes.people import Person
    from graph_service.api.nodes.projects import Project
    from graph_service.api.nodes.rundowns import Rundown


@node(
    "Reuse",
    fulltext=FullTextIndex("reuse_text", ("note", "extra")),
    hidden_when=HiddenWhen("withdrawnOn", "includeWithdrawn"),
    read_rule=read_rules.REUSES,
)
class Reuse:
    """One use of a lesson by a person on a project on one day."""

    id: ID
    """The reuse's ID."""
    reused_on: Date
    """The day the lesson was used."""
    scope: ReuseScope
    """Whether it was reused by its learners, in a department where it was learned, or elsewhere."""
    outcome: Outcome | None
    """The result; absent until someone has judged it."""
    judged_at: DateTime | None
    """When it was judged."""
    note: str | None
    """A note about the reuse."""
    hours_saved: float | None
    """Hours of work saved; negative if it cost time."""
    cost_avoided: Decimal | None = stored(unit="currency", description="The cost avoided, in the currency of `currency`.")
    currency: str | None
    """The currency of `costAvoided` as an ISO 4217 code, such as EUR."""
    recorded_at: DateTime
    """When the reuse was recorded."""
    confirmed_at: DateTime | None
    """When someone other than the person who reported it confirmed the reuse."""
    withdrawn_on: Date | None
    """The day it was withdrawn: it is kept for the record, but no list and no figure includes it without `includeWithdrawn: true`."""
    extra: NameValues
    """Additional columns of imported files, by column header."""
    lesson: "Lesson" = related("REUSE_OF", description="The lesson that was reused.")
    person: Optional["Person"] = related("REUSED_BY", description="The person who reused it; absent for some imported history.")
    project: "Project" = related("REUSED_ON", description="The project on which it was reused.")
    department: Optional["Department"] = related("REUSED_IN", description="The home department of that person on that day.")
    rundown: Optional["Rundown"] = related("DECIDED_IN", description="The rundown in which it was decided to use the lesson, if any.")
    judged_by: Optional["Person"] = related("JUDGED_BY", description="The person who judged the result.")
    confirmed_by: Optional["Person"] = related("CONFIRMED_BY", description="The person who confirmed the reuse.")
