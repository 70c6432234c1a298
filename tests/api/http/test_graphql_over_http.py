"""Status codes, media types and parameters of requests, as the GraphQL-over-HTTP draft describes them."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_service.api.http.endpoint import Endpoint
from graph_service.api.http.media_types import GRAPHQL_RESPONSE, JSON
from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.api.http.client_requests import CLIENT_REQUESTS, ClientRequest

DRAFT = {"accept": GRAPHQL_RESPONSE}
LEGACY = {"accept": JSON}
TOPICS = "query Topics($first: Int!) { topics(first: $first) { totalCount } }"
ADD_TOPIC = "mutation Add($name: String!) { createTopic(input: {name: $name}) { topic { name } } }"
ORIGIN = "https://dashboards.example"
DOCUMENTS = {"topics": TOPICS, "add": ADD_TOPIC}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of persisted documents."""
    file = tmp_path_factory.mktemp("documents") / "documents.json"
    file.write_text(json.dumps(DOCUMENTS))
    return file


@pytest.fixture(scope="module")
async def service(database: Graph, database_settings: Settings, documents: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The application with persisted documents and an allowed origin."""
    app = create_app(replace(database_settings, persisted_documents=documents, allowed_origins=(ORIGIN,)), background=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):
        yield client


@pytest.fixture
def executions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows with each request that does not take the fast path."""
    executed, run = list[str](), Endpoint.run

    async def recorded(self: Endpoint, *arguments: Any) -> Any:
        executed.append("run")
        return await run(self, *arguments)

    monkeypatch.setattr(Endpoint, "run", recorded)
    return executed


def message(response: httpx.Response) -> str:
    (error,) = response.json()["errors"]
    assert len(error["extensions"]["requestId"]) == 32
    return error["message"]


# Media types and status codes


@pytest.mark.parametrize(
    ("headers", "content_type"), [(DRAFT, f"{GRAPHQL_RESPONSE}; charset=utf-8"), (LEGACY, JSON), ({"accept": "*/*"}, JSON)]
)
async def test_media_type_of_a_response_on_both_paths(
    service: httpx.AsyncClient, executions: list[str], headers: dict[str, str], content_type: str
) -> None:
    body = {"query": TOPICS, "variables": {"first": 1}}
    slow = await service.post("/graphql", json=body | {"extensions": {"receipt": False}}, headers=headers)
    assert executions == ["run"]
    fast = await service.post("/graphql", json=body, headers=headers)
    assert executions == ["run"]
    for response in (slow, fast):
        assert (response.status_code, response.headers["content-type"]) == (200, content_type)
        assert response.headers["vary"] == "Accept, Origin"
    assert slow.json() == fast.json()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"query": "{"}, 400),
        ({"query": "{ nonsense }"}, 400),
        ({"query": TOPICS, "variables": {"first": "x"}}, 400),
        ({"query": TOPICS}, 400),
        ({"query": "query A { __typename } query B { __typename }"}, 400),
        ({"query": "{ " + " ".join(f"a{n}: __typename" for n in range(201)) + " }"}, 400),
    ],
)
async def test_request_errors_have_no_data(service: httpx.AsyncClient, body: dict[str, Any], status: int) -> None:
    response = await service.post("/graphql", json=body, headers=DRAFT)
    assert (response.status_code, response.headers["content-type"]) == (status, f"{GRAPHQL_RESPONSE}; charset=utf-8")
    assert "data" not in response.json()
    assert {error["extensions"]["classification"] for error in response.json()["errors"]} == {"BAD_REQUEST"}
    legacy = await service.post("/graphql", json=body, headers=LEGACY)
    assert (legacy.status_code, legacy.json()["data"]) == (200, None)


@pytest.mark.parametrize(
    "query",
    ['{ topics { totalCount } topic(id: "none") { id } lessons(after: "x") { totalCount } }', '{ lessons(after: "x") { totalCount } }'],
)
async def test_errors_of_fields_are_a_partial_success(service: httpx.AsyncClient, query: str) -> None:
    response = await service.post("/graphql", json={"query": query}, headers=DRAFT)
    assert response.status_code == 294
    assert {"data", "errors"} <= response.json().keys()
    assert (await service.post("/graphql", json={"query": query}, headers=LEGACY)).status_code == 200


async def test_request_that_is_too_costly_has_status_400(database: Graph, database_settings: Settings) -> None:
    app = create_app(replace(database_settings, max_cost=1), background=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):
        response = await client.post("/graphql", json={"query": "{ topics(first: 100) { nodes { id } } }"}, headers=DRAFT)
    assert response.status_code == 400
    assert [error["extensions"]["code"] for error in response.json()["errors"]] == ["TOO_COSTLY"]


@pytest.mark.parametrize(
    ("headers", "status", "text"),
    [
        ({"accept": "text/event-stream, multipart/mixed"}, 406, "allows neither application/graphql-response+json nor application/json"),
        ({"accept": ",".join(["a/b"] * 200)}, 406, "lists more than 100 media types"),
        ({"content-type": "text/plain"}, 415, "must be application/json; it is text/plain."),
        ({"content-type": "multipart/form-data; boundary=x"}, 415, "must be application/json"),
        ({"content-type": ""}, 415, "it is missing"),
        ({"content-encoding": "gzip"}, 415, "The body has the Content-Encoding gzip; send it without one."),
        ({"content-type": "application/json; charset=utf-16"}, 415, "JSON is sent as UTF-8; the Content-Type has the charset 'utf-16'."),
    ],
)
async def test_unsupported_headers_are_refused(service: httpx.AsyncClient, headers: dict[str, str], status: int, text: str) -> None:
    content = json.dumps({"query": "{ __typename }"})
    response = await service.post("/graphql", content=content, headers={"content-type": JSON} | headers)
    assert (response.status_code, response.headers["content-type"]) == (status, JSON)
    assert text in message(response)


async def test_lines_of_the_accept_header_count_together(service: httpx.AsyncClient) -> None:
    for lines, content_type in ((["text/html", JSON], JSON), ([JSON, GRAPHQL_RESPONSE], f"{GRAPHQL_RESPONSE}; charset=utf-8")):
        headers = [("accept", line) for line in lines]
        response = await service.request("POST", "/graphql", json={"query": "{ __typename }"}, headers=headers)
        assert (response.status_code, response.headers["content-type"]) == (200, content_type)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_subscription_is_reported_as_invalid(service: httpx.AsyncClient, method: str) -> None:
    sent = {"query": "subscription { lessons { totalCount } }"}
    parameters: dict[str, Any] = {"params" if method == "GET" else "json": sent}
    response = await service.request(method, "/graphql", **parameters, headers=DRAFT)
    assert response.status_code == 400
    assert message(response) == "The subscription operation is not supported by the schema."


@pytest.mark.parametrize(
    ("name", "text"),
    [(None, "The document has no operation."), ("B", "The document has no operation named 'B'."), ("x" * 10_000, f"named '{'x' * 200}'.")],
)
async def test_missing_operation_is_reported_briefly(service: httpx.AsyncClient, name: str | None, text: str) -> None:
    query = "query A { __typename }" if name else "fragment A on Query { __typename }"
    response = await service.post("/graphql", json={"query": query, "operationName": name}, headers=DRAFT)
    assert response.status_code == 400
    assert message(response).endswith(text)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "OPTIONS"])
async def test_other_methods_are_refused_with_the_allowed_ones(service: httpx.AsyncClient, method: str) -> None:
    response = await service.request(method, "/graphql")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")


async def test_byte_order_mark_and_charset_are_accepted(service: httpx.AsyncClient) -> None:
    headers = {"content-type": 'application/json; charset="UTF-8"'}
    response = await service.post("/graphql", content=b'\xef\xbb\xbf{"query": "{ __typename }"}', headers=headers)
    assert response.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('{"query": ', "The body of the request is not JSON"),
        ("", "The body of the request is not JSON"),
        ('[{"query": "{ __typename }"}]', "Batches of requests are not supported."),
        ('{"qeury": "{ __typename }"}', "no `query` and no `documentId`"),
        ('{"query": ["{ __typename }"]}', "`query` must be a string or null."),
        ('{"query": "{ __typename }", "variables": []}', "`variables` must be an object or null."),
        ('{"query": "{ __typename }", "operationName": 1}', "`operationName` must be a string or null."),
        ('{"query": "{ __typename }", "extensions": "x"}', "`extensions` must be an object or null."),
        ('{"documentId": 7}', "`documentId` must be a string or null."),
    ],
)
@pytest.mark.parametrize("headers", [DRAFT, LEGACY])
async def test_malformed_requests_have_status_400(service: httpx.AsyncClient, body: str, text: str, headers: dict[str, str]) -> None:
    response = await service.post("/graphql", content=body, headers={"content-type": JSON} | headers)
    assert response.status_code == 400
    assert text in message(response)


async def test_unknown_parameters_are_ignored(service: httpx.AsyncClient) -> None:
    response = await service.post("/graphql", json={"query": "{ __typename }", "id": 7, "doc_id": "x"})
    assert response.json()["data"] == {"__typename": "Query"}


# GET


async def test_get_reads_its_parameters_from_the_address(service: httpx.AsyncClient) -> None:
    parameters = {"query": TOPICS, "variables": '{"first": 1}', "operationName": "Topics", "extensions": '{"clientLibrary": {}}'}
    response = await service.get("/graphql", params=parameters)
    assert response.json()["data"]["topics"].keys() == {"totalCount"}
    empty = await service.get("/graphql", params={"query": "{ __typename }", "variables": "", "operationName": "", "extensions": ""})
    assert empty.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"query": ""}, "no `query` and no `documentId`"),
        ({"query": "{ __typename }", "variables": "{"}, "`variables` is not JSON"),
        ({"query": "{ __typename }", "variables": "[1]"}, "`variables` must be an object or null."),
        ({"query": "{ __typename }", "extensions": "1"}, "`extensions` must be an object or null."),
        ({"query": "{ __typename }", **{f"p{n}": "x" for n in range(100)}}, "more than 100 parameters"),
    ],
)
async def test_malformed_get_has_status_400(service: httpx.AsyncClient, parameters: dict[str, str], text: str) -> None:
    response = await service.get("/graphql", params=parameters, headers=DRAFT)
    assert response.status_code == 400
    assert text in message(response)


@pytest.mark.parametrize("parameters", [{"query": ADD_TOPIC}, {"documentId": "add"}])
async def test_mutation_by_get_is_not_executed(service: httpx.AsyncClient, graph: Graph, parameters: dict[str, str]) -> None:
    variables = {"name": "by get"}
    prepared = await service.post("/graphql", json={"query": ADD_TOPIC, "variables": {"name": "by post"}})
    assert prepared.json()["data"]["createTopic"]
    for headers in (DRAFT, LEGACY):
        response = await service.get("/graphql", params=parameters | {"variables": json.dumps(variables)}, headers=headers)
        assert (response.status_code, response.headers["allow"]) == (405, "POST")
        assert message(response) == "Only queries may be sent by GET. Send mutations by POST."
    count = await service.post("/graphql", json={"query": "{ topics { nodes { name } } }"})
    assert count.json()["data"]["topics"]["nodes"] == [{"name": "by post"}]


async def test_browser_that_opens_the_address_gets_graphiql(service: httpx.AsyncClient) -> None:
    response = await service.get("/graphql", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (response.status_code, response.headers["location"]) == (307, "/graphiql")
    program = await service.get("/graphql", headers={"accept": "*/*"})  # as fetch and curl send it
    assert (program.status_code, message(program)) == (400, "The request has no `query` and no `documentId`.")


# Persisted documents


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_persisted_document_takes_the_fast_path(service: httpx.AsyncClient, executions: list[str], method: str) -> None:
    variables = {"first": 1}
    sent: dict[str, Any] = (
        {"params": {"documentId": "topics", "variables": json.dumps(variables)}}
        if method == "GET"
        else {"json": {"documentId": "topics", "variables": variables}}
    )
    first = await service.request(method, "/graphql", **sent, headers=DRAFT)
    executions.clear()
    second = await service.request(method, "/graphql", **sent, headers=DRAFT)
    assert (second.status_code, second.json(), executions) == (200, first.json(), [])
    assert second.json()["data"]["topics"].keys() == {"totalCount"}


@pytest.mark.parametrize("headers", [DRAFT, LEGACY])
async def test_unknown_persisted_document_has_status_404(service: httpx.AsyncClient, headers: dict[str, str]) -> None:
    response = await service.post("/graphql", json={"documentId": "x" * 10_000}, headers=headers)
    assert response.status_code == 404
    assert "the service has no persisted document with this id" in message(response)
    assert len(response.content) < 1_000
    (error,) = response.json()["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("NOT_FOUND", "documentId")


async def test_query_wins_over_a_document_id(service: httpx.AsyncClient) -> None:
    response = await service.post("/graphql", json={"query": "{ __typename }", "documentId": "unknown"})
    assert response.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_automatic_persisted_query_is_answered_so_that_clients_send_the_document(service: httpx.AsyncClient, method: str) -> None:
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}
    sent: dict[str, Any] = {"params": {"extensions": json.dumps(extensions)}} if method == "GET" else {"json": {"extensions": extensions}}
    response = await service.request(method, "/graphql", **sent)
    assert (response.status_code, message(response)) == (400, "PersistedQueryNotSupported")


# Clients


async def send(service: httpx.AsyncClient, sent: ClientRequest) -> httpx.Response:
    return await service.request(sent.method, sent.target, headers=sent.headers, content=sent.body)


@pytest.mark.parametrize("sent", CLIENT_REQUESTS, ids=lambda sent: f"{sent.client} {sent.method}")
async def test_requests_of_clients_take_the_fast_path(service: httpx.AsyncClient, executions: list[str], sent: ClientRequest) -> None:
    first = await send(service, sent)
    executions.clear()
    second = await send(service, sent)
    plain = await send(service, sent.plain())
    assert executions in ([], ["run"])  # plain fetch sends no operationName: that operation is prepared by its first request
    assert second.status_code == 200
    assert second.json()["data"] == first.json()["data"] == plain.json()["data"]
    executions.clear()
    await send(service, sent)
    assert executions == []


# Other origins


@pytest.mark.parametrize("path", ["/graphql", "/tables", "/tables/lessons.csv", "/metrics"])
async def test_preflight_of_an_allowed_origin_is_answered_on_the_api(service: httpx.AsyncClient, path: str) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, content-type"}
    response = await service.options(path, headers={"Origin": ORIGIN} | asked)
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (200, ORIGIN)
    assert "authorization" in response.headers["access-control-allow-headers"]


@pytest.mark.parametrize("path", ["/graphql", "/tables", "/tables/lessons.csv", "/capture", "/uploads", "/metrics", "/"])
async def test_preflight_of_a_page_that_is_not_allowed_names_the_setting_on_every_route(service: httpx.AsyncClient, path: str) -> None:
    response = await service.options(path, headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"})
    assert response.status_code == 403
    assert "GRAPH_SERVICE_ALLOWED_ORIGINS" in message(response)
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("name", ["guide.html", "guide.adoc", "queries.cypher", "queries.zip", "style.grass"])
async def test_neo4j_browser_may_fetch_its_files_from_any_origin(service: httpx.AsyncClient, name: str) -> None:
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "cache-control,pragma"}
    response = await service.options(f"/browser/{name}", headers={"Origin": "http://127.0.0.1:7474"} | asked)
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (200, "*")


async def test_page_of_an_allowed_origin_may_ask_for_the_headers_of_a_table(service: httpx.AsyncClient) -> None:
    """Browsers send HEAD with a token only after a preflight."""
    asked = {"Access-Control-Request-Method": "HEAD", "Access-Control-Request-Headers": "authorization"}
    assert (await service.options("/tables/lessons.csv", headers={"Origin": ORIGIN} | asked)).status_code == 200
    response = await service.head("/tables/lessons.csv", headers={"Origin": ORIGIN})
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (200, ORIGIN)


async def test_page_of_an_allowed_origin_reads_the_response(service: httpx.AsyncClient) -> None:
    response = await service.post("/graphql", json={"query": "{ __typename }"}, headers={"Origin": ORIGIN})
    assert response.json()["data"] == {"__typename": "Query"}
    assert response.headers["access-control-allow-origin"] == ORIGIN


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}],
)
@pytest.mark.parametrize("path", ["/graphql?query={__typename}", "/tables/lessons.csv", "/metrics"])
async def test_read_from_a_page_that_is_not_allowed_is_not_executed(
    service: httpx.AsyncClient, executions: list[str], path: str, headers: dict[str, str]
) -> None:
    response = await service.get(path, headers=headers)
    assert response.status_code == 403
    assert "GRAPH_SERVICE_ALLOWED_ORIGINS" in message(response)
    assert executions == []
