"""Pairs of groups whose exchange depends on one person."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.node_ids import PersonId
from graph_service.analysis.organisation.groups import Group, Partition, partition_departments
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.dependence import Dependence, PairTotals, dependence_on, pair_transfers, sum_pairs
from graph_service.analysis.people.person_network import reused_by_others

ENOUGH_EVENTS: Final = 5  # with fewer events, one person often makes most of them
MORE_THAN_HALF: Final = 0.5 + 1e-9  # with a tolerance for rounding


@dataclass(frozen=True, slots=True)
class PairAtRisk:
    """A pair of groups whose exchange in one direction depends on one person for more than half."""

    from_: Group
    """The group that learned the lessons."""
    to: Group
    """The group that reused them."""
    share: float
    """The share of these reuses that would be missing without the person, from 0 to 1: the person's own reuses, and reuses of lessons that
    nobody else learned."""
    events: int
    """The number of all reuses between the two groups, each counted as one."""
    people: int
    """The number of different people who made them."""
    person: PersonId | None
    """The person; absent if the person may not be named."""


def pairs_at_risk(columns: Columns, view: View) -> tuple[PairAtRisk, ...]:
    """Lists pairs of different groups with at least five reuses, more than half of which depend on one person. A pair is listed twice if it
    depends on two people: one who learned nearly all lessons and one who made nearly all reuses. The largest share comes first.

    An event is lost without a person who is its reuser or the only learner of its lesson; OWN events are excluded. Sorted by share, then
    by giver, receiver and person.
    """
    partition = partition_departments(columns.departments, view)
    transfers = pair_transfers(columns, partition, reused_by_others(columns, view))
    pairs = sum_pairs(columns, transfers, len(partition.groups))
    depends = dependence_on(columns, transfers, pairs, np.ones(len(columns.people.ids), np.bool_))
    risky = np.flatnonzero((depends.share > MORE_THAN_HALF) & (pairs.events[depends.pair] >= ENOUGH_EVENTS))
    order = risky[np.lexsort((depends.person[risky], depends.pair[risky], -depends.share[risky].round(9)))]
    return tuple(_at_risk(columns, partition, pairs, depends, int(at)) for at in order)


def _at_risk(columns: Columns, partition: Partition, pairs: PairTotals, depends: Dependence, at: int) -> PairAtRisk:
    person, pair = int(depends.person[at]), int(depends.pair[at])
    giver, receiver = divmod(pair, len(partition.groups))
    return PairAtRisk(
        from_=partition.groups[giver],
        to=partition.groups[receiver],
        share=float(depends.share[at]),
        events=int(pairs.events[pair]),
        people=int(pairs.people[pair]),
        person=PersonId(columns.people.ids[person]) if columns.people.discoverable[person] else None,
    )
