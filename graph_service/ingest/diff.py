"""The differences between the import and the graph: nodes and relationships to create, change or delete."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_service.ingest.specification import TableSpec
from graph_service.ingest.stored_rows import StoredRows

CHANGED, NEW = 1, 2


@dataclass(frozen=True, slots=True)
class RowDiff:
    """A row of the import that creates something in the graph (`new`) or changes it."""

    table: str
    line: int
    new: bool


@dataclass(slots=True)
class NodeDiff:
    """The differences of one node. `line` is that of its row.

    `properties` holds all properties of a new node, and only the changed ones of an existing node; None removes a property.
    `added` and `removed` map a column to the ids of the nodes linked or unlinked.
    """

    id: str
    line: int
    new: bool
    properties: dict[str, Any]
    added: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    removed: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def changes_any(self, *columns: str) -> bool:
        """Returns whether the node is new or any of the columns changes."""
        return self.new or any(name in part for name in columns for part in (self.properties, self.added, self.removed))


@dataclass(slots=True)
class RelationshipDiff:
    """The differences of the relationships of one source node. A changed relationship is listed in both `removed` and `added`.

    `rows` lists the rows of the import that they come from.
    """

    source: str
    removed: list[dict[str, Any]]
    added: list[dict[str, Any]]
    rows: list[RowDiff] = field(default_factory=list[RowDiff])


def stored_node_diffs() -> StoredRows[NodeDiff]:
    """An empty sequence of differences that needs little memory."""
    return StoredRows(
        lambda node: (node.id, node.line, node.new, node.properties, node.added, node.removed), lambda values: NodeDiff(*values)
    )


@dataclass(slots=True)
class TableDiff:
    """The differences to write for one table. `rows` is the number of its accepted rows."""

    spec: TableSpec
    rows: int = 0
    nodes: StoredRows[NodeDiff] = field(default_factory=stored_node_diffs)
    relationships: list[RelationshipDiff] = field(default_factory=list[RelationshipDiff])

    @property
    def size(self) -> int:
        """The number of nodes and relationships of this table that are created, changed or deleted."""
        return len(self.nodes) + sum(len(diff.removed) + len(diff.added) for diff in self.relationships)


class RowOutcomes:
    """The rows that an import adds or changes: by table and line, whether each is new. They need one byte for each line of a file.

    A row that was written in an earlier round is kept, although later rounds find it unchanged.
    """

    def __init__(self) -> None:
        self._lines: dict[str, bytearray] = {}

    def add(self, row: RowDiff) -> None:
        """Adds a row. A row that was new stays new when it is changed again."""
        lines = self._lines.setdefault(row.table, bytearray())
        if row.line >= len(lines):
            lines.extend(bytes(row.line + 1 - len(lines)))
        lines[row.line] = NEW if row.new else lines[row.line] or CHANGED

    def is_empty(self) -> bool:
        """Whether no row was added."""
        return not self._lines

    def summary(self) -> str:
        """The number of loaded rows of each table, as a sentence."""
        loaded = ", ".join(f"{table} {sum(self.counts(table)):,}" for table in self._lines)
        return f"Loaded so far: {loaded}." if loaded else "Nothing was loaded."

    def is_new(self, table: str, line: int) -> bool | None:
        """Whether a row is new; None if it was not added."""
        lines = self._lines.get(table, b"")
        state = lines[line] if line < len(lines) else 0
        return state == NEW if state else None

    def counts(self, table: str) -> tuple[int, int]:
        """The numbers of new and of changed rows of a table."""
        lines = self._lines.get(table, b"")
        return lines.count(NEW), lines.count(CHANGED)


def count_rows(diffs: Iterable[TableDiff]) -> RowOutcomes:
    """The rows that these differences add or change."""
    outcomes = RowOutcomes()
    for diff in diffs:
        for node in diff.nodes:
            outcomes.add(RowDiff(diff.spec.name, node.line, node.new))
        for relationships in diff.relationships:
            for row in relationships.rows:
                outcomes.add(row)
    return outcomes


def relationship_parameters(spec: TableSpec, row: Mapping[str, Any]) -> dict[str, Any]:
    """Converts a row of a relationship table to query parameters: `source`, `target` and every property, None if missing."""
    properties = {column.name: row.get(column.name) for column in spec.columns if column.references is None}
    return {"source": row[spec.source], "target": row[spec.target], **properties}
