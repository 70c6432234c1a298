"""How much of what flows between two groups would be gone without one person."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by, sum_by_key, sum_fields
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices, Int32s
from graph_service.analysis.organisation.groups import Partition
from graph_service.analysis.organisation.transfers import count_people, roll_up_transfers


@dataclass(frozen=True, slots=True, eq=False)
class Passages:
    """What events carried from one known group to another: for each event and pair of groups its part of F, by event.

    A pair is giver * groups + receiver, by their codes.
    """

    event: Indices
    pair: Indices
    weight: Floats

    def only(self, events: Flags) -> "Passages":
        """Those of the events that are flagged."""
        rows = np.flatnonzero(events[self.event])
        return Passages(self.event[rows], self.pair[rows], self.weight[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """By pair of groups: F, the number of events that contribute, and how many different known people made them."""

    flow: Floats
    events: Indices
    people: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Dependence:
    """What would vanish without a person: the share of a pair's F, by person, then pair; never 0."""

    person: Indices
    pair: Indices
    share: Floats


def only_learners(columns: Columns) -> Int32s:
    """By lesson the only person who learned it; UNKNOWN where several did, or nobody known."""
    learners, found = columns.lessons.learners, np.full(len(columns.lessons.ids), UNKNOWN, np.int32)
    single = learners.counts == 1
    found[single] = learners.values[learners.offsets[:-1][single]]
    return found


def passages(columns: Columns, parts: Partition, events: Flags) -> list[Passages]:
    """Those of these events, in blocks that hold all events of a known person."""
    groups, found = len(parts.groups), list[Passages]()
    for block in columns.transfers:
        crossed = roll_up_transfers(block, parts).only(events)
        unattributed = (crossed.giver == groups - 1) | (crossed.receiver == groups - 1)
        across = crossed.rows(np.flatnonzero((crossed.giver != crossed.receiver) & ~unattributed))
        found.append(Passages(across.event, across.giver * groups + across.receiver, across.weight))
    return found


def add_up_pairs(columns: Columns, found: Sequence[Passages], groups: int) -> Pairs:
    """The figures of all pairs."""
    person, size = columns.events.person, groups**2
    return sum_fields(
        [
            Pairs(
                flow=sum_by(block.pair, block.weight, size),
                events=np.bincount(block.pair, minlength=size),
                people=count_people(person[block.event], block.pair, size),
            )
            for block in found
        ]
    )


def depend_on(columns: Columns, found: Sequence[Passages], pairs: Pairs, people: Flags) -> Dependence:
    """What depends on these people. An event vanishes without its reuser, and without the only learner of its lesson."""
    size, learners = len(pairs.flow), only_learners(columns)
    vanishing = [_vanishing(columns, block, learners, size, people) for block in found]
    key, amount = sum_by_key(*(np.concatenate(rows) for rows in zip(*vanishing, strict=True)))
    return Dependence(key // size, key % size, amount / pairs.flow[key % size])


def _vanishing(columns: Columns, block: Passages, learners: Int32s, size: int, people: Flags) -> tuple[Indices, Floats]:
    """Person * size + pair, and what of F vanishes, for one block."""
    reuser, learner = columns.events.person[block.event], learners[columns.events.lesson[block.event]]
    made = np.flatnonzero((reuser != UNKNOWN) & people[reuser])
    learned = np.flatnonzero((learner != UNKNOWN) & people[learner] & (learner != reuser))
    person, rows = np.concatenate((reuser[made], learner[learned])), np.concatenate((made, learned))
    return sum_by_key(person.astype(np.int64) * size + block.pair[rows], block.weight[rows])
