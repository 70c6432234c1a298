"""The music graph, and a way to ask it."""

import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import strawberry
from graphql import ExecutionResult
from strawberry.schema.config import StrawberryConfig

from graph_service.compiler.markers import read_nodes
from graph_service.compiler.resolvers import attach
from graph_service.compiler.scalars import SCALARS
from graph_service.compiler.types import Types
from graph_service.graph import Graph

sys.path.insert(0, str(Path(__file__).parent))

import music

TODAY = "2026-06-15"
LOAD_COMMANDS = [
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
CONSTRAINTS = [
    f"CREATE CONSTRAINT music_{label} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for label in ("Musician", "Band", "Record", "House")
]


@dataclass
class Request:
    """What the compiler needs of a request; it counts the statements that were sent."""

    graph: Any
    today: str = TODAY
    references: dict[Any, Any] = field(default_factory=dict)


class Counting:
    """The graph, with a list of what was read through it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.statements: list[str] = []

    async def read(self, query: str, parameters: dict[str, Any]) -> Any:
        self.statements.append(query)
        return await self.graph.read(query, parameters)


types = Types(read_nodes([music.Musician, music.Band, music.Record, music.House]))
schema = strawberry.Schema(query=types.query, config=StrawberryConfig(scalar_map=SCALARS))
attach(schema._schema, types, "NodeQuery")


@pytest.fixture
async def music_graph(graph: Graph):
    """A few bands."""
    for command in [*CONSTRAINTS, *LOAD_COMMANDS]:
        await graph.command(command)
    yield Counting(graph)


Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
def ask(music_graph: Counting) -> Ask:
    """Runs a query and returns its data; fails when there are errors."""

    async def run(query: str, **variables: Any) -> Any:
        result = await schema.execute(query, variable_values=variables, context_value=Request(music_graph))
        assert result.errors is None, result.errors
        return result.data

    return run


@pytest.fixture
def ask_wrongly(music_graph: Counting) -> Ask:
    """Runs a query and returns its errors."""

    async def run(query: str, **variables: Any) -> Any:
        result: ExecutionResult = await schema.execute(query, variable_values=variables, context_value=Request(music_graph))
        assert result.errors
        return result.errors

    return run
