"""How far two ways to divide the same people agree."""

from fractions import Fraction
from math import comb

import numpy as np

from graph_service.analysis.facts.arrays import Indices


def adjusted_rand_index(one: Indices, other: Indices) -> float:
    """1 where both divide alike, about 0 where they have no more in common than chance would give, below where even less.

    Hubert & Arabie (1985): (A - E) / (M - E), where A counts the pairs of people that both put together, M is the mean of those that
    one and the other put together, and E is their product over the number of all pairs. 1 where both put everyone together or everyone
    apart, which leaves nothing to compare.
    """
    sizes = [
        _pairs(found) for found in (np.bincount(one), np.bincount(other), np.unique(np.stack((one, other)), axis=1, return_counts=True)[1])
    ]
    ours, theirs, both = sizes
    expected = Fraction(ours * theirs, max(comb(len(one), 2), 1))
    most = Fraction(ours + theirs, 2)
    return 1.0 if most == expected else float((both - expected) / (most - expected))


def _pairs(sizes: Indices) -> int:
    return sum(comb(size, 2) for size in sizes.tolist())
