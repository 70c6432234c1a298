"""Benjamini and Hochberg's adjustment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from graph_service.analysis.statistics.significance import adjust


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_it_is_scipys(p: list[float]) -> None:
    assert adjust(p) == pytest.approx(false_discovery_control(p).tolist())


def test_of_nothing_it_is_nothing() -> None:
    assert adjust([]) == []
