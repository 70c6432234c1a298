"""How much there is on a day of what comes and goes."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.facts.arrays import Days, Indices

Wholes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """The days asked about, by rank: how many of them lie before a day. [a, b) holds one of them iff rank(a) <= its rank < rank(b)."""

    first: int
    before: Indices

    def __len__(self) -> int:
        return int(self.before[-1])

    def rank(self, day: Days) -> Indices:
        """The rank of each of these days."""
        return self.before[np.clip(day, self.first, self.first + len(self.before) - 1) - self.first]


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """Entries that lie on a shelf on the days of rank [since, until). `amounts`: a row per measure, a column per entry."""

    shelf: Indices
    since: Indices
    until: Indices
    amounts: Wholes


def calendar(day: Days) -> Calendar:
    """The calendar of these days."""
    first, last = (int(day.min()), int(day.max())) if len(day) else (0, 0)
    seen = np.zeros(last - first + 1, np.intp)
    seen[day - first] = 1
    return Calendar(first, np.concatenate(([0], np.cumsum(seen))))


def tabulate(stocks: Iterable[Stock], *, measures: int, shelves: int, days: int) -> Wholes:
    """What lies on each shelf on each day: measures x (shelves x (days + 1)), by shelf, then rank. Best for few shelves.

    The stock comes in pieces, so that little memory is in use at a time.
    """
    table = np.zeros((measures, shelves * (days + 1)), np.int64)
    for stock in stocks:
        comes, goes = stock.shelf * (days + 1) + stock.since, stock.shelf * (days + 1) + stock.until
        for row, amount in zip(table, stock.amounts, strict=True):
            np.add.at(row, comes, amount)
            np.subtract.at(row, goes, amount)
    by_shelf = table.reshape(measures, shelves, days + 1)
    np.cumsum(by_shelf, axis=2, out=by_shelf)
    return table


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """What comes and goes, by shelf and day rank, with running totals. Best for many shelves with little on each."""

    moment: Indices
    held: Wholes
    first: Indices
    width: int

    def amounts(self, shelf: Indices, rank: Indices) -> Wholes:
        """What each of these shelves holds on the day of that rank: measures x questions."""
        last = np.searchsorted(self.moment, shelf * self.width + rank, side="right")
        return self.held.take(last, axis=1) - self.held.take(self.first[shelf], axis=1)


def ledger(stock: Stock, *, shelves: int, days: int) -> Ledger:
    """The ledger of this stock."""
    width = days + 1
    moment = np.concatenate((stock.shelf * width + stock.since, stock.shelf * width + stock.until))
    order = np.argsort(moment, kind="stable")
    change = np.concatenate((stock.amounts, -stock.amounts), axis=1).take(order, axis=1)
    held = np.concatenate((np.zeros((len(change), 1), np.int64), np.cumsum(change, axis=1)), axis=1)
    first = np.concatenate(([0], np.cumsum(2 * np.bincount(stock.shelf, minlength=shelves))))
    return Ledger(moment[order], held, first, width)
