"""What an import changes in the graph."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_service.ingest.columns import Noun


@dataclass(slots=True)
class Change:
    """One node. `properties` are all of a new one, else those that differ, None to clear; `added` and `removed` are ids by column."""

    id: str
    new: bool
    properties: dict[str, Any]
    added: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    removed: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def touches(self, *columns: str) -> bool:
        """Whether the node is new or one of the columns changes."""
        return self.new or any(name in part for name in columns for part in (self.properties, self.added, self.removed))


@dataclass(slots=True)
class Links:
    """What changes between one node and those a table of relationships ties it to. A relationship that changes is removed and added."""

    source: str
    removed: list[dict[str, Any]]
    added: list[dict[str, Any]]


@dataclass(slots=True)
class TableChanges:
    """One table: what to write, and how many of its rows are new, changed and unchanged."""

    noun: Noun
    nodes: list[Change] = field(default_factory=list[Change])
    links: list[Links] = field(default_factory=list[Links])
    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def size(self) -> int:
        """How many nodes and relationships of this table are written, changed or removed."""
        return len(self.nodes) + sum(len(links.removed) + len(links.added) for links in self.links)

    def count(self, change: Change | None) -> None:
        """Counts a row and keeps what it changes."""
        if change is None:
            self.unchanged += 1
            return
        self.nodes.append(change)
        self.new += change.new
        self.changed += not change.new


def named_ends(noun: Noun, link: Mapping[str, Any]) -> dict[str, Any]:
    """A relationship as its statements take it: `source`, `target` and every property, None where it has none."""
    properties = {column.name: link.get(column.name) for column in noun.columns if column.refers is None}
    return {"source": link[noun.source], "target": link[noun.target], **properties}
