"""The first few of many."""

from collections.abc import Sequence
from heapq import nsmallest

import numpy as np

from graph_service.network.ragged import Codes, Int32s


def lowest(value: Codes | Int32s, ids: Sequence[str], codes: Codes, first: int) -> list[int]:
    """At most `first` of these codes by their values, lowest first, ties by id. Only ids of values that may be among them are looked at."""
    if 0 < first < len(codes):
        codes = codes[value[codes] <= np.partition(value[codes], first - 1)[first - 1]]
    found: list[int] = codes.tolist()
    order = [(one, ids[code], code) for one, code in zip(value[codes].tolist(), found, strict=True)]
    return [code for _, _, code in nsmallest(first, order)]
