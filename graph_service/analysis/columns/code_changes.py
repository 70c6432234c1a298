"""New codes after nodes are reloaded: a code is a position in the sorted ids of a label, so a new node shifts every code after it."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.facts.arrays import UNKNOWN, Int32s
from graph_service.analysis.facts.id_lookup import code_of


@dataclass(frozen=True, slots=True, eq=False)
class CodeChange:
    """The codes of a label after some of its nodes were reloaded.

    ids: all ids, sorted. remap: the new code of each old code, UNKNOWN for deleted nodes; a last entry maps UNKNOWN to itself. None when no
    code changed.
    """

    ids: Sequence[str]
    remap: Int32s | None

    @property
    def deletes(self) -> bool:
        """Whether any node was deleted."""
        return self.remap is not None and bool((self.remap[:-1] == UNKNOWN).any())


def change_codes(before: Sequence[str], reloaded: Collection[str], found: Collection[str]) -> CodeChange:
    """The change from the sorted ids `before`. reloaded: the ids that were read again; found: those of them that exist, some perhaps new."""
    known = sorted(code for id_ in reloaded if (code := code_of(before, id_)) != UNKNOWN)
    if len(known) == len(found) and all(code_of(before, id_) != UNKNOWN for id_ in found):
        return CodeChange(before, None)
    kept = list(before)
    for code in reversed(known):
        del kept[code]
    new = sorted(found)
    points = [bisect_left(kept, id_) for id_ in new]
    ids = list(kept)
    for shift, (point, id_) in enumerate(zip(points, new, strict=True)):
        ids.insert(point + shift, id_)
    return CodeChange(ids, _remap(before, ids, known, points))


def _remap(before: Sequence[str], after: Sequence[str], reloaded: list[int], points: list[int]) -> Int32s:
    """reloaded: old codes of reloaded nodes; points: where nodes were inserted among the others."""
    others = np.arange(len(before) - len(reloaded))
    remap = np.full(len(before) + 1, UNKNOWN, np.int32)
    remap[np.delete(np.arange(len(before)), reloaded)] = others + np.searchsorted(points, others, side="right")
    remap[reloaded] = [code_of(after, before[code]) for code in reloaded]
    return remap
