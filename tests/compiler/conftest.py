"""Fixtures: the music graph, small and generated, and how to query it."""

from collections.abc import AsyncIterator
from typing import Any, LiteralString

import pytest
from graphql import GraphQLError

from graph_service.graph import Graph
from tests.compiler.music_data import CONSTRAINT_COMMANDS, DROP_COMMANDS, Music, generate_music, load_music
from tests.compiler.music_reference import ReferenceExecutor
from tests.compiler.music_service import TODAY, Execute, RecordingGraph, execute_query, schema
from tests.seeding import empty, is_loaded, remember

EMPTY_COMMAND: LiteralString = "MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"
LOAD_COMMANDS: list[LiteralString] = [
    """
UNWIND [['ann', 'Ann', '1950-02-03'], ['bob', 'Bob', NULL], ['cy', 'cyrus', '1950-02-03'], ['dee', 'Dee', '1961-12-31']] AS row
CREATE (:Musician {id: row[0], name: row[1], born: date(row[2])})
""",
    """
UNWIND [['gulls', 'The Gulls', 1970], ['owls', 'Owls', NULL], ['rooks', 'Rooks', 1985]] AS row
CREATE (:Band {id: row[0], name: row[1], founded: row[2]})
""",
    """
UNWIND [['big', 'Big House'], ['mid', 'Middle House'], ['small', 'Small House']] AS row
CREATE (:House {id: row[0], name: row[1]})
""",
    """
UNWIND [['mid', 'big', NULL, '2020-01-01'], ['mid', 'small', '2020-01-01', NULL], ['small', 'big', NULL, NULL]] AS row
MATCH (a:House {id: row[0]}) MATCH (b:House {id: row[1]})
CREATE (a)-[:OWNED_BY {from: date(row[2]), to: date(row[3])}]->(b)
""",
    """
UNWIND [['ann', 'gulls', 'bass', '1970-01-01', '1980-01-01'], ['ann', 'gulls', 'voice', '1990-01-01', NULL], ['bob', 'gulls', NULL, NULL, NULL],
        ['cy', 'rooks', 'drums', '1985-05-05', NULL], ['dee', 'rooks', 'horn', '1985-05-05', '1999-01-01'], ['dee', 'owls', 'horn', '1999-01-01', NULL]] AS row
MATCH (m:Musician {id: row[0]}) MATCH (b:Band {id: row[1]})
CREATE (m)-[:PLAYED_IN {instrument: row[2], from: date(row[3]), to: date(row[4])}]->(b)
""",
    """
UNWIND [['r1', 'First Flight', 'STUDIO', '1971-03-01', 7.5, true, 'gulls', 'big', 999, 'EUR'], ['r2', 'Harbour', 'STUDIO', '1973-03-01', 9.0, true, 'gulls', 'big', NULL, NULL],
        ['r3', 'Live at the Pier', 'LIVE', '1974-08-09', 6.0, false, 'gulls', 'small', 1500, 'JPY'], ['r4', 'Nest', 'STUDIO', '1986-01-01', NULL, false, 'rooks', 'mid', NULL, NULL],
        ['r5', 'harbour again', NULL, NULL, 9.0, false, 'rooks', NULL, NULL, NULL], ['r6', 'Lost Tape', NULL, NULL, NULL, false, NULL, NULL, NULL, NULL]] AS row
CREATE (r:Record {id: row[0], title: row[1], kind: row[2], released: date(row[3]), rating: row[4], gold: row[5], price: row[8], currency: row[9],
                  pressedAt: datetime(row[3] + 'T10:00:00Z')})
WITH r, row
FOREACH (band IN CASE WHEN row[6] IS NULL THEN [] ELSE [row[6]] END | MERGE (b:Band {id: band}) CREATE (r)-[:MADE_BY]->(b))
FOREACH (house IN CASE WHEN row[7] IS NULL THEN [] ELSE [row[7]] END | MERGE (h:House {id: house}) CREATE (r)-[:OUT_ON]->(h))
""",
]


@pytest.fixture(scope="session")
async def music_database(database: Graph) -> AsyncIterator[Graph]:
    """The database with the constraints and indexes of the music graph, for the whole session."""
    for command in CONSTRAINT_COMMANDS:
        await database.command(command)
    await database.command("CALL db.awaitIndexes(60)")
    yield database
    await database.command(EMPTY_COMMAND)
    for command in DROP_COMMANDS:
        await database.command(command)


@pytest.fixture
async def music_graph(music_database: Graph) -> RecordingGraph:
    """A few bands, with a record of the statements that are run."""
    if not await is_loaded(music_database, "bands"):
        await empty(music_database)
        for command in LOAD_COMMANDS:
            await music_database.command(command)
        await remember(music_database, "bands")
    return RecordingGraph(music_database)


@pytest.fixture(scope="session")
def generated_music() -> Music:
    """The rows of `large_graph`."""
    return generate_music(20260615)


@pytest.fixture(scope="session")
def reference(generated_music: Music) -> ReferenceExecutor:
    """Computes the expected results for `large_graph`."""
    return ReferenceExecutor(schema.as_str(), generated_music, TODAY)


@pytest.fixture(scope="module")
async def large_graph(music_database: Graph, generated_music: Music) -> Graph:
    """Two hundred nodes, loaded once per module; its tests only read."""
    await music_database.command(EMPTY_COMMAND)
    await load_music(music_database, generated_music)
    return music_database


@pytest.fixture
def execute(music_graph: RecordingGraph) -> Execute:
    """Executes a query and returns its data; fails if there are errors."""

    async def run(query: str, **variables: Any) -> Any:
        result = await execute_query(music_graph, query, variables)
        assert result.errors is None, result.errors
        return result.data

    return run


@pytest.fixture
def execute_invalid(music_graph: RecordingGraph) -> Execute:
    """Executes an invalid query and returns its one error."""

    async def run(query: str, **variables: Any) -> GraphQLError:
        result = await execute_query(music_graph, query, variables)
        assert result.errors is not None
        (error,) = result.errors
        return error

    return run
