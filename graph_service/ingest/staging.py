"""The staging area of an import: the staged tables and the existing data that they refer to."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from graph_service.ingest.existing_data import ExistingData
from graph_service.ingest.report import ValueChange
from graph_service.ingest.staged_table import StagedRow, StagedTable
from graph_service.ingest.stored_rows import StoredRows

ABSENT = object()  # the value of a column that the file of a row lacks
# What rules ask of the departments, projects and lessons that other rows refer to.
NODE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "departments": ("closedOn",),
    "projects": ("status", "startedOn", "endedOn"),
    "lessons": ("learnedOn", "status", "publishedOn"),
}
UNKNOWN_ID = "neither the import nor the graph contains this id"
REFUSED_ID = "the row with this id was refused"


@dataclass(frozen=True, slots=True)
class AcceptedNodes:
    """What is kept of all accepted rows of a table at once: by id, the values of its NODE_COLUMNS. Rows with equal values share them."""

    rows: StoredRows[StagedRow]
    values: Mapping[str, tuple[Any, ...]]


@dataclass(slots=True)
class StagingArea:
    """The staged tables and the existing data, and what the rules find that no row states."""

    tables: dict[str, StagedTable]
    """By name, in dependency order."""
    existing: ExistingData
    ids_in_file: Callable[[str], Set[str]]
    """Returns all ids in the file of a table, including those of refused rows."""
    retirements: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """The lessons that a row supersedes and that are not in the file, with the day of their retirement."""
    closings: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """The departments that close while relationships of theirs continue, with the day."""
    endings: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """The projects that end while assignments to them continue, with the day after."""
    resumed: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """By table, the departments and projects that continue after an existing parent or owner of them closed."""
    changes: list[ValueChange] = field(default_factory=list[ValueChange])
    """The first values of existing nodes that change, in the order of the tables."""
    unknown: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """By table and text, why a text that is not an id means no node."""
    _accepted: dict[str, AcceptedNodes] = field(default_factory=dict[str, AcceptedNodes], init=False)

    def existing_row(self, table: StagedTable, row: StagedRow) -> dict[str, Any] | None:
        """Returns the row of the graph with the same key, or None if the row is new."""
        if table.spec.relationship is None:
            return row.existing
        return next(iter(self.existing_rows(table, row)), None)

    def existing_rows(self, table: StagedTable, row: StagedRow) -> list[dict[str, Any]]:
        """Returns the rows of the graph with the same key as a row of a relationship table: more than one only in a faulty graph."""
        spec = table.spec
        key = table.key(row)
        existing = self.existing.rows[spec.name].get(row.values[spec.source], ())
        return [other for other in existing if tuple(other.get(name) for name in spec.key) == key]

    def value_after_import(self, table: StagedTable, row: StagedRow, column: str) -> Any:
        """Returns the value in the row, or the existing value if the file lacks the column."""
        if column in row.values:
            return row.values[column]
        value = (self.existing_row(table, row) or {}).get(column)
        if table.spec.column(column).references is None or value is None:
            return value
        return tuple(value) if table.spec.column(column).is_list else next(iter(value), None)

    def node_values(self, name: str, column: str) -> Callable[[str], Any]:
        """Returns a function from the id of an existing or accepted department, project or lesson to its value after the import."""
        imported, existing, position = self._accepted_nodes(name), self.existing.nodes[name], NODE_COLUMNS[name].index(column)

        def value(id_: str) -> Any:
            found = imported[id_][position] if id_ in imported else ABSENT
            return existing.get(id_, {}).get(column) if found is ABSENT else found

        return value

    def id_exists_in(self, name: str) -> Callable[[str], bool]:
        """Returns a predicate: does the graph or an accepted row of this table contain the id?"""
        imported_ids, existing_ids = self._accepted_nodes(name), self.existing.ids.get(name, frozenset())
        return lambda id_: id_ in imported_ids or id_ in existing_ids

    def _accepted_nodes(self, name: str) -> Mapping[str, tuple[Any, ...]]:
        """The values of NODE_COLUMNS by id, collected again only after a rule refused or changed rows."""
        table = self.tables.get(name)
        if table is None:
            return {}
        rows, known = table.rows, self._accepted.get(name)
        if known is None or known.rows is not rows:
            columns, shared = NODE_COLUMNS.get(name, ()), dict[tuple[Any, ...], tuple[Any, ...]]()
            found = ((row.values["id"], tuple(row.values.get(column, ABSENT) for column in columns)) for row in rows)
            known = self._accepted[name] = AcceptedNodes(rows, {id_: shared.setdefault(values, values) for id_, values in found})
        return known.values

    def unknown_id_rule(self, name: str) -> Callable[[str], str]:
        """Returns a function that explains why an id of this table does not exist: its row was refused, or nothing contains it."""
        return lambda id_: REFUSED_ID if id_ in self.ids_in_file(name) else self.unknown.get((name, id_), UNKNOWN_ID)
