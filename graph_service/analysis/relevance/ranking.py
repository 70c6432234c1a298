"""Selects the items with the lowest or highest values without sorting all of them."""

from collections.abc import Sequence
from heapq import nsmallest

import numpy as np

from graph_service.analysis.facts.arrays import Floats, Indices, Int32s


def lowest(value: Indices | Int32s | Floats, ids: Sequence[str], codes: Indices, first: int) -> list[int]:
    """At most `first` of these codes, lowest value first, ties by id. `value` and `ids` are indexed by code."""
    return _lowest(value[codes], ids, codes, first)


def highest(value: Indices | Floats, ids: Sequence[str], codes: Indices, first: int) -> list[int]:
    """At most `first` of these codes, highest value first, ties by id. `value` and `ids` are indexed by code."""
    return _lowest(-value[codes], ids, codes, first)


def _lowest(value: Indices | Int32s | Floats, ids: Sequence[str], codes: Indices, first: int) -> list[int]:
    """`value`: by position in `codes`. Only ids of values that may be among the first are compared."""
    if 0 < first < len(codes):
        near = np.flatnonzero(value <= np.partition(value, first - 1)[first - 1])
        value, codes = value[near], codes[near]
    candidates: list[int] = codes.tolist()
    keys = [(number, ids[code], code) for number, code in zip(value.tolist(), candidates, strict=True)]
    return [code for _, _, code in nsmallest(first, keys)]
