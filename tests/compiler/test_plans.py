"""What Neo4j makes of the statements: no warning, an index wherever an id is given, no sort where an index has the order."""

import random
from collections.abc import AsyncIterator, Iterator
from typing import Any, LiteralString, cast

import pytest
from neo4j import AsyncDriver, AsyncGraphDatabase

from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.compiler.music_data import Music
from tests.compiler.music_questions import Questioner
from tests.compiler.music_reference import Reference
from tests.compiler.music_service import TODAY, Counting, ask, schema

SAMPLE = 60
SEEKS = {"NodeUniqueIndexSeek", "NodeIndexSeek"}
DATED_COMMAND = """
UNWIND range(1, 2000) AS i
CREATE (:Record {id: 'x' + toString(i), title: 'x', gold: false, released: date('1950-01-01') + duration({days: i})})
"""
MANY_COMMAND = """
UNWIND range(1, 3000) AS number
CREATE (:Record {id: 'x' + number, title: 'Title ' + (number * 7919 % 3000), gold: false})
"""


@pytest.fixture
async def driver(database_settings: Settings) -> AsyncIterator[AsyncDriver]:
    """The bare driver: plans and notifications do not pass the door of graph/."""
    uri, password = database_settings.neo4j_uri, database_settings.password
    async with AsyncGraphDatabase.driver(uri or "", auth=(database_settings.neo4j_username, password or "")) as driver:
        yield driver


@pytest.fixture
async def many_records(large_graph: Graph) -> AsyncIterator[Graph]:
    """With three thousand records more."""
    await large_graph.command(MANY_COMMAND)
    yield large_graph
    await large_graph.command("MATCH (n:Record) WHERE n.id STARTS WITH 'x' DELETE n")


async def explain(driver: AsyncDriver, word: str, text: str, parameters: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The plan (with EXPLAIN) or the profile (with PROFILE), and the descriptions of all notifications."""
    summary = (await driver.execute_query(cast("LiteralString", f"{word} {text}"), parameters)).summary
    return (summary.profile or summary.plan or {}), [
        status.status_description for status in summary.gql_status_objects if status.is_notification
    ]


def operators(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", []):
        yield from operators(child)


def names(plan: dict[str, Any]) -> set[str]:
    return {each["operatorType"].split("@")[0] for each in operators(plan)}


async def statement_of(graph: Graph, question: str, **variables: Any) -> tuple[str, dict[str, Any]]:
    counting = Counting(graph)
    result = await ask(counting, question, variables)
    assert result.errors is None, result.errors
    return counting.statements[0], counting.parameters[0]


async def test_neo4j_has_nothing_to_say_against_any_statement(large_graph: Graph, driver: AsyncDriver, much_music: Music) -> None:
    """No deprecation, no cartesian product, no unbounded path, nothing unknown."""
    reference = Reference(schema.as_str(), much_music, TODAY)
    for seed in range(SAMPLE):
        counting = Counting(large_graph)
        question = Questioner(reference.schema, much_music, random.Random(seed)).ask()
        await ask(counting, question.text, question.variables)
        for text, parameters in zip(counting.statements, counting.parameters, strict=True):
            _, notifications = await explain(driver, "EXPLAIN", text, parameters)
            assert notifications == [], text


async def test_one_by_id_is_found_by_the_index(large_graph: Graph, driver: AsyncDriver) -> None:
    for field in ("musician", "band", "record", "house"):
        text, parameters = await statement_of(large_graph, f'{{ {field}(id: "x") {{ id }} }}')
        plan, _ = await explain(driver, "EXPLAIN", text, parameters)
        assert names(plan) & SEEKS
        assert not names(plan) & {"NodeByLabelScan", "AllNodesScan"}


async def test_references_are_found_by_the_index(large_graph: Graph, driver: AsyncDriver) -> None:
    text, parameters = await statement_of(large_graph, "{ critics { best { record { id } } } }")
    plan, _ = await explain(driver, "EXPLAIN", text, parameters)
    assert names(plan) & SEEKS
    assert not names(plan) & {"NodeByLabelScan", "AllNodesScan"}


@pytest.mark.parametrize("sort", ["[]", "[{id: DESC}]", "[{title: ASC}]", "[{title: DESC}]"])
async def test_a_page_sorted_by_an_indexed_property_reads_little_more_than_the_page(
    many_records: Graph, driver: AsyncDriver, sort: str
) -> None:
    text, parameters = await statement_of(many_records, f"{{ records(sort: {sort}, first: 10) {{ nodes {{ id }} }} }}")
    profile, _ = await explain(driver, "PROFILE", text, parameters)
    assert sum(each["args"].get("DbHits", 0) for each in operators(profile)) < 300, text
    assert not names(profile) & {"NodeByLabelScan", "Sort", "Top"}


@pytest.mark.parametrize("sort", ["[{released: ASC}]", "[{released: DESC}]"])
async def test_so_does_one_sorted_by_a_property_that_may_be_absent(large_graph: Graph, driver: AsyncDriver, sort: str) -> None:
    await large_graph.command(DATED_COMMAND)
    try:
        text, parameters = await statement_of(large_graph, f"{{ records(sort: {sort}, first: 10) {{ nodes {{ id }} }} }}")
        profile, _ = await explain(driver, "PROFILE", text, parameters)
    finally:
        await large_graph.command("MATCH (n:Record) WHERE n.id STARTS WITH 'x' DELETE n")
    # Of two thousand records with a day, and the few that lack one, which come last and are not looked at.
    assert sum(each["args"].get("DbHits", 0) for each in operators(profile)) < 300, text


@pytest.mark.parametrize(
    "where",
    [
        'band: {lineup: {some: {id: {eq: "x"}}}}',
        'band: {lineup: {some: {name: {in: ["x", "y"]}}}}, gold: {eq: true}',
        'samples: {some: {house: {records: {some: {id: {eq: "x"}}}}}}',
    ],
)
async def test_a_condition_on_what_is_related_to_a_given_node_starts_from_that_node(
    many_records: Graph, driver: AsyncDriver, where: str
) -> None:
    """However far away it is: of three thousand records none is looked at that isn't reached from there."""
    text, parameters = await statement_of(many_records, f"{{ records(where: {{{where}}}) {{ totalCount }} }}")
    profile, _ = await explain(driver, "PROFILE", text, parameters)
    assert sum(each["args"].get("DbHits", 0) for each in operators(profile)) < 1000, text


async def test_of_two_conditions_on_what_is_related_the_nearer_is_where_it_starts(many_records: Graph, driver: AsyncDriver) -> None:
    """The other leads to three thousand records: what the nearer has found is asked one by one instead."""
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
    try:
        where = 'band: {lineup: {some: {id: {eq: "player"}}}}, samples: {some: {id: {eq: "xs"}}}'
        question = f"{{ records(where: {{{where}}}) {{ totalCount }} }}"
        assert (await ask(many_records, question)).data == {"records": {"totalCount": 3}}
        profile, _ = await explain(driver, "PROFILE", *await statement_of(many_records, question))
    finally:
        await many_records.command("MATCH (n) WHERE n.id IN ['player', 'diligent'] OR n:Record AND n.id STARTS WITH 'x' DETACH DELETE n")
    assert sum(each["args"].get("DbHits", 0) for each in operators(profile)) < 1000


async def test_what_is_reached_over_several_relationships_counts_once(graph: Graph) -> None:
    await graph.command("""
        CREATE (one:Musician {id: 'one', name: 'Ann'}), (two:Musician {id: 'two', name: 'Ann'}), (band:Band {id: 'band', name: 'The Band'}),
          (one)-[:PLAYED_IN]->(band), (one)-[:PLAYED_IN]->(band), (two)-[:PLAYED_IN]->(band),
          (:Record {id: 'a', title: 'A', gold: false})-[:MADE_BY]->(band), (:Record {id: 'b', title: 'B', gold: true})-[:MADE_BY]->(band),
          (:Record {id: 'c', title: 'C', gold: false})""")
    for asked, found in (('name: {eq: "Ann"}', ["a", "b"]), ('id: {eq: "one"}', ["a", "b"]), ('id: {eq: "c"}', [])):
        question = f"{{ records(where: {{band: {{lineup: {{some: {{{asked}}}}}}}}}) {{ totalCount nodes {{ id }} }} }}"
        result = await ask(graph, question)
        assert result.errors is None, result.errors
        assert result.data == {"records": {"totalCount": len(found), "nodes": [{"id": id_} for id_ in found]}}
