"""Tasks are read by the person who was asked, the person who asked, and curators: in lists, counts, search and single nodes."""

from typing import Final

import pytest

from graph_service.callers import LOCAL_CALLER
from graph_service.graph import Graph
from tests.api.read_rules.test_read_rules import ADMINISTRATOR, ANA, BO, CURATOR, CY, DEE, GUEST, Read, read

__all__ = ["read"]

TASKS: Final = """
MATCH (ana:Person {id: 'ana'}), (dee:Person {id: 'dee'})
CREATE (task:Task {id: 'task', audience: 'ASKED', finding: 'SILOS', title: 'Works is a silo', note: 'Steel', askedOn: date('2024-05-01')}),
  (task)-[:ASKED_OF]->(dee), (task)-[:ASKED_BY]->(ana)
"""
QUERIES: Final = {
    "list": "{ tasks { totalCount nodes { id } } }",
    "filter": "{ tasks(where: {doneOn: {isNull: true}}) { totalCount nodes { id } } }",
    "search": '{ tasks(where: {search: "silo"}) { totalCount nodes { id } } }',
    "aggregate": "{ tasksAggregate { count } }",
    "groups": "{ tasksGrouped(by: [FINDING]) { totalCount } }",
    "one": '{ task(id: "task") { id } }',
    "node": '{ node(nodeId: "VGFzazp0YXNr") { ... on Task { id } } }',
}


@pytest.mark.parametrize("name", QUERIES)
async def test_tasks_are_read_by_those_whom_they_concern(read: Read, graph: Graph, name: str) -> None:
    await graph.command(TASKS)
    seen = await read(ADMINISTRATOR, QUERIES[name])
    assert "task" in str(seen) or "1" in str(seen)
    for caller in (ANA, DEE, CURATOR, LOCAL_CALLER):
        assert await read(caller, QUERIES[name]) == seen, caller.name
    for caller in (GUEST, BO, CY):
        found = str(await read(caller, QUERIES[name])).replace(name, "")
        assert "'id': 'task'" not in found, caller.name
        assert "1" not in found, caller.name
