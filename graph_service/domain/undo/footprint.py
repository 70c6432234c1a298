"""The footprint of a command: the properties and relationships that it changed, as they were before."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, LiteralString

from graph_service.domain.undo.node_states import Link, Node, NodeState, NodeStates, sort_links
from graph_service.graph import Graph, WriteTransaction
from graph_service.model.labels import Label

KEEP_FOOTPRINT_QUERY: LiteralString = """
MATCH (activity:Activity {seq: $seq})
SET activity.undo = $undo, activity.undoUntil = activity.at + duration({hours: $hours})
"""
REMOVE_EXPIRED_COMMAND: LiteralString = """
MATCH (expired:Activity)
WHERE expired.undoUntil < datetime.realtime('Z')
CALL (expired) {
  REMOVE expired.undo, expired.undoUntil
} IN TRANSACTIONS OF 1000 ROWS
"""
HOURS: Final = 24  # for which a change can be undone
MAX_LENGTH: Final = 1_000_000  # characters of a footprint; a department with 5,000 people takes about that much when it closes


@dataclass(frozen=True, slots=True)
class Footprint:
    """properties: of each changed node, the changed properties as they were (see NodeState), None if absent. removed, added: relationships."""

    properties: Mapping[Node, Mapping[str, Any]] = field(default_factory=dict[Node, Mapping[str, Any]])
    removed: Sequence[Link] = ()
    added: Sequence[Link] = ()

    def to_json(self) -> str:
        """The footprint as compact JSON."""
        nodes = [[label.value, id_, properties] for (label, id_), properties in self.properties.items()]
        links = {name: [link.to_row() for link in getattr(self, name)] for name in ("removed", "added")}
        return json.dumps({"nodes": nodes, **links}, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Footprint":
        data = json.loads(text)
        properties = {(Label(label), id_): changed for label, id_, changed in data["nodes"]}
        return cls(properties, [Link.of(row) for row in data["removed"]], [Link.of(row) for row in data["added"]])

    @property
    def links(self) -> list[Link]:
        """The relationships that were removed or added."""
        return [*self.removed, *self.added]


def compare(before: NodeStates, after: NodeStates) -> Footprint:
    """What changed between two states of the same nodes."""
    properties = {node: changed for node, state in before.items() if (changed := _changed_properties(state, after[node]))}
    old, new = _count_links(before), _count_links(after)
    return Footprint(properties, sort_links((old - new).elements()), sort_links((new - old).elements()))


async def keep_footprint(tx: WriteTransaction, seq: int, footprint: Footprint) -> None:
    """Stores the footprint with its Activity for HOURS; not one that is longer than MAX_LENGTH."""
    text = footprint.to_json()
    if len(text) <= MAX_LENGTH:
        await tx.run(KEEP_FOOTPRINT_QUERY, {"seq": seq, "undo": text, "hours": HOURS})


async def remove_expired_footprints(graph: Graph) -> None:
    """Removes the footprints that can no longer be used: they may hold text that people have since removed."""
    await graph.command(REMOVE_EXPIRED_COMMAND)


def _changed_properties(before: NodeState, after: NodeState) -> dict[str, Any]:
    old, new = before.properties, after.properties
    return {name: old.get(name) for name in sorted({*old, *new}) if old.get(name) != new.get(name)}


def _count_links(states: NodeStates) -> Counter[Link]:
    """How often each relationship exists. One between two of the nodes may be in the states of both."""
    counts = Counter[Link]()
    for state in states.values():
        for link, count in Counter(state.links).items():
            counts[link] = max(counts[link], count)
    return counts
