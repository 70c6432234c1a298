"""Rows as they stand in the response, checked: what graphql-core does field by field, done once for a selection and then only looked up.

Anything that is not plainly right is `Odd`: graphql-core then answers from the same rows, with its errors, paths and nulls.
"""

from collections.abc import Callable, Iterable
from math import isfinite
from types import NoneType
from typing import Any, TypeAlias, cast

from graphql import GraphQLEnumType, GraphQLLeafType, GraphQLList, GraphQLNonNull, GraphQLObjectType

from graph_service.compiler.selection import Selected

Complete: TypeAlias = Callable[[Any], Any]
Way: TypeAlias = tuple[frozenset[type], Complete]
"""How a value is completed: the classes whose values stay as they are, and what is made of all others."""

INT_MAX = 2**31 - 1


class Odd(Exception):
    """A value that graphql-core must look at."""


def completer(parent: GraphQLObjectType, selected: Iterable[Selected]) -> Complete:
    """What makes the response of a row of this type, or of the rows of the root fields."""
    fields = [(each.key, *_way(parent.fields[each.name].type, each)) for each in selected if each.name != "__typename"]
    names = [each.key for each in selected if each.name == "__typename"]
    order = [each.key for each in selected] if names else []

    def complete(row: Any) -> dict[str, Any]:
        if row.__class__ is not dict:
            raise Odd
        response: dict[str, Any] = {}
        for key, plain, other in fields:
            value = row[key]
            response[key] = value if value.__class__ in plain else other(value)
        if names:
            response |= dict.fromkeys(names, parent.name)
            return {key: response[key] for key in order}
        return response

    return complete


def _way(kind: Any, selected: Selected) -> Way:
    if isinstance(kind, GraphQLNonNull):
        return _present(cast("GraphQLNonNull[Any]", kind).of_type, selected)
    plain, other = _present(kind, selected)
    return plain | {NoneType}, other


def _present(kind: Any, selected: Selected) -> Way:
    if isinstance(kind, GraphQLList):
        return frozenset(), _every(_way(cast("GraphQLList[Any]", kind).of_type, selected))
    if isinstance(kind, GraphQLObjectType):
        return frozenset(), completer(kind, selected.below)
    return LEAVES.get(kind.name) or (frozenset(), _leaf(kind))


def _every(way: Way) -> Complete:
    plain, other = way

    def complete(values: Any) -> list[Any]:
        if values.__class__ is not list:
            raise Odd
        return [value if value.__class__ in plain else other(value) for value in values]

    return complete


def _leaf(kind: GraphQLLeafType) -> Complete:
    coerce = cast("Complete", kind.coerce_output_value)
    if not isinstance(kind, GraphQLEnumType):
        return lambda value: _refuse(value) if value is None else coerce(value)

    class Members(dict[Any, Any]):
        """The names of an enum's values, each worked out once."""

        def __missing__(self, value: Any) -> Any:
            self[value] = coerce(_refuse(value) if value is None else value)
            return self[value]

    return Members().__getitem__


def _refuse(_value: Any) -> Any:
    raise Odd


def _integer(value: Any) -> int:
    return value if value.__class__ is int and -INT_MAX <= value <= INT_MAX else _refuse(value)


def _number(value: Any) -> float:
    return float(value) if value.__class__ in (float, int) and isfinite(value) else _refuse(value)


LEAVES: dict[str, Way] = {
    "String": (frozenset({str}), _refuse),
    "ID": (frozenset({str}), _refuse),
    "Date": (frozenset({str}), _refuse),
    "Boolean": (frozenset({bool}), _refuse),
    "Int": (frozenset(), _integer),
    "Float": (frozenset(), _number),
}
