"""Statistics: what is read from the graph, how coarsely, and which plans depend on it."""

from graphql import parse

from graph_service.compiler.statistics import Statistics, read_statistics, round_count
from graph_service.graph import Graph
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
