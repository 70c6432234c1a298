"""Many tests at once, and how many of their alarms may be false."""

from collections.abc import Sequence

import numpy as np


def adjust(p: Sequence[float]) -> list[float]:
    """Benjamini & Hochberg's (1995) q for each p, in the order given: q_(i) = min over j >= i of p_(j) m / j, at most 1.

    Calling out every test with q < 0.05 keeps the expected share of false ones among those called out at 5% or less.
    """
    values = np.asarray(p, np.float64)
    order = np.argsort(values)[::-1]
    rank = np.arange(len(values), 0, -1)
    q = np.empty(len(values))
    q[order] = np.minimum(1.0, np.minimum.accumulate(values[order] * len(values) / rank))
    return q.tolist()
