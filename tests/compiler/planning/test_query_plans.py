"""How Neo4j plans the statements: without notifications, with an index for ids, and without a sort if an index gives the order."""

import random
from collections.abc import AsyncIterator, Iterator
from typing import Any, LiteralString, cast

import pytest
from neo4j import AsyncDriver, AsyncGraphDatabase

from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.compiler.music_data import Music
from tests.compiler.music_queries import QueryGenerator
from tests.compiler.music_reference import ReferenceExecutor
from tests.compiler.music_service import TODAY, RecordingGraph, execute_query, schema
from tests.seeding import is_loaded, remember
from tests.thorough import one_in

DEFAULT_SEEDS = 3
THOROUGH_SEEDS = 12
EXHAUSTIVE_SEEDS = 35
SEEKS = {"NodeUniqueIndexSeek", "NodeIndexSeek"}
DATED_COMMAND = """
UNWIND range(1, 2000) AS i
CREATE (:Record {id: 'x' + toString(i), title: 'x', gold: false, released: date('1950-01-01') + duration({days: i})})
"""
MANY_COMMAND = """
UNWIND range(1, 3000) AS number
CREATE (:Record {id: 'x' + number, title: 'Title ' + (number * 7919 % 3000), gold: false})
"""
SAMPLE_COMMAND = "CALL db.prepareForReplanning()"  # Neo4j samples its indexes some time after a write
DELETE_COMMAND = "MATCH (n:Record) WHERE n.id STARTS WITH 'x' DETACH DELETE n"


@pytest.fixture
async def driver(database_settings: Settings) -> AsyncIterator[AsyncDriver]:
    """The plain driver, because graph/ does not return plans and notifications."""
    uri, password = database_settings.neo4j_uri, database_settings.password
    async with AsyncGraphDatabase.driver(uri or "", auth=(database_settings.neo4j_username, password or "")) as driver:
        yield driver


@pytest.fixture
async def many_records(large_graph: Graph) -> Graph:
    """The large graph with 3,000 more records, created again only after a test that writes."""
    if not await is_loaded(large_graph, "many records"):
        await large_graph.command(DELETE_COMMAND)
        await large_graph.command(MANY_COMMAND)
        await large_graph.command(SAMPLE_COMMAND)
        await remember(large_graph, "many records")
    return large_graph


async def explain(driver: AsyncDriver, word: str, text: str, parameters: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The plan (for EXPLAIN) or the profile (for PROFILE), and the descriptions of all notifications.

    Planned for the graph as it is: an earlier test may have left the plan of the same text for a smaller one.
    """
    summary = (await driver.execute_query(cast("LiteralString", f"CYPHER replan=force {word} {text}"), parameters)).summary
    return (summary.profile or summary.plan or {}), [
        status.status_description for status in summary.gql_status_objects if status.is_notification
    ]


def operators(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", []):
        yield from operators(child)


def names(plan: dict[str, Any]) -> set[str]:
    return {operator["operatorType"].split("@")[0] for operator in operators(plan)}


async def statement_of(graph: Graph, query: str, **variables: Any) -> tuple[str, dict[str, Any]]:
    counting = RecordingGraph(graph)
    result = await execute_query(counting, query, variables)
    assert result.errors is None, result.errors
    return counting.statements[0], counting.parameters[0]


@pytest.mark.parametrize(
    "seeds",
    [
        range(DEFAULT_SEEDS),
        pytest.param(range(DEFAULT_SEEDS, THOROUGH_SEEDS), marks=pytest.mark.thorough),
        pytest.param(range(THOROUGH_SEEDS, EXHAUSTIVE_SEEDS), marks=pytest.mark.exhaustive),
    ],
    ids=str,
)
async def test_neo4j_has_no_notifications_for_any_statement(
    large_graph: Graph, driver: AsyncDriver, generated_music: Music, seeds: range
) -> None:
    """No deprecations, cartesian products, unbounded paths or unknown names."""
    reference = ReferenceExecutor(schema.as_str(), generated_music, TODAY)
    for seed in seeds:
        counting = RecordingGraph(large_graph)
        query = QueryGenerator(reference.schema, generated_music, random.Random(seed)).generate()
        await execute_query(counting, query.text, query.variables)
        for text, parameters in zip(counting.statements, counting.parameters, strict=True):
            _, notifications = await explain(driver, "EXPLAIN", text, parameters)
            assert notifications == [], text


async def test_node_by_id_is_an_index_seek(large_graph: Graph, driver: AsyncDriver) -> None:
    for field in ("musician", "band", "record", "house"):
        text, parameters = await statement_of(large_graph, f'{{ {field}(id: "x") {{ id }} }}')
        plan, _ = await explain(driver, "EXPLAIN", text, parameters)
        assert names(plan) & SEEKS
        assert not names(plan) & {"NodeByLabelScan", "AllNodesScan"}


async def test_references_are_an_index_seek(large_graph: Graph, driver: AsyncDriver) -> None:
    text, parameters = await statement_of(large_graph, "{ critics { best { record { id } } } }")
    plan, _ = await explain(driver, "EXPLAIN", text, parameters)
    assert names(plan) & SEEKS
    assert not names(plan) & {"NodeByLabelScan", "AllNodesScan"}


@pytest.mark.parametrize("sort", one_in(3, ["[]", "[{id: DESC}]", "[{title: ASC}]", "[{title: DESC}]"]))
async def test_page_sorted_by_an_indexed_property_reads_little_more_than_the_page(
    many_records: Graph, driver: AsyncDriver, sort: str
) -> None:
    text, parameters = await statement_of(many_records, f"{{ records(sort: {sort}, first: 10) {{ nodes {{ id }} }} }}")
    profile, _ = await explain(driver, "PROFILE", text, parameters)
    assert sum(operator["args"].get("DbHits", 0) for operator in operators(profile)) < 300, text
    assert not names(profile) & {"NodeByLabelScan", "Sort", "Top"}


@pytest.mark.parametrize("sort", one_in(2, ["[{id: ASC}]", "[{id: DESC}]"]))
async def test_index_of_a_condition_that_most_rows_meet_is_not_sorted(many_records: Graph, driver: AsyncDriver, sort: str) -> None:
    query = f'{{ records(where: {{title: {{gte: "Title 1"}}}}, sort: {sort}, first: 3) {{ nodes {{ id }} }} }}'
    text, parameters = await statement_of(many_records, query)
    profile, _ = await explain(driver, "PROFILE", text, parameters)
    assert sum(operator["args"].get("DbHits", 0) for operator in operators(profile)) < 1000, text


@pytest.mark.parametrize("sort", one_in(2, ["[{released: ASC}]", "[{released: DESC}]"]))
async def test_page_sorted_by_an_indexed_nullable_property_reads_little_more_than_the_page(
    large_graph: Graph, driver: AsyncDriver, sort: str
) -> None:
    await large_graph.command(DELETE_COMMAND)
    await large_graph.command(DATED_COMMAND)
    try:
        text, parameters = await statement_of(large_graph, f"{{ records(sort: {sort}, first: 10) {{ nodes {{ id }} }} }}")
        profile, _ = await explain(driver, "PROFILE", text, parameters)
    finally:
        await large_graph.command(DELETE_COMMAND)
    # There are 2,000 records with a date, and a few without one, which come last and are not read.
    assert sum(operator["args"].get("DbHits", 0) for operator in operators(profile)) < 300, text


@pytest.mark.parametrize(
    "where",
    one_in(
        4,
        [
            'band: {lineup: {some: {id: {eq: "x"}}}}',
            'band: {lineup: {some: {name: {in: ["x", "y"]}}}}, gold: {eq: true}',
            'samples: {some: {house: {records: {some: {id: {eq: "x"}}}}}}',
            'band: {players: {some: {id: {eq: "x"}}}}',
            'house: {owners: {some: {id: {eq: "x"}}}}',
            'OR: [{band: {id: {eq: "x"}}}, {samples: {some: {band: {id: {eq: "x"}}}}}, {search: "x"}]',
            'NOT: {band: {lineup: {some: {id: {eq: "x"}}}}}',
            'samples: {none: {id: {eq: "x"}}}',
        ],
    ),
)
async def test_condition_on_a_path_to_a_node_starts_from_that_node(many_records: Graph, driver: AsyncDriver, where: str) -> None:
    """At any distance: of 3,000 records only those that are reached from the node are read."""
    text, parameters = await statement_of(many_records, f"{{ records(where: {{{where}}}) {{ totalCount }} }}")
    profile, _ = await explain(driver, "PROFILE", text, parameters)
    assert sum(operator["args"].get("DbHits", 0) for operator in operators(profile)) < 1000, text


@pytest.mark.parametrize("sort", one_in(2, ["{band: {name: ASC}}", "{house: {owner: {name: DESC}}}"]))
async def test_page_sorted_by_a_related_node_reads_the_page(many_records: Graph, driver: AsyncDriver, sort: str) -> None:
    """From the related nodes in their order, until the page is full: the 3,000 records without a band come last."""
    text, parameters = await statement_of(many_records, f"{{ records(sort: [{sort}], first: 3) {{ nodes {{ id }} }} }}")
    profile, _ = await explain(driver, "PROFILE", text, parameters)
    assert sum(operator["args"].get("DbHits", 0) for operator in operators(profile)) < 1000, text


async def test_shortest_of_two_paths_is_the_anchor(many_records: Graph, driver: AsyncDriver) -> None:
    """The longer path leads to 3,000 records, so it is tested on the nodes that the shorter path reaches."""
    await many_records.command("""
        CREATE (player:Musician {id: 'player', name: 'Ann'})-[:PLAYED_IN]->(band:Band {id: 'diligent', name: 'The Diligent'})
        WITH band
        MATCH (record:Record) WHERE record.id STARTS WITH 'x'
        CREATE (record)-[:MADE_BY]->(band)
        WITH collect(record) AS records
        UNWIND records[..3] AS record
        WITH record, records[3] AS sampled
        CREATE (record)-[:SAMPLES]->(sampled)
        SET sampled.id = 'xs'""")
    await many_records.command(SAMPLE_COMMAND)
    try:
        where = 'band: {lineup: {some: {id: {eq: "player"}}}}, samples: {some: {id: {eq: "xs"}}}'
        query = f"{{ records(where: {{{where}}}) {{ totalCount }} }}"
        assert (await execute_query(many_records, query)).data == {"records": {"totalCount": 3}}
        profile, _ = await explain(driver, "PROFILE", *await statement_of(many_records, query))
    finally:
        await many_records.command("MATCH (n) WHERE n.id IN ['player', 'diligent', 'xs'] DETACH DELETE n")
    assert sum(operator["args"].get("DbHits", 0) for operator in operators(profile)) < 1000


async def test_node_reached_by_several_relationships_counts_once(graph: Graph) -> None:
    await graph.command("""
        CREATE (one:Musician {id: 'one', name: 'Ann'}), (two:Musician {id: 'two', name: 'Ann'}), (band:Band {id: 'band', name: 'The Band'}),
          (one)-[:PLAYED_IN]->(band), (one)-[:PLAYED_IN]->(band), (two)-[:PLAYED_IN]->(band),
          (:Record {id: 'a', title: 'A', gold: false})-[:MADE_BY]->(band), (:Record {id: 'b', title: 'B', gold: true})-[:MADE_BY]->(band),
          (:Record {id: 'c', title: 'C', gold: false})""")
    for condition, expected in (('name: {eq: "Ann"}', ["a", "b"]), ('id: {eq: "one"}', ["a", "b"]), ('id: {eq: "c"}', [])):
        query = f"{{ records(where: {{band: {{lineup: {{some: {{{condition}}}}}}}}}) {{ totalCount nodes {{ id }} }} }}"
        result = await execute_query(graph, query)
        assert result.errors is None, result.errors
        assert result.data == {"records": {"totalCount": len(expected), "nodes": [{"id": id_} for id_ in expected]}}
