"""The root fields `node` and `nodes`: nodes of any type by the ID of the interface Node. Each type is read by one statement:

MATCH (n0:Lesson) WHERE n0.id IN $p0 WITH n0, n0{.title} AS row RETURN collect([n0.id, row]) AS rows
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, cast

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema

from graph_service.compiler.execution.plans import compile_root_field
from graph_service.compiler.execution.resolvers import RequestContext, root_resolver
from graph_service.compiler.node_ids import decode_node_id
from graph_service.compiler.selection import Info, read_selection
from graph_service.compiler.statements import ROW_TYPE, compile_references, convert_row
from graph_service.errors import InvalidInput
from graph_service.mapping.node_interface import NODE_ID
from graph_service.mapping.node_types import Node
from graph_service.page_size import MAXIMUM_PAGE_SIZE

NodeTypes: TypeAlias = Mapping[str, Node]
"""The node types by the name of their GraphQL type."""
Lookups: TypeAlias = Mapping[str, Callable[[Any, Sequence[str]], Awaitable[Mapping[str, Any]]]]
"""How types that the compiler does not read are found: by the name of the type, `lookup(context, ids)` returns objects of its class by id."""

NO_LOOKUPS: Final[Lookups] = {}


def attach_node_lookup(schema: GraphQLSchema, types: NodeTypes, query_name: str = "Query", lookups: Lookups = NO_LOOKUPS) -> None:
    """Sets the resolvers of `node` and `nodes`, and how the interface finds the type of a row."""
    interface, query = schema.type_map["Node"], schema.type_map[query_name]
    assert isinstance(interface, GraphQLInterfaceType)  # noqa: S101 - for the type checker
    assert isinstance(query, GraphQLObjectType)  # noqa: S101
    interface.resolve_type = _type_of_row

    known = types.keys() | lookups.keys()

    async def read_node(context: RequestContext, info: Info) -> Any:
        selected = read_selection(info)
        type_name, id_ = decode_node_id(selected.arguments[NODE_ID], known)
        if type_name in lookups:
            return (await lookups[type_name](context, [id_])).get(id_)
        field = compile_root_field(types[type_name], "lookup", selected, context.statistics, context.viewer)
        return field.response(await context.read(field.statement.text, field.statement.parameters(context.request_values)))

    async def resolve_nodes(_root: Any, info: Info, *, nodeIds: Sequence[str]) -> list[Any]:  # noqa: N803 - the name of the argument
        if len(nodeIds) > MAXIMUM_PAGE_SIZE:
            raise InvalidInput(f"nodeIds has {len(nodeIds):,} entries; at most {MAXIMUM_PAGE_SIZE:,} are allowed.", field="nodeIds")
        return await read_nodes(info, types, [decode_node_id(each, known, "nodeIds") for each in nodeIds], lookups, shown=True)

    query.fields["node"].resolve, query.fields["nodes"].resolve = root_resolver(read_node), resolve_nodes


def _type_of_row(row: Any, *_: object) -> str:
    return cast("dict[str, str]", row)[ROW_TYPE] if isinstance(row, dict) else type(row).__name__


async def read_nodes(
    info: Info, types: NodeTypes, ids: Sequence[tuple[str, str]], lookups: Lookups = NO_LOOKUPS, *, shown: bool = False
) -> list[Any]:
    """The nodes with these type names and ids, in this order, as rows for a field whose type is the interface; None where there is none.

    shown: the ids are those that the caller reads, as in a request.
    """
    names = dict.fromkeys(name for name, _ in ids)

    async def read(name: str) -> Mapping[str, Any]:
        if name in lookups:
            return await lookups[name](info.context, list(dict.fromkeys(id_ for type_name, id_ in ids if type_name == name)))
        return await _read(info, types[name], ids, shown)

    found = dict(zip(names, await asyncio.gather(*map(read, names)), strict=True))
    return [found[name].get(id_) for name, id_ in ids]


async def _read(info: Info, node: Node, ids: Iterable[tuple[str, str]], shown: bool) -> dict[str, dict[str, Any]]:
    """By id, the rows of the nodes of one type."""
    context: RequestContext = info.context
    selected = read_selection(info, node.name)
    statement, post_process = compile_references(node, selected, context.viewer, shown=shown)
    values = [*context.request_values, list(dict.fromkeys(id_ for name, id_ in ids if name == node.name))]
    context.charge(statement.cost(values).rows, selected.name)
    rows: list[tuple[str, Any]] = await context.read(statement.text, statement.parameters(values))
    return {id_: convert_row(row, post_process) | {ROW_TYPE: node.name} for id_, row in rows}
