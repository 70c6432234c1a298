"""The spans that OpenTelemetry exports."""

from collections.abc import Iterator

import httpx
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from graph_service.errors import Internal
from graph_service.graph import Graph
from tests.api.read_rules.test_attacks import run
from tests.api.read_rules.test_read_rules import DEE, Read, read
from tests.api.seed_tables import Ask

__all__ = ["read"]


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    """Receives the spans. OpenTelemetry accepts one provider per process."""
    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    trace.set_tracer_provider(provider)
    return kept


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> Iterator[InMemorySpanExporter]:
    exporter.clear()
    yield exporter
    exporter.clear()


def below(spans: InMemorySpanExporter, name: str) -> list[ReadableSpan]:
    """The spans of the one trace whose root has this name."""
    (root,) = [span for span in spans.get_finished_spans() if span.name == name]
    assert root.parent is None
    return [span for span in spans.get_finished_spans() if trace_of(span) == trace_of(root) and span is not root]


def trace_of(span: ReadableSpan) -> int:
    assert span.context is not None
    return span.context.trace_id


async def test_read_is_a_span_with_its_statement(post: Ask, spans: InMemorySpanExporter) -> None:
    for name in ("First", "Second"):  # through graphql-core, then as a prepared operation
        for _ in range(2):
            await post(f'query {name} {{ lesson(id: "helga-secret") {{ title }} }}')
        assert len([span for span in spans.get_finished_spans() if span.name == f"graphql {name}"]) == 2
    statements = {str((span.attributes or {})["db.query.text"]) for span in spans.get_finished_spans() if span.name == "neo4j read"}
    assert any("MATCH" in statement and "$" in statement for statement in statements)
    assert "helga" not in " ".join(span.to_json() for span in spans.get_finished_spans())


async def test_network_measure_is_a_span_below_its_operation(post: Ask, spans: InMemorySpanExporter) -> None:
    await post("query Closed { network { silos { verdict } brokers(first: 1) { person { id } } } }")
    assert {"network silos", "network brokers"} <= {span.name for span in below(spans, "graphql Closed")}


async def test_other_requests_are_spans_named_by_route(http: httpx.AsyncClient, spans: InMemorySpanExporter) -> None:
    await http.get("/people/helga")
    (span,) = spans.get_finished_spans()
    assert span.name == "GET /people/{id:path}"
    assert (span.attributes or {})["http.response.status_code"] == 200


async def test_span_of_a_failed_statement_names_the_error_without_values(graph: Graph, spans: InMemorySpanExporter) -> None:
    with pytest.raises(Internal):
        await graph.read("RETURN date($day)", {"day": "helga-secret"})
    (span,) = spans.get_finished_spans()
    assert span.status.status_code is trace.StatusCode.ERROR
    assert (span.attributes or {})["error.type"] == "CypherSyntaxError"
    assert "helga" not in span.to_json()


@pytest.mark.parametrize(
    "mutation",
    [
        'recordReuse(input: {lesson: "%s", project: "bridge"}) { warnings }',
        'submitLesson(input: {lesson: "%s"}) { warnings }',
        'restrictLesson(input: {lesson: "%s"}) { warnings }',
        'withdrawReuse(input: {reuse: "%s"}) { warnings }',
    ],
)
async def test_time_of_a_mutation_does_not_tell_a_hidden_lesson_from_a_missing_one(
    read: Read, graph: Graph, spans: InMemorySpanExporter, mutation: str
) -> None:
    statements = list[list[str]]()
    for id_ in ("used" if "reuse:" in mutation else "secret", "nothing"):
        spans.clear()
        [error] = (await run(graph, DEE, f"mutation {{ {mutation % id_} }}")).errors
        assert "but there is no" in error.message
        statements.append(
            [str((span.attributes or {})["db.query.text"]) for span in spans.get_finished_spans() if span.name == "neo4j statement"]
        )
    assert len(statements[0]) > 1
    assert statements[0] == statements[1]
