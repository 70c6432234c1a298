"""How much of the flow between two groups depends on one person."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by, sum_by_key, sum_fields
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices, Int32s
from graph_service.analysis.facts.cancellation import cancellable
from graph_service.analysis.organisation.groups import Partition
from graph_service.analysis.organisation.transfers import count_people, roll_up_transfers


@dataclass(frozen=True, slots=True, eq=False)
class PairTransfers:
    """The part that each event adds to F[giver, receiver], for pairs of different known groups, by event.

    pair: giver * groups + receiver, by their codes.
    """

    event: Indices
    pair: Indices
    weight: Floats

    def only(self, events: Flags) -> "PairTransfers":
        """The transfers of the flagged events."""
        rows = np.flatnonzero(events[self.event])
        return PairTransfers(self.event[rows], self.pair[rows], self.weight[rows])


@dataclass(frozen=True, slots=True, eq=False)
class PairTotals:
    """By pair of groups: F, the number of events that contribute to it, and the number of different known people who made them."""

    flow: Floats
    events: Indices
    people: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Dependence:
    """The share of a pair's F that would vanish without a person, by person, then pair. Only shares above 0 are listed."""

    person: Indices
    pair: Indices
    share: Floats


def pair_transfers(columns: Columns, partition: Partition, events: Flags) -> list[PairTransfers]:
    """The transfers of the flagged events between different groups, in blocks that each hold all events of a known person."""
    groups, blocks = len(partition.groups), list[PairTransfers]()
    for block in cancellable(columns.transfers):
        transfers = roll_up_transfers(block, partition).only(events)
        unattributed = (transfers.giver == groups - 1) | (transfers.receiver == groups - 1)
        across = transfers.rows(np.flatnonzero((transfers.giver != transfers.receiver) & ~unattributed))
        blocks.append(PairTransfers(across.event, across.giver * groups + across.receiver, across.weight))
    return blocks


def sum_pairs(columns: Columns, blocks: Sequence[PairTransfers], groups: int) -> PairTotals:
    """The totals of all groups x groups pairs."""
    person, size = columns.events.person, groups**2
    return sum_fields(
        [
            PairTotals(
                flow=sum_by(block.pair, block.weight, size),
                events=np.bincount(block.pair, minlength=size),
                people=count_people(person[block.event], block.pair, size),
            )
            for block in blocks
        ]
    )


def dependence_on(columns: Columns, blocks: Sequence[PairTransfers], totals: PairTotals, people: Flags) -> Dependence:
    """What depends on the flagged people. An event vanishes without its reuser, and without the only learner of its lesson."""
    size, learners = len(totals.flow), _sole_learners(columns)
    vanishing = [_vanishing(columns, block, learners, size, people) for block in blocks]
    key, amount = sum_by_key(*(np.concatenate(rows) for rows in zip(*vanishing, strict=True)))
    return Dependence(key // size, key % size, amount / totals.flow[key % size])


def _vanishing(columns: Columns, block: PairTransfers, learners: Int32s, size: int, people: Flags) -> tuple[Indices, Floats]:
    """Person * size + pair, and the part of F that vanishes, for one block."""
    reuser, learner = columns.events.person[block.event], learners[columns.events.lesson[block.event]]
    made = np.flatnonzero((reuser != UNKNOWN) & people[reuser])
    learned = np.flatnonzero((learner != UNKNOWN) & people[learner] & (learner != reuser))
    person, rows = np.concatenate((reuser[made], learner[learned])), np.concatenate((made, learned))
    return sum_by_key(person.astype(np.int64) * size + block.pair[rows], block.weight[rows])


def _sole_learners(columns: Columns) -> Int32s:
    """By lesson the only person who learned it; UNKNOWN where several people did, or nobody is known."""
    learners, person = columns.lessons.learners, np.full(len(columns.lessons.ids), UNKNOWN, np.int32)
    single = learners.counts == 1
    person[single] = learners.values[learners.offsets[:-1][single]]
    return person
