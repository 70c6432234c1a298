"""The selection set of a root field as a tree: fragments expanded, @skip and @include applied, arguments coerced."""

from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from graphql import (
    FieldNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    get_argument_values,
    get_named_type,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_subfields
from graphql.execution.values import VariableValues

from graph_service.compiler.node_ids import split_node_id
from graph_service.compiler.request_values import Placeholder
from graph_service.mapping.node_interface import NODE_ID

Info: TypeAlias = "GraphQLResolveInfo[Any]"


@dataclass(frozen=True, slots=True)
class SelectedField:
    """A selected field: its response key (the alias, if there is one), its name, its arguments by GraphQL name, and its selection set."""

    response_key: str
    name: str
    arguments: dict[str, Any]
    selections: tuple["SelectedField", ...]
    object_type: GraphQLObjectType | None = None
    """If the type of the field is an interface, the object type of its value."""


def read_selection(info: Info, type_name: str = "") -> SelectedField:
    """The field that is being resolved, with its selection set. type_name: the object type to read it for, if its type is an interface."""
    # Strawberry gives resolvers the plain dictionary of variables; graphql-core's functions expect it wrapped.
    variables = VariableValues({}, cast("dict[str, Any]", info.variable_values))
    fragments = {name: FragmentDetails(definition) for name, definition in info.fragments.items()}
    details = [FieldDetails(node, None) for node in info.field_nodes]
    return select_field(info.schema, info.operation, fragments, variables, info.parent_type, str(info.path.key), details, type_name)


def select_field(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: dict[str, FragmentDetails],
    variables: VariableValues,
    parent: GraphQLObjectType,
    response_key: str,
    details: list[FieldDetails],
    type_name: str = "",
) -> SelectedField:
    """One field of an object type, from all field nodes with this response key. GraphQLError if an argument cannot be coerced.

    type_name: the object type to select from, if the type of the field is an interface; by default that of its argument `nodeId`.
    """
    node: FieldNode = details[0].node
    name = node.name.value
    if name == "__typename" or name not in parent.fields:
        return SelectedField(response_key, name, {}, ())
    field = parent.fields[name]
    arguments = get_argument_values(field, node, variables) if field.args else {}
    type_ = cast(GraphQLNamedType, get_named_type(field.type))
    is_interface = isinstance(type_, GraphQLInterfaceType)
    if is_interface:
        type_ = schema.type_map.get(type_name or _type_of_node_id(arguments.get(NODE_ID, "")))
    if not isinstance(type_, GraphQLObjectType):
        return SelectedField(response_key, name, arguments, ())
    collected = collect_subfields(schema, fragments, variables, operation, type_, details).grouped_field_set
    selections = tuple(select_field(schema, operation, fragments, variables, type_, key, nodes) for key, nodes in collected.items())
    return SelectedField(response_key, name, arguments, selections, type_ if is_interface else None)


def _type_of_node_id(node_id: str | Placeholder) -> str:
    return node_id.type_name if isinstance(node_id, Placeholder) else split_node_id(node_id)[0]
