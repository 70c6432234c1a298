"""Values that are possible but are more often typing errors. A command needs a confirmation of them; an import warns about those of reuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from graph_service.errors import ConfirmationRequired

UNLIKELY_HOURS = 2_000  # more than one person works in a year
MAX_OUTSIDE_PROJECT = timedelta(
    days=366
)  # lessons are often learned, and meetings held, while a project is prepared or within a year after it

REUSED_BEFORE_PUBLICATION = "a lesson is rarely reused before it was published"
REUSED_BEFORE_PROJECT = "a lesson is rarely reused on a project before the project started"
LEARNED_LONG_BEFORE_PROJECT = "a lesson is rarely learned more than a year before its project started"
LEARNED_LONG_AFTER_PROJECT = "a lesson is rarely learned more than a year after its project ended"
MEETING_LONG_BEFORE_PROJECT = "a meeting about a project is rarely held more than a year before the project started"
MEETING_LONG_AFTER_PROJECT = "a meeting about a project is rarely held more than a year after the project ended"
TOO_MANY_HOURS = f"a reuse rarely saves or costs more than {UNLIKELY_HOURS:,} hours"


@dataclass(frozen=True, slots=True)
class UnlikelyValue:
    """The field, its value, and the rule that the value is an exception to. `limit` is the value that it was compared with."""

    field: str
    value: date | float
    rule: str
    limit: date | float


def find_unlikely_values(
    *,
    reused_on: date | None = None,
    published_on: date | None = None,
    project_started_on: date | None = None,
    hours_saved: float | None = None,
) -> list[UnlikelyValue]:
    """The unlikely values of one reuse, in the order of the rules. A value that is None is not compared.

    published_on: of its lesson. project_started_on: of its project.
    """
    found: list[UnlikelyValue] = []
    if reused_on is not None and published_on is not None and reused_on < published_on:
        found.append(UnlikelyValue("reusedOn", reused_on, REUSED_BEFORE_PUBLICATION, published_on))
    if reused_on is not None and project_started_on is not None and reused_on < project_started_on:
        found.append(UnlikelyValue("reusedOn", reused_on, REUSED_BEFORE_PROJECT, project_started_on))
    if hours_saved is not None and abs(hours_saved) > UNLIKELY_HOURS:
        found.append(UnlikelyValue("hoursSaved", hours_saved, TOO_MANY_HOURS, UNLIKELY_HOURS))
    return found


def find_unlikely_day(learned_on: date, project_started_on: date | None, project_ended_on: date | None) -> list[UnlikelyValue]:
    """The day on which a lesson was learned, if it is far outside the time of its project. An unknown end of the project is not compared."""
    rules = LEARNED_LONG_BEFORE_PROJECT, LEARNED_LONG_AFTER_PROJECT
    return _compare_with_project("learnedOn", learned_on, project_started_on, project_ended_on, *rules)


def find_unlikely_meeting_day(held_on: date, project_started_on: date | None, project_ended_on: date | None) -> list[UnlikelyValue]:
    """The same for the day of a rundown or a conversation."""
    rules = MEETING_LONG_BEFORE_PROJECT, MEETING_LONG_AFTER_PROJECT
    return _compare_with_project("heldOn", held_on, project_started_on, project_ended_on, *rules)


def _compare_with_project(
    field: str, day: date, started_on: date | None, ended_on: date | None, before: str, after: str
) -> list[UnlikelyValue]:
    if started_on is not None and day < started_on - MAX_OUTSIDE_PROJECT:
        return [UnlikelyValue(field, day, before, started_on)]
    if ended_on is not None and day > ended_on + MAX_OUTSIDE_PROJECT:
        return [UnlikelyValue(field, day, after, ended_on)]
    return []


def require_confirmation(unlikely: Sequence[UnlikelyValue], *, confirmed: bool) -> None:
    """Raises ConfirmationRequired, which names each of these values, unless the caller has confirmed them."""
    if unlikely and not confirmed:
        reasons = "; ".join(f"{each.field} is {each.value}, but {each.rule} ({each.limit})" for each in unlikely)
        raise ConfirmationRequired(f"{reasons}. Correct the input, or confirm it with confirm: true.", field=unlikely[0].field)
