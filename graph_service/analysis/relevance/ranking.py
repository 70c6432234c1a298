"""The first few of many."""

from collections.abc import Sequence
from heapq import nsmallest
from typing import Final

import numpy as np

from graph_service.analysis.facts.arrays import Floats, Indices, Int32s
from graph_service.errors import InvalidInput

MOST: Final = 1_000  # things one answer may list


def refuse_beyond_most(first: int) -> None:
    """InvalidInput when `first` is not from 0 to MOST."""
    if not 0 <= first <= MOST:
        raise InvalidInput(f"first is {first}; it must lie between 0 and {MOST:,}.", field="first")


def lowest(value: Indices | Int32s | Floats, ids: Sequence[str], codes: Indices, first: int) -> list[int]:
    """At most `first` of these codes by their values, lowest first, ties by id."""
    return _lowest(value[codes], ids, codes, first)


def highest(value: Indices | Floats, ids: Sequence[str], codes: Indices, first: int) -> list[int]:
    """The same by their values, highest first."""
    return _lowest(-value[codes], ids, codes, first)


def _lowest(value: Indices | Int32s | Floats, ids: Sequence[str], codes: Indices, first: int) -> list[int]:
    """`value`: by place in `codes`. Only ids of values that may be among the first are looked at."""
    if 0 < first < len(codes):
        near = np.flatnonzero(value <= np.partition(value, first - 1)[first - 1])
        value, codes = value[near], codes[near]
    found: list[int] = codes.tolist()
    order = [(one, ids[code], code) for one, code in zip(value.tolist(), found, strict=True)]
    return [code for _, _, code in nsmallest(first, order)]
