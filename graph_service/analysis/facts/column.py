"""The specification of a column: the Cypher expression of its values, and how they are encoded as an array.

A column is declared once, as the annotation of its field in tables.py. How it is read, encoded and updated follows from that.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, LiteralString, get_type_hints

import numpy as np
from numpy.typing import DTypeLike, NDArray

from graph_service.analysis.facts.arrays import MAX_DAY, MIN_DAY, UNKNOWN, Days, Int32s, enum_code
from graph_service.analysis.facts.ragged import Ragged, from_counts
from graph_service.model.enums import DescribedEnum
from graph_service.model.labels import Label

Array = NDArray[Any] | Ragged | Sequence[str]
"""The values of a column, one entry for each row."""
CodeById = Mapping[str, int]
"""The dictionary of a dictionary encoding: the code of each id or text is its position among all of them, sorted."""


@dataclass(frozen=True, slots=True)
class Column:
    """cypher: the value of one row. `node` is the node that is read; `link` and `other` are its relationship and the node at the other end.

    encode: turns the values of all rows, null as None, into an array. dictionary: for columns of codes, the label of the nodes that they
    refer to, or the field of Columns that lists the texts. required: rows without a known code are left out.
    """

    cypher: LiteralString
    encode: Callable[[Sequence[Any], CodeById], Array]
    dictionary: str | None = None
    required: bool = False

    @property
    def label(self) -> Label | None:
        """The label of the nodes that the column refers to."""
        return self.dictionary if isinstance(self.dictionary, Label) else None


@cache
def columns_of(table: type) -> Mapping[str, Column]:
    """Field -> its specification, for all fields of a table that are columns, in their order."""
    hints = get_type_hints(table, include_extras=True)
    return {name: column for name, hint in hints.items() for column in getattr(hint, "__metadata__", ()) if isinstance(column, Column)}


def texts(cypher: LiteralString) -> Column:
    """Texts, stored as they are."""
    return Column(cypher, lambda values, _: list(values))


def days(cypher: LiteralString, absent: int = MAX_DAY) -> Column:
    """Days, read as ISO 8601 texts; `absent` for null."""
    return Column(cypher, lambda values, _: _encode_days(values, absent))


def flags(cypher: LiteralString) -> Column:
    """Booleans."""
    return Column(cypher, lambda values, _: np.array(values, np.bool_))


def numbers(cypher: LiteralString, dtype: DTypeLike) -> Column:
    """Numbers. Null is NaN, and an error in a column of integers."""
    return Column(cypher, lambda values, _: np.array(values, dtype))


def choices(cypher: LiteralString, enum: type[DescribedEnum]) -> Column:
    """Members of an enum, as enum_code; UNKNOWN for null and other texts."""
    members = {member.value: enum_code(member) for member in enum}
    return Column(cypher, lambda values, _: _encode(values, members).astype(np.int8))


def codes(label: Label, cypher: LiteralString, *, required: bool = False) -> Column:
    """The codes of nodes, read as ids; UNKNOWN for null and for unknown nodes."""
    return Column(cypher, _encode, label, required)


def code_lists(label: Label, cypher: LiteralString) -> Column:
    """In each row the distinct codes of nodes, sorted, read as a list of ids; unknown nodes are left out."""
    return Column(cypher, _encode_lists, label)


def categories(dictionary: str, cypher: LiteralString) -> Column:
    """Texts of which few are distinct, as codes; UNKNOWN for null. dictionary: the field of Columns with the sorted distinct texts."""
    return Column(cypher, lambda values, dictionary: _encode(values, dictionary).astype(np.int16), dictionary)


def entries(values: Sequence[Any]) -> Iterator[str]:
    """All ids or texts in the values of a column; a value is one of them, a list of them, or None."""
    return chain.from_iterable([value] if isinstance(value, str) else value or () for value in values)


def codes_of(keys: Collection[str]) -> CodeById:
    """Id or text -> position among the sorted keys, which are distinct."""
    return {key: code for code, key in enumerate(sorted(keys))}


def _encode(keys: Sequence[str | None], codes: CodeById) -> Int32s:
    return np.array([UNKNOWN if key is None else codes.get(key, UNKNOWN) for key in keys], np.int32)


def _encode_lists(lists: Sequence[Sequence[str]], codes: CodeById) -> Ragged:
    values = _encode(list(chain.from_iterable(lists)), codes).astype(np.int64)
    row = np.repeat(np.arange(len(lists)), np.array([len(row) for row in lists], np.intp))
    size = max(len(codes), 1)
    entry = np.unique((row * size + values)[values != UNKNOWN])
    return from_counts(np.bincount(entry // size, minlength=len(lists)), (entry % size).astype(np.int32))


def _encode_days(dates: Sequence[str | None], absent: int) -> Days:
    """Clips days outside the range of int32. (Computing the numbers in Cypher would make reading twice as slow.)"""
    distinct = list(set(dates) - {None})
    days = np.clip(np.array(distinct, "datetime64[D]").astype(np.int64), MIN_DAY, MAX_DAY)
    number: dict[str | None, int] = {None: absent, **dict(zip(distinct, days.tolist(), strict=True))}
    return np.array([number[date] for date in dates], np.int32)
