"""The states of nodes that an import may change.

Each relationship belongs to the state of one of its ends: the node whose row in an import table states it.
"""

from collections.abc import Mapping, Sequence
from typing import LiteralString

from graph_service.domain.node_statements import ids_by_label
from graph_service.domain.undo.node_states import STATES_OF_NODES, NodeStates, parse_states
from graph_service.graph import Graph, WriteTransaction
from graph_service.model.labels import Label

IMPORT_STATES_STATEMENT: LiteralString = (
    """
CALL () {
  UNWIND $departments AS id MATCH (node:Department {id: id})
  RETURN 'Department' AS label, node, [(node)-[link:PART_OF]->() | link] AS links
UNION ALL
  UNWIND $people AS id MATCH (node:Person {id: id})
  RETURN 'Person' AS label, node, [(node)-[link:MEMBER_OF|HEADS|WORKED_ON]->() | link] AS links
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
UNION ALL
  UNWIND $tasks AS id MATCH (node:Task {id: id})
  RETURN 'Task' AS label, node, [(node)-[link]->() | link] AS links
}
"""
    + STATES_OF_NODES
)
QUERY_TIMEOUT = 300.0  # seconds

IdsByLabel = Mapping[Label, Sequence[str]]


async def read_states(tx: WriteTransaction, ids: IdsByLabel) -> NodeStates:
    """The states of these nodes in a transaction, without unknown ones."""
    return parse_states((await tx.run(IMPORT_STATES_STATEMENT, ids_by_label(ids)))[0]["nodes"]) if any(ids.values()) else {}


async def read_committed_states(graph: Graph, ids: IdsByLabel) -> NodeStates:
    """The states of these nodes, without unknown ones."""
    if not any(ids.values()):
        return {}
    return parse_states(await graph.read(IMPORT_STATES_STATEMENT, ids_by_label(ids), timeout=QUERY_TIMEOUT, from_leader=True))
