"""What one caller or address may do in a minute, and what operators can turn off: introspection, GraphiQL, and documents that are not listed."""

import hashlib
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import get_introspection_query

from graph_service import rate_limit
from graph_service.access import Role
from graph_service.app import create_app
from graph_service.domain.organisation.people import AddPerson, add_person
from graph_service.errors import InvalidInput
from graph_service.graph import Graph
from graph_service.settings import Settings
from graph_service.web.documents import page_documents, panel_documents
from graph_service.web.pages import DIST
from tests.callers import new_token

LIST = "{ topics(first: 10) { nodes { id name } } }"
Serve = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def serve(graph: Graph, database_settings: Settings) -> Serve:
    """A client of the service with other settings."""

    @asynccontextmanager
    async def serve(address: str = "127.0.0.1", **changes: Any) -> AsyncGenerator[httpx.AsyncClient]:
        app = create_app(replace(database_settings, **changes), background=False)
        transport = httpx.ASGITransport(app, client=(address, 1))
        async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            yield client

    return serve


def code(response: httpx.Response) -> str:
    (error,) = response.json()["errors"]
    return error["extensions"]["code"]


async def ask(client: httpx.AsyncClient, query: str, **headers: str) -> httpx.Response:
    return await client.post("/graphql", json={"query": query}, headers=headers)


# Cost per minute


@pytest.mark.parametrize("query", [LIST, "{ network { eIndex } }"])
async def test_requests_over_the_cost_per_minute_get_status_429(serve: Serve, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "MINUTE", 1e9)  # so that nothing is forgotten, however slow the machine is
    async with serve(cost_per_minute=1) as client:
        assert (await ask(client, query)).status_code == 200
        for path in ("/graphql?query={__typename}", "/tables/topics.csv", "/tables/network.graphml"):
            refused = await client.get(path)
            assert (refused.status_code, code(refused)) == (429, "RATE_LIMITED")
            assert int(refused.headers["retry-after"]) > 0
        assert (await client.get("/healthz")).status_code == 200


async def test_each_caller_has_a_limit_of_their_own(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "MINUTE", 1e9)
    (maria, line_of_maria), (ben, line_of_ben) = new_token(Role.READER, "maria"), new_token(Role.READER, "ben")
    file = tmp_path / "tokens"
    file.write_text(f"{line_of_maria}\n{line_of_ben}\n")
    async with serve(cost_per_minute=15, tokens_file=file) as client:
        for token, statuses in ((maria, [200, 200, 429]), (ben, [200, 200, 429])):
            assert [(await ask(client, LIST, Authorization=f"Bearer {token}")).status_code for _ in range(3)] == statuses


async def test_a_table_of_several_pages_is_not_cut_off(serve: Serve, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "MINUTE", 1e9)
    monkeypatch.setattr("graph_service.api.tables.reader.PAGE_SIZE", 1)
    for name in ("Anna", "Ben", "Clara"):
        await add_person(graph, AddPerson(name=name))
    async with serve(cost_per_minute=1) as client:
        table = await client.get("/tables/people.csv")
        assert (table.status_code, table.text.count("\n")) == (200, 4)
        assert (await client.get("/tables/people.csv")).status_code == 429


# Invalid tokens


async def test_too_many_invalid_tokens_of_one_address_get_status_429(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(rate_limit, "MINUTE", 1e9)
    token, line = new_token(Role.READER, "maria")
    file = tmp_path / "tokens"
    file.write_text(f"{line}\n")
    async with serve("192.0.2.7", attempts_per_minute=3, tokens_file=file) as client:
        statuses = [(await ask(client, LIST, Authorization=f"Bearer guess{number}")).status_code for number in range(5)]
        assert statuses == [401, 401, 401, 429, 429]
        refused = await client.get("/metrics", headers={"Authorization": "Bearer guess"})
        assert (refused.status_code, code(refused)) == (429, "RATE_LIMITED")
        assert int(refused.headers["retry-after"]) > 0
        # Nobody can lock out others who share the address.
        assert (await ask(client, LIST, Authorization=f"Bearer {token}")).status_code == 200
        assert (await ask(client, LIST)).status_code == 401  # without a token nothing is guessed
    assert "guess" not in caplog.text


async def test_addresses_have_limits_of_their_own(serve: Serve, tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text(new_token(Role.READER, "maria")[1])
    async with serve(attempts_per_minute=1, tokens_file=file) as client:
        for last in range(3):
            client._transport.client = (f"192.0.2.{last}", 1)  # type: ignore[attr-defined]
            assert (await ask(client, LIST, Authorization="Bearer guess")).status_code == 401


# What can be turned off


async def test_introspection_can_be_turned_off(serve: Serve) -> None:
    hidden = [get_introspection_query(), '{ __type(name: "Lesson") { name } }', "{ ...F } fragment F on Query { __schema { description } }"]
    async with serve(introspection="off") as client:
        for query in hidden:
            assert code(await ask(client, query)) == "FORBIDDEN"
        assert (await ask(client, "{ __typename topics { __typename totalCount } }")).json()["data"]["__typename"] == "Query"
        misspelled = await ask(client, "{ topicz { totalCount } }")
        assert misspelled.json()["errors"][0]["message"] == "Cannot query field 'topicz' on type 'Query'."
    async with serve() as client:
        assert (await ask(client, hidden[1])).json()["data"] == {"__type": {"name": "Lesson"}}
        assert "Did you mean" in (await ask(client, "{ topicz { totalCount } }")).text


async def test_graphiql_can_be_turned_off(serve: Serve) -> None:
    browser = {"Accept": "text/html"}
    async with serve(graphiql="off") as client:
        assert (await client.get("/graphiql")).status_code == 404
        assert (await client.get("/graphql", headers=browser)).status_code != 307
    async with serve() as client:
        assert (await client.get("/graphiql")).status_code == 200
        assert (await client.get("/graphql", headers=browser)).headers["location"] == "/graphiql"


# Listed documents only


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder with one document."""
    (tmp_path / "topics.graphql").write_text("query Topics { topics(first: 3) { nodes { ...Name } } }\n\nfragment Name on Topic { name }\n")
    return tmp_path


async def test_only_listed_documents_run(serve: Serve, documents: Path) -> None:
    text = (documents / "topics.graphql").read_text()
    identifier = f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
    async with serve(persisted_only="on", persisted_documents=documents) as client:
        for body in ({"documentId": identifier}, {"query": text}, {"query": text.replace("\n", "  ")}):
            assert (await client.post("/graphql", json=body)).json()["data"] == {"topics": {"nodes": []}}
        for query in (LIST, text.replace("first: 3", "first: 4"), "{ __schema { description } }", "{", "{" * 100_000, "#" * 300_000):
            refused = await ask(client, query)
            assert (refused.status_code, code(refused)) == (403, "FORBIDDEN")
            assert "GRAPH_SERVICE_PERSISTED_DOCUMENTS" in refused.text
        assert (await client.post("/graphql", json={"documentId": "sha256:0"})).status_code == 404
    async with serve(persisted_documents=documents) as client:
        assert (await ask(client, LIST)).status_code == 200


@pytest.mark.thorough
async def test_tables_pages_and_panels_work_with_listed_documents_only(serve: Serve) -> None:
    async with serve(persisted_only="on") as client:
        names = [table["address"] for table in (await client.get("/tables")).json()["tables"]]
        assert len(names) > 5
        for address in names:
            assert (await client.get(address)).status_code in (200, 400), address  # 400: a required parameter is missing
        for text in (*page_documents(), *panel_documents()):
            assert (await ask(client, text)).status_code == 200, text[:100]
        for text in sent_by_pages():
            assert (await ask(client, text)).status_code == 200, text[:100]


def sent_by_pages() -> list[str]:
    """The documents in the built dashboard, as its pages send them."""
    built = "\n".join(file.read_text(encoding="utf-8") for file in (DIST / "assets").glob("*.js") if "graphiql" not in file.name)
    texts = [text.replace("\\n", "\n") for text in re.findall(r"`(\s*(?:query|mutation) \w+[^`]*)`", built)]
    assert len(texts) > 50, "the dashboard is not built, or its documents are written in another way"
    return texts


def test_a_folder_without_documents_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"has no files that end with \.graphql"):
        create_app(Settings(persisted_documents=tmp_path))


def test_a_document_that_is_not_graphql_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "broken.graphql").write_text("query {")
    with pytest.raises(InvalidInput, match="A persisted document is not GraphQL: Syntax Error"):
        create_app(Settings(persisted_documents=tmp_path, persisted_only="on"))
