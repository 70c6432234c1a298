"""The checks of the contents of the graph."""

from typing import LiteralString, cast

import pytest

from graph_service.graph import Graph
from graph_service.health.check import State
from graph_service.health.contents import check_amounts, check_contents, check_departments, check_relationships
from graph_service.health.snapshot import check_snapshot
from graph_service.model.relationships import RelationshipType
from graph_service.settings import Settings
from tests.thorough import one_in

RELATIONSHIPS_QUERY = """
CREATE
  (start:$($start))-[:$($type)]->(end:$($end)),
  (:Stray)-[:$($type)]->(end),
  (:Stray)-[:$($type)]->(end),
  (start)-[:$($type)]->(:Stray)
"""
STRAY_QUERY = """
CREATE (:Lesson {id: 'stray', title: 'Nobody knows whose', learnedOn: date('2025-01-01')})-[:ABOUT]->(:Person {id: 'no-topic', name: 'No topic'})
"""


async def test_misplaced_relationships_and_missing_departments_are_reported_with_a_remedy(graph: Graph) -> None:
    await graph.command(STRAY_QUERY)
    (foreign,) = await check_relationships(graph)
    assert (foreign.state, foreign.message[:56]) == (State.WRONG, "1 ABOUT relationships do not go from a Lesson to a Topic")
    (found,) = await graph.command(cast("LiteralString", foreign.remedy.removeprefix("Find them in Neo4j Browser: ")))
    assert found["a"]["id"] == "stray"
    (apart,) = await check_departments(graph)
    assert (apart.state, apart.figures) == (State.NOTE, {"lessons": 1, "reuses": 0})
    assert "memberships.csv" in apart.remedy
    (contents,) = await check_contents(graph)
    assert (contents.figures["Lesson"], contents.figures["Person"]) == (1, 1)


@pytest.mark.parametrize("kind", one_in(4, RelationshipType))
async def test_relationships_with_a_wrong_start_or_end_label_are_counted(graph: Graph, kind: RelationshipType) -> None:
    await graph.command(RELATIONSHIPS_QUERY, {"type": kind, "start": kind.start, "end": kind.end})
    (check,) = await check_relationships(graph)
    assert check.message.startswith(f"2 {kind} relationships do not go from a {kind.start} to a {kind.end}")


async def test_value_of_a_wrong_type_that_prevents_loading_the_snapshot_is_reported(graph: Graph) -> None:
    await graph.command("CREATE (:Lesson {id: 'odd', publishedOn: 'soon'})")
    check, service = await check_snapshot(graph, Settings())
    assert (check.state, check.message[:55]) == (State.WRONG, "The network snapshot cannot be loaded from this graph: ")
    assert "soon" in check.message
    assert (service.state, service.message) == (State.UNCHECKED, "Not checked: the network snapshot cannot be loaded.")


async def test_impossible_amounts_are_reported(graph: Graph) -> None:
    await graph.command("CREATE (:Reuse {id: 'a', hoursSaved: 100000.0, costAvoided: 0}), (:Reuse {id: 'b'})")
    (fine,) = await check_amounts(graph)
    assert fine.state is State.OK
    await graph.command("CREATE (:Reuse {id: 'c', hoursSaved: -1.7e308}), (:Reuse {id: 'd', costAvoided: 9000000000000000000})")
    (wrong,) = await check_amounts(graph)
    assert wrong.state is State.WRONG
    assert wrong.message == "2 reuses have impossible hours or costs, for example 'c'. Network answers ignore these values."
