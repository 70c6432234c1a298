"""The state of nodes that an import may change: their properties and the relationships that their rows state.

Each relationship belongs to the state of one of its ends: the node whose row in an import table states it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from graph_service.domain.existence import ids_by_label
from graph_service.domain.undo.footprint import Link
from graph_service.graph import Graph, WriteTransaction
from graph_service.model.labels import Label

READ_STATES_QUERY: LiteralString = """
CALL () {
  UNWIND $departments AS id MATCH (node:Department {id: id})
  RETURN 'Department' AS label, node, [(node)-[link:PART_OF]->() | link] AS links
UNION ALL
  UNWIND $people AS id MATCH (node:Person {id: id})
  RETURN 'Person' AS label, node, [(node)-[link:MEMBER_OF|WORKED_ON]->() | link] AS links
UNION ALL
  UNWIND $projects AS id MATCH (node:Project {id: id})
  RETURN 'Project' AS label, node, [(node)-[link:CONCERNS]->() | link] + [(node)<-[link:OWNS]-() | link] AS links
UNION ALL
  UNWIND $topics AS id MATCH (node:Topic {id: id})
  RETURN 'Topic' AS label, node, [(node)-[link:BROADER|STEWARDED_BY]->() | link] AS links
UNION ALL
  UNWIND $lessons AS id MATCH (node:Lesson {id: id})
  RETURN 'Lesson' AS label, node, [(node)-[link]->() | link] AS links
UNION ALL
  UNWIND $reuses AS id MATCH (node:Reuse {id: id})
  RETURN 'Reuse' AS label, node, [(node)-[link]->() | link] AS links
UNION ALL
  UNWIND $rundowns AS id MATCH (node:Rundown {id: id})
  RETURN 'Rundown' AS label, node, [(node)-[link]->() | link] AS links
UNION ALL
  UNWIND $conversations AS id MATCH (node:Conversation {id: id})
  RETURN 'Conversation' AS label, node, [(node)-[link]->() | link] AS links
}
RETURN collect({
  label: label,
  id: node.id,
  properties: [key IN keys(node) WHERE key <> 'id' | [key, CASE
    WHEN node[key] IS :: DATE THEN {date: toString(node[key])}
    WHEN node[key] IS :: ZONED DATETIME THEN {datetime: toString(node[key])}
    ELSE {value: node[key]}
  END]],
  links: [link IN links | {
    type: type(link), start: startNode(link).id, end: endNode(link).id,
    role: link.role, from: toString(link.from), to: toString(link.to),
    decision: link.decision, reason: link.reason, decidedAt: toString(link.decidedAt), decidedBy: link.decidedBy,
    at: toString(link.at), note: link.note
  }]
}) AS nodes
"""

Node = tuple[Label, str]
IdsByLabel = Mapping[Label, Sequence[str]]


@dataclass(frozen=True, slots=True)
class State:
    """properties: each as {date}, {datetime} or {value}. links: sorted, with duplicates."""

    properties: Mapping[str, Any]
    links: tuple[Link, ...]

    def digest(self) -> str:
        """A short digest, which differs for different states."""
        links = [list(link.to_row().items()) for link in self.links]
        text = json.dumps([self.properties, links], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


States = Mapping[Node, State]


async def read_states(tx: WriteTransaction, ids: IdsByLabel) -> dict[Node, State]:
    """The states of these nodes in a transaction, without unknown ones."""
    if not any(ids.values()):
        return {}
    return _states((await tx.run(READ_STATES_QUERY, ids_by_label(ids)))[0]["nodes"])


async def read_committed_states(graph: Graph, ids: IdsByLabel) -> dict[Node, State]:
    """The states of these nodes, without unknown ones."""
    if not any(ids.values()):
        return {}
    return _states(await graph.read(READ_STATES_QUERY, ids_by_label(ids), timeout=300.0, from_leader=True))


def _states(rows: Sequence[Mapping[str, Any]]) -> dict[Node, State]:
    return {(Label(row["label"]), row["id"]): State(dict(row["properties"]), _links(row["links"])) for row in rows}


def _links(rows: Sequence[Mapping[str, Any]]) -> tuple[Link, ...]:
    return tuple(sorted(map(Link.of, rows), key=lambda link: (link.type, link.start, link.end, link.properties)))
