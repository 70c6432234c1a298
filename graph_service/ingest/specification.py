"""Specification of an import table: its columns, the type of each cell, and the queries that read and write its rows.

Queries that traverse a relationship contain an index hint. Without it, a plan cached while the graph was small could start at the
other end or scan every relationship of the type, and an import that makes the graph large would continue to use that plan.
"""

from dataclasses import dataclass
from typing import Any, LiteralString

from graph_service.ingest.cell_types import IDS, CellType


@dataclass(frozen=True, slots=True)
class RelationshipQueries:
    """The queries that write one relationship type.

    Both take the parameter `links`, a list of maps with `source`, `target` and the properties.
    """

    create: LiteralString
    delete: LiteralString


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column of a table.

    `cell_type` parses a non-empty cell; an empty cell becomes `default`, or the empty list in a list column.
    `references` is the table whose ids the cell contains. `relationship` is created for each id; a reference without it is written by the
    code of its table. A column without `references` is a property. `initial`: the service sets this property itself, so a cell counts only
    for a new node, as when an export is imported into an empty graph.
    """

    name: str
    cell_type: CellType
    required: bool = False
    default: Any = None
    references: str | None = None
    relationship: RelationshipQueries | None = None
    initial: bool = False

    @property
    def is_list(self) -> bool:
        """Whether a cell contains a list of ids."""
        return self.cell_type is IDS

    @property
    def empty_value(self) -> Any:
        """The value of an empty cell."""
        return () if self.is_list else self.default


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One import table. `key` lists the columns that identify a row; a row whose key exists in the graph is an update.

    A node table has queries to create nodes (`rows`: property maps) and to update them (`rows`: id and properties); both also take
    the current time as `now`. A relationship table has a `relationship` instead; `source` and `target` are the columns that contain the ids
    of its end nodes. `read` takes `ids` (of nodes, or values of the `source` column) and returns maps keyed by column, with dates as text
    and references as lists of ids. `undated_column` is the table and column whose value applies until the first dated row of this table
    starts.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]
    read: LiteralString
    create: LiteralString | None = None
    update: LiteralString | None = None
    relationship: RelationshipQueries | None = None
    source: str = "id"
    target: str = ""
    undated_column: tuple[str, str] | None = None

    def column(self, name: str) -> ColumnSpec:
        """Returns the column with this name. Raises KeyError if the table has no such column."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def reference_columns(self) -> tuple[ColumnSpec, ...]:
        """The columns that contain a single id of another row."""
        return tuple(column for column in self.columns if column.references and not column.is_list)

    @property
    def list_columns(self) -> tuple[ColumnSpec, ...]:
        """The columns that contain a list of ids of other rows."""
        return tuple(column for column in self.columns if column.is_list)
