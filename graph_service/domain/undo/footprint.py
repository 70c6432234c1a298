"""The footprint of a command: the properties and relationships that it changed, as they were before."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, LiteralString

from graph_service.domain.node_statements import ids_by_label
from graph_service.graph import Graph, WriteTransaction
from graph_service.model.labels import Label
from graph_service.model.relationships import RelationshipType

# Of each node only the relationships that commands change: the events of a person or a project are never read. The scope of a reuse and the
# departments of events are derived again; only lessons keep theirs, because an import may have stated them.
READ_NODES_QUERY: LiteralString = """
CALL () {
  UNWIND $departments AS id MATCH (node:Department {id: id})
  RETURN 'Department' AS label, node, [(node)-[link:PART_OF|MEMBER_OF|OWNS]-() | link] AS links
UNION ALL
  UNWIND $people AS id MATCH (node:Person {id: id})
  RETURN 'Person' AS label, node, [(node)-[link:MEMBER_OF]->() | link] AS links
UNION ALL
  UNWIND $projects AS id MATCH (node:Project {id: id})
  RETURN 'Project' AS label, node, [(node)-[link:WORKED_ON|OWNS|CONCERNS]-() | link] AS links
UNION ALL
  UNWIND $topics AS id MATCH (node:Topic {id: id})
  RETURN 'Topic' AS label, node, [(node)-[link:BROADER|STEWARDED_BY]->() | link] AS links
UNION ALL
  UNWIND $lessons AS id MATCH (node:Lesson {id: id})
  RETURN 'Lesson' AS label, node,
    [(node)-[link:LEARNED_BY|RECORDED_BY|REVIEWED_BY|LEARNED_ON|LEARNED_IN|RESTRICTED_TO_PERSON|RESTRICTED_TO_DEPARTMENT]->() | link] +
    [(node)-[link:ABOUT|BUILDS_ON|SUPERSEDES]->() | link] +
    [(node)-[link:RECURRENCE_OF|NOT_RECURRENCE_OF]-() | link] AS links
UNION ALL
  UNWIND $reuses AS id MATCH (node:Reuse {id: id})
  RETURN 'Reuse' AS label, node, [(node)-[link:JUDGED_BY|CONFIRMED_BY]->() | link] AS links
UNION ALL
  UNWIND $rundowns AS id MATCH (node:Rundown {id: id})
  RETURN 'Rundown' AS label, node, [(node)-[link:CONSIDERED]->() | link] + [(node)<-[link:DECIDED_IN]-() | link] AS links
}
RETURN collect({
  label: label,
  id: node.id,
  properties: [key IN keys(node) WHERE NOT key IN ['id', 'scope'] | [key, CASE
    WHEN node[key] IS :: DATE THEN {date: toString(node[key])}
    WHEN node[key] IS :: ZONED DATETIME THEN {datetime: toString(node[key])}
    ELSE {value: node[key]}
  END]],
  links: [link IN links | {
    type: type(link), start: startNode(link).id, end: endNode(link).id, role: link.role, from: toString(link.from), to: toString(link.to),
    at: toString(link.at), decision: link.decision, note: link.note,
    reason: link.reason, decidedAt: toString(link.decidedAt), decidedBy: link.decidedBy
  }]
}) AS nodes
"""
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
class Link:
    """A relationship by the ids of its ends. properties: its properties as text, without absent ones; sorted by name."""

    type: RelationshipType
    start: str
    end: str
    properties: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Link":
        kind = RelationshipType(row["type"])
        stated = ((name, row.get(name)) for name in sorted(kind.properties))
        return cls(kind, row["start"], row["end"], tuple((name, value) for name, value in stated if value is not None))

    @property
    def ends(self) -> tuple[tuple[Label, str], tuple[Label, str]]:
        """The label and id of both ends."""
        return (self.type.start, self.start), (self.type.end, self.end)

    def to_row(self) -> dict[str, str]:
        """The fields of the link as a map for JSON."""
        return {"type": self.type.value, "start": self.start, "end": self.end, **dict(self.properties)}


@dataclass(frozen=True, slots=True)
class NodeState:
    """The properties of a node, each as {date}, {datetime} or {value}, and its relationships."""

    properties: Mapping[str, Any]
    links: frozenset[Link]


@dataclass(frozen=True, slots=True)
class Footprint:
    """properties: of each changed node, the changed properties as they were (see NodeState), None if absent. removed, added: relationships."""

    properties: Mapping[tuple[Label, str], Mapping[str, Any]] = field(default_factory=dict[tuple[Label, str], Mapping[str, Any]])
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
    def created(self) -> list[tuple[Label, str]]:
        """The nodes that the command created besides its subject: reuses that follow from decisions."""
        return [link.ends[0] for link in self.added if link.type is RelationshipType.DECIDED_IN]

    @property
    def links(self) -> list[Link]:
        """The relationships that were removed or added."""
        return [*self.removed, *self.added]


NodeStates = Mapping[tuple[Label, str], NodeState]


async def read_nodes(tx: WriteTransaction, ids: Mapping[Label, Sequence[str]]) -> NodeStates:
    """The state of these nodes, without unknown ones."""
    if not ids:
        return {}
    rows: list[dict[str, Any]] = (await tx.run(READ_NODES_QUERY, ids_by_label(ids)))[0]["nodes"]
    return {
        (Label(row["label"]), row["id"]): NodeState(dict[str, Any](row["properties"]), frozenset(Link.of(link) for link in row["links"]))
        for row in rows
    }


def compare(before: NodeStates, after: NodeStates) -> Footprint:
    """What changed between two states of the same nodes."""
    changed = {node: _changed_properties(state.properties, after[node].properties) for node, state in before.items()}
    old, new = (_all_links(states) for states in (before, after))
    order = [_in_order(links) for links in (old - new, new - old)]
    return Footprint({node: properties for node, properties in changed.items() if properties}, *order)


async def keep_footprint(tx: WriteTransaction, seq: int, footprint: Footprint) -> None:
    """Stores the footprint with its Activity for HOURS; not one that is longer than MAX_LENGTH."""
    text = footprint.to_json()
    if len(text) <= MAX_LENGTH:
        await tx.run(KEEP_FOOTPRINT_QUERY, {"seq": seq, "undo": text, "hours": HOURS})


async def remove_expired_footprints(graph: Graph) -> None:
    """Removes the footprints that can no longer be used: they may hold text that people have since removed."""
    await graph.command(REMOVE_EXPIRED_COMMAND)


def _changed_properties(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {name: before.get(name) for name in sorted({*before, *after}) if before.get(name) != after.get(name)}


def _all_links(states: NodeStates) -> set[Link]:
    return {link for state in states.values() for link in state.links}


def _in_order(links: set[Link]) -> list[Link]:
    return sorted(links, key=lambda link: (link.type, link.start, link.end, link.properties))
