"""Commands as GraphQL inputs: what a verb takes, field by field, as the schema says it and as it is read from a request."""

import inspect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

import strawberry
from strawberry import ID
from strawberry.utils.str_converters import to_camel_case

from graph_service.domain.parsing import Unset
from graph_service.errors import InvalidInput
from graph_service.mapping.annotations import node_of
from graph_service.mapping.node_types import lower_first
from graph_service.mapping.resolution import attribute_docstrings
from graph_service.mapping.scalars import Date

PLAIN_TEXT = ("role", "reason")
KEY_TEXT = "Any text that is unique to this change. A retry with the same key and input changes nothing and returns the first result."


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a command as it stands in the GraphQL input."""

    attribute: str
    name: str
    type: Any
    nullable: bool
    default: Any
    description: str


def entries_of(command: type, node: type) -> Iterator[Entry]:
    """The fields of a command that changes such a node, in its order."""
    hints, texts = get_type_hints(command), attribute_docstrings(command)
    for field in fields(command):
        name = to_camel_case(field.name.rstrip("_"))
        members = set(get_args(hints[field.name])) if isinstance(hints[field.name], UnionType) else {hints[field.name]}
        kind = _type_of(name, members - {NoneType, Unset}, node)
        text = texts.get(field.name) or _describe(name, node)
        yield Entry(field.name, name, kind, NoneType in members or Any in members, field.default, text)


def _describe(name: str, node: type) -> str:
    """What is said of a field unless the command says more: what the node says of it, or which node is meant."""
    if name == "id":
        return f"The ID of the new {lower_first(node.__name__)}; generated if omitted."
    if name in node_of(node).properties:
        return node_of(node).properties[name].description or ""
    return f"The ID of the {name}."


def _type_of(name: str, members: set[Any], node: type) -> Any:
    """A field that the node has too is of the node's type; other text is an id, if it is not a day."""
    declared = node_of(node).properties.get(name)
    if declared is not None:
        return declared.type
    if members == {date, str}:
        return Date
    if members == {str}:
        return str if name in PLAIN_TEXT else ID
    return list[ID] if any(get_args(member) == (str,) for member in members) else next(iter(members))


def input_type(command: type, entries: Iterable[Entry]) -> type:
    """The input of a command: its fields, and the key that every verb takes."""
    cls = type(f"{command.__name__}Input", (), {"__annotations__": {}})
    for entry in entries:
        required = entry.default is MISSING and not entry.nullable
        cls.__annotations__[entry.attribute] = entry.type if required else entry.type | None
        setattr(cls, entry.attribute, _input_field(entry, {} if required else {"default": _shown_default(entry)}))
    cls.__annotations__["idempotency_key"] = str | None
    setattr(cls, "idempotency_key", strawberry.field(default=strawberry.UNSET, description=KEY_TEXT))  # noqa: B010
    return strawberry.input(cls, description=text_of(command))


def _input_field(entry: Entry, default: dict[str, Any]) -> Any:
    return strawberry.field(name=entry.name, description=entry.description, **default)


def _shown_default(entry: Entry) -> Any:
    """The default as the schema shows it: a value, never the absence of one."""
    if entry.default in (MISSING, None, Unset.UNSET, ()):
        return strawberry.UNSET
    return entry.type(entry.default)


def read_command(command: type, entries: Iterable[Entry], asked: Mapping[str, Any]) -> Any:
    """The command that an input stands for. InvalidInput when null stands where something is needed, or nothing where null would mean something."""
    read = {entry.attribute: _read(entry, asked.get(entry.name, strawberry.UNSET)) for entry in entries}
    return command(**{attribute: value for attribute, value in read.items() if value is not strawberry.UNSET})


def _read(entry: Entry, value: Any) -> Any:
    if value is None and not entry.nullable:
        raise InvalidInput(f"{entry.name} is null, and it is required. Leave it out to leave it as it is.", field=entry.name)
    if value is strawberry.UNSET and entry.default is MISSING:
        raise InvalidInput(f"{entry.name} is missing. Give null if you mean none.", field=entry.name)
    return value.value if isinstance(value, Enum) else value


def text_of(documented: Any) -> str:
    """A docstring as one line."""
    return " ".join((inspect.getdoc(documented) or "").split())
