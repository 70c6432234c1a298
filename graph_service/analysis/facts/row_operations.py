"""Row operations (reorder, drop, insert, renumber) on tables with any columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.facts.arrays import Indices
from graph_service.analysis.facts.ragged import Ragged, expand, from_counts

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Column = Ragged | NDArray[Any] | Sequence[str]
Table = TypeVar("Table", bound="DataclassInstance")
"""A dataclass whose fields all have one entry per row: arrays, Ragged lists or sequences of ids."""


def reorder(table: Table, rows: Indices) -> Table:
    """The table with its rows in this order. Only for tables whose columns are all arrays."""
    return _each(table, lambda _, column: cast("NDArray[Any]", column)[rows])


def drop(table: Table, rows: Indices) -> Table:
    """The table without these rows. `rows` is sorted."""
    return _each(table, lambda _, column: _drop(column, rows)) if len(rows) else table


def insert(table: Table, spots: Indices, read: Table) -> Table:
    """The table with each row of `read` inserted before the row at its position in `spots`, which is sorted."""
    return _each(table, lambda name, column: _insert(column, spots, getattr(read, name))) if len(spots) else table


def refer(table: Table, moved: Mapping[str, NDArray[Any] | None]) -> Table:
    """The same rows with new codes in the columns named in `moved`.

    For each column, `moved` holds the new code of every old code, with the entry for UNKNOWN last, or None when its codes did not change.
    """
    return replace(table, **{name: _refer(getattr(table, name), new) for name, new in moved.items() if new is not None})


def _each(table: Table, change: Callable[[str, Column], Column]) -> Table:
    return replace(table, **{field.name: change(field.name, getattr(table, field.name)) for field in fields(table)})


def _drop(column: Column, rows: Indices) -> Column:
    if isinstance(column, Ragged):
        _, entries = expand(column, rows)
        return from_counts(np.delete(column.counts, rows), np.delete(column.values, entries))
    if isinstance(column, np.ndarray):
        return np.delete(column, rows)
    ids, places = list[str](), cast("list[int]", rows.tolist())
    for last, following in pairwise([-1, *places, len(column)]):
        ids += column[last + 1 : following]
    return ids


def _insert(column: Column, spots: Indices, read: Column) -> Column:
    if isinstance(column, Ragged) and isinstance(read, Ragged):
        counts = np.insert(column.counts, spots, read.counts)
        return from_counts(counts, np.insert(column.values, np.repeat(column.offsets[spots], read.counts), read.values))
    if isinstance(column, np.ndarray) and isinstance(read, np.ndarray):
        return np.insert(column, spots, read)
    before, ids, places = cast("Sequence[str]", column), list[str](), cast("list[int]", spots.tolist())
    for start, end, id_ in zip([0, *places], places, cast("Sequence[str]", read), strict=False):
        ids += before[start:end]
        ids.append(id_)
    ids += before[places[-1] :]
    return ids


def _refer(column: Ragged | NDArray[Any], new: NDArray[Any]) -> Column:
    return Ragged(column.offsets, new[column.values]) if isinstance(column, Ragged) else new[column]
