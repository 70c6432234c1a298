"""What was asked for, as a tree: fragments spread, @skip and @include applied, arguments with their values."""

from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from graphql import FieldNode, GraphQLNamedType, GraphQLObjectType, GraphQLResolveInfo, get_argument_values, get_named_type
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
    return _select(info._replace(variable_values=variables), fragments, str(info.path.key), info.parent_type, details)


def _select(
    info: Info, fragments: dict[str, FragmentDetails], key: str, parent: GraphQLObjectType, details: list[FieldDetails]
) -> Selected:
    node: FieldNode = details[0].node
    name = node.name.value
    if name == "__typename":
        return Selected(key, name, {}, ())
    field = parent.fields[name]
    arguments = get_argument_values(field, node, info.variable_values) if field.args else {}
    named = cast(GraphQLNamedType, get_named_type(field.type))
    if not isinstance(named, GraphQLObjectType):
        return Selected(key, name, arguments, ())
    collected = collect_subfields(info.schema, fragments, info.variable_values, info.operation, named, details)
    return Selected(key, name, arguments, tuple(_select(info, fragments, k, named, d) for k, d in collected.grouped_field_set.items()))
