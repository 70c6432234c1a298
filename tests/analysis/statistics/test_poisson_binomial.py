"""The distribution of how many of many unequal coins come up heads."""

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, poisson_binom

from graph_service.analysis.statistics.significance import distribution, normal_tails, tails

CHANCES = st.lists(st.floats(0, 1, allow_subnormal=False), max_size=9)


@given(CHANCES)
def test_it_is_what_writing_out_every_outcome_gives(chances: list[float]) -> None:
    expected = [0.0] * (len(chances) + 1)
    for heads in product([False, True], repeat=len(chances)):
        expected[sum(heads)] += prod(p if head else 1 - p for p, head in zip(chances, heads, strict=True))
    assert distribution(np.array(chances)) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("size", [1, 15, 16, 17, 33, 250, 1000])
def test_it_is_scipys(size: int) -> None:
    chances = np.random.default_rng(size).random(size)
    known = poisson_binom(chances)
    assert distribution(chances) == pytest.approx(known.pmf(np.arange(size + 1)), abs=1e-12)
    at = size // 2
    assert tails(chances, at_least=at, at_most=at) == pytest.approx((known.sf(at - 1), known.cdf(at)), abs=1e-12)


def test_small_probabilities_are_small_and_not_noise() -> None:
    chances = np.full(200, 0.01)
    at_least, _ = tails(chances, at_least=60, at_most=0)
    assert at_least == pytest.approx(3.98e-67, rel=0.01)


@pytest.mark.parametrize("at_least", [-1, 0])
def test_at_least_none_is_certain(at_least: int) -> None:
    assert tails(np.array([0.1, 0.2]), at_least=at_least, at_most=2) == (1.0, 1.0)


def test_the_normal_tails_are_those_of_the_normal_distribution() -> None:
    mean, variance = 412.5, 231.0
    expected = (norm.sf(429.5, mean, variance**0.5), norm.cdf(400.5, mean, variance**0.5))
    assert normal_tails(mean, variance, at_least=430, at_most=400) == pytest.approx(expected)


def test_what_is_certain_needs_no_spread() -> None:
    assert normal_tails(1200.0, 0.0, at_least=1200, at_most=1199) == (1.0, 0.0)
