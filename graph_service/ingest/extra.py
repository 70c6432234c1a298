"""Additional fields of a node, from file columns that match no column of its table. They are stored by name; an import changes only the fields
that its file has."""

from functools import partial

from graph_service.ingest.staged_table import StagedRow, StagedTable
from graph_service.ingest.staging import StagingArea
from graph_service.ingest.tables import EXTRA
from graph_service.name_values import bound_pairs, parse_pairs


def merge_extra(staging: StagingArea, *, clear: bool) -> None:
    """Adds the fields that the graph already has to those of each row. An empty one leaves the value as it is, unless `clear` is set."""
    for table in staging.tables.values():
        if table.has(EXTRA):
            table.change_rows(partial(_merge_in_row, staging, table, clear=clear))


def _merge_in_row(staging: StagingArea, table: StagedTable, row: StagedRow, *, clear: bool) -> None:
    if stated := row.values.get(EXTRA):
        existing = (staging.existing_row(table, row) or {}).get(EXTRA)
        row.values[EXTRA] = _merge(existing, stated, clear=clear)


def _merge(existing: str | None, stated: str, *, clear: bool) -> str | None:
    values = dict(parse_pairs(existing)) if existing else {}
    for name, value in parse_pairs(stated):
        if value:
            values[name] = value
        elif clear:
            values.pop(name, None)
    return bound_pairs((name, value) for name, value in values.items() if value)[0] or None
