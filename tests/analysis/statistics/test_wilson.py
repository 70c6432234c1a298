"""Wilson's interval is that of scipy, for every small number of judgements."""

import numpy as np
import pytest
from scipy.stats import binomtest

from graph_service.analysis.statistics.wilson import wilson_centre, wilson_lower


@pytest.mark.parametrize("trials", [1, 2, 3, 10, 47, 1_000])
def test_bound_and_centre_are_those_of_scipy(trials: int) -> None:
    successes = np.arange(trials + 1)
    intervals = [binomtest(k, trials).proportion_ci(0.95, method="wilson") for k in successes.tolist()]
    tried = np.full(trials + 1, trials)
    assert wilson_lower(successes, tried) == pytest.approx([each.low for each in intervals], abs=1e-12)
    assert wilson_centre(successes, tried) == pytest.approx([(each.low + each.high) / 2 for each in intervals], abs=1e-12)


def test_without_judgements_anything_may_be() -> None:
    nothing = np.zeros(1, np.intp)
    assert (wilson_lower(nothing, nothing)[0], wilson_centre(nothing, nothing)[0]) == (0, 0.5)
