"""Agreement between two partitions of the same people."""

from fractions import Fraction
from math import comb

import numpy as np
from numpy.typing import NDArray


def adjusted_rand_index(first: NDArray[np.intp], second: NDArray[np.intp]) -> float:
    """1 for equal partitions, about 0 for partitions that agree no more than chance would, negative for less. The group of each person.

    Hubert & Arabie (1985): (A - E) / (M - E), where A is the number of pairs of people that both partitions put together, M the mean of
    the numbers that each puts together, and E the product of these over the number of all pairs. 1 when both put everyone together or
    everyone apart, which leaves nothing to compare (igraph gives NaN there, and an error for fewer than two people).
    """
    pairs_first, pairs_second = _count_pairs(np.bincount(first)), _count_pairs(np.bincount(second))
    pairs_both = _count_pairs(np.unique(np.stack((first, second)), axis=1, return_counts=True)[1])
    expected = Fraction(pairs_first * pairs_second, max(comb(len(first), 2), 1))
    mean = Fraction(pairs_first + pairs_second, 2)
    return 1.0 if mean == expected else float((pairs_both - expected) / (mean - expected))


def _count_pairs(sizes: NDArray[np.intp]) -> int:
    return sum(comb(size, 2) for size in sizes.tolist())
