"""Statistics: what is read from the graph, how coarsely, and which plans depend on it."""

import asyncio

import pytest
from graphql import parse

from graph_service.compiler.planning import statistics
from graph_service.compiler.planning.cost_model import CostModel
from graph_service.compiler.planning.statistics import CurrentStatistics, Statistics, read_statistics, round_count
from graph_service.domain.node_statements import SAMPLE_STATEMENT
from graph_service.graph import Graph
from graph_service.mapping.annotations import node_of
from tests.compiler.music import Record
from tests.compiler.music_data import Music
from tests.compiler.music_service import TODAY, operations


def test_counts_are_rounded_to_powers_of_four() -> None:
    assert [round_count(count) for count in (0, 1, 3, 9, 60, 100_000)] == [0, 1, 4, 16, 64, 65_536]


async def test_statistics_are_those_of_the_graph(large_graph: Graph, generated_music: Music) -> None:
    statistics = await read_statistics(large_graph)
    nodes, relationships = await large_graph.read("RETURN [COUNT { MATCH (:Record) }, COUNT { MATCH ()-[:MADE_BY]->() }] AS counts", {})
    assert statistics.nodes("Record") == round_count(nodes)
    assert statistics.relationships("MADE_BY") == round_count(relationships)
    assert statistics.distinct_values("Record", "id") == statistics.nodes("Record")
    assert statistics.distinct_values("Record", "title") is not None
    assert statistics.distinct_values("Record", "rating") is None  # has no index


def test_plan_changes_with_the_order_of_magnitude_only() -> None:
    query = '{ records(where: {kind: {eq: LIVE}, band: {name: {contains: "x"}}}) { totalCount } }'
    prepared = operations.prepare(query, None, parse(query))
    assert prepared

    def text(records: int, bands: int) -> str:
        sizes = Statistics({"Record": round_count(records), "Band": round_count(bands)}, {"MADE_BY": round_count(records)})
        bound = prepared.plan({}, TODAY, sizes)
        assert bound
        return bound.plan.fields[0].statement.text

    assert text(100_000, 100) == text(110_000, 90)
    assert "MATCH (n2:Band)" in text(100_000, 100)  # a few bands are compared, and lead to their records
    assert "MATCH (n2:Band)" not in text(100, 100_000)  # each of the few records is tested


def test_few_nodes_are_tested_until_one_of_their_many_related_nodes_decides() -> None:
    """A subquery ends at the first record that meets the condition: cheaper than comparing every record of the graph."""
    sizes = Statistics({"Record": 4**8, "Band": 4**3}, {"MADE_BY": 4**8})

    def text(quantifier: str, operator: str) -> str:
        query = f'{{ bands(where: {{records: {{{quantifier}: {{title: {{{operator}: "x"}}}}}}}}) {{ totalCount }} }}'
        prepared = operations.prepare(query, None, parse(query))
        bound = prepared and prepared.plan({}, TODAY, sizes)
        assert bound
        return bound.plan.fields[0].statement.text

    assert "EXISTS {" in text("some", "contains")  # one of about ten records contains it
    assert "MATCH (n2:Record)" in text("some", "eq")  # hardly any record has this title: every record of each band would be tested


def test_condition_on_a_related_node_that_few_nodes_have_holds_for_few() -> None:
    """Whatever the related node has to meet; a page in the order of an index would read most records before it is full."""
    costs = CostModel(Statistics({"Record": 4**8, "Band": 4**3}, {"MADE_BY": 4**4}))
    assert costs.selectivity(node_of(Record), {"band": {"records": {"none": {"title": {"eq": "x"}}}}}) <= 1 / 4**4


def test_long_or_is_united_from_few_starts() -> None:
    """Neo4j plans each start by itself, which takes milliseconds."""
    alternatives = ", ".join(f'{{id: {{eq: "r{number}"}}}}' for number in range(500))
    query = f'{{ records(where: {{OR: [{alternatives}, {{band: {{id: {{eq: "b"}}}}}}]}}) {{ totalCount }} }}'
    prepared = operations.prepare(query, None, parse(query))
    bound = prepared and prepared.plan({}, TODAY, Statistics({"Record": 4**10, "Band": 4**5}, {"MADE_BY": 4**10}))
    assert bound
    text = bound.plan.fields[0].statement.text
    assert text.count("COLLECT {") == 3  # the ids together, the records of the band, and their union


def test_many_relations_are_never_united() -> None:
    alternatives = ", ".join(f'{{band: {{id: {{eq: "b{number}"}}}}}}' for number in range(40))
    query = f"{{ records(where: {{OR: [{alternatives}]}}) {{ totalCount }} }}"
    prepared = operations.prepare(query, None, parse(query))
    bound = prepared and prepared.plan({}, TODAY, Statistics({"Record": 4**3, "Band": 4**5}, {"MADE_BY": 4**3}))
    assert bound
    assert "UNWIND" not in bound.plan.fields[0].statement.text


async def test_sample_says_which_properties_have_few_values(graph: Graph) -> None:
    await graph.command(
        "UNWIND range(1, 400) AS i CREATE (:Person {id: 'p' + i, name: 'Name ' + i, title: ['Architect', 'Buyer'][i % 2], email: CASE WHEN i <= 20 THEN i END})"
    )
    try:
        statistics = await read_statistics(graph, SAMPLE_STATEMENT)
    finally:
        await graph.command("MATCH (n:Person) DELETE n")
    assert statistics.sampled_values("Person", "title") in (1, 4)
    assert statistics.sampled_values("Person", "name") == round_count(400)
    assert statistics.nodes_with("Person", "title") == round_count(400)


async def test_statistics_are_read_again_after_an_answer_of_an_unexpected_form(
    large_graph: Graph, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(statistics, "PAUSE", 0.01)
    monkeypatch.setattr(statistics, "COUNTS_QUERY", "RETURN {nodes: []} AS data")
    current = CurrentStatistics(large_graph)
    following = asyncio.create_task(current.follow())
    try:
        while "KeyError" not in caplog.text:
            await asyncio.sleep(0.01)
            assert not following.done()
        monkeypatch.undo()
        monkeypatch.setattr(statistics, "PAUSE", 0.01)
        while not current.value.labels:
            await asyncio.sleep(0.01)
            assert not following.done()
    finally:
        following.cancel()


async def test_sizes_are_known_even_if_a_sample_cannot_be_read(large_graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neo4j may plan the query of the sample longer than the timeout, after a start on a busy machine."""
    monkeypatch.setattr(statistics, "PAUSE", 0.01)
    current = CurrentStatistics(large_graph, "RETURN 1 / 0 AS sampled")
    assert not current.first_read.is_set()
    following = asyncio.create_task(current.follow())
    try:
        async with asyncio.timeout(20):
            await current.first_read.wait()  # the warm-up waits for it, and must not wait for ever
            while not current.value.labels:
                await asyncio.sleep(0.01)
                assert not following.done()
    finally:
        following.cancel()


def test_decisions_are_recorded_on_request_only() -> None:
    query = '{ records(where: {band: {id: {eq: "b"}}}) { totalCount } }'
    prepared = operations.prepare(query, None, parse(query))
    sizes = Statistics({"Record": 4**10, "Band": 4**5}, {"MADE_BY": 4**10})
    assert prepared
    plain, explained = prepared.plan({}, TODAY, sizes), prepared.explain({}, TODAY, sizes)
    assert plain
    assert (plain.plan.fields[0].statement.decisions, plain.plan.fields[0].statement.text) == ((), explained.plan.fields[0].statement.text)
    (decision,) = explained.plan.fields[0].statement.decisions
    assert decision.chosen.way == "Band by id, back along Record.band"
    assert [option.way for option in decision.alternatives] == ["all Record nodes"]


async def test_samples_are_read_again_only_if_the_sizes_have_changed(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """They cost Neo4j about a second; the sizes are read every minute."""
    monkeypatch.setattr(statistics, "PAUSE", 0.01)
    await graph.command("UNWIND range(1, 100) AS i CREATE (:Person {id: 'p' + i, title: 'Architect'})")
    current = CurrentStatistics(graph, SAMPLE_STATEMENT)
    following = asyncio.create_task(current.follow())
    try:
        async with asyncio.timeout(60):
            await current.first_read.wait()
            sampled = current.value
            assert sampled.sampled_values("Person", "title") == 1
            await asyncio.sleep(0.5)
            assert current.value is sampled
            await graph.command("UNWIND range(101, 1600) AS i CREATE (:Person {id: 'p' + i, title: 'Buyer ' + i})")
            while current.value is sampled:
                await asyncio.sleep(0.01)
                assert not following.done()
    finally:
        following.cancel()
        await graph.command("MATCH (n:Person) DELETE n")
