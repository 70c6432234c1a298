"""Pairs of groups whose exchange depends on one person."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.organisation.groups import Group, Partition, partition
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.dependence import Dependence, PairTotals, dependence_on, pair_transfers, sum_pairs
from graph_service.analysis.people.person_network import reused_by_others

ENOUGH_EVENTS: Final = 5  # with fewer events, one person often makes most of them
HALF: Final = 0.5 + 1e-9  # more than half, with a tolerance for rounding


@dataclass(frozen=True, slots=True)
class PairAtRisk:
    """`share` of F[giver, receiver] would be lost without the person; None if the person is not discoverable. events, people: the counts
    behind F.
    """

    giver: Group
    receiver: Group
    person: str | None
    share: float
    events: int
    people: int


def pairs_at_risk(columns: Columns, view: View) -> tuple[PairAtRisk, ...]:
    """Returns the ordered pairs of different groups with at least ENOUGH_EVENTS contributing events and more than half of their flow
    dependent on one person.

    An event is lost without a person who is its reuser or the only learner of its lesson; OWN events are excluded. A pair may depend on two
    people: one who learned and one who reused. Sorted by share, largest first, then giver, receiver and person.
    """
    parts = partition(columns.departments, view)
    found = pair_transfers(columns, parts, reused_by_others(columns, view))
    pairs = sum_pairs(columns, found, len(parts.groups))
    depends = dependence_on(columns, found, pairs, np.ones(len(columns.people.ids), np.bool_))
    risky = np.flatnonzero((depends.share > HALF) & (pairs.events[depends.pair] >= ENOUGH_EVENTS))
    order = risky[np.lexsort((depends.person[risky], depends.pair[risky], -depends.share[risky].round(9)))]
    return tuple(_at_risk(columns, parts, pairs, depends, int(at)) for at in order)


def _at_risk(columns: Columns, parts: Partition, pairs: PairTotals, depends: Dependence, at: int) -> PairAtRisk:
    person, pair = int(depends.person[at]), int(depends.pair[at])
    giver, receiver = divmod(pair, len(parts.groups))
    return PairAtRisk(
        giver=parts.groups[giver],
        receiver=parts.groups[receiver],
        person=columns.people.ids[person] if columns.people.discoverable[person] else None,
        share=float(depends.share[at]),
        events=int(pairs.events[pair]),
        people=int(pairs.people[pair]),
    )
