"""Rules for references to other rows and nodes, and for the required columns of new rows."""

from collections.abc import Callable, Set

from graph_service.ingest.report import Reason
from graph_service.ingest.specification import ColumnSpec
from graph_service.ingest.staged_table import REQUIRED, StagedRow, StagedTable, Violation
from graph_service.ingest.staging import StagingArea

HIDDEN_ID = "only named people may read the lesson with this id; an administrator can import the row"


def refuse_hidden_rows(table: StagedTable, hidden: Set[str]) -> None:
    """Refuses rows with the ids of lessons that the importer may not read: they would publish the texts again, or replace them."""

    def find_violation(row: StagedRow) -> Violation | None:
        return Violation("id", row.values["id"], HIDDEN_ID) if row.values["id"] in hidden else None

    table.refuse_rows(Reason.BROKEN_RULE, find_violation)


def refuse_incomplete_rows(staging: StagingArea, table: StagedTable) -> None:
    """Refuses new rows if the file lacks a required column; otherwise fills the missing columns of new rows with their defaults."""
    missing = [column for column in table.spec.columns if not table.has(column.name)]
    required = [column.name for column in missing if column.required]

    if not missing:
        return

    def find_violation(row: StagedRow) -> Violation | None:
        if staging.existing_row(table, row) is not None:
            return None
        row.values.update((column.name, column.empty_value) for column in missing)
        return Violation(required[0], None, REQUIRED) if required else None

    table.refuse_rows(Reason.BAD_VALUE, find_violation)


def refuse_unknown_references(staging: StagingArea, table: StagedTable) -> None:
    """Refuses rows with a reference to an unknown id, and then rows of the same table that refer to a refused row."""
    columns = [column for column in table.spec.reference_columns if table.has(column.name)]
    if not any(column.references == table.spec.name for column in columns):
        table.refuse_rows(Reason.UNKNOWN_ID, _unknown_reference_finder(staging, columns))
        return
    while True:
        before = len(table.rows)
        table.refuse_rows(Reason.UNKNOWN_ID, _unknown_reference_finder(staging, columns))
        if len(table.rows) == before:
            return


def _unknown_reference_finder(staging: StagingArea, columns: list[ColumnSpec]) -> Callable[[StagedRow], Violation | None]:
    checks = [
        (column.name, staging.id_exists_in(column.references), staging.unknown_id_rule(column.references))
        for column in columns
        if column.references
    ]

    def find_violation(row: StagedRow) -> Violation | None:
        for name, exists, rule in checks:
            value = row.values[name]
            if value is not None and not exists(value):
                return Violation(name, value, rule(value))
        return None

    return find_violation


def refuse_unknown_entries(staging: StagingArea, table: StagedTable) -> None:
    """Refuses list entries with an unknown id; the rest of the row is loaded."""
    columns = [(column.name, column.references) for column in table.spec.list_columns if column.references and table.has(column.name)]
    exists = {references: staging.id_exists_in(references) for _, references in columns}
    rules = {references: staging.unknown_id_rule(references) for _, references in columns}

    def refuse(row: StagedRow) -> None:
        for column, references in columns:
            if entries := row.values[column]:
                unknown = [entry for entry in entries if not exists[references](entry)]
                if unknown:
                    table.refuse_entries(row, column, unknown, rules[references], Reason.UNKNOWN_ID)

    table.change_rows(refuse)
