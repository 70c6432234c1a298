"""Resolvers: how graphql-core executes compiled fields. Root fields run their statement; the fields below them read its row."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from math import isfinite
from typing import Any, LiteralString, Protocol, TypeVar

import strawberry
from graphql import GraphQLObjectType, GraphQLSchema
from strawberry.dataloader import DataLoader

from graph_service.compiler.conditions.visibility import readable
from graph_service.compiler.execution.plans import compile_root_field
from graph_service.compiler.operation_cost import check_cost
from graph_service.compiler.planning.statistics import Statistics
from graph_service.compiler.request_values import RequestValues
from graph_service.compiler.selection import Info, SelectedField, read_selection
from graph_service.compiler.statement_builder import Decision, PostProcess, Statement, StatementBuilder
from graph_service.compiler.statements import compile_references, convert_row
from graph_service.mapping.annotations import node_of
from graph_service.mapping.node_types import Node
from graph_service.mapping.read_rules import Viewer
from graph_service.mapping.schema_types import RootKind, SchemaTypes

T = TypeVar("T")


class RequestContext(Protocol):
    """The part of a request's context that the compiler uses."""

    references: dict[tuple[Any, ...], DataLoader[str, Any]]
    """The loaders of this request, by path of the field that refers to nodes."""
    rows: Mapping[str, Any]
    """Rows of root fields that were read before graphql-core runs, by response key. An exception stands for a failed read."""

    @property
    def max_cost(self) -> int:
        """The highest cost of an operation, in rows."""
        ...

    @property
    def request_values(self) -> RequestValues:
        """The first values of every request: the current day and the ID of the viewer's person."""
        ...

    @property
    def viewer(self) -> Viewer:
        """Who reads."""
        ...

    @property
    def statistics(self) -> Statistics:
        """The size of the graph."""
        ...

    warnings: list[str]
    """Sentences about the result, for the response's `extensions`."""

    profiles: list[Any] | None
    """The profiles of the statements of this request; None if it does not ask for them."""

    async def read(self, query: LiteralString, parameters: Mapping[str, Any], decisions: tuple[Decision, ...] = ()) -> Any:
        """Runs a statement and returns the first column of its first record. decisions: the decisions of the planner, for the profile."""

    def charge(self, cost: int, field: str) -> None:
        """Adds the rows of a field to the cost of the request. Raises TooCostly above the limit."""


def attach_resolvers(schema: GraphQLSchema, types: SchemaTypes, query_name: str = "Query") -> None:
    """Sets the resolvers of all compiled fields. Called once, when the schema is built."""
    for name in types.row_types:
        type_ = schema.type_map.get(name)
        if isinstance(type_, GraphQLObjectType):
            type_.is_type_of = None  # Strawberry's tests the class of a value, and rows are dictionaries
            for field in type_.fields.values():
                field.resolve = read_key
    query = schema.type_map[query_name]
    for name, (node, kind) in types.roots.items():
        if isinstance(query, GraphQLObjectType):
            query.fields[name].resolve = _compiled_resolver(node, kind)


def read_key(row: dict[str, Any], info: Info, **_: Any) -> Any:
    """The value of a field: rows have the response keys of the selection.

    A number that is not finite, such as a sum of huge values, is null with a warning: JSON cannot hold it. The fast path leaves such rows to
    graphql-core (completion.py), which calls this.
    """
    value = row[str(info.path.key)]
    if value.__class__ is float and not isfinite(value):
        path = ".".join(map(str, info.path.as_list()))
        info.context.warnings.append(f"{path} is null, because it is too large for a number.")
        return None
    return value


def _compiled_resolver(node: Node, kind: RootKind) -> Any:
    async def read(context: RequestContext, info: Info) -> Any:
        field = compile_root_field(
            node, kind, read_selection(info), context.statistics, context.viewer, record_decisions=context.profiles is not None
        )
        statement = field.statement
        return field.response(await context.read(statement.text, statement.parameters(context.request_values), statement.decisions))

    return root_resolver(read)


def root_resolver(resolve_field: Callable[[Any, Info], Awaitable[Any]]) -> Any:
    """The resolver of a root field: returns the row if it was read before, and calls `resolve_field(context, info)` otherwise."""

    async def resolve(_root: Any, info: Info, **_: Any) -> Any:
        context: RequestContext = info.context
        if info.path.key not in context.rows:
            return await resolve_field(context, info)
        row = context.rows[str(info.path.key)]
        if isinstance(row, Exception):
            raise row
        return row

    return resolve


async def read_reference(info: "strawberry.Info[Any, Any]", cls: type[T], id_: str) -> T | None:
    """The node with this id, for a Python resolver that returns a reference to a node; None if there is none.

    The result is a row with the fields selected below this field, so return it as the value of the field. All nodes that one field of the
    response refers to, in all items of a list, are read by one statement:

        MATCH (n0:Lesson) WHERE n0.id IN $p0 WITH n0, n0{.title} AS row RETURN collect([n0.id, row]) AS rows
    """
    core_info: Info = info._raw_info  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType, reportUnknownVariableType] - has the selection
    context: RequestContext = core_info.context
    path = _field_path(core_info)
    if path not in context.references:
        statement, post_process = compile_references(node_of(cls), read_selection(core_info), context.viewer)
        context.references[path] = DataLoader(load_fn=_batch_loader(context, statement, post_process))
    return await context.references[path].load(id_)


async def read_references(info: "strawberry.Info[Any, Any]", cls: type[T], ids: Iterable[str]) -> list[T]:
    """The nodes with these ids, in this order and without missing ones, for a field that is a list. See `read_reference`."""
    nodes = await asyncio.gather(*(read_reference(info, cls, id_) for id_ in ids))
    return [node for node in nodes if node is not None]


async def readable_ids(context: RequestContext, cls: type, ids: Sequence[str]) -> set[str]:
    """The ids of the nodes of a type that the viewer may read, among these."""
    if not ids or not readable(StatementBuilder(viewer=context.viewer), node_of(cls), ""):
        return set(ids)
    field = SelectedField("node", "node", {}, (SelectedField("id", "id", {}, ()),))
    statement, _ = compile_references(node_of(cls), field, context.viewer)
    rows: list[tuple[str, Any]] = await context.read(statement.text, statement.parameters([*context.request_values, ids]))
    return {id_ for id_, _ in rows}


def _field_path(info: Info) -> tuple[Any, ...]:
    """The path of the field without list indices. It includes type names, because one key can mean two fields on two types."""
    steps: list[Any] = []
    path = info.path
    while path is not None:
        steps += [(path.key, path.typename)] if isinstance(path.key, str) else []
        path = path.prev
    return tuple(steps)


def _batch_loader(context: RequestContext, statement: Statement, post_process: PostProcess | None) -> Any:
    async def load(ids: list[str]) -> Iterable[Any]:
        values: RequestValues = [*context.request_values, ids]
        check_cost(statement.cost(values), context.max_cost)
        rows: list[tuple[str, Any]] = await context.read(statement.text, statement.parameters(values))
        nodes = {id_: convert_row(row, post_process) for id_, row in rows}
        return [nodes.get(id_) for id_ in ids]

    return load
