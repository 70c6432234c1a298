"""Row operations (sort, drop, insert) on the columns of a table, and the remapping of their codes."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.facts.arrays import Indices, Int32s
from graph_service.analysis.facts.column import Array
from graph_service.analysis.facts.ragged import Ragged, expand, from_counts

Arrays = Mapping[str, Any]
"""Column name -> its Array; all have the same number of rows."""


def sort_rows(arrays: Arrays, order: Sequence[str]) -> Arrays:
    """The rows sorted by these columns, the first of them first; equal rows stay in their order."""
    if not order:
        return arrays
    rows = np.lexsort([arrays[name] for name in reversed(order)])
    return _each(arrays, lambda _, column: _reorder(column, rows))


def drop(arrays: Arrays, rows: Indices) -> Arrays:
    """The table without these rows. `rows` is sorted."""
    return _each(arrays, lambda _, column: _drop(column, rows)) if len(rows) else arrays


def insert(arrays: Arrays, points: Indices, new: Arrays) -> Arrays:
    """The table with each row of `new` inserted before the row at its insertion point. `points` is sorted."""
    return _each(arrays, lambda name, column: _insert(column, points, new[name])) if len(points) else arrays


def remap(arrays: Arrays, remaps: Mapping[str, Int32s]) -> Arrays:
    """The same rows with new codes in the columns named in `remaps`, each with the new code of each old code and at last UNKNOWN."""
    return {**arrays, **{name: _remap(arrays[name], new) for name, new in remaps.items()}}


def _each(arrays: Arrays, change: Callable[[str, Array], Array]) -> Arrays:
    return {name: change(name, column) for name, column in arrays.items()}


def _reorder(column: Array, rows: Indices) -> Array:
    if isinstance(column, Ragged):
        _, entries = expand(column, rows)
        return from_counts(column.counts[rows], column.values[entries])
    if isinstance(column, np.ndarray):
        return column[rows]
    return [column[row] for row in cast("list[int]", rows.tolist())]


def _drop(column: Array, rows: Indices) -> Array:
    if isinstance(column, Ragged):
        _, entries = expand(column, rows)
        return from_counts(np.delete(column.counts, rows), np.delete(column.values, entries))
    if isinstance(column, np.ndarray):
        return np.delete(column, rows)
    kept, dropped = list[str](), cast("list[int]", rows.tolist())
    for last, following in pairwise([-1, *dropped, len(column)]):
        kept += column[last + 1 : following]
    return kept


def _insert(column: Array, points: Indices, new: Array) -> Array:
    if isinstance(column, Ragged) and isinstance(new, Ragged):
        counts = np.insert(column.counts, points, new.counts)
        return from_counts(counts, np.insert(column.values, np.repeat(column.offsets[points], new.counts), new.values))
    if isinstance(column, np.ndarray) and isinstance(new, np.ndarray):
        return np.insert(column, points, new)
    texts, result, ends = cast("Sequence[str]", column), list[str](), cast("list[int]", points.tolist())
    for start, end, text in zip([0, *ends], ends, cast("Sequence[str]", new), strict=False):
        result += texts[start:end]
        result.append(text)
    result += texts[ends[-1] :]
    return result


def _remap(column: Array, new: Int32s) -> Array:
    if isinstance(column, Ragged):
        return Ragged(column.offsets, new[column.values])
    codes = cast("NDArray[Any]", column)
    return new[codes].astype(codes.dtype, copy=False)
