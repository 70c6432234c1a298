"""How many of many unequal coins come up heads."""

from itertools import zip_longest
from math import erfc, sqrt
from typing import Final

import numpy as np

from graph_service.analysis.facts.arrays import Floats

BLOCK: Final = 16  # coins convolved side by side before the blocks are; 16 was the fastest of 8 to 64


def tails(chances: Floats, *, at_least: int, at_most: int) -> tuple[float, float]:
    """P(B >= at_least) and P(B <= at_most) for B = sum of independent Bernoulli(p_i), exact."""
    chance = distribution(chances)
    return min(1.0, float(chance[max(0, at_least) :].sum())), min(1.0, float(chance[: max(0, at_most + 1)].sum()))


def normal_tails(mean: float, variance: float, *, at_least: int, at_most: int) -> tuple[float, float]:
    """The same by the normal distribution with the mean and variance of B, sum p_i and sum p_i (1 - p_i), corrected for continuity by 1/2."""
    return _normal_tail(at_least - 0.5 - mean, sqrt(variance)), _normal_tail(mean - at_most - 0.5, sqrt(variance))


def distribution(chances: Floats) -> Floats:
    """P(B = 0), ..., P(B = n): the Poisson-binomial distribution, exact by convolution of the two-point distributions.

    Adds and multiplies only what is not negative, so small probabilities keep their relative accuracy.
    """
    blocks = max(1, -(-len(chances) // BLOCK))
    padded = np.zeros(blocks * BLOCK)  # a coin that never comes up changes nothing
    padded[: len(chances)] = chances
    found = list(_convolve_rows(padded.reshape(blocks, BLOCK)))
    while len(found) > 1:
        pairs = zip_longest(found[::2], found[1::2], fillvalue=np.ones(1))
        found = [np.convolve(one, other) for one, other in pairs]
    return found[0][: len(chances) + 1]


def _convolve_rows(chances: Floats) -> Floats:
    """The distribution of each row by itself."""
    result = np.zeros((chances.shape[0], chances.shape[1] + 1))
    result[:, 0] = 1
    for done, chance in enumerate(chances.T[:, :, np.newaxis]):
        result[:, 1 : done + 2] = result[:, 1 : done + 2] * (1 - chance) + result[:, : done + 1] * chance
        result[:, :1] *= 1 - chance
    return result


def _normal_tail(above_mean: float, deviation: float) -> float:
    """P(X >= above_mean) for a normal X around 0; what has no deviation is certain."""
    if deviation == 0:
        return float(above_mean <= 0)
    return erfc(above_mean / deviation / sqrt(2)) / 2
