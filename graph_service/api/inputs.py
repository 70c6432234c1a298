"""Derives GraphQL inputs from the dataclasses of the commands, and reads commands from inputs."""

import inspect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, cast, get_args, get_type_hints

import strawberry
from strawberry import ID
from strawberry.utils.str_converters import to_camel_case

from graph_service.domain.parsing import Unset
from graph_service.errors import InvalidInput
from graph_service.mapping.annotations import node_of
from graph_service.mapping.node_types import lower_first
from graph_service.mapping.resolution import attribute_docstrings
from graph_service.mapping.scalars import Date, DateTime

PLAIN_TEXT = ("role", "reason", "question", "answer", "note", "text", "notes")  # fields of text that is not an ID
EXPECTED = "expected"  # how the names of fields begin that state a value that a field of the node must have
IDEMPOTENCY_KEY_DESCRIPTION = (
    "Any text that is unique to this change. A retry with the same key and input changes nothing and returns the first result, with the "
    "current values of the node."
)


@dataclass(frozen=True, slots=True)
class InputField:
    """A field of a command as a field of its GraphQL input."""

    attribute: str
    name: str
    type: Any
    nullable: bool
    default: Any
    description: str
    element: "Element | None" = None


@dataclass(frozen=True, slots=True)
class Element:
    """The dataclass of which a field takes a list, and its fields."""

    type: type
    fields: tuple[InputField, ...]


def input_fields(command: type, node: type) -> Iterator[InputField]:
    """The fields of a command that changes nodes of this type, in the order of the dataclass."""
    hints, docstrings = get_type_hints(command), attribute_docstrings(command)
    for field in fields(command):
        name = to_camel_case(field.name.rstrip("_"))
        members = set(get_args(hints[field.name])) if isinstance(hints[field.name], UnionType) else {hints[field.name]}
        type_ = _type_of(name, members - {NoneType, Unset}, node)
        description = docstrings.get(field.name) or _describe(name, node)
        nested = _element(members)
        element = None if nested is None else Element(nested, tuple(input_fields(nested, node)))
        yield InputField(field.name, name, type_, NoneType in members or Any in members, field.default, description, element)


def _element(members: set[Any]) -> type | None:
    """The dataclass of which the field takes a list, if it does."""
    elements = (argument for member in members for argument in get_args(member))
    return next((element for element in elements if is_dataclass(element) and isinstance(element, type)), None)


def _describe(name: str, node: type) -> str:
    """The description of a field without a docstring: the description of the node's field of that name, or the node whose ID it takes."""
    if name == "id":
        return f"The ID of the new {lower_first(node.__name__)}; generated if omitted."
    if name in node_of(node).properties:
        return node_of(node).properties[name].description or ""
    return f"The ID of the {name}."


def _type_of(name: str, members: set[Any], node: type) -> Any:
    """The type of the node's field of the same name, or of that with EXPECTED before it, if there is one. Other text is a day or an ID."""
    declared = node_of(node).properties.get(name) or node_of(node).properties.get(lower_first(name.removeprefix(EXPECTED)))
    if declared is not None:
        return declared.type
    element = _element(members)
    if element is not None:
        return list[make_nested_type(element, node)]
    if members == {date, str}:
        return Date
    if members == {datetime, str}:
        return DateTime
    if members == {str}:
        return str if name in PLAIN_TEXT else ID
    return list[ID] if any(get_args(member) == (str,) for member in members) else next(iter(members))


@cache
def make_nested_type(element: type, node: type) -> type:
    """The GraphQL input of a dataclass in the list of a command, which is about nodes of this type."""
    return strawberry.input(_input_class(element, input_fields(element, node)), description=docstring_line(element))


def make_input_type(command: type, input_fields: Iterable[InputField]) -> type:
    """The GraphQL input of a command: its fields and the idempotency key."""
    cls = _input_class(command, input_fields)
    cls.__annotations__["idempotency_key"] = str | None
    setattr(cls, "idempotency_key", strawberry.field(default=strawberry.UNSET, description=IDEMPOTENCY_KEY_DESCRIPTION))  # noqa: B010
    return strawberry.input(cls, description=docstring_line(command))


def _input_class(values: type, input_fields: Iterable[InputField]) -> type:
    cls = type(f"{values.__name__}Input", (), {"__annotations__": {}})
    for field in input_fields:
        required = field.default is MISSING and not field.nullable
        cls.__annotations__[field.attribute] = field.type if required else field.type | None
        setattr(cls, field.attribute, _strawberry_field(field, {} if required else {"default": _schema_default(field)}))
    return cls


def _strawberry_field(field: InputField, default: dict[str, Any]) -> Any:
    return strawberry.field(name=field.name, description=field.description, **default)


def _schema_default(field: InputField) -> Any:
    """The default that the schema shows; UNSET if it shows none."""
    if field.default in (MISSING, None, Unset.UNSET, ()):
        return strawberry.UNSET
    return field.type(field.default)


def read_command(command: type, input_fields: Iterable[InputField], values: Mapping[str, Any]) -> Any:
    """The command with the values of an input.

    Raises InvalidInput if a field that is not nullable is null, or if a required field is missing.
    """
    arguments = {field.attribute: _read(field, values.get(field.name, strawberry.UNSET)) for field in input_fields}
    return command(**{attribute: value for attribute, value in arguments.items() if value is not strawberry.UNSET})


def _read(field: InputField, value: Any) -> Any:
    if value is None and not field.nullable:
        raise InvalidInput(f"{field.name} is null, but it is required. Omit it to keep its value.", field=field.name)
    if value is strawberry.UNSET and field.default is MISSING:
        raise InvalidInput(f"{field.name} is missing. Set it to null if there is none.", field=field.name)
    if field.element is not None and isinstance(value, list):
        return [read_command(field.element.type, field.element.fields, each) for each in cast("list[dict[str, Any]]", value)]
    return value.value if isinstance(value, Enum) else value


def docstring_line(documented: Any) -> str:
    return " ".join((inspect.getdoc(documented) or "").split())
