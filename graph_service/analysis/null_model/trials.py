"""Events as trials: what is asked of each is whether its lesson came from the group that made it."""

from dataclasses import dataclass

import numpy as np

from graph_service.analysis.facts.aggregation import sum_by
from graph_service.analysis.facts.arrays import Floats, Indices
from graph_service.analysis.organisation.transfers import Transfers


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Each event once, whole, for every group it was made in, in the order of events; `internal` is f(group) of the lesson really reused."""

    event: Indices
    group: Indices
    internal: Floats

    def only(self, rows: Indices) -> "Trials":
        """The trials at these positions."""
        return Trials(self.event[rows], self.group[rows], self.internal[rows])


def trials_of(crossed: Transfers) -> Trials:
    """The trials of these transfers."""
    first = np.ones(len(crossed.event), np.bool_)
    first[1:] = (crossed.event[1:] != crossed.event[:-1]) | (crossed.receiver[1:] != crossed.receiver[:-1])
    trial, starts = np.cumsum(first) - 1, np.flatnonzero(first)
    home = np.flatnonzero(crossed.giver == crossed.receiver)
    made = sum_by(trial, crossed.weight, len(starts))  # g, as the f of a lesson add up to 1
    return Trials(crossed.event[starts], crossed.receiver[starts], sum_by(trial[home], crossed.weight[home], len(starts)) / made)
