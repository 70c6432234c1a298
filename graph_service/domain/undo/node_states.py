"""The states of nodes, which are compared before and after a change: their properties, and relationships of theirs."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, LiteralString

from graph_service.domain.node_statements import ids_by_label
from graph_service.graph import WriteTransaction
from graph_service.model.labels import Label
from graph_service.model.relationships import RelationshipType

STATES_OF_NODES: LiteralString = """RETURN collect({
  label: label,
  id: node.id,
  properties: [key IN keys(node) WHERE key <> 'id' AND NOT key ENDS WITH 'Stems' | [key, CASE
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
"""The end of a statement that reads the states of nodes: of each `label`, `node`, and the relationships `links`. Stems of texts are derived again."""

# Of each node only the relationships that commands change: the events of a person or a project are never read. The departments of events are
# derived again; only lessons keep theirs, because an import may have stated them.
COMMAND_STATES_STATEMENT: LiteralString = (
    """
CALL () {
  UNWIND $departments AS id MATCH (node:Department {id: id})
  RETURN 'Department' AS label, node, [(node)-[link:PART_OF|MEMBER_OF|HEADS|OWNS]-() | link] AS links
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
  UNWIND $tasks AS id MATCH (node:Task {id: id})
  RETURN 'Task' AS label, node, [] AS links
UNION ALL
  UNWIND $rundowns AS id MATCH (node:Rundown {id: id})
  RETURN 'Rundown' AS label, node, [(node)-[link:CONSIDERED]->() | link] + [(node)<-[link:DECIDED_IN]-() | link] AS links
}
"""
    + STATES_OF_NODES
)

Node = tuple[Label, str]


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
    """properties: each as {date}, {datetime} or {value}. links: sorted, with duplicates."""

    properties: Mapping[str, Any]
    links: tuple[Link, ...]

    def digest(self) -> str:
        """A short digest, which differs for different states."""
        links = [list(link.to_row().items()) for link in self.links]
        text = json.dumps([self.properties, links], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]

    def without(self, name: str) -> "NodeState":
        """The state without a property."""
        return replace(self, properties={key: value for key, value in self.properties.items() if key != name})


NodeStates = Mapping[Node, NodeState]


async def read_command_states(tx: WriteTransaction, ids: Mapping[Label, Sequence[str]]) -> NodeStates:
    """The states of these nodes with the relationships that commands change, without unknown nodes."""
    return parse_states((await tx.run(COMMAND_STATES_STATEMENT, ids_by_label(ids)))[0]["nodes"]) if ids else {}


def parse_states(rows: Sequence[Mapping[str, Any]]) -> dict[Node, NodeState]:
    """The states in the result of a statement that ends with STATES_OF_NODES."""
    return {
        (Label(row["label"]), row["id"]): NodeState(dict[str, Any](row["properties"]), tuple(sort_links(map(Link.of, row["links"]))))
        for row in rows
    }


def sort_links(links: Iterable[Link]) -> list[Link]:
    """The links by type, ends and properties."""
    return sorted(links, key=lambda link: (link.type, link.start, link.end, link.properties))
