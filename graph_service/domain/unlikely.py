"""Values of a reuse that are possible but are more often typing errors: an import warns about them, and a command needs a confirmation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph_service.errors import ConfirmationRequired

UNLIKELY_HOURS = 2_000  # more than one person works in a year

REUSED_BEFORE_PUBLICATION = "a lesson is rarely reused before it was published"
REUSED_BEFORE_PROJECT = "a lesson is rarely reused on a project before the project started"
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


def require_confirmation(unlikely: Sequence[UnlikelyValue], *, confirmed: bool) -> None:
    """Raises ConfirmationRequired, which names each of these values, unless the caller has confirmed them."""
    if unlikely and not confirmed:
        reasons = "; ".join(f"{each.field} is {each.value}, but {each.rule} ({each.limit})" for each in unlikely)
        raise ConfirmationRequired(f"{reasons}. Correct the input, or confirm it with confirm: true.", field=unlikely[0].field)
