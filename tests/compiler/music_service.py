"""The music graph as a GraphQL service: its schema, a field computed in Python, and the context of a request."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, LiteralString, cast

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig

from graph_service.compiler.execution.node_lookup import attach_node_lookup
from graph_service.compiler.execution.operations import PreparedOperations
from graph_service.compiler.execution.resolvers import attach_resolvers, read_reference
from graph_service.compiler.operation_cost import Cost, check_cost
from graph_service.compiler.planning.statistics import Statistics
from graph_service.errors import InvalidInput
from graph_service.graph import Graph
from graph_service.mapping.read_rules import UNRESTRICTED, Viewer
from graph_service.mapping.resolution import resolve_nodes
from graph_service.mapping.scalars import SCALARS
from graph_service.mapping.schema_types import SchemaTypes
from tests.compiler import music

Execute = Callable[..., Awaitable[Any]]
TODAY = "2026-06-15"
CRITICS = {"Lester": ["r3", "r1", "none"], "Pauline": ["r1", "r5"]}
PRICE = strawberry.scalar(name="Price", description="A price with its currency.", serialize=lambda pair: f"{pair[0]} {pair[1]}")

types = SchemaTypes(resolve_nodes([music.Musician, music.Band, music.Record, music.House]), search={"search": music.Record})


@strawberry.type
class Mention:
    """An entry in a critic's list. It is not a node but refers to one."""

    rank: int
    record_id: strawberry.Private[str]

    @strawberry.field
    async def record(self, info: strawberry.Info) -> music.Record | None:
        return await read_reference(info, music.Record, self.record_id)


@strawberry.type
class Critic:
    """A critic with a list of records."""

    name: str

    @strawberry.field
    def best(self) -> list[Mention]:
        return [Mention(rank=rank, record_id=id_) for rank, id_ in enumerate(CRITICS[self.name], start=1)]


@strawberry.type
class Query(types.query):
    """The root type."""

    @strawberry.field
    def critics(self) -> list[Critic]:
        return [Critic(name=name) for name in CRITICS]


schema = strawberry.Schema(query=Query, config=StrawberryConfig(scalar_map={**SCALARS, music.Price: PRICE}))
attach_resolvers(schema._schema, types)
attach_node_lookup(schema._schema, types.by_name)
operations = PreparedOperations(schema._schema, types.roots)


@dataclass
class Request:
    """The request context that the compiler needs."""

    graph: Any
    today: str = TODAY
    references: dict[Any, Any] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    max_cost: int = 10**9
    warnings: list[str] = field(default_factory=list)
    statistics: Statistics = field(default_factory=Statistics)
    viewer: Viewer = UNRESTRICTED
    profiles: None = None

    @property
    def request_values(self) -> list[Any]:
        return [self.today, self.viewer.person]

    async def read(self, query: str, parameters: dict[str, Any], _decisions: Any = ()) -> Any:
        return await self.graph.read(query, parameters)

    def charge(self, cost: int, field: str) -> None:
        check_cost(Cost(cost, field, cost), self.max_cost)


class RecordingGraph:
    """A graph that records the statements it runs."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.statements: list[str] = []
        self.parameters: list[dict[str, Any]] = []

    async def read(self, query: str, parameters: dict[str, Any]) -> Any:
        self.statements.append(query)
        self.parameters.append(parameters)
        return await self.graph.read(cast("LiteralString", query), parameters)


async def execute_query(
    graph: Any,
    query: str,
    variables: dict[str, Any] | None = None,
    statistics: Statistics | None = None,
    viewer: Viewer = UNRESTRICTED,
) -> Any:
    """Executes a query as a separate request; the result includes errors. statistics: plans for a graph of another size."""
    request = Request(graph, statistics=statistics or Statistics(), viewer=viewer)
    return await schema.execute(query, variable_values=variables, context_value=request)


def random_statistics(rng: random.Random) -> Statistics:
    """Any sizes: whatever they make the planner choose, the results are the same."""
    sizes = [4**power for power in range(10)]
    labels, types = ("Musician", "Band", "Record", "House"), ("PLAYED_IN", "MADE_BY", "OUT_ON", "SAMPLES", "OWNED_BY")
    values = (("Record", "title"), ("Record", "released"), ("Record", "deletedOn"))
    hidden = {("Record", "deletedOn"): rng.choice([0, 4, 4**9])}
    return Statistics(
        {k: rng.choice(sizes) for k in labels}, {k: rng.choice(sizes) for k in types}, {k: rng.choice(sizes) for k in values}, hidden
    )


RECORDS = "query($where: RecordWhere, $sort: [RecordSort!], $first: Int!, $after: String) { records(where: $where, sort: $sort, first: $first, after: $after) { nodes { id } } }"


async def ids(execute: Execute, **arguments: Any) -> list[str]:
    answer = await execute(RECORDS, **({"first": 20} | arguments))
    return [node["id"] for node in answer["records"]["nodes"]]


def fault(error: GraphQLError) -> tuple[str, str | None]:
    """The code and the field of an InvalidInput error."""
    assert isinstance(error.original_error, InvalidInput), error
    return error.original_error.code, error.original_error.field
