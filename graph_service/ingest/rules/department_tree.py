"""Checks the department tree: no department is part of itself on any day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from graph_service.domain.periods import Period, first_day_in_cycle
from graph_service.ingest.report import Reason
from graph_service.ingest.rules.periods import period_of, refuse_overlaps
from graph_service.ingest.staged_table import Fault, Row, Sheet
from graph_service.ingest.staging import Draft
from graph_service.ingest.tables.departments import STRUCTURE

CLOSES_CYCLE = "no department is part of itself on any day"
Parents = dict[str, list[Period]]


def refuse_parents(draft: Draft, sheet: Sheet) -> None:
    """Refuses structure rows that add a second parent or form a cycle, and repeats until none do."""
    while True:
        refuse_overlaps(draft, sheet)
        before = len(sheet.rows)
        _refuse_dated_cycles(draft, sheet)
        if len(sheet.rows) == before:
            return


def _refuse_dated_cycles(draft: Draft, sheet: Sheet) -> None:
    parents = _parents(_kept(draft))

    def find(row: Row) -> Fault | None:
        return None if _take(parents, row.values) else Fault("partOf", row.values["partOf"], CLOSES_CYCLE)

    sheet.sift(Reason.BROKEN_RULE, find)


def refuse_undated_cycles(draft: Draft, sheet: Sheet) -> None:
    """Refuses partOf cells that form a cycle together with the structure table and earlier cells; the rest of the row is loaded.

    Cells are processed in file order.
    """
    if not sheet.has("partOf"):
        return
    rows = _structure_rows(draft)
    dated = [*_kept(draft), *rows]
    parents, firsts = _parents(dated), _first_days(dated)
    begun = {row["department"] for row in rows if row.get("from") is None}
    for row in sheet.rows:
        id_, parent = row.values["id"], row.values["partOf"]
        link = {"department": id_, "partOf": parent, "to": firsts.get(id_)}
        if parent is not None and id_ not in begun and not _take(parents, link):
            sheet.refuse(row, Reason.BROKEN_RULE, Fault("partOf", parent, CLOSES_CYCLE), entry=True)
            row.values["partOf"] = None


def _structure_rows(draft: Draft) -> list[dict[str, Any]]:
    return [row.values for row in draft.sheets["structure"].rows] if "structure" in draft.sheets else []


def _kept(draft: Draft) -> list[Mapping[str, Any]]:
    """Returns the stored PART_OF rows that the import does not change."""
    keys = {(row["department"], row.get("from")) for row in _structure_rows(draft)}
    departments = draft.sheets.get("departments")
    if departments and departments.has("partOf"):
        keys.update((row.values["id"], None) for row in departments.rows)
    return [each for each in draft.stored.part_of if (each["department"], each["from"]) not in keys]


def _parents(rows: Iterable[Mapping[str, Any]]) -> Parents:
    parents: Parents = {}
    for row in rows:
        parents.setdefault(row["department"], []).append(period_of(STRUCTURE, row))
    return parents


def _first_days(rows: Iterable[Mapping[str, Any]]) -> dict[str, date]:
    firsts: dict[str, date] = {}
    for row in rows:
        if row.get("from") is not None:
            firsts[row["department"]] = min(row["from"], firsts.get(row["department"], row["from"]))
    return firsts


def _take(parents: Parents, row: Mapping[str, Any]) -> bool:
    """Adds the parent of a row to `parents` unless it forms a cycle. Returns whether it was added."""
    days = period_of(STRUCTURE, row)
    if first_day_in_cycle(parents, row["department"], days) is not None:
        return False
    parents.setdefault(row["department"], []).append(days)
    return True
