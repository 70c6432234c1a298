"""How much is there on a day, of things that come and go."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph_service.network.columns import Codes, Days

TABLE_CELLS: Final = 4_000_000  # shelves x days up to which a table is faster than searching

Wholes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """The days that are asked about, by rank. What stands on the days [a, b) stands on one of them iff rank(a) <= its rank < rank(b)."""

    first: int
    before: Codes

    def __len__(self) -> int:
        return int(self.before[-1])

    def rank(self, day: Days) -> Codes:
        """How many of the calendar's days lie before each of these."""
        return self.before[np.clip(day.astype(np.intp) - self.first, 0, len(self.before) - 1)]


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """Entry i lies on shelf[i] on the days of rank since[i] <= rank < until[i]; `amounts` has one row per measure and a column per entry."""

    shelf: Codes
    since: Codes
    until: Codes
    amounts: Wholes


def calendar(day: Days) -> Calendar:
    """The calendar of these days, of which there is one at least."""
    first = int(day.min())
    seen = np.zeros(int(day.max()) - first + 1, np.intp)
    seen[day - first] = 1
    return Calendar(first, np.concatenate(([0], np.cumsum(seen))))


def amounts_on(stock: Stock, shelf: Codes, rank: Codes, *, shelves: int, days: int) -> Wholes:
    """What each of these shelves holds on the day of that rank: one row per measure, a column per question."""
    if shelves * (days + 1) <= TABLE_CELLS:
        return _tabulate(stock, shelves, days)[:, rank * shelves + shelf]
    return _search(stock, shelf, rank, days)


def _tabulate(stock: Stock, shelves: int, days: int) -> Wholes:
    """The amounts of every shelf on every day, by day, then shelf."""
    size = (days + 1) * shelves
    comes, goes = stock.since * shelves + stock.shelf, stock.until * shelves + stock.shelf
    change = [np.bincount(comes, amount, size) - np.bincount(goes, amount, size) for amount in stock.amounts]
    whole = np.rint(change).astype(np.int64).reshape(len(change), days + 1, shelves)
    return np.cumsum(whole, axis=1).reshape(len(change), size)


def _search(stock: Stock, shelf: Codes, rank: Codes, days: int) -> Wholes:
    """The same by sorting what comes and goes on each shelf and looking up the last change before each question."""
    width = days + 1
    goes = stock.until < days
    moment = np.concatenate((stock.shelf * width + stock.since, stock.shelf[goes] * width + stock.until[goes]))
    change = np.concatenate((stock.amounts, -stock.amounts[:, goes]), axis=1)
    order = np.argsort(moment, kind="stable")  # entries come nearly in order, which a stable sort makes use of
    moment, change = moment[order], change[:, order]
    held = np.cumsum(change, axis=1)
    at = np.searchsorted(moment, shelf * width + rank, side="right")
    start = np.searchsorted(moment, shelf * width)
    held = np.concatenate((np.zeros((len(held), 1), np.int64), held), axis=1)
    return held[:, at] - held[:, start]
