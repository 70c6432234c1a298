"""Data classes for the changes that an import makes to the graph."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_service.ingest.specification import Noun


@dataclass(slots=True)
class Change:
    """The changes to one node.

    `properties` holds all properties of a new node, and only the changed ones of an existing node; None removes a property.
    `added` and `removed` map a column to the ids of the nodes linked or unlinked.
    """

    id: str
    new: bool
    properties: dict[str, Any]
    added: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    removed: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def touches(self, *columns: str) -> bool:
        """Returns whether the node is new or any of the columns changes."""
        return self.new or any(name in part for name in columns for part in (self.properties, self.added, self.removed))


@dataclass(slots=True)
class Links:
    """Changes to the relationships of one source node. A changed relationship is listed in both `removed` and `added`."""

    source: str
    removed: list[dict[str, Any]]
    added: list[dict[str, Any]]


@dataclass(slots=True)
class TableChanges:
    """The changes to write for one table, and the number of new, changed and unchanged rows."""

    noun: Noun
    nodes: list[Change] = field(default_factory=list[Change])
    links: list[Links] = field(default_factory=list[Links])
    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def size(self) -> int:
        """The number of nodes and relationships of this table that are created, changed or deleted."""
        return len(self.nodes) + sum(len(links.removed) + len(links.added) for links in self.links)

    def count(self, change: Change | None) -> None:
        """Counts one row and stores its change; None counts as unchanged."""
        if change is None:
            self.unchanged += 1
            return
        self.nodes.append(change)
        self.new += change.new
        self.changed += not change.new


def named_ends(noun: Noun, link: Mapping[str, Any]) -> dict[str, Any]:
    """Converts a relationship row to statement parameters: `source`, `target` and every property, None if missing."""
    properties = {column.name: link.get(column.name) for column in noun.columns if column.refers is None}
    return {"source": link[noun.source], "target": link[noun.target], **properties}
