"""Survival analysis: the time until an event, when for some it has not happened yet."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

HALF: Final = 0.5 + 1e-9  # products of fractions carry rounding


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The steps of a survival curve, one for each day with an event: the weight at risk on that day and the share that survives it."""

    day: NDArray[np.intp]
    at_risk: NDArray[np.float64]
    share: NDArray[np.float64]

    @property
    def median(self) -> int | None:
        """The first day after which half or fewer survive; None when more than half survive to the end."""
        at = self._median_step
        return None if at is None else int(self.day[at])

    @property
    def at_risk_at_median(self) -> float | None:
        """The weight at risk on the day of the median; None without a median."""
        at = self._median_step
        return None if at is None else float(self.at_risk[at])

    @property
    def _median_step(self) -> int | None:
        reached = np.flatnonzero(self.share <= HALF)
        return int(reached[0]) if len(reached) else None


def kaplan_meier(days: NDArray[np.int32], happened: NDArray[np.bool_], weight: NDArray[np.float64]) -> Curve:
    """S(t) = product over days d <= t of (1 - happened(d) / at risk(d)), the product-limit estimator of Kaplan and Meier (1958).

    days: how long each was observed, from 0 on: until the event happened, or until observation ended (censored). A censored one is still
    at risk on its last day. weight: how much each counts.
    """
    length = int(days.max(initial=-1)) + 1
    at_risk = _sum_by_day(days, weight, length)[::-1].cumsum()[::-1]
    ended = _sum_by_day(days[happened], weight[happened], length)
    day = np.flatnonzero(np.bincount(days[happened], minlength=length))
    return Curve(day, at_risk[day], (1 - ended[day] / at_risk[day]).cumprod())


def _sum_by_day(days: NDArray[np.int32], weight: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    return np.bincount(days, weight, length).astype(np.float64, copy=False)
