"""Several large pages of one node take no more of Neo4j's memory than they have rows."""

from typing import Any

from graph_service.graph import Graph
from tests.api.seed_tables import Ask

SIZE = 1_000
# Sorting the reuses used to count the texts of all lessons once for each reuse: 2 GB, of which Neo4j has a quarter here.
CREATE_COMMAND = """
CREATE (department:Department {id: 'd', name: 'Structures'})
WITH department
UNWIND range(1, $size) AS number
CREATE (department)<-[:LEARNED_IN]-(lesson:Lesson {id: 'l' + number, title: 'L' + number, context: $text, status: 'PUBLISHED',
  learnedOn: date('2025-01-01'), recordedAt: datetime('2025-01-01T00:00:00Z')}),
  (lesson)<-[:REUSE_OF]-(reuse:Reuse {id: 'r' + number, reusedOn: date('2025-02-01'), recordedAt: datetime('2025-02-01T00:00:00Z')}),
  (reuse)-[:REUSED_IN]->(department)
"""
QUERY = """
query($size: Int) {
  department(id: "d") {
    name
    lessons(first: $size, sort: [{title: ASC}]) { totalCount nodes { id context } }
    reuses(first: $size, sort: [{reusedOn: DESC}]) { nodes { id lesson { id } } }
    newest: lessons(last: 2, sort: [{title: ASC}]) { nodes { title } }
    lessonsGrouped(by: [LEARNED_ON_YEAR], first: $size) { nodes { keys { value } count } }
  }
}
"""


async def test_pages_beside_each_other_do_not_add_up_in_the_memory_of_neo4j(graph: Graph, ask: Ask) -> None:
    await graph.command(CREATE_COMMAND, {"size": SIZE, "text": "x" * 2_000})
    department: dict[str, Any] = (await ask(QUERY, size=SIZE))["department"]
    assert department["name"] == "Structures"
    lessons, reuses = department["lessons"], department["reuses"]["nodes"]
    assert lessons["totalCount"] == len(lessons["nodes"]) == len(reuses) == SIZE
    assert {reuse["id"]: reuse["lesson"]["id"] for reuse in reuses} == {f"r{number}": f"l{number}" for number in range(1, SIZE + 1)}
    assert department["lessonsGrouped"]["nodes"] == [{"keys": [{"value": "2025"}], "count": SIZE}]
    assert [lesson["title"] for lesson in department["newest"]["nodes"]] == ["L998", "L999"]
