"""Rule for the department tree: no department is part of itself on any day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from graph_service.domain.organisation.periods import Period, first_day_in_cycle
from graph_service.ingest.report import Reason
from graph_service.ingest.rules.periods import period_of, refuse_overlaps
from graph_service.ingest.staged_table import StagedRow, StagedTable, Violation
from graph_service.ingest.staging import StagingArea
from graph_service.ingest.tables.departments import STRUCTURE

NOT_PART_OF_ITSELF = "a department cannot be part of itself, directly or through other departments, on any day"
Parents = dict[str, list[Period]]


def refuse_invalid_parents(staging: StagingArea, table: StagedTable) -> None:
    """Refuses structure rows that add a second parent or form a cycle, and repeats until none do."""
    while True:
        refuse_overlaps(staging, table)
        before = len(table.rows)
        _refuse_dated_cycles(staging, table)
        if len(table.rows) == before:
            return


def _refuse_dated_cycles(staging: StagingArea, table: StagedTable) -> None:
    parents = _parents(_unchanged_rows(staging))

    def find_violation(row: StagedRow) -> Violation | None:
        return None if _add_parent(parents, row.values) else Violation("partOf", row.values["partOf"], NOT_PART_OF_ITSELF)

    table.refuse_rows(Reason.BROKEN_RULE, find_violation)


def refuse_undated_cycles(staging: StagingArea, table: StagedTable) -> None:
    """Refuses partOf cells that form a cycle together with the structure table and earlier cells; the rest of the row is loaded.

    Cells are processed in file order.
    """
    if not table.has("partOf"):
        return
    structure = _structure_rows(staging)
    rows = [*_unchanged_rows(staging), *structure]
    parents, first_days = _parents(rows), _first_days(rows)
    replaced = {row["department"] for row in structure if row.get("from") is None}

    def refuse(row: StagedRow) -> None:
        department, parent = row.values["id"], row.values["partOf"]
        part_of = {"department": department, "partOf": parent, "to": first_days.get(department)}
        if parent is not None and department not in replaced and not _add_parent(parents, part_of):
            table.record_refusal(row, Reason.BROKEN_RULE, Violation("partOf", parent, NOT_PART_OF_ITSELF), entry=True)
            row.values["partOf"] = None

    table.change_rows(refuse)


def _structure_rows(staging: StagingArea) -> list[dict[str, Any]]:
    return [row.values for row in staging.tables["structure"].rows] if "structure" in staging.tables else []


def _unchanged_rows(staging: StagingArea) -> list[Mapping[str, Any]]:
    """Returns the existing PART_OF rows that the import does not change."""
    keys = {(row["department"], row.get("from")) for row in _structure_rows(staging)}
    departments = staging.tables.get("departments")
    if departments and departments.has("partOf"):
        keys.update((row.values["id"], None) for row in departments.rows)
    return [row for row in staging.existing.part_of if (row["department"], row["from"]) not in keys]


def _parents(rows: Iterable[Mapping[str, Any]]) -> Parents:
    parents: Parents = {}
    for row in rows:
        parents.setdefault(row["department"], []).append(period_of(STRUCTURE, row))
    return parents


def _first_days(rows: Iterable[Mapping[str, Any]]) -> dict[str, date]:
    """Returns the day on which the first dated parent of each department starts."""
    first_days: dict[str, date] = {}
    for row in rows:
        if row.get("from") is not None:
            first_days[row["department"]] = min(row["from"], first_days.get(row["department"], row["from"]))
    return first_days


def _add_parent(parents: Parents, row: Mapping[str, Any]) -> bool:
    """Adds the parent of a row to `parents` unless it forms a cycle. Returns whether it was added."""
    period = period_of(STRUCTURE, row)
    if first_day_in_cycle(parents, row["department"], period) is not None:
        return False
    parents.setdefault(row["department"], []).append(period)
    return True
