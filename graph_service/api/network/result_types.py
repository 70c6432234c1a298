"""GraphQL types of the results of measures. They follow from the dataclasses: declaration.py in analysis/measures describes how."""

import inspect
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import EnumType
from inspect import Parameter, Signature
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

import strawberry
from strawberry import ID
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from graph_service.analysis.facts.node_ids import (
    ConversationId,
    DepartmentId,
    GroupId,
    LessonId,
    PersonId,
    ProjectId,
    ReuseId,
    RundownId,
    TaskId,
    TopicId,
)
from graph_service.analysis.measures.benefits import Money as ComputedMoney
from graph_service.analysis.measures.declaration import keyword_parameters
from graph_service.analysis.measures.departure import DepartureEffect
from graph_service.analysis.measures.node_graph import NodeGraphEdge, NodeGraphNode
from graph_service.analysis.measures.timeline import TimelinePeriod
from graph_service.analysis.organisation.groups import Group
from graph_service.analysis.people.brokerage import BrokerageRole
from graph_service.analysis.people.shared_work import PersonScore
from graph_service.analysis.relevance.relevance import TextScores
from graph_service.analysis.scope.periods import Period
from graph_service.api.context import Info
from graph_service.api.network.evaluation import read_score
from graph_service.api.network.readable_rows import leave_out_unreadable, limited_attributes
from graph_service.api.nodes.departments import Department
from graph_service.api.nodes.enums import define_enum
from graph_service.api.nodes.lessons import Lesson
from graph_service.api.nodes.money import Money
from graph_service.api.nodes.people import Person
from graph_service.api.nodes.projects import Project
from graph_service.api.nodes.reuses import Reuse
from graph_service.api.nodes.rundowns import Conversation, Rundown
from graph_service.api.nodes.tasks import Task
from graph_service.api.nodes.topics import Topic
from graph_service.compiler.execution.resolvers import read_reference, read_references
from graph_service.mapping.resolution import attribute_docstrings
from graph_service.mapping.scalars import Date
from graph_service.model.enums import DescribedEnum

Resolve = Callable[[Any, Info, dict[str, Any]], Awaitable[Any]]
"""Resolves a field from its parent and its arguments."""

NODES: Final[dict[Any, type]] = {
    DepartmentId: Department,
    PersonId: Person,
    ProjectId: Project,
    TopicId: Topic,
    LessonId: Lesson,
    ReuseId: Reuse,
    RundownId: Rundown,
    ConversationId: Conversation,
    TaskId: Task,
}
NAMES: Final[dict[Any, str]] = {
    BrokerageRole: "Role",
    DepartureEffect: "Change",
    Period: "Days",
    (Group, "id"): "key",
    (NodeGraphNode, "id"): "key",
    (NodeGraphEdge, "id"): "key",
    (Period, "start"): "from",
    (Period, "end"): "to",
    TimelinePeriod: "Period",
}
"""GraphQL names that differ from the Python names of the class or attribute. Dashboards rely on them."""

DEPRECATED_IDS: Final = {"Group": "id", "NodeGraphNode": "id", "NodeGraphEdge": "id", "SearchHit": "entity_id"}
"""The classes with a deprecated field `id`, and the attribute that it returns. Clients take what has an `id` for a node."""

ARGUMENTS: Final[dict[Any, Any]] = {**dict.fromkeys(NODES, ID), TextScores: str}
"""GraphQL type of an argument by Python type: an ID for the ID of a node, a text to search for in place of its scores."""

_types: Final[dict[Any, Any]] = {PersonScore: float, GroupId: ID, date: Date, ComputedMoney: Money}
"""GraphQL type by Python type; those of dataclasses and enums are added as they are made."""


def graphql_type(hint: Any, special: Mapping[Any, Any] = NODES) -> Any:
    """The GraphQL type of a result: a list for a tuple, and the type of the same name for a dataclass or an enum.

    special: types that have different GraphQL types in results (NODES) and in arguments (ARGUMENTS).
    """
    if get_origin(hint) is Annotated:
        return graphql_type(get_args(hint)[0], special)
    if get_origin(hint) in (Union, UnionType):
        [member] = set(get_args(hint)) - {NoneType}
        return graphql_type(member, special) | None
    if get_origin(hint) in (tuple, Collection):
        return list[graphql_type(get_args(hint)[0], special)]
    if hint not in _types and hint not in special:
        _make_type(hint)
    return special.get(hint) or _types.get(hint) or hint


def _make_type(hint: Any) -> None:
    """Makes the GraphQL type of a dataclass or an enum; other types are left as they are."""
    if isinstance(hint, type) and is_dataclass(hint):
        cls = _types[hint] = type(NAMES.get(hint, hint.__name__), (), {})  # before its fields, which may refer to it
        _define(hint, cls)
    elif isinstance(hint, EnumType) and issubclass(hint, DescribedEnum) and not hasattr(hint, "__strawberry_definition__"):
        define_enum(hint, NAMES.get(hint))


def register_type(python_type: type, cls: type) -> None:
    """Makes `cls` the GraphQL type of values of a Python type."""
    _types[python_type] = cls


def compute_field(type_: Any, description: str, resolve: Resolve, parameters: list[Parameter], name: str | None = None) -> StrawberryField:
    """A field that is resolved by a function. parameters: annotated with Python types and descriptions, as those of a measure."""

    sizes = {parameter.name for parameter in parameters if _is_size(parameter)}

    async def resolver(root: Any, info: Info, **arguments: Any) -> Any:
        given = {name: value for name, value in arguments.items() if value is not None or name not in sizes}
        return await resolve(root, info, given)

    reserved = [Parameter("root", Parameter.POSITIONAL_OR_KEYWORD, annotation=Any)]
    reserved += [Parameter("info", Parameter.POSITIONAL_OR_KEYWORD, annotation=Info)]
    signature = Signature([*reserved, *map(_argument, parameters)], return_annotation=type_)
    setattr(resolver, "__signature__", signature)  # noqa: B010 - functions have no such attribute for the type checker
    return strawberry.field(resolver=resolver, description=description, name=name)


def _argument(parameter: Parameter) -> Parameter:
    hint, description = get_args(parameter.annotation)
    type_ = graphql_type(hint, ARGUMENTS)
    type_ = type_ | None if _is_size(parameter) else type_
    return parameter.replace(annotation=Annotated[type_, strawberry.argument(description=description)])


def _is_size(parameter: Parameter) -> bool:
    """Whether it is the size of a list, for which null means the default."""
    return type(parameter.default) is int


def _define(dataclass: type, cls: type) -> None:
    """Makes a GraphQL type with the fields of a dataclass. The default resolver reads the attribute of the same name."""
    texts = _attribute_texts(dataclass)
    hints = get_type_hints(dataclass, include_extras=True)
    cls.__annotations__ = {}
    for field in fields(dataclass):
        name = NAMES.get((dataclass, field.name)) or _graphql_name(field.name)
        made = _make_field(field.name, hints[field.name], texts[field.name], name)
        cls.__annotations__[field.name] = _field_type(hints[field.name])
        setattr(cls, field.name, made)
    if dataclass.__name__ in DEPRECATED_IDS:
        _add_deprecated_id(dataclass, cls, DEPRECATED_IDS[dataclass.__name__])
    strawberry.type(cls, description=" ".join((inspect.getdoc(dataclass) or "").split()))


def _add_deprecated_id(dataclass: type, cls: type, attribute: str) -> None:
    name = NAMES.get((dataclass, attribute)) or _graphql_name(attribute)

    async def resolve(root: Any, _info: Info, _arguments: dict[str, Any]) -> Any:
        return getattr(root, attribute)

    reason = f"Use `{name}`. What has no `nodeId` is no node and has no ID."
    made = compute_field(ID, f"The same as `{name}`.", resolve, [], "id")
    made.deprecation_reason = reason
    cls.__annotations__["deprecated_id"] = ID
    setattr(cls, "deprecated_id", made)  # noqa: B010


def _attribute_texts(dataclass: type) -> dict[str, str]:
    """The description of each attribute, including inherited ones."""
    return {name: text for base in reversed(dataclass.__mro__) if is_dataclass(base) for name, text in attribute_docstrings(base).items()}


def _graphql_name(attribute: str) -> str:
    """In camel case. A double underscore is part of a name that Grafana determines."""
    return attribute if "__" in attribute else to_camel_case(attribute.rstrip("_"))


def _field_type(hint: Any) -> Any:
    """The type of a field. A node may have been deleted in the meantime: then a field is null, and a list leaves it out."""
    return graphql_type(hint) | None if hint in NODES else graphql_type(hint)


def _make_field(attribute: str, hint: Any, description: str, name: str) -> StrawberryField:
    plain, *selections = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    id_type = next((each for each in type_parts(plain) if each in NODES), None)
    limited = limited_attributes(hint)
    if id_type is None and plain is not PersonScore and not selections and not limited:
        return strawberry.field(description=description, name=name)

    async def resolve(root: Any, info: Info, arguments: dict[str, Any]) -> Any:
        value = getattr(root, attribute)
        if limited:
            value = await leave_out_unreadable(info.context, value, limited)
        for select in selections:
            value = select(value, **arguments)
        if isinstance(value, PersonScore):
            return await read_score(info.context, value)
        if id_type is None or value is None:
            return value
        read: Any = read_references if get_origin(plain) is tuple else read_reference
        return await read(info, NODES[id_type], value)

    parameters = [parameter for select in selections for parameter in keyword_parameters(select)]
    return compute_field(_field_type(hint), description, resolve, parameters, name)


def type_parts(hint: Any) -> Iterator[Any]:
    """The type, and the types that it is composed of."""
    yield hint
    for argument in get_args(hint):
        yield from type_parts(argument)
