"""Where the compiler meets GraphQL execution: root fields run their statement, everything below reads its row."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, LiteralString, Protocol, TypeVar

import strawberry
from graphql import GraphQLObjectType, GraphQLSchema
from strawberry.dataloader import DataLoader

from graph_service.compiler.cost import refuse_beyond
from graph_service.compiler.operations import compile_root
from graph_service.compiler.selection import Info, read_selection
from graph_service.compiler.statement_builder import Finish, Statement
from graph_service.compiler.statements import compile_references, finish_row
from graph_service.compiler.values import Given
from graph_service.mapping.annotations import node_of
from graph_service.mapping.node_types import Node
from graph_service.mapping.schema_types import RootKind, SchemaTypes

T = TypeVar("T")


class Reading(Protocol):
    """What a request must bring along for the compiler: a way to read the graph, its own day, and a place for references of this request."""

    today: str
    references: dict[tuple[Any, ...], DataLoader[str, Any]]
    rows: Mapping[str, Any]
    """What was read for root fields already, by their keys: the row, or the error that was met instead."""
    max_cost: int

    async def read(self, query: LiteralString, parameters: Mapping[str, Any]) -> Any:
        """Runs a statement: the first column of its first record."""


def attach(schema: GraphQLSchema, types: SchemaTypes, query_name: str = "Query") -> None:
    """Gives the fields of nodes, of the types around them and of the root their resolvers. Called once, when the schema is built."""
    for name in types.row_types:
        made = schema.type_map.get(name)
        for field in made.fields.values() if isinstance(made, GraphQLObjectType) else ():
            field.resolve = read_key
    query = schema.type_map[query_name]
    for name, (node, kind) in types.roots.items():
        if isinstance(query, GraphQLObjectType):
            query.fields[name].resolve = _root(node, kind)


def read_key(row: dict[str, Any], info: Info, **_: Any) -> Any:
    """The value of a field from its row, which has the response's own keys."""
    return row[str(info.path.key)]


def _root(node: Node, kind: RootKind) -> Any:
    async def read(reading: Reading, info: Info) -> Any:
        root = compile_root(node, kind, read_selection(info))
        return root.response(await reading.read(root.statement.text, root.statement.parameters([reading.today])))

    return resolver(read)


def resolver(answer: Callable[[Any, Info], Awaitable[Any]]) -> Any:
    """What answers a root field: by the row that is there already, or else by what `answer` gives for the request's context."""

    async def resolve(_root: Any, info: Info, **_: Any) -> Any:
        reading: Reading = info.context
        if info.path.key not in reading.rows:
            return await answer(reading, info)
        row = reading.rows[str(info.path.key)]
        if isinstance(row, Exception):
            raise row
        return row

    return resolve


async def read_reference(info: "strawberry.Info[Any, Any]", cls: type[T], id_: str) -> T | None:
    """The node of this id, for a field worked out in Python that mentions it; None when there is none.

    It comes as its row, read with what is selected below the field: hand it on as the field's value. All nodes that the same field
    of the response mentions, in whatever items of a list, are read by one statement.
    """
    bare: Info = info._raw_info  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType, reportUnknownVariableType] - has the selection
    reading: Reading = bare.context
    place = _place(bare)
    if place not in reading.references:
        statement, finish = compile_references(node_of(cls), read_selection(bare))
        reading.references[place] = DataLoader(load_fn=_loader(reading, statement, finish))
    return await reading.references[place].load(id_)


async def read_references(info: "strawberry.Info[Any, Any]", cls: type[T], ids: Iterable[str]) -> list[T]:
    """The nodes of these ids in order, without those that aren't there: for a field that is a list. Read as by `read_reference`."""
    found = await asyncio.gather(*(read_reference(info, cls, id_) for id_ in ids))
    return [node for node in found if node is not None]


def _place(info: Info) -> tuple[Any, ...]:
    """The field of the response, whichever item of a list it is in: keys and types, for a key may mean two fields on two types."""
    steps: list[Any] = []
    path = info.path
    while path is not None:
        steps += [(path.key, path.typename)] if isinstance(path.key, str) else []
        path = path.prev
    return tuple(steps)


def _loader(reading: Reading, statement: Statement, finish: Finish | None) -> Any:
    async def load(ids: list[str]) -> Iterable[Any]:
        given: Given = [reading.today, ids]
        refuse_beyond(statement.cost(given), reading.max_cost)
        rows: list[tuple[str, Any]] = await reading.read(statement.text, statement.parameters(given))
        found = {id_: finish_row(row, finish) for id_, row in rows}
        return [found.get(id_) for id_ in ids]

    return load
