"""How GraphQL types are made from what the markers say, without a class statement for each."""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import partial
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from graph_service.mapping.annotations import Node, field_of

RESERVED = ("in", "from")  # words of Python's grammar: the attribute gets an underscore, the GraphQL name does not


class Registry:
    """All types of one schema by name. A type is handed out empty on first mention and filled later, so that types may mention each other."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}
        self.row_types: set[str] = {"PageInfo"}
        """Names of the object types whose fields are read from rows."""

    def of(self, name: str) -> Any:
        """The type of that name, filled or not yet."""
        return self._made.setdefault(name, type(name, (), {}))

    def fill(self, name: str, description: str, fields: Mapping[str, StrawberryField]) -> Any:
        """An object type that is read from rows; made once."""
        cls = self.of(name)
        if name not in self.row_types:
            self.row_types.add(name)
            complete(cls, description, fields)
        return cls

    def enum(self, name: str, description: str, members: Mapping[str, Any]) -> Any:
        """An enumeration whose values are the names of its members; made once, before anything mentions it."""
        if name not in self._made:
            made: Any = Enum(name, dict(members))
            self._made[name] = strawberry.enum(made, description=description)
        return self._made[name]

    def input(self, name: str, description: str, fields: Mapping[str, tuple[Any, str]], *, one_of: bool = False) -> Any:
        """An input type whose fields are all optional; made once. Of `one_of` exactly one field must be given."""
        cls = self.of(name)
        if not hasattr(cls, "__strawberry_definition__"):
            made = {key: make_field(kind | None, text, default=strawberry.UNSET) for key, (kind, text) in fields.items()}
            complete(cls, description, made, partial(strawberry.input, one_of=one_of))
        return cls


def optional(kind: Any, nullable: bool) -> Any:
    """The type, or the type or null."""
    return kind | None if nullable else kind


def make_argument(name: str, kind: Any, description: str, default: Any = strawberry.UNSET) -> StrawberryArgument:
    """An argument of a field that has no resolver."""
    return StrawberryArgument(name, name, StrawberryAnnotation(kind), description=description, default=default)


def make_field(kind: Any, description: str | None, arguments: Iterable[StrawberryArgument] = (), default: Any = None) -> StrawberryField:
    """A field without a resolver: rows are read by key (resolvers.py)."""
    made: StrawberryField = strawberry.field(description=description, default=default)
    made.type_annotation = StrawberryAnnotation(kind)
    made.arguments = list(arguments)
    return made


def complete(cls: type, description: str, fields: Mapping[str, StrawberryField], make: Callable[..., Any] = strawberry.type) -> Any:
    """Makes a Strawberry type of a bare class."""
    cls.__annotations__ = {}
    for name, made in fields.items():
        attribute = f"{name}_" if name in RESERVED else name
        made.graphql_name = name
        cls.__annotations__[attribute] = made.type_annotation.annotation if made.type_annotation else Any
        setattr(cls, attribute, made)
    return make(cls, description=" ".join(description.split()))


def words(node: Node) -> tuple[str, str]:
    """What one and many of them are called in a sentence."""
    return spoken(field_of(node)), spoken(node.plural)


def spoken(name: str) -> str:
    """A camelCase name as words."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
