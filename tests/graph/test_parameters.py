"""Neo4j plans a statement once, however long its texts and lists are."""

import re
from typing import Any

import pytest

from graph_service.errors import Internal
from graph_service.graph import Graph

STATEMENT = "UNWIND $ids AS id MATCH (person:Person {id: id}) WHERE person.name = $name RETURN collect(person.id)"


async def cleared_plans(graph: Graph) -> int:
    """The number of plans that Neo4j kept."""
    (record,) = await graph.command("CALL db.clearQueryCaches()")
    count = re.search(r"\d+", str(record["value"]))
    return int(count[0]) if count else 0


async def test_a_statement_has_one_plan_for_all_lengths_of_its_texts_and_lists(graph: Graph) -> None:
    await cleared_plans(graph)
    before = await cleared_plans(graph)
    for length in (0, 1, 5, 50, 500, 5_000):
        assert await graph.read(STATEMENT, {"ids": ["x"] * length, "name": "x" * length}) == []
    assert await cleared_plans(graph) - before == 1


async def test_parameters_of_any_name_and_place(graph: Graph) -> None:
    parameters: dict[str, Any] = {"a_1": 1, "map": {"key": [1, 2]}, "label": "Person", "first": 1}
    statement = "UNWIND $map.key AS x WITH x + $a_1 AS y ORDER BY y LIMIT $first RETURN [y, COUNT { (:$($label)) }]"
    assert await graph.read(statement, parameters) == [2, 0]


async def test_a_parameter_without_a_value_is_an_error_not_null(graph: Graph) -> None:
    with pytest.raises(Internal):
        await graph.read("RETURN $present, $absent", {"present": 1})
