"""Warnings about the result of a request, in the response's `extensions`."""

from typing import Any

from graph_service.graph import Graph
from tests.api.seed_tables import Ask

HUGE = "UNWIND range(1, 2) AS i CREATE (:Reuse {id: 'r' + i, reusedOn: date('2024-01-01'), scope: 'OWN', hoursSaved: 1.7e308, recordedAt: datetime()})"
SUMS = """{
  reusesAggregate { count hoursSaved { total: sum max } }
  reusesGrouped(by: [SCOPE]) { nodes { hoursSaved { sum } } }
}"""


async def test_sum_that_is_too_large_is_null_with_a_warning(graph: Graph, post: Ask) -> None:
    await graph.command(HUGE)
    for _ in range(2):  # the second request is prepared
        response: Any = await post(SUMS)
        assert "errors" not in response
        assert response["data"]["reusesAggregate"] == {"count": 2, "hoursSaved": {"total": None, "max": 1.7e308}}
        assert response["data"]["reusesGrouped"]["nodes"] == [{"hoursSaved": {"sum": None}}]
        assert response["extensions"]["warnings"] == [
            "reusesAggregate.hoursSaved.total is null, because it is too large for a number.",
            "reusesGrouped.nodes.0.hoursSaved.sum is null, because it is too large for a number.",
        ]
    response = await post("{ reusesAggregate { count } }")
    assert "warnings" not in response["extensions"]
