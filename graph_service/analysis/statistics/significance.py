"""Significance: exact p-values of a sum of independent trials (the Poisson-binomial distribution), and q-values over many tests."""

from collections.abc import Sequence
from itertools import zip_longest
from math import erfc, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

BLOCK: Final = 16  # trials convolved side by side before the blocks are; 16 was the fastest of 8 to 64


def tails(probabilities: NDArray[np.float64], *, at_least: int, at_most: int) -> tuple[float, float]:
    """P(B >= at_least) and P(B <= at_most) for B = sum of independent Bernoulli(p_i), exact."""
    mass = distribution(probabilities)
    return min(1.0, float(mass[max(0, at_least) :].sum())), min(1.0, float(mass[: max(0, at_most + 1)].sum()))


def normal_tails(mean: float, variance: float, *, at_least: int, at_most: int) -> tuple[float, float]:
    """The same from the normal distribution with the mean and variance of B, sum p_i and sum p_i (1 - p_i), corrected for continuity by 1/2."""
    return _normal_tail(at_least - 0.5 - mean, sqrt(variance)), _normal_tail(mean - at_most - 0.5, sqrt(variance))


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


def distribution(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """P(B = 0), ..., P(B = n), exact by convolution of the two-point distributions.

    Adds and multiplies only non-negative numbers, so small probabilities keep their relative accuracy.
    """
    blocks = max(1, -(-len(probabilities) // BLOCK))
    padded = np.zeros(blocks * BLOCK)  # a trial that never succeeds changes nothing
    padded[: len(probabilities)] = probabilities
    masses = list(_convolve_rows(padded.reshape(blocks, BLOCK)))
    while len(masses) > 1:
        pairs = zip_longest(masses[::2], masses[1::2], fillvalue=np.ones(1))
        masses = [np.convolve(left, right) for left, right in pairs]
    return masses[0][: len(probabilities) + 1]


def _convolve_rows(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """The distribution of each row by itself."""
    result = np.zeros((probabilities.shape[0], probabilities.shape[1] + 1))
    result[:, 0] = 1
    for trials, probability in enumerate(probabilities.T[:, :, np.newaxis]):
        result[:, 1 : trials + 2] = result[:, 1 : trials + 2] * (1 - probability) + result[:, : trials + 1] * probability
        result[:, :1] *= 1 - probability
    return result


def _normal_tail(above_mean: float, deviation: float) -> float:
    """P(X >= above_mean) for a normal X with mean 0; without deviation X is 0."""
    if deviation == 0:
        return float(above_mean <= 0)
    return erfc(above_mean / deviation / sqrt(2)) / 2
