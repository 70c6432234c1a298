"""The figures of rankings with ties are the means over all orders of the tied items."""

from itertools import pairwise, permutations
from random import Random
from statistics import fmean

import numpy as np
import pytest

from tests.benchmarks.ranking import rank_figures as module
from tests.benchmarks.ranking.bootstrap import paired_interval
from tests.benchmarks.ranking.rank_figures import RankFigures, means, rank_figures


def figures_of_order(order: tuple[str, ...], right: set[str], first: int) -> tuple[float, float, float]:
    places = [place for place, id_ in enumerate(order, 1) if id_ in right]
    within = sum(place <= first for place in places)
    return (1 / places[0] if places else 0.0, float(within > 0), within / len(right))


@pytest.mark.parametrize("seed", range(40))
def test_figures_are_means_over_all_orders_that_the_scores_allow(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random, first = Random(seed), Random(seed).randint(1, 4)
    monkeypatch.setattr(module, "TEN", first)
    scores = {id_: float(random.randint(0, 2)) for id_ in "abcdef"}
    right = set(random.sample("abcdefxy", random.randint(1, 4)))
    orders = [order for order in permutations(scores) if all(scores[a] >= scores[b] for a, b in pairwise(order))]
    expected = [fmean(column) for column in zip(*(figures_of_order(order, right, first) for order in orders), strict=True)]
    found = rank_figures(scores, right)
    assert (found.mrr, found.hits, found.recall) == pytest.approx(tuple(expected), abs=1e-12)


def test_a_perfect_ranking_scores_one_however_many_correct_items_are_tied() -> None:
    assert rank_figures(dict.fromkeys("abcd", 1.0) | {"e": 0.0}, set("abcd")) == RankFigures(1.0, 1.0, 1.0)
    assert rank_figures({"a": 1.0}, {"b"}) == RankFigures(0.0, 0.0, 0.0)


def test_means_are_taken_figure_by_figure() -> None:
    assert means([RankFigures(1.0, 1.0, 0.5), RankFigures(0.0, 1.0, 0.0)]) == RankFigures(0.5, 1.0, 0.25)


def test_the_interval_of_a_difference_has_the_width_of_its_standard_error() -> None:
    random = np.random.default_rng(3)
    ours, other = random.normal(0.3, 0.1, 400), random.normal(0.2, 0.1, 400)
    low, high = paired_interval([ours.tolist()], [other.tolist()])
    error = float(np.std(ours - other) / 20)
    assert low == pytest.approx(float(np.mean(ours - other)) - 1.96 * error, abs=0.2 * error)
    assert high == pytest.approx(float(np.mean(ours - other)) + 1.96 * error, abs=0.2 * error)


def test_what_both_rankings_find_hard_does_not_widen_the_interval() -> None:
    hard = np.random.default_rng(4).random(100)
    assert paired_interval([(hard + 0.1).tolist()], [hard.tolist()]) == pytest.approx((0.1, 0.1))


def test_every_stratum_has_the_same_weight() -> None:
    assert paired_interval([[1.0], [0.0] * 9], [[0.0], [0.0] * 9]) == pytest.approx((0.5, 0.5))
