"""Ragged arrays: lists of different lengths, stored as offsets and values as in a compressed sparse row (CSR) matrix."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.facts.arrays import Indices, Int32s


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """One list of codes per row: row i is values[offsets[i]:offsets[i + 1]]."""

    offsets: Int32s
    values: Int32s

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def counts(self) -> Int32s:
        """The length of each row."""
        return np.diff(self.offsets)

    def row(self, at: int) -> Indices:
        """The values of one row."""
        return self.values[self.offsets[at] : self.offsets[at + 1]].astype(np.intp)


def ragged(lists: Sequence[Sequence[int]]) -> Ragged:
    """The lists, one row each, in the same order."""
    counts = np.fromiter(map(len, lists), np.intp, len(lists))
    return from_counts(counts, np.fromiter((value for row in lists for value in row), np.int32, int(counts.sum())))


def from_counts(counts: Indices | Int32s, values: Int32s) -> Ragged:
    """Rows of these lengths, cut from `values` in order."""
    return Ragged(np.concatenate(([0], np.cumsum(counts))).astype(np.int32), values)


def rows_of(lists: Ragged) -> Indices:
    """The row of each value."""
    return np.repeat(np.arange(len(lists)), lists.counts)


def rows_at(lists: Ragged, positions: Indices) -> Indices:
    """The row of each value at these positions; faster than `rows_of` for few positions."""
    return np.searchsorted(lists.offsets, positions, side="right") - 1


def expand(lists: Ragged, rows: Indices) -> tuple[Indices, Indices]:
    """Concatenates these rows. For each entry: the position in `rows` that it comes from, and its position in `lists.values`."""
    start = lists.offsets[rows].astype(np.intp)
    return spans(start, lists.offsets[rows + 1] - start)


def spans(start: Indices, counts: Indices) -> tuple[Indices, Indices]:
    """Concatenates runs of positions: `counts` positions from each `start`. For each: the number of its run, and the position."""
    source = np.repeat(np.arange(len(start)), counts)
    return source, np.arange(len(source)) + np.repeat(start - np.cumsum(counts) + counts, counts)
