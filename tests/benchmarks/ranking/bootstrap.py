"""Paired bootstrap: whether one ranking is better than another on the same test cases, or only seems so."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from graph_service.analysis.facts.arrays import Floats

RESAMPLES: Final = 10_000


def paired_interval(ours: Sequence[Sequence[float]], other: Sequence[Sequence[float]]) -> tuple[float, float]:
    """The 95% percentile interval of the mean over strata of the mean of ours - other; cases are drawn with replacement within each stratum.

    Efron & Tibshirani, An Introduction to the Bootstrap, 1993. The same cases give the same interval (fixed seed).
    """
    random, means = np.random.default_rng(1), np.zeros(RESAMPLES)
    for mine, theirs in zip(ours, other, strict=True):
        means += _resampled_means(np.subtract(mine, theirs), random)
    low, high = np.percentile(means / len(ours), (2.5, 97.5))
    return float(low), float(high)


def _resampled_means(difference: Floats, random: np.random.Generator) -> Floats:
    size = len(difference)
    return np.array([difference[random.integers(0, size, size)].mean() for _ in range(RESAMPLES)])
