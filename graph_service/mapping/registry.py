"""Builds Strawberry types from data, without a class statement for each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING
from enum import Enum
from functools import partial
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from graph_service.mapping.node_types import Node

PYTHON_KEYWORDS = ("in", "from", "with")  # GraphQL names that are keywords in Python: the attribute gets an underscore


class Registry:
    """The types of one schema by name. A type can be referred to before it is defined, so types may refer to each other."""

    def __init__(self) -> None:
        self._types: dict[str, Any] = {}
        self.row_types: set[str] = {"PageInfo"}
        """Names of the object types whose fields are read from rows (see compiler/execution/resolvers.py)."""

    def get(self, name: str) -> Any:
        """The type of this name, which may be defined later."""
        return self._types.setdefault(name, type(name, (), {}))

    def define_object(self, name: str, description: str, fields: Mapping[str, StrawberryField]) -> Any:
        """An object type whose fields are read from rows. The first definition of a name counts."""
        cls = self.get(name)
        if name not in self.row_types:
            self.row_types.add(name)
            define_type(cls, description, fields)
        return cls

    def define_enum(self, name: str, description: str, members: Mapping[str, Any]) -> Any:
        """An enum whose values are the names of its members. It must be defined before anything refers to it."""
        if name not in self._types:
            enum: Any = Enum(name, dict(members))
            self._types[name] = strawberry.enum(enum, description=description)
        return self._types[name]

    def define_input(
        self, name: str, description: str, fields: Mapping[str, tuple[Any, str]], *, one_of: bool = False, required: bool = False
    ) -> Any:
        """An input type with optional fields, each given as (type, description). With `one_of`, exactly one field must be set;
        with `required`, all fields."""
        cls = self.get(name)
        if not hasattr(cls, "__strawberry_definition__"):
            default = MISSING if required else strawberry.UNSET
            made = {key: make_field(nullable_if(not required, type_), text, default=default) for key, (type_, text) in fields.items()}
            define_type(cls, description, made, partial(strawberry.input, one_of=one_of))
        return cls


def nullable_if(nullable: bool, type_: Any) -> Any:
    """The type, or the type or null."""
    return type_ | None if nullable else type_


def make_argument(name: str, type_: Any, description: str, default: Any = strawberry.UNSET) -> StrawberryArgument:
    """An argument for a field that has no Python function."""
    return StrawberryArgument(name, name, StrawberryAnnotation(type_), description=description, default=default)


def make_field(
    type_: Any,
    description: str | None,
    arguments: Iterable[StrawberryArgument] = (),
    default: Any = None,
    deprecated: str | None = None,
) -> StrawberryField:
    """A field without a Python function: its resolver is attached to the finished schema (compiler/execution/resolvers.py).

    deprecated: why, and what replaces it.
    """
    field: StrawberryField = strawberry.field(description=description, default=default, deprecation_reason=deprecated)
    field.type_annotation = StrawberryAnnotation(type_)
    field.arguments = list(arguments)
    return field


def define_type(cls: type, description: str, fields: Mapping[str, StrawberryField], decorate: Callable[..., Any] = strawberry.type) -> Any:
    """Makes a Strawberry type of an empty class."""
    cls.__annotations__ = {}
    for name, field in fields.items():
        attribute = f"{name}_" if name in PYTHON_KEYWORDS else name
        field.graphql_name = name
        cls.__annotations__[attribute] = field.type_annotation.annotation if field.type_annotation else Any
        setattr(cls, attribute, field)
    return decorate(cls, description=" ".join(description.split()))


def to_words(name: str) -> str:
    """A camelCase name as words for a description: missedReuses becomes "missed reuses"."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)


def node_words(node: Node) -> tuple[str, str]:
    """How a description calls one node and several: ("lesson", "lessons")."""
    return to_words(node.singular), to_words(node.plural)
