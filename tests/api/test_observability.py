"""Readiness, metrics and the log."""

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from graph_service import metrics
from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.graph.migrations import migrate
from graph_service.logs import JsonFormatter
from graph_service.package_data import find_package_data
from graph_service.settings import Settings
from tests.api.seed_tables import Ask
from tests.graph.freezable_proxy import freezable_proxy

NETWORK = "query AsOf { network { asOf { activity } } }"


@pytest.fixture
async def without_schema(graph: Graph) -> AsyncIterator[None]:
    """The graph says that no migration was applied."""
    await graph.command("MATCH (migration:Migration) DELETE migration")
    yield
    await migrate(graph, find_package_data("schema"))


@pytest.mark.thorough
async def test_readiness_names_each_missing_part(graph: Graph, without_schema: None, database_settings: Settings) -> None:
    async with freezable_proxy(str(database_settings.neo4j_uri)) as proxy:
        app = create_app(replace(database_settings, neo4j_uri=proxy.uri), background=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as http,
        ):

            async def ready() -> tuple[int, dict[str, str]]:
                answer = await http.get("/readyz")
                return answer.status_code, answer.json()

            status, parts = await ready()
            assert (status, parts["database"]) == (503, "ok")
            assert parts["schema"].startswith("Not applied yet: 001_")
            assert parts["snapshot"] == "The network snapshot is being loaded."

            await migrate(graph, find_package_data("schema"))
            assert await ready() == (503, {"database": "ok", "schema": "ok", "snapshot": "The network snapshot is being loaded."})

            await http.post("/graphql", json={"query": NETWORK})
            assert await ready() == (200, {"database": "ok", "schema": "ok", "snapshot": "ok"})

            proxy.is_down = True
            status, parts = await ready()
            assert (status, parts["schema"], parts["snapshot"]) == (503, "unknown without the database", "ok")
            assert parts["database"].startswith("Neo4j")
            assert (await http.get("/healthz")).status_code == 200


async def read_metrics(http: httpx.AsyncClient) -> dict[tuple[str, ...], float]:
    """Sample name and label values -> value."""
    answer = await http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    families = list(text_string_to_metric_families(answer.text))
    assert all(family.documentation for family in families)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """An empty set of operation names, independent of other tests."""
    empty = set[str]()
    monkeypatch.setattr(metrics, "_operation_names", empty)
    return empty


async def test_metrics_count_requests_errors_and_reads(http: httpx.AsyncClient, post: Ask, names: set[str]) -> None:
    before = await read_metrics(http)
    for _ in range(2):  # the second time as a prepared operation
        await post("query Counted { lessons { totalCount } }")
    await post("query Network { network { asOf { activity } } }")
    await post("query Costly { lesson(id: 1.5) { id } }")
    await http.get("/tables/silos.csv")
    after = await read_metrics(http)

    def increase(*sample: str) -> float:
        return after.get(sample, 0.0) - before.get(sample, 0.0)

    assert increase("graph_service_requests_total", "/graphql", "200") == 4
    assert increase("graph_service_operation_seconds_count", "Counted") == 2
    assert increase("graph_service_operation_seconds_count", "Silos") == 1
    assert increase("graph_service_cost_rows_count") == 4
    assert increase("graph_service_errors_total", "INVALID_INPUT") == 1
    assert increase("graph_service_database_seconds_count", "read") >= 4
    assert after["graph_service_database_connections_in_use",] == 0
    assert after["graph_service_snapshot_timestamp_seconds",] > 1.7e9
    assert after["graph_service_snapshot_bytes",] > 0
    assert after["graph_service_snapshot_reuses",] == 0


def test_number_of_operation_names_is_bounded(names: set[str]) -> None:
    labels = {metrics.operation_label(f"Name{number}") for number in range(metrics.MAX_OPERATION_NAMES + 50)}
    assert labels == names | {"(other)"}
    assert len(names) == metrics.MAX_OPERATION_NAMES
    assert metrics.operation_label("Name7") == "Name7"


async def test_log_has_a_line_per_request_without_values(http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    body = {
        "query": 'query Who($id: ID!) { person(id: $id) { name } lesson(id: "secret-words") { id } }',
        "variables": {"id": "helga-stein"},
    }
    with caplog.at_level(logging.INFO, "graph_service"):
        await http.post("/graphql", json=body)
        answer = await http.post("/graphql", json=body)
        await http.get("/people/helga-stein")
        await http.get("/nowhere/helga-stein?q=secret-words")
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    answered = [(line["route"], line["status"], line.get("operation"), line.get("rows")) for line in lines if line["message"] == "answered"]
    assert answered[0] == answered[1] == ("/graphql", 200, "Who", 2)
    assert [one[:2] for one in answered[2:]] == [("/people/{id:path}", 200), ("(none)", 404)]
    assert answer.headers["x-request-id"]
    assert "helga" not in json.dumps(lines)
    assert "secret" not in json.dumps(lines)


async def test_error_and_header_share_the_request_id(http: httpx.AsyncClient) -> None:
    answer = await http.post("/graphql", json={"query": "{ nothing }"})
    assert answer.json()["errors"][0]["extensions"]["requestId"] == answer.headers["x-request-id"]


def test_log_line_is_json_with_its_traceback() -> None:
    try:
        raise ValueError("a fault")
    except ValueError as error:
        record = logging.LogRecord(
            "graph_service.x", logging.ERROR, "x.py", 1, "failed at %s", ("path",), (ValueError, error, error.__traceback__)
        )
    line = json.loads(JsonFormatter().format(record))
    assert (line["level"], line["logger"], line["message"]) == ("error", "graph_service.x", "failed at path")
    assert line["traceback"].endswith("LoggedError: builtins.ValueError")
