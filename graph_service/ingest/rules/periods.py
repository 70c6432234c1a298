"""Rules for relationships limited to one at a time: a person's home department, a department's parent, a project's owner.

Periods are half-open: [from, to).
"""

from collections.abc import Mapping
from typing import Any

from graph_service.domain.periods import ALWAYS, FOREVER, Period
from graph_service.ingest.report import Reason
from graph_service.ingest.specification import Noun
from graph_service.ingest.staged_table import Fault, Row, Sheet
from graph_service.ingest.staging import Draft

ENDS_AFTER = "a period ends on a later day than it begins: from is its first day, to the first day after it"
ONE_AT_A_TIME = {
    "memberships": "a person belongs to one department at a time: a second affiliation is refused",
    "structure": "a department has one parent at a time",
    "ownerships": "a project has one owner at a time",
}


def period_of(noun: Noun, row: Mapping[str, Any]) -> Period:
    """Returns the period of a row; a missing start or end is unbounded."""
    return Period(row[noun.target], row.get("from") or ALWAYS, row.get("to") or FOREVER)


def refuse_backward(_: Draft, sheet: Sheet) -> None:
    """Refuses rows whose end date is not after their start date."""

    def find(row: Row) -> Fault | None:
        days = period_of(sheet.noun, row.values)
        return None if days.start < days.end else Fault("to", row.get("to"), ENDS_AFTER)

    sheet.sift(Reason.BROKEN_RULE, find)


def refuse_overlaps(draft: Draft, sheet: Sheet) -> None:
    """Refuses each row that overlaps a stored period whose key is not in the file, or an earlier accepted row of the file.

    A stored period without a start date is ignored here, because it is shortened as needed (see beginnings). When a row is refused, the
    stored row with the same key stays in effect, so the remaining rows are checked again until no more are refused.
    """
    while True:
        before = len(sheet.rows)
        _refuse_overlaps(draft, sheet)
        if len(sheet.rows) == before:
            return


def _refuse_overlaps(draft: Draft, sheet: Sheet) -> None:
    stored = draft.stored.rows[sheet.noun.table]
    spoken_of = {(row.values[sheet.noun.source], row.get("from")) for row in sheet.rows}
    taken: dict[str, list[Period]] = {}

    def find(row: Row) -> Fault | None:
        source = row.values[sheet.noun.source]
        if source not in taken:
            held = (each for each in stored.get(source, ()) if each["from"] is not None and (source, each["from"]) not in spoken_of)
            taken[source] = [period_of(sheet.noun, each) for each in held]
        days = period_of(sheet.noun, row.values)
        if any(days.start < other.end and other.start < days.end for other in taken[source]):
            return Fault("from", row.get("from"), ONE_AT_A_TIME[sheet.noun.table])
        taken[source].append(days)
        return None

    sheet.sift(Reason.BROKEN_RULE, find)
