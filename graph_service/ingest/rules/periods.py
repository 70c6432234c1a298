"""Rules for relationships limited to one at a time: a person's home department, a department's parent, a project's owner.

Periods are half-open: [from, to).
"""

from collections.abc import Mapping
from typing import Any

from graph_service.domain.organisation.periods import NO_END, NO_START, Period
from graph_service.ingest.report import Reason
from graph_service.ingest.specification import TableSpec
from graph_service.ingest.staged_table import StagedRow, StagedTable, Violation
from graph_service.ingest.staging import StagingArea

TO_AFTER_FROM = "to must be later than from: a period starts on the day from and ends on the day before to"
ONE_AT_A_TIME = {
    "memberships": "a person can belong to only one department at a time",
    "structure": "a department can have only one parent at a time",
    "ownerships": "a project can have only one owner at a time",
}


def period_of(spec: TableSpec, row: Mapping[str, Any]) -> Period:
    """Returns the period of a row; a missing start or end is unbounded."""
    return Period(row[spec.target], row.get("from") or NO_START, row.get("to") or NO_END)


def refuse_empty_periods(_: StagingArea, table: StagedTable) -> None:
    """Refuses rows whose end date is not after their start date."""

    def find_violation(row: StagedRow) -> Violation | None:
        period = period_of(table.spec, row.values)
        return None if period.start < period.end else Violation("to", row.get("to"), TO_AFTER_FROM)

    table.refuse_rows(Reason.BROKEN_RULE, find_violation)


def refuse_overlaps(staging: StagingArea, table: StagedTable) -> None:
    """Refuses each row that overlaps an existing period whose key is not in the file, or an earlier accepted row of the file.

    An existing period without a start date is ignored here, because it is shortened as needed (see comparison.py). When a row is refused,
    the existing row with the same key stays in effect, so the remaining rows are checked again until no more are refused.
    """
    while True:
        before = len(table.rows)
        _refuse_overlaps(staging, table)
        if len(table.rows) == before:
            return


def _refuse_overlaps(staging: StagingArea, table: StagedTable) -> None:
    spec = table.spec
    existing = staging.existing.rows[spec.name]
    imported_keys = {(row.values[spec.source], row.get("from")) for row in table.rows}
    periods: dict[str, list[Period]] = {}

    def unchanged_periods(source: str) -> list[Period]:
        dated = (row for row in existing.get(source, ()) if row["from"] is not None)
        return [period_of(spec, row) for row in dated if (source, row["from"]) not in imported_keys]

    def find_violation(row: StagedRow) -> Violation | None:
        source = row.values[spec.source]
        if source not in periods:
            periods[source] = unchanged_periods(source)
        period = period_of(spec, row.values)
        if any(period.start < other.end and other.start < period.end for other in periods[source]):
            return Violation("from", row.get("from"), ONE_AT_A_TIME[spec.name])
        periods[source].append(period)
        return None

    table.refuse_rows(Reason.BROKEN_RULE, find_violation)
