"""Costs, limits and profiles of queries over HTTP; a prepared operation returns the same response as graphql-core."""

import asyncio
import gc
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest
from graphql import GraphQLError, KnownDirectivesRule, get_introspection_query

from graph_service.api.context import Context
from graph_service.api.http.endpoint import Endpoint
from graph_service.api.network.evaluation import Evaluation
from graph_service.domain.lessons.languages import fill_stems
from graph_service.errors import GraphServiceError
from graph_service.graph import Graph
from tests.api.seed_tables import Ask
from tests.thorough import one_in

PAGE = "query($first: Int!, $after: String) { lessons(first: $first, after: $after) { nodes { id title reuses { nodes { id outcome reusedOn } } } pageInfo { hasNextPage endCursor } totalCount } }"


async def test_response_contains_the_cost(seeded: Graph, post: Ask) -> None:
    answer = await post(PAGE, first=7)
    assert answer["extensions"]["cost"] == {"rows": 7 + 7 * 20, "limit": 5_000_000}


async def test_query_over_the_limit_is_refused_and_names_the_field(seeded: Graph, post: Ask) -> None:
    query = "query($n: Int!) { lessons(first: 1000) { nodes { reuses(first: $n) { nodes { person { lessons(first: 1000) { nodes { id } } } } } } } }"
    for _ in range(2):  # the second time as a prepared operation
        answer = await post(query, n=1000)
        assert answer["data"] is None
        (error,) = answer["errors"]
        assert error["extensions"]["code"] == "TOO_COSTLY"
        assert "1,002,001,000 rows; the limit is 5,000,000" in error["message"]
        assert "1,000,000,000 rows, comes from lessons.reuses.person.lessons" in error["message"]
    assert (await post(query, n=1))["data"]


@pytest.mark.thorough
async def test_filter_over_too_many_relationships_is_refused(post: Ask) -> None:
    conditions = ", ".join('{learners: {some: {name: {contains: "x"}}}}' for _ in range(101))
    error = (await post(f"{{ lessons(where: {{AND: [{conditions}]}}) {{ totalCount }} }}"))["errors"][0]
    assert error["extensions"]["code"] == "TOO_COSTLY"


async def test_long_value_is_not_repeated_whole_in_the_error(post: Ask) -> None:
    for query, variables in ((f"{{ lessons(first: {'9' * 100_000}) {{ totalCount }} }}", {}), (PAGE, {"first": "9" * 100_000})):
        answer = await post(query, **variables)
        assert len(json.dumps(answer)) < 5_000


FILTERED = "query($where: LessonWhere!) { lessons(where: $where) { totalCount } }"
TIMELINES = (
    "{ network { "
    + " ".join(f"a{at}: timeline(every: MONTH) {{ network {{ silos {{ q }} flow {{ events }} }} }}" for at in range(4))
    + " } }"
)


@pytest.mark.parametrize("accept", one_in(2, ["application/json", "multipart/mixed, application/json"]))
@pytest.mark.parametrize(
    ("query", "variables", "expected"),
    [
        (FILTERED, {"where": {"id": {"in": [f"{number}" * 8 for number in range(30_000)]}}}, "at most 20,000"),
        (TIMELINES, {}, '"TIMEOUT"'),
        ("{ network { silos { q } flow { events } } }", {}, '"flow"'),
    ],
    ids=["refused", "too slow", "successful"],
)
@pytest.mark.thorough
async def test_requests_leave_nothing_in_memory(
    query: str, variables: dict[str, Any], expected: str, accept: str, seeded: Graph, http: httpx.AsyncClient
) -> None:
    """A cycle of references would keep a request until garbage is collected, which Python does after a number of objects, however large."""
    app = http._transport.app  # pyright: ignore
    await app.state.resources.snapshots.current()
    if query == TIMELINES:
        app.state.resources = replace(app.state.resources, answer_timeout=0.05)
    body = {"query": query, "variables": variables}
    assert expected in (await http.post("/graphql", json=body, headers={"accept": accept})).text
    gc.collect()
    gc.disable()
    try:
        before = _objects_of_requests()  # the errors of cached documents
        await http.post("/graphql", json=body, headers={"accept": accept})
        await asyncio.sleep(0.1)
        assert [type(each) for key, each in _objects_of_requests().items() if key not in before] == []
    finally:
        gc.enable()


def _objects_of_requests() -> dict[int, object]:
    return {id(each): each for each in gc.get_objects() if isinstance(each, (Context, GraphServiceError, GraphQLError, Evaluation))}


async def test_betweenness_counts_towards_the_cost_once_for_all_people(seeded: Graph, post: Ask) -> None:
    rows = [
        (await post(f"{{ network {{ brokers {{ {fields} }} }} }}"))["extensions"]["cost"]["rows"]
        for fields in ("events", "events betweenness")
    ]
    assert rows[0] + 500 <= rows[1] < rows[0] + 1_000


async def test_rows_below_references_count_towards_the_cost(seeded: Graph, http: httpx.AsyncClient) -> None:
    query = "{ network { mostReused(first: 1000) { lesson { reuses(first: 1000) { nodes { lesson { reuses(first: 1000) { nodes { id } } } } } } } } }"
    answer = (await http.post("/graphql", json={"query": query})).json()
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"TOO_COSTLY"}


async def test_receipt_has_statement_plan_hits_and_times(seeded: Graph, http: httpx.AsyncClient) -> None:
    body = {"query": PAGE, "variables": {"first": 3}, "extensions": {"receipt": True}}
    answer = (await http.post("/graphql", json=body)).json()
    assert len(answer["data"]["lessons"]["nodes"]) == 3
    receipt = answer["extensions"]["receipt"]
    assert receipt["milliseconds"].keys() == {"parsing", "validation", "execution", "whole"}
    (read,) = receipt["reads"]
    assert read["statement"].startswith("RETURN {")
    assert read["hits"] == sum(step["hits"] for step in read["steps"]) > 0
    assert read["steps"][0]["operator"] == "ProduceResults"
    for decision in read["decisions"]:
        assert all(option["estimated_cost"] > 0 for option in [decision["chosen"], *decision["alternatives"]])
    assert {decision["part"] for decision in read["decisions"]} >= {"start"}
    assert "receipt" not in (await http.post("/graphql", json=body | {"extensions": {}})).json()["extensions"]


async def test_repeated_request_has_the_same_response_without_graphql_core(
    seeded: Graph, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compares the bytes of the first response, from graphql-core, with those of the second, from the prepared operation."""
    requests: list[dict[str, Any]] = [
        {"query": PAGE + " # once", "variables": {"first": 3}},
        {"query": "query One { topics { totalCount } } query Two { topics { nodes { name } } }", "operationName": "Two"},
        {"query": '{ __typename lesson(id: "none") { id } reusesAggregate { costAvoided { currency sum } } }', "variables": None},
        {"query": "{ people(first: 2) { edges { cursor node { memberships { edges { from to node { id } } } } } } }"},
    ]
    first = [await http.post("/graphql", json=request) for request in requests]
    monkeypatch.setattr(Endpoint, "run", None)  # disables Strawberry's execution
    second = [await http.post("/graphql", json=request) for request in requests]
    assert [json.loads(answer.content) for answer in second] == [json.loads(answer.content) for answer in first]
    assert {answer.headers["content-type"] for answer in first + second} == {"application/json"}


async def test_prepared_operation_reports_invalid_variables(seeded: Graph, post: Ask) -> None:
    cursor = (await post(PAGE, first=1))["data"]["lessons"]["pageInfo"]["endCursor"]
    assert (await post(PAGE, first=1, after=cursor))["data"]
    for variables, code in [
        ({"first": 1001}, "INVALID_INPUT"),
        ({"first": 1, "after": "nonsense"}, "INVALID_INPUT"),
        ({"first": "x"}, "INVALID_INPUT"),
        ({}, "INVALID_INPUT"),
    ]:
        (error,) = (await post(PAGE, **variables))["errors"]
        assert error["extensions"]["code"] == code


async def test_invalid_row_is_an_internal_error_on_both_paths(graph: Graph, post: Ask) -> None:
    await graph.command("CREATE (:Lesson {id: 'broken', title: 'Needles', context: 5})")
    await fill_stems(graph)
    for _ in range(2):
        answer = await post('{ search(text: "needles") { highlights } topics { totalCount } }')
        assert answer["data"] is None
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["INTERNAL"]


def nested_filter(depth: int) -> dict[str, Any]:
    """A filter that doubles at each level: 2^depth conditions."""
    return {"title": {"eq": "x"}} if depth == 0 else {"OR": [nested_filter(depth - 1)] * 2}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (
            "{ ...F0 } fragment F60 on Query { topics { totalCount } } "
            + " ".join(f"fragment F{number} on Query {{ ...F{number + 1} ...F{number + 1} }}" for number in range(60)),
            "more than a billion fields; at most 5,000",
        ),
        ("{ " + " ".join(f"a{number}: topics {{ totalCount }}" for number in range(201)) + " }", "201 aliases; at most 200"),
        ("{ a: __schema { description } b: __schema { description } }", "2 introspections of the schema; at most 1"),
        ('{ __schema { description } __type(name: "Lesson") { name } }', "2 introspections of the schema; at most 1"),
        ("{ __schema { types { a: name } } }", "1 aliases in an introspection of the schema; at most 0"),
        ("{ __schema { ...S } } fragment S on __Schema { types { ... on __Type { a: name } } }", "1 aliases in an introspection"),
        (
            "{ __schema { types { fields { args { type { inputFields { name } } } } } } }",
            "4 nested lists in an introspection of the schema; at most 3",
        ),
        ("{ ...S topics { totalCount } } fragment S on Query { __schema { description } }", "combines an introspection"),
        (
            "{ ...F0 } fragment F200 on Query { topics { totalCount } } "
            + " ".join(f"fragment F{number} on Query {{ ...F{number + 1} }}" for number in range(200)),
            "levels of nested fields and fragments; at most 100",
        ),
        ("{ lessons(where: {OR: [" + "{}, " * 1_000 + "]}) { totalCount } }", "input objects and lists; at most 1,000"),
    ],
)
async def test_document_beyond_a_limit_is_refused_before_validation(post: Ask, document: str, message: str) -> None:
    (error,) = (await post(document))["errors"]
    assert (error["extensions"]["code"], message in error["message"]) == ("TOO_COSTLY", True), error["message"]


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (nested_filter(12), "values in the variables; at most 20,000"),
        (nested_filter(9), "input objects and lists in the variables; at most 1,000"),
        ({"id": {"in": ["x"] * 100_000}}, "values in the variables; at most 20,000"),
    ],
)
async def test_variables_beyond_a_limit_are_refused_before_coercion(post: Ask, where: dict[str, Any], message: str) -> None:
    document = "query($where: LessonWhere) { lessons(where: $where) { totalCount } }"
    assert (await post(document, where={"id": {"in": ["x"]}}))["data"]
    for _ in range(2):  # also as a prepared operation
        (error,) = (await post(document, where=where))["errors"]
        assert (error["extensions"]["code"], message in error["message"]) == ("TOO_COSTLY", True), error["message"]


async def test_standard_introspection_is_answered_once_outside_the_event_loop(post: Ask) -> None:
    first = await post(get_introspection_query())
    assert first["data"]["__schema"]["types"]
    assert await post(get_introspection_query()) == first
    document = "query($name: String!) { __typename __type(name: $name) { name } }"
    assert [(await post(document, name=name))["data"]["__type"]["name"] for name in ("Lesson", "Reuse", "Lesson")] == [
        "Lesson",
        "Reuse",
        "Lesson",
    ]
    (error,) = (await post("query($name: String!) { __type(name: $name) { name } }"))["errors"]
    assert error["extensions"]["code"] == "INVALID_INPUT"


async def test_concurrent_requests_get_their_own_responses(seeded: Graph, post: Ask) -> None:
    answers = await asyncio.gather(*(post(PAGE, first=number % 20 + 1) for number in range(60)))
    assert [len(answer["data"]["lessons"]["nodes"]) for answer in answers] == [number % 20 + 1 for number in range(60)]


async def test_document_is_validated_once(post: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    validated: list[str] = []
    rule = KnownDirectivesRule
    enter = rule.__init__
    monkeypatch.setattr(rule, "__init__", lambda self, context: (validated.append("once"), enter(self, context))[1])
    for name in ("North", "South"):
        await post(
            "mutation ($input: CreateDepartmentInput!) { createDepartment(input: $input) { department { id } } }", input={"name": name}
        )
    assert validated == ["once"]
