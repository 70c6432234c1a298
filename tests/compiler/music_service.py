"""The music graph as a GraphQL service: its schema, one answer worked out in Python, and what a request brings along."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, LiteralString, cast

import strawberry
from strawberry.schema.config import StrawberryConfig

from graph_service.compiler.operations import PreparedOperations
from graph_service.compiler.resolvers import attach_resolvers, read_reference
from graph_service.graph import Graph
from graph_service.mapping.resolution import resolve_nodes
from graph_service.mapping.scalars import SCALARS
from graph_service.mapping.schema_types import SchemaTypes
from tests.compiler import music

Ask = Callable[..., Awaitable[Any]]
TODAY = "2026-06-15"
CRITICS = {"Lester": ["r3", "r1", "none"], "Pauline": ["r1", "r5"]}
PRICE = strawberry.scalar(name="Price", description="A price with its currency.", serialize=lambda pair: f"{pair[0]} {pair[1]}")

types = SchemaTypes(resolve_nodes([music.Musician, music.Band, music.Record, music.House]), search={"search": music.Record})


@strawberry.type
class Mention:
    """A place in somebody's list: no node, but it mentions one."""

    rank: int
    record_id: strawberry.Private[str]

    @strawberry.field
    async def record(self, info: strawberry.Info) -> music.Record | None:
        return await read_reference(info, music.Record, self.record_id)


@strawberry.type
class Critic:
    """Somebody with a list."""

    name: str

    @strawberry.field
    def best(self) -> list[Mention]:
        return [Mention(rank=rank, record_id=id_) for rank, id_ in enumerate(CRITICS[self.name], start=1)]


@strawberry.type
class Query(types.query):
    """All questions."""

    @strawberry.field
    def critics(self) -> list[Critic]:
        return [Critic(name=name) for name in CRITICS]


schema = strawberry.Schema(query=Query, config=StrawberryConfig(scalar_map={**SCALARS, music.Price: PRICE}))
attach_resolvers(schema._schema, types)
operations = PreparedOperations(schema._schema, types.roots)


@dataclass
class Request:
    """What the compiler needs of a request."""

    graph: Any
    today: str = TODAY
    references: dict[Any, Any] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    max_cost: int = 10**9

    async def read(self, query: str, parameters: dict[str, Any]) -> Any:
        return await self.graph.read(query, parameters)


class Counting:
    """The graph, with a list of what was read through it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.statements: list[str] = []
        self.parameters: list[dict[str, Any]] = []

    async def read(self, query: str, parameters: dict[str, Any]) -> Any:
        self.statements.append(query)
        self.parameters.append(parameters)
        return await self.graph.read(cast("LiteralString", query), parameters)


async def ask(graph: Any, query: str, variables: dict[str, Any] | None = None) -> Any:
    """The answer, errors and all, as a request of its own gets it."""
    return await schema.execute(query, variable_values=variables, context_value=Request(graph))
