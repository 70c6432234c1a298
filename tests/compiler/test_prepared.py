"""The short way and graphql-core say the same, to the letter: of random questions, of others in their shape, and over rows that are wrong."""

import json
import random
from collections.abc import AsyncIterator
from typing import Any, LiteralString

import pytest
from graphql import GraphQLError, build_schema, parse

from graph_service.compiler.completion import NeedsGraphQLCore
from graph_service.compiler.cost import check_cost
from graph_service.compiler.operations import MAX_OPERATIONS, MAX_PLANS, PreparedOperations
from graph_service.compiler.plans import read_rows
from graph_service.errors import TooCostly
from graph_service.graph import Graph
from tests.compiler.music_data import Music, load_music
from tests.compiler.music_questions import Questioner
from tests.compiler.music_service import TODAY, Request, operations, schema, types

SDL = build_schema(schema.as_str())
BY_DEFAULT = 100  # each is asked three times
THOROUGH = 1_700
# Each breaks what the schema promises: an absent title, a kind nobody knows, text for a number, a number beyond 32 bits, text for yes or no.
SPOILING_COMMANDS: list[LiteralString] = [
    "MATCH (r:Record) WITH r ORDER BY r.id LIMIT 9 REMOVE r.title",
    "MATCH (r:Record) WITH r ORDER BY r.id DESC LIMIT 9 SET r.kind = 'BOOTLEG', r.gold = 'yes'",
    "MATCH (r:Record) WITH r ORDER BY r.id SKIP 5 LIMIT 9 SET r.rating = 'ten', r.released = 'soon'",
    "MATCH (b:Band) WITH b ORDER BY b.id LIMIT 3 SET b.founded = 5000000000",
    "MATCH (b:Band) WITH b ORDER BY b.id DESC LIMIT 3 REMOVE b.name",
    "MATCH (m:Musician) WITH m ORDER BY m.id LIMIT 5 SET m.name = 7",
]


@pytest.fixture(scope="module")
async def spoiled_graph(large_graph: Graph, much_music: Music) -> AsyncIterator[Graph]:
    for command in SPOILING_COMMANDS:
        await large_graph.command(command)
    yield large_graph
    await large_graph.command("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    await load_music(large_graph, much_music)


async def both_ways(graph: Graph, text: str, variables: dict[str, Any]) -> tuple[Any, Any, bool]:
    """What graphql-core answers, what the short way answers (with graphql-core's help where it needs that), and whether it needed none."""
    usual = response(await schema.execute(text, variable_values=variables, context_value=Request(graph)))
    prepared = operations.find(text, None) or operations.prepare(text, None, parse(text))
    assert prepared
    rows: dict[str, Any] = {}
    if planned := prepared.plan(variables, TODAY):
        assert planned.plan.complete
        rows = await read_rows(graph, planned)
        try:
            return usual, {"data": planned.plan.complete(rows)}, True
        except (NeedsGraphQLCore, ValueError, TypeError, KeyError, GraphQLError):
            pass
    return usual, response(await schema.execute(text, variable_values=variables, context_value=Request(graph, rows=rows))), False


def response(result: Any) -> dict[str, Any]:
    return {"data": result.data} | ({"errors": [error.formatted for error in result.errors]} if result.errors else {})


def assert_same(usual: dict[str, Any], short: dict[str, Any], question: Any) -> None:
    """Order of keys included. Where all is lost, which of several errors come along depends on which of them was met first."""
    assert json.dumps(usual["data"]) == json.dumps(short["data"]), question
    one, other = ([json.dumps(error) for error in answer.get("errors", [])] for answer in (usual, short))
    if usual["data"] is None:
        assert set(one) & set(other), question
    else:
        assert sorted(one) == sorted(other), question


def seeds() -> list[Any]:
    return [*range(BY_DEFAULT), *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(BY_DEFAULT, THOROUGH))]


async def compare(graph: Graph, music: Music, seed: int) -> list[bool]:
    questioner = Questioner(SDL, music, random.Random(seed))
    question = questioner.ask()
    went: list[bool] = []
    for variables in (question.variables, questioner.redraw(), question.variables):
        usual, short, by_itself = await both_ways(graph, question.text, variables)
        assert_same(usual, short, (question.text, variables))
        went.append(by_itself)
    return went


@pytest.mark.parametrize("seed", seeds())
async def test_a_random_question_has_one_answer_whichever_way_it_goes(seed: int, large_graph: Graph, much_music: Music) -> None:
    went = await compare(large_graph, much_music, seed)
    assert went[0], "A question without anything odd needs no help."


@pytest.mark.parametrize("seed", range(10_000, 10_060))
async def test_rows_that_are_wrong_give_the_same_errors_either_way(seed: int, spoiled_graph: Graph, much_music: Music) -> None:
    await compare(spoiled_graph, much_music, seed)


async def test_what_is_kept_is_bounded(large_graph: Graph) -> None:
    kept = PreparedOperations(schema._schema, types.roots)
    texts = [f"query($n: Int!) {{ bands(first: $n) {{ a{number}: totalCount }} }}" for number in range(MAX_OPERATIONS + 20)]
    for text in texts:
        assert kept.prepare(text, None, parse(text))
    assert kept.cached_operations == MAX_OPERATIONS
    assert kept.find(texts[0], None) is None
    assert kept.find(texts[-1], None)
    text = "query($where: BandWhere) { bands(where: $where) { totalCount } }"
    prepared = kept.prepare(text, None, parse(text))
    assert prepared
    for length in range(MAX_PLANS + 20):
        assert prepared.plan({"where": {"OR": [{"name": {"eq": "x"}}] * length}}, TODAY)
    assert prepared.cached_plans == MAX_PLANS


async def test_values_do_not_make_another_plan(large_graph: Graph) -> None:
    text = "query($first: Int!, $names: [String!]!, $day: Date) { bands(first: $first, where: {name: {in: $names}}) { nodes { players(on: $day) { totalCount } } } }"
    prepared = operations.prepare(text, None, parse(text))
    assert prepared
    plans = [prepared.plan({"first": n, "names": [f"a{n}"] * (n + 1), "day": f"2020-01-{n + 1:02}"}, TODAY) for n in range(20)]
    assert len({id(planned.plan) for planned in plans if planned}) == 1
    assert [planned.cost.rows for planned in plans if planned] == [2 * n for n in range(20)]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ('{ band(id: "b1") { id } }', 1),
        ("{ bands(first: 7) { nodes { id } } }", 7),
        ("{ bands(first: 7) { totalCount } }", 1),
        ("{ bands(first: 7) { nodes { records(first: 3) { nodes { house { id owners { id } } } } } } }", 7 + 21 + 21 + 210),
        ("{ bands(last: 4) { edges { node { recordsAggregate { count } } } } records { nodes { id } } }", 4 + 4 + 20),
    ],
)
async def test_the_cost_is_the_rows_asked_for_multiplied_down(question: str, rows: int) -> None:
    prepared = operations.prepare(question, None, parse(question))
    planned = prepared and prepared.plan({}, TODAY)
    assert planned
    assert planned.cost.rows == rows


async def test_a_cost_over_the_limit_names_the_largest_part(large_graph: Graph) -> None:
    text = "{ bands(first: 10) { nodes { records(first: 30) { nodes { id } } } } }"
    prepared = operations.prepare(text, None, parse(text))
    planned = prepared and prepared.plan({}, TODAY)
    assert planned
    check_cost(planned.cost, 310)
    with pytest.raises(TooCostly, match=r"310 rows; the limit is 309.*300 rows, comes from bands\.records"):
        check_cost(planned.cost, 309)
