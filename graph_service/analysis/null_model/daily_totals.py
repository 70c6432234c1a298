"""Totals on a day of amounts that count from one day to another, such as the lessons that are available on it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.facts.arrays import Days, Indices

Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class DayRanks:
    """The days that are looked up, in order. The rank of any day is the number of these days before it.

    A looked-up day lies in [a, b) exactly when rank(a) <= its rank < rank(b).
    """

    first: int
    before: Indices

    def __len__(self) -> int:
        return int(self.before[-1])

    def rank(self, day: Days) -> Indices:
        """The rank of each of these days."""
        return self.before[np.clip(day, self.first, self.first + len(self.before) - 1) - self.first]


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """Entries that count in a cell on the days of rank [since, until). `amounts`: one row per amount, one column per entry."""

    cell: Indices
    since: Indices
    until: Indices
    amounts: Int64s


def rank_days(day: Days) -> DayRanks:
    """The ranks under which these days are looked up; the days may be unsorted and repeated."""
    first, last = (int(day.min()), int(day.max())) if len(day) else (0, 0)
    present = np.zeros(last - first + 1, np.intp)
    present[day - first] = 1
    return DayRanks(first, np.concatenate(([0], np.cumsum(present))))


def tabulate(pieces: Iterable[Intervals], *, amounts: int, cells: int, days: int) -> Int64s:
    """The totals of every cell on every day, as amounts x (cells x (days + 1)), by cell, then rank. For few cells.

    Intervals come in pieces, so that little memory is in use at a time.
    """
    table = np.zeros((amounts, cells * (days + 1)), np.int64)
    for piece in pieces:
        starts, ends = piece.cell * (days + 1) + piece.since, piece.cell * (days + 1) + piece.until
        for row, amount in zip(table, piece.amounts, strict=True):
            np.add.at(row, starts, amount)
            np.subtract.at(row, ends, amount)
    by_cell = table.reshape(amounts, cells, days + 1)
    np.cumsum(by_cell, axis=2, out=by_cell)
    return table


@dataclass(frozen=True, slots=True, eq=False)
class RunningTotals:
    """Every change of a cell's amounts in the order of cell and day, with running totals. For many cells with few entries each."""

    moment: Indices
    total: Int64s
    first: Indices
    width: int

    def at(self, cell: Indices, rank: Indices) -> Int64s:
        """The totals of each of these cells on the day of that rank: amounts x len(cell)."""
        last = np.searchsorted(self.moment, cell * self.width + rank, side="right")
        return self.total.take(last, axis=1) - self.total.take(self.first[cell], axis=1)


def running_totals(intervals: Intervals, *, cells: int, days: int) -> RunningTotals:
    """The running totals of these intervals."""
    width = days + 1
    moment = np.concatenate((intervals.cell * width + intervals.since, intervals.cell * width + intervals.until))
    order = np.argsort(moment, kind="stable")
    change = np.concatenate((intervals.amounts, -intervals.amounts), axis=1).take(order, axis=1)
    total = np.concatenate((np.zeros((len(change), 1), np.int64), np.cumsum(change, axis=1)), axis=1)
    first = np.concatenate(([0], np.cumsum(2 * np.bincount(intervals.cell, minlength=cells))))
    return RunningTotals(moment[order], total, first, width)
