"""Correction for multiple tests: the false discovery rate of Benjamini and Hochberg."""

from collections.abc import Sequence

import numpy as np


def adjust(p: Sequence[float]) -> list[float]:
    """Benjamini & Hochberg's (1995) q for each p, in the same order: q_(i) = min over j >= i of p_(j) m / j, at most 1.

    When every test with q < 0.05 is reported, the expected share of false alarms among the reported ones is at most 5%.
    """
    values = np.asarray(p, np.float64)
    order = np.argsort(values)[::-1]
    rank = np.arange(len(values), 0, -1)
    q = np.empty(len(values))
    q[order] = np.minimum(1.0, np.minimum.accumulate(values[order] * len(values) / rank))
    return q.tolist()
