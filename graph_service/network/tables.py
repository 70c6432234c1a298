"""Tables of columns cut and joined row by row, whatever their columns are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from graph_service.network.ragged import Codes, Ragged, expand, from_counts

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Column = Ragged | NDArray[Any] | Sequence[str]
Table = TypeVar("Table", bound="DataclassInstance")
"""A dataclass whose fields all have one entry per row: arrays, Ragged lists, sequences of ids."""


def take(table: Table, rows: Codes) -> Table:
    """These rows in this order."""
    return _each(table, lambda _, column: _take(column, rows))


def stack(upper: Table, lower: Table) -> Table:
    """The rows of one, then those of the other."""
    return _each(upper, lambda name, column: _stack(column, getattr(lower, name)))


def refer(table: Table, moved: Mapping[str, NDArray[Any]]) -> Table:
    """The same rows with new codes in these columns: `moved` has for each the new code of every old one, its last entry for UNKNOWN."""
    return replace(table, **{name: _refer(getattr(table, name), new) for name, new in moved.items()})


def _each(table: Table, change: Callable[[str, Column], Column]) -> Table:
    return replace(table, **{field.name: change(field.name, getattr(table, field.name)) for field in fields(table)})


def _take(column: Column, rows: Codes) -> Column:
    if isinstance(column, Ragged):
        _, entry = expand(column, rows)
        return from_counts(column.counts[rows], column.values[entry])
    if isinstance(column, np.ndarray):
        return column[rows]
    places: list[int] = rows.tolist()
    return [column[place] for place in places]


def _stack(upper: Column, lower: Column) -> Column:
    if isinstance(upper, Ragged) and isinstance(lower, Ragged):
        return from_counts(np.concatenate((upper.counts, lower.counts)), np.concatenate((upper.values, lower.values)))
    if isinstance(upper, np.ndarray) and isinstance(lower, np.ndarray):
        return np.concatenate((upper, lower))
    return [*cast("Sequence[str]", upper), *cast("Sequence[str]", lower)]


def _refer(column: Ragged | NDArray[Any], new: NDArray[Any]) -> Column:
    return Ragged(column.offsets, new[column.values]) if isinstance(column, Ragged) else new[column]
