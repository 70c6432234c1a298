"""What was asked for, as a tree: fragments spread, @skip and @include applied, arguments with their values."""

from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from graphql import (
    FieldNode,
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

Info: TypeAlias = "GraphQLResolveInfo[Any]"


@dataclass(frozen=True, slots=True)
class Selected:
    """One selected field: the key of the response, the field's name, its arguments by GraphQL name, and what is selected below."""

    key: str
    name: str
    arguments: dict[str, Any]
    below: tuple["Selected", ...]


def read_selection(info: Info) -> Selected:
    """The selection of the field that is being resolved."""
    # Strawberry hands resolvers the bare dictionary of variables; graphql-core's own functions want it wrapped.
    variables = VariableValues({}, cast("dict[str, Any]", info.variable_values))
    fragments = {name: FragmentDetails(definition) for name, definition in info.fragments.items()}
    details = [FieldDetails(node, None) for node in info.field_nodes]
    return select(info.schema, info.operation, fragments, variables, info.parent_type, str(info.path.key), details)


def select(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: dict[str, FragmentDetails],
    variables: VariableValues,
    parent: GraphQLObjectType,
    key: str,
    details: list[FieldDetails],
) -> Selected:
    """The selection of one field of an object type. GraphQLError when an argument's value cannot be."""
    node: FieldNode = details[0].node
    name = node.name.value
    if name == "__typename" or name not in parent.fields:
        return Selected(key, name, {}, ())
    field = parent.fields[name]
    arguments = get_argument_values(field, node, variables) if field.args else {}
    named = cast(GraphQLNamedType, get_named_type(field.type))
    if not isinstance(named, GraphQLObjectType):
        return Selected(key, name, arguments, ())
    collected = collect_subfields(schema, fragments, variables, operation, named, details).grouped_field_set
    below = tuple(select(schema, operation, fragments, variables, named, k, d) for k, d in collected.items())
    return Selected(key, name, arguments, below)
