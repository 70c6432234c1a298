"""`node` and `nodes` find nodes of any type by `nodeId`, which every query returns beside `id`."""

import base64
import json
from typing import Any

import pytest

from graph_service.errors import InvalidInput
from graph_service.page_size import MAXIMUM_PAGE_SIZE
from tests.compiler.execution.test_prepared_operations import run_both
from tests.compiler.music_service import Execute, RecordingGraph

NODES = """query($ids: [ID!]!) { nodes(nodeIds: $ids) {
  __typename nodeId ... on Record { title band { nodeId name } } ... on Musician { name bands { nodes { nodeId } } } } }"""


def node_id(type_name: str, id_: str) -> str:
    return base64.urlsafe_b64encode(f"{type_name}:{id_}".encode()).decode().rstrip("=")


async def test_each_type_is_read_by_one_statement_and_the_order_is_kept(execute: Execute, music_graph: RecordingGraph) -> None:
    asked = [("Record", "r1"), ("Musician", "ann"), ("Record", "none"), ("Record", "r2"), ("Record", "r1")]
    found = (await execute(NODES, ids=[node_id(*each) for each in asked]))["nodes"]
    assert len(music_graph.statements) == 2
    flight = {
        "__typename": "Record",
        "nodeId": node_id("Record", "r1"),
        "title": "First Flight",
        "band": {"nodeId": node_id("Band", "gulls"), "name": "The Gulls"},
    }
    ann = {
        "__typename": "Musician",
        "nodeId": node_id("Musician", "ann"),
        "name": "Ann",
        "bands": {"nodes": [{"nodeId": node_id("Band", "gulls")}]},
    }
    assert (found[0], found[1], found[2], found[3]["title"], found[4]) == (flight, ann, None, "Harbour", flight)


async def test_node_is_read_for_its_own_type_only(execute: Execute, music_graph: RecordingGraph) -> None:
    query = (
        "query($id: ID!) { a: node(nodeId: $id) { nodeId } b: node(nodeId: $id) { ... on Band { founded } ... on House { owner { id } } } }"
    )
    assert await execute(query, id=node_id("Band", "gulls")) == {"a": {"nodeId": node_id("Band", "gulls")}, "b": {"founded": 1970}}
    assert not any("House" in statement for statement in music_graph.statements)
    assert (await execute("query($id: ID!) { node(nodeId: $id) { nodeId } }", id=node_id("House", "none")))["node"] is None


async def test_id_and_node_id_are_one_property_of_the_statement(execute: Execute, music_graph: RecordingGraph) -> None:
    data = await execute('{ band(id: "gulls") { id nodeId again: nodeId __typename } bands(first: 1) { nodes { nodeId } } }')
    assert data["band"] == {"id": "gulls", "nodeId": node_id("Band", "gulls"), "again": node_id("Band", "gulls"), "__typename": "Band"}
    assert data["bands"]["nodes"] == [{"nodeId": node_id("Band", "gulls")}]
    assert all(statement.count("{.id") + statement.count(": n0.id") == 1 for statement in music_graph.statements)


@pytest.mark.parametrize("id_", ["gulls", "none"])
async def test_node_has_the_same_response_when_it_is_prepared(music_graph: RecordingGraph, id_: str) -> None:
    literal = f'{{ node(nodeId: "{node_id("Band", id_)}") {{ nodeId }} }}'
    fragments = """query($id: ID!) { a: node(nodeId: $id) { __typename ...Played b: nodeId ... on Band { records { nodes { nodeId } } } }
      c: node(nodeId: $id) { ... on House { name } } }
      fragment Played on Node { nodeId ... on Band { name } ... on Musician { name } }"""
    for text, variables in ((literal, {}), (fragments, {"id": node_id("Band", id_)}), (fragments, {"id": node_id("Musician", "ann")})):
        expected, found, is_prepared = await run_both(music_graph.graph, text, variables)
        assert (json.dumps(found), is_prepared) == (json.dumps(expected), True)


@pytest.mark.parametrize(
    "bad", ["", "x", "gulls", "Band:gulls", node_id("Band", ""), node_id("Query", "gulls"), "ÄÖ", "/+==", "9" * 10_000]
)
async def test_malformed_node_id_is_an_error_that_names_the_argument(execute_invalid: Execute, bad: str) -> None:
    for query, variables, field in (
        ("query($id: ID!) { node(nodeId: $id) { nodeId } }", {"id": bad}, "nodeId"),
        (NODES, {"ids": [node_id("Band", "gulls"), bad]}, "nodeIds"),
    ):
        error = await execute_invalid(query, **variables)
        assert isinstance(error.original_error, InvalidInput)
        assert error.original_error.field == field
        assert len(error.message) < 300


async def test_lookup_of_many_nodes_is_bounded_and_counted(execute: Execute, execute_invalid: Execute) -> None:
    ids: list[Any] = [node_id("Band", str(number)) for number in range(MAXIMUM_PAGE_SIZE)]
    assert (await execute(NODES, ids=ids))["nodes"] == [None] * MAXIMUM_PAGE_SIZE
    error = await execute_invalid(NODES, ids=[*ids, ids[0]])
    assert error.message == "nodeIds has 1,001 entries; at most 1,000 are allowed."


async def test_ids_with_any_characters_can_be_looked_up(execute: Execute, music_graph: RecordingGraph) -> None:
    id_ = "Ä: ß/日本"
    await music_graph.graph.command("CREATE (:House {id: $id, name: 'Odd'})", {"id": id_})
    try:
        found = await execute("query($id: ID!) { house(id: $id) { nodeId } }", id=id_)
        assert await execute("query($id: ID!) { node(nodeId: $id) { ... on House { id name } } }", id=found["house"]["nodeId"]) == {
            "node": {"id": id_, "name": "Odd"}
        }
    finally:
        await music_graph.graph.command("MATCH (n:House {id: $id}) DELETE n", {"id": id_})
