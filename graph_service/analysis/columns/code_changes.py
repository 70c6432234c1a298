"""New codes after nodes are re-read: a code is a position in the sorted ids of a node type, so a new node shifts every code after it."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.facts.arrays import UNKNOWN, Indices, Int32s


class Places(Mapping[str, int]):
    """Mapping from id to code over sorted ids, by binary search."""

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
    """The new numbering of a node type after some of its nodes were re-read.

    `ids` holds all ids, sorted. To update a table, remove the rows `dropped`, then insert each re-read row before the row at its position
    in `spots`. `moved` maps each old code to its new code, or to UNKNOWN for deleted nodes; its last entry maps UNKNOWN to UNKNOWN. It is
    None when no code changed.
    """

    ids: Sequence[str]
    dropped: Indices
    spots: Indices
    moved: Int32s | None

    @property
    def lost(self) -> bool:
        """Whether any node was deleted."""
        return self.moved is not None and bool((self.moved[:-1] == UNKNOWN).any())


def renumber(before: Sequence[str], asked: Collection[str], read: Sequence[str]) -> Renumbered:
    """Computes the new numbering. `before` and `read` are sorted; ids in `asked` that are missing from `read` count as deleted."""
    places = Places(before)
    dropped = sorted(places[id_] for id_ in asked if id_ in places)
    left = list(before)
    for at in reversed(dropped):
        del left[at]
    spots = [bisect_left(left, id_) for id_ in read]
    for at, (spot, id_) in enumerate(zip(spots, read, strict=True)):
        left.insert(spot + at, id_)
    known = [id_ in places for id_ in read]
    moved = None if all(known) and len(read) == len(dropped) else _moved(before, left)
    return Renumbered(left, np.array(dropped, np.intp), np.array(spots, np.intp), moved)


def _moved(before: Sequence[str], after: Sequence[str]) -> Int32s:
    code = {id_: at for at, id_ in enumerate(after)}
    return np.array([*(code.get(id_, UNKNOWN) for id_ in before), UNKNOWN], np.int32)
