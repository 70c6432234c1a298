"""Prepared operations return exactly the responses of graphql-core: for random queries, for other values, and for corrupt rows."""

import json
import random
from collections.abc import AsyncIterator
from typing import Any, LiteralString

import pytest
from graphql import GraphQLError, build_schema, parse

from graph_service.compiler.execution.completion import NeedsGraphQLCore
from graph_service.compiler.execution.operations import MAX_OPERATIONS, MAX_PLANS, PreparedOperations
from graph_service.compiler.execution.plans import read_rows
from graph_service.compiler.operation_cost import check_cost
from graph_service.errors import TooCostly
from graph_service.graph import Graph
from tests.compiler.music_data import Music, load_music
from tests.compiler.music_queries import QueryGenerator
from tests.compiler.music_service import TODAY, Request, operations, schema, types
from tests.thorough import one_in

SDL = build_schema(schema.as_str())
SEEDS = range(80)  # each query is run three times
# Each command violates the schema: a missing title, an unknown enum value, text instead of a number, an integer beyond 32 bits, text instead of a boolean.
CORRUPT_COMMANDS: list[LiteralString] = [
    "MATCH (r:Record) WITH r ORDER BY r.id LIMIT 9 REMOVE r.title",
    "MATCH (r:Record) WITH r ORDER BY r.id DESC LIMIT 9 SET r.kind = 'BOOTLEG', r.gold = 'yes'",
    "MATCH (r:Record) WITH r ORDER BY r.id SKIP 5 LIMIT 9 SET r.rating = 'ten', r.released = 'soon'",
    "MATCH (b:Band) WITH b ORDER BY b.id LIMIT 3 SET b.founded = 5000000000",
    "MATCH (b:Band) WITH b ORDER BY b.id DESC LIMIT 3 REMOVE b.name",
    "MATCH (m:Musician) WITH m ORDER BY m.id LIMIT 5 SET m.name = 7",
]


@pytest.fixture(scope="module")
async def corrupt_graph(large_graph: Graph, generated_music: Music) -> AsyncIterator[Graph]:
    for command in CORRUPT_COMMANDS:
        await large_graph.command(command)
    yield large_graph
    await large_graph.command("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    await load_music(large_graph, generated_music)


async def run_both(graph: Graph, text: str, variables: dict[str, Any]) -> tuple[Any, Any, bool]:
    """The response of graphql-core, the response of the prepared operation (completed by graphql-core if necessary), and whether it was not necessary."""
    expected = response(await schema.execute(text, variable_values=variables, context_value=Request(graph)))
    prepared = operations.find(text, None) or operations.prepare(text, None, parse(text))
    assert prepared
    rows: dict[str, Any] = {}
    if planned := prepared.plan(variables, TODAY):
        assert planned.plan.complete
        rows = await read_rows(graph, planned)
        try:
            return expected, {"data": planned.plan.complete(rows)}, True
        except (NeedsGraphQLCore, ValueError, TypeError, KeyError, GraphQLError):
            pass
    return expected, response(await schema.execute(text, variable_values=variables, context_value=Request(graph, rows=rows))), False


def response(result: Any) -> dict[str, Any]:
    return {"data": result.data} | ({"errors": [error.formatted for error in result.errors]} if result.errors else {})


def assert_same(expected: dict[str, Any], prepared_response: dict[str, Any], query: Any) -> None:
    """Includes the order of keys. If `data` is null, which of several errors is reported depends on which occurred first."""
    assert json.dumps(expected["data"]) == json.dumps(prepared_response["data"]), query
    one, other = ([json.dumps(error) for error in answer.get("errors", [])] for answer in (expected, prepared_response))
    if expected["data"] is None:
        assert set(one) & set(other), query
    else:
        assert sorted(one) == sorted(other), query


async def compare(graph: Graph, music: Music, seed: int) -> list[bool]:
    generator = QueryGenerator(SDL, music, random.Random(seed))
    query = generator.generate()
    completed: list[bool] = []
    for variables in (query.variables, generator.redraw(), query.variables):
        expected, prepared_response, without_core = await run_both(graph, query.text, variables)
        assert_same(expected, prepared_response, (query.text, variables))
        completed.append(without_core)
    return completed


@pytest.mark.parametrize("seed", one_in(60, SEEDS, thorough=18))
async def test_prepared_operation_and_graphql_core_give_the_same_response(seed: int, large_graph: Graph, generated_music: Music) -> None:
    completed = await compare(large_graph, generated_music, seed)
    assert completed[0], "A valid response should not need graphql-core."


@pytest.mark.parametrize("seed", one_in(20, range(10_000, 10_040), thorough=18))
async def test_prepared_operation_and_graphql_core_give_the_same_errors_for_corrupt_rows(
    seed: int, corrupt_graph: Graph, generated_music: Music
) -> None:
    await compare(corrupt_graph, generated_music, seed)


async def test_cached_operations_and_plans_are_bounded(large_graph: Graph) -> None:
    operations_cache = PreparedOperations(schema._schema, types.roots)
    texts = [f"query($n: Int!) {{ bands(first: $n) {{ a{number}: totalCount }} }}" for number in range(MAX_OPERATIONS + 20)]
    for text in texts:
        assert operations_cache.prepare(text, None, parse(text))
    assert operations_cache.cached_operations == MAX_OPERATIONS
    assert operations_cache.find(texts[0], None) is None
    assert operations_cache.find(texts[-1], None)
    text = "query($where: BandWhere) { bands(where: $where) { totalCount } }"
    prepared = operations_cache.prepare(text, None, parse(text))
    assert prepared
    for length in range(MAX_PLANS + 20):
        assert prepared.plan({"where": {"OR": [{"name": {"eq": "x"}}] * length}}, TODAY)
    assert prepared.cached_plans == MAX_PLANS


async def test_requests_with_different_values_share_a_plan(large_graph: Graph) -> None:
    text = "query($first: Int!, $names: [String!]!, $day: Date) { bands(first: $first, where: {name: {in: $names}}) { nodes { players(on: $day) { totalCount } } } }"
    prepared = operations.prepare(text, None, parse(text))
    assert prepared
    plans = [prepared.plan({"first": n, "names": [f"a{n}"] * (n + 1), "day": f"2020-01-{n + 1:02}"}, TODAY) for n in range(20)]
    assert len({id(planned.plan) for planned in plans if planned}) == 1
    assert [planned.cost.rows for planned in plans if planned] == [2 * n for n in range(20)]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ('{ band(id: "b1") { id } }', 1),
        ("{ bands(first: 7) { nodes { id } } }", 7),
        ("{ bands(first: 7) { totalCount } }", 1),
        ("{ bands(first: 7) { nodes { records(first: 3) { nodes { house { id owners { id } } } } } } }", 7 + 21 + 21 + 210),
        ("{ bands(last: 4) { edges { node { recordsAggregate { count } } } } records { nodes { id } } }", 4 + 4 + 20),
    ],
)
async def test_cost_multiplies_page_sizes_along_the_path(query: str, rows: int) -> None:
    prepared = operations.prepare(query, None, parse(query))
    planned = prepared and prepared.plan({}, TODAY)
    assert planned
    assert planned.cost.rows == rows


async def test_cost_over_the_limit_names_the_field_with_the_most_rows(large_graph: Graph) -> None:
    text = "{ bands(first: 10) { nodes { records(first: 30) { nodes { id } } } } }"
    prepared = operations.prepare(text, None, parse(text))
    planned = prepared and prepared.plan({}, TODAY)
    assert planned
    check_cost(planned.cost, 310)
    with pytest.raises(TooCostly, match=r"310 rows; the limit is 309.*300 rows, comes from bands\.records"):
        check_cost(planned.cost, 309)
