"""The differences between the import and the graph: nodes and relationships to create, change or delete."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_service.ingest.specification import TableSpec


@dataclass(slots=True)
class NodeDiff:
    """The differences of one node.

    `properties` holds all properties of a new node, and only the changed ones of an existing node; None removes a property.
    `added` and `removed` map a column to the ids of the nodes linked or unlinked.
    """

    id: str
    new: bool
    properties: dict[str, Any]
    added: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    removed: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def changes_any(self, *columns: str) -> bool:
        """Returns whether the node is new or any of the columns changes."""
        return self.new or any(name in part for name in columns for part in (self.properties, self.added, self.removed))


@dataclass(slots=True)
class RelationshipDiff:
    """The differences of the relationships of one source node. A changed relationship is listed in both `removed` and `added`."""

    source: str
    removed: list[dict[str, Any]]
    added: list[dict[str, Any]]


@dataclass(slots=True)
class TableDiff:
    """The differences to write for one table, and the number of new, changed and unchanged rows."""

    spec: TableSpec
    nodes: list[NodeDiff] = field(default_factory=list[NodeDiff])
    relationships: list[RelationshipDiff] = field(default_factory=list[RelationshipDiff])
    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def size(self) -> int:
        """The number of nodes and relationships of this table that are created, changed or deleted."""
        return len(self.nodes) + sum(len(diff.removed) + len(diff.added) for diff in self.relationships)

    def count_row(self, node: NodeDiff | None) -> None:
        """Counts one row and adds its difference; None counts as unchanged."""
        if node is None:
            self.unchanged += 1
            return
        self.nodes.append(node)
        self.new += node.new
        self.changed += not node.new


def relationship_parameters(spec: TableSpec, row: Mapping[str, Any]) -> dict[str, Any]:
    """Converts a row of a relationship table to query parameters: `source`, `target` and every property, None if missing."""
    properties = {column.name: row.get(column.name) for column in spec.columns if column.references is None}
    return {"source": row[spec.source], "target": row[spec.target], **properties}
