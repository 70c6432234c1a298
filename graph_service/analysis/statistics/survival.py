"""How long until something happens, when for some it has not happened yet."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.analysis.facts.aggregation import sum_by
from graph_service.analysis.facts.arrays import Flags, Floats, Indices, Int32s

HALF: Final = 0.5 + 1e-9  # products of fractions carry rounding


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The steps of a survival curve, by day: how many were at risk on it, and the share left after it. Only days on which it happened."""

    day: Indices
    at_risk: Floats
    share: Floats

    @property
    def median(self) -> int | None:
        """The first day after which half or fewer are left; None where more than half are left at the end."""
        reached = np.flatnonzero(self.share <= HALF)
        return int(self.day[reached[0]]) if len(reached) else None


def kaplan_meier(days: Int32s, happened: Flags, weight: Floats) -> Curve:
    """S(t) = product over days d <= t of (1 - happened(d) / at risk(d)), the product-limit estimator of Kaplan and Meier (1958).

    days: how long each was watched, from 0 on: until it happened, else until it was lost from sight (censored), on which day it is
    still at risk. weight: how much of each counts.
    """
    length = int(days.max(initial=-1)) + 1
    at_risk = sum_by(days, weight, length)[::-1].cumsum()[::-1]
    ends = sum_by(days[happened], weight[happened], length)
    day = np.flatnonzero(np.bincount(days[happened], minlength=length))
    return Curve(day, at_risk[day], (1 - ends[day] / at_risk[day]).cumprod())
