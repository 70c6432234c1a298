"""Errors have a code and the request id, and no internal details."""

import logging

import httpx
import pytest

from graph_service.errors import GraphServiceError
from graph_service.graph import Graph
from tests.api.seed_tables import Ask

# What Apollo Router and Schemathesis count as failures of the service.
OF_THE_SERVICE = {"TIMEOUT", "UNAVAILABLE", "INTERNAL"}


@pytest.mark.parametrize(
    "query",
    [
        "{ lessons {",
        "{ nonsense }",
        '{ lessons(first: "many") { totalCount } }',
        '{ lessons(where: {learnedOn: {gte: "2025-02-30"}}) { totalCount } }',
        "{ lessons(first: -1) { totalCount } }",
        "{ lessons(first: 1001) { totalCount } }",
        '{ lessons(after: "rubbish") { nodes { id } } }',
        "{ lessons(where: {title: {contains: null}}) { totalCount } }",
        "{ network(level: -1) { asOf { activity } } }",
        '{ network(window: {from: "2025-01-01", to: "2024-01-01"}) { asOf { activity } } }',
        "{ activity(first: 100000) { seq } }",
        "query($day: Date!) { lessons(where: {learnedOn: {eq: $day}}) { totalCount } }",
    ],
)
async def test_invalid_query_has_the_code_invalid_input(post: Ask, query: str) -> None:
    error = (await post(query))["errors"][0]
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert len(error["extensions"]["requestId"]) == 32


@pytest.mark.parametrize("body", [b"", b"[1", b"42", b'{"query": 7}', b'{"variables": {}}', b"\xff\xfe"])
async def test_body_that_is_not_a_graphql_request_is_status_400(http: httpx.AsyncClient, body: bytes) -> None:
    response = await http.post("/graphql", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 400
    extensions = response.json()["errors"][0]["extensions"]
    assert (extensions["code"], len(extensions["requestId"])) == ("INVALID_INPUT", 32)


async def test_body_above_the_size_limit_is_status_413(http: httpx.AsyncClient) -> None:
    query = "query($ids: [ID!]) { lessons(where: {id: {in: $ids}}) { totalCount } }"
    statuses = [
        (await http.post("/graphql", json={"query": query, "variables": {"ids": ["x" * 8] * how_many}})).status_code
        for how_many in (100_000, 1_000_000)
    ]
    assert statuses == [200, 413]


async def test_internal_error_hides_its_message_and_is_logged_with_the_request_id(
    graph: Graph, post: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    await graph.command("CREATE (:Lesson {id: 'broken', title: 'No status', status: 'SECRET-STATUS'})")
    with caplog.at_level(logging.ERROR):
        error = (await post('{ lesson(id: "broken") { status } }'))["errors"][0]
    assert error["extensions"]["code"] == "INTERNAL"
    assert "SECRET" not in error["message"]
    assert error["extensions"]["requestId"] in caplog.text


async def test_lone_surrogates_and_nul_characters_are_refused_or_match_nothing(post: Ask, http: httpx.AsyncClient) -> None:
    response = await http.post(
        "/graphql", content=rb'{"query": "{ lesson(id: \"\ud800\") { id } }"}', headers={"content-type": "application/json"}
    )
    assert response.status_code in (200, 400)
    assert "Traceback" not in response.text
    nul = await post("query($id: ID!) { lesson(id: $id) { id } }", id="a\x00b")
    assert nul["data"] == {"lesson": None}
    assert "errors" not in nul


async def test_document_with_several_operations_requires_operation_name(http: httpx.AsyncClient) -> None:
    document = "query One { lessons { totalCount } } query Two { topics { totalCount } }"
    unnamed = (await http.post("/graphql", json={"query": document})).json()
    assert "operationName" in unnamed["errors"][0]["message"]
    named = await http.post("/graphql", json={"query": document, "operationName": "Two"})
    assert named.json()["data"] == {"topics": {"totalCount": 0}}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (" ".join(f"a{n}: lessons {{ totalCount }}" for n in range(201)), "TOO_COSTLY"),
        ("lessons { nodes { " + "id " * 10_000 + "} }", "INVALID_INPUT"),
    ],
)
async def test_document_above_the_limits_is_refused(post: Ask, fields: str, code: str) -> None:
    error = (await post(f"{{ {fields} }}"))["errors"][0]
    assert error["extensions"]["code"] == code


@pytest.mark.parametrize("error", GraphServiceError.__subclasses__(), ids=lambda error: error.code)
def test_classification_says_who_caused_an_error(error: type[GraphServiceError]) -> None:
    assert (error.classification == "INTERNAL_SERVER_ERROR") == (error.code in OF_THE_SERVICE)
    assert error.classification in {"BAD_REQUEST", "FORBIDDEN", "UNAUTHORIZED", "INTERNAL_SERVER_ERROR"}
