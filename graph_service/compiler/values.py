"""Values that come with a request: what is compiled once holds placeholders where they stand, and the values are filled in each time.

The text of a statement depends on the structure of what is given alone: which operators are used, what is null, which way to sort.
That structure is a `Shape`; text, numbers and lists of them are no part of it, and stay `Given`.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias, cast

import orjson

Given: TypeAlias = list[Any]
"""The values of one request: the day it is asked on, then those of its variables in order."""

Shape: TypeAlias = Any
"""Hashable: equal for two requests that compile to the same statements."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in `Given`; of a cursor also which of its values are absent."""

    index: int
    absent: tuple[bool, ...] | None = None


TODAY = Place(0)
MOST_KEPT, LONGEST_KEPT = 1024, 1_000  # cursors that were read, and their characters: together they bound the memory
LIST, OBJECT, VALUE = "list", "object", "value"


@dataclass(frozen=True, slots=True)
class Variables:
    """The variables of a request, taken apart: their structure, the same with a place for each value, and the values."""

    shape: Shape
    placed: dict[str, Any]
    given: Given


def take_apart(variables: Mapping[str, Any], cursors: frozenset[str], today: str) -> Variables:
    """Separates structure from values. `cursors` names the variables that are used as cursors."""
    given: Given = [today]
    shape: list[Any] = []
    placed: dict[str, Any] = {}
    for name, value in variables.items():
        absent = read_absences(value) if name in cursors and isinstance(value, str) else None
        part, placed[name] = _take(value, given, absent)
        shape.append((name, part))
    return Variables(tuple(shape), placed, given)


def _take(value: Any, given: Given, absent: tuple[bool, ...] | None = None) -> tuple[Shape, Any]:
    if value.__class__ in (str, int, float):
        given.append(value)
        return (VALUE, absent), Place(len(given) - 1, absent)
    if isinstance(value, dict):
        parts = {key: _take(each, given) for key, each in cast("dict[str, Any]", value).items()}
        return (OBJECT, *((key, shape) for key, (shape, _) in parts.items())), {key: placed for key, (_, placed) in parts.items()}
    if isinstance(value, list):
        items = cast("list[Any]", value)
        if items and all(each.__class__ in (str, int, float) for each in items):
            given.append(items)
            return VALUE, Place(len(given) - 1)
        taken = [_take(each, given) for each in items]
        return (LIST, *(shape for shape, _ in taken)), [placed for _, placed in taken]
    return value, value  # null, true and false, an enum's member


def fill(value: Any, given: Given) -> Any:
    """The value with every place in it filled."""
    if isinstance(value, Place):
        return given[value.index]
    if isinstance(value, dict):
        return {key: fill(each, given) for key, each in cast("dict[str, Any]", value).items()}
    return [fill(each, given) for each in cast("list[Any]", value)] if isinstance(value, list) else value


def has_place(value: Any) -> bool:
    """Whether there is something to fill in."""
    return isinstance(value, Place) or (isinstance(value, list) and any(map(has_place, cast("list[Any]", value))))


@dataclass(frozen=True, slots=True)
class Late:
    """A parameter that is known when the request is: its value with places, and what makes the parameter of it."""

    value: Any
    prepare: Callable[[Any], Any] | None = None

    def filled(self, given: Given) -> Any:
        """The parameter. Whatever `prepare` raises of a value that cannot be."""
        value = fill(self.value, given)
        return value if self.prepare is None else self.prepare(value)


def write_cursor(fingerprint: int, values: list[Any]) -> str:
    """A row's place in an order, as opaque text."""
    return base64.urlsafe_b64encode(orjson.dumps([fingerprint, *values])).rstrip(b"=").decode()


def read_cursor(cursor: str) -> tuple[Any, ...]:
    """What `write_cursor` made it of: the fingerprint, then the values. ValueError when it was not made so."""
    return _read_again(cursor) if len(cursor) <= LONGEST_KEPT else _read(cursor)


def _read(cursor: str) -> tuple[Any, ...]:
    read = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    if not isinstance(read, list) or not read:
        raise ValueError
    return tuple(cast("list[Any]", read))


_read_again = lru_cache(MOST_KEPT)(_read)


def read_absences(cursor: "str | Place") -> tuple[bool, ...] | None:
    """Which values of a cursor are absent, which decides how the statement goes on behind it; None when it is no cursor."""
    if isinstance(cursor, Place):
        return cursor.absent
    try:
        return tuple(value is None for value in read_cursor(cursor)[1:])
    except ValueError:
        return None
