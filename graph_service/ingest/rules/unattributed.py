"""Warnings about lessons that count for no department. The rows are loaded."""

from collections.abc import Mapping, Sequence
from typing import Any

from graph_service.domain.organisation.periods import NO_END
from graph_service.ingest.staged_table import StagedRow, StagedTable, Violation
from graph_service.ingest.staging import StagingArea

NO_MEMBERSHIP = "none of these people belongs to a department on that day, so the lesson counts for no department"
NEITHER = "the lesson has neither a learner nor a department, so it counts for no department"


def warn_of_unattributed_lessons(staging: StagingArea, table: StagedTable) -> None:
    """Warns about lessons without a learner and department, and about those whose learners belonged to no department on the day."""
    imported = _imported_memberships(staging)

    def warn(row: StagedRow) -> None:
        learners: Sequence[str] = staging.value_after_import(table, row, "learnedBy") or ()
        if not learners and not staging.value_after_import(table, row, "learnedIn"):
            table.record_warning(row, Violation("learnedBy", None, NEITHER))
        elif learners and "learnedBy" in row.values:
            day = staging.value_after_import(table, row, "learnedOn")
            periods = (period for person in learners for period in _memberships(staging, imported, person))
            if not any(period["from"] <= day < (period["to"] or NO_END) for period in periods):
                table.record_warning(row, Violation("learnedBy", "|".join(learners), NO_MEMBERSHIP))

    table.change_rows(warn)


def _imported_memberships(staging: StagingArea) -> dict[str, dict[Any, Mapping[str, Any]]]:
    table = staging.tables.get("memberships")
    imported: dict[str, dict[Any, Mapping[str, Any]]] = {}
    if table is not None:
        for row in table.rows:
            period = {"from": row.values["from"], "to": staging.value_after_import(table, row, "to")}
            imported.setdefault(row.values["person"], {})[period["from"]] = period
    return imported


def _memberships(staging: StagingArea, imported: Mapping[str, Mapping[Any, Mapping[str, Any]]], person: str) -> list[Mapping[str, Any]]:
    """The memberships of a person after the import: a row replaces the existing one with the same first day."""
    rows = imported.get(person, {})
    existing = [row for row in staging.existing.learner_memberships.get(person, ()) if row["from"] not in rows]
    return [*existing, *rows.values()]
