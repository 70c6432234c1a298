"""Codes after nodes were read again: a code is a place among the ids of a noun in order, so a new node moves all after it."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph_service.network.facts import UNKNOWN
from graph_service.network.ragged import Codes, Int32s


class Places(Mapping[str, int]):
    """The code of each of these ids, which are in order."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._ids = ids

    def __getitem__(self, id_: str) -> int:
        at = bisect_left(self._ids, id_)
        if at < len(self._ids) and self._ids[at] == id_:
            return at
        raise KeyError(id_)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


@dataclass(frozen=True, slots=True, eq=False)
class Renumbered:
    """A noun of which some nodes were read again.

    `ids` are all in order. Their rows are `kept` (rows of the table before) with the rows read below, taken in `order`. `moved` has the
    new code of every old one, UNKNOWN for nodes that are gone, and for UNKNOWN.
    """

    ids: Sequence[str]
    kept: Codes
    order: Codes
    moved: Int32s

    @property
    def lost(self) -> bool:
        """Whether any node is gone."""
        return bool((self.moved[:-1] == UNKNOWN).any())


def renumber(before: Sequence[str], asked: Collection[str], read: Sequence[str]) -> Renumbered:
    """`before` and `read` are in order; what was asked for and wasn't read is gone."""
    places = Places(before)
    again = sorted(places[id_] for id_ in asked if id_ in places)
    kept = np.delete(np.arange(len(before)), again)
    left = list(before)
    for at in reversed(again):
        del left[at]
    spots = [bisect_left(left, id_) for id_ in read]
    order = np.insert(np.arange(len(left)), spots, np.arange(len(left), len(left) + len(read)))
    for at, (spot, id_) in enumerate(zip(spots, read, strict=True)):
        left.insert(spot + at, id_)
    new = np.empty(len(order), np.int32)
    new[order] = np.arange(len(order))
    moved = np.full(len(before) + 1, UNKNOWN, np.int32)
    moved[kept] = new[: len(kept)]
    for at, id_ in enumerate(read):
        if id_ in places:
            moved[places[id_]] = new[len(kept) + at]
    return Renumbered(left, kept, order, moved)
