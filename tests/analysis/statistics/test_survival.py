"""Kaplan and Meier's estimator, by printed values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from graph_service.analysis.statistics.survival import Curve, kaplan_meier

# Freireich et al. 1963, the arm given 6-mercaptopurine: weeks in remission, those still in remission apart (Cox & Oakes 1984, table 1.1).
RELAPSED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL_WELL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]


def curve_of(happened: list[int], censored: list[int], weight: float = 1.0) -> Curve:
    days = np.array(happened + censored, np.int32)
    return kaplan_meier(days, np.arange(len(days)) < len(happened), np.full(len(days), weight))


@pytest.mark.parametrize("weight", [1.0, 1 / 3], ids=["whole", "in thirds"])
def test_remission_under_6_mercaptopurine_is_as_printed(weight: float) -> None:
    curve = curve_of(RELAPSED, STILL_WELL, weight)
    assert curve.day.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert np.round(curve.share, 3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert (curve.at_risk / weight).tolist() == pytest.approx([21, 17, 15, 12, 11, 7, 6])
    assert curve.median == 23


def test_half_left_is_the_median_even_where_thirds_do_not_quite_add_up() -> None:
    assert curve_of([1, 2], [5, 5], 1 / 3).median == 2


def test_where_more_than_half_are_left_there_is_no_median() -> None:
    assert curve_of([3], [4, 4]).median is None


def test_of_nothing_there_is_no_curve() -> None:
    curve = curve_of([], [])
    assert (curve.day.tolist(), curve.median) == ([], None)


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40))
def test_it_is_scipys(watched: list[tuple[int, bool]]) -> None:
    happened, censored = ([days for days, it in watched if it is kind] for kind in (True, False))
    curve, expected = curve_of(happened, censored), ecdf(CensoredData(uncensored=happened, right=censored)).sf
    for day in range(31):
        before = np.flatnonzero(curve.day <= day)
        assert (curve.share[before[-1]] if len(before) else 1.0) == pytest.approx(float(expected.evaluate(day)), abs=1e-9)
