"""Knowledge transfers between departments, and their sums between groups.

A place is the code of a department, or of a group after rolling up.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from graph_service.analysis.facts.aggregation import sum_by_key
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices, Int32s
from graph_service.analysis.facts.ragged import Ragged, expand, from_counts
from graph_service.analysis.organisation.groups import Partition

BLOCK: Final = 2**15  # transfers per block; an array of them takes 256 kB


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """How each lesson or event is divided among places: the distinct places of each row, and their shares, which add up to 1 per row."""

    places: Ragged
    share: Floats

    @property
    def undivided(self) -> bool:
        """Whether every row has exactly one place, as reuses have unless an imported table says otherwise."""
        return len(self.places.values) == len(self.places)


@dataclass(frozen=True, slots=True, eq=False)
class Transfers:
    """One row for each event and pair of a place that made it and a place where its lesson was learned; by event, then receiver.

    `weight` is f(giver) g(receiver), in reuses. As the f of a lesson add up to 1, the weights of an event and a receiver add up to g.
    """

    event: Indices
    giver: Indices
    receiver: Indices
    weight: Floats

    def only(self, events: Flags) -> "Transfers":
        """The transfers of the flagged events."""
        return self.rows(np.flatnonzero(events[self.event]))

    def rows(self, rows: slice | Indices) -> "Transfers":
        """The transfers at these positions."""
        return Transfers(self.event[rows], self.giver[rows], self.receiver[rows], self.weight[rows])


def share_evenly(departments: Ragged, unattributed: int) -> Shares:
    """1/n for each of a row's n departments; a row without departments belongs to `unattributed` entirely."""
    counts = departments.counts
    values = np.insert(departments.values, departments.offsets[:-1][counts == 0], unattributed)
    counts = np.maximum(counts, 1)
    return Shares(from_counts(counts, values), np.repeat(1.0 / counts, counts))


def make_transfers(lesson: Int32s, learned_in: Shares, reused_in: Shares) -> Transfers:
    """The transfers of all events. lesson: of each event."""
    event, made = expand(reused_in.places, np.arange(len(lesson)))
    source, given = expand(learned_in.places, lesson[event].astype(np.intp))
    return Transfers(
        event[source],
        learned_in.places.values[given].astype(np.intp),
        reused_in.places.values[made][source].astype(np.intp),
        learned_in.share[given] * reused_in.share[made][source],
    )


def split_into_blocks(transfers: Transfers, person: Int32s) -> tuple[Transfers, ...]:
    """At least one block of about BLOCK transfers; all events of a known person are in the same block. person: of each event.

    Arrays of one block stay in the processor's cache and are allocated from memory in use; new memory costs more than the arithmetic.
    """
    by = person[transfers.event]
    starts = np.flatnonzero((np.diff(transfers.event, prepend=-1) != 0) & ((np.diff(by, prepend=UNKNOWN) != 0) | (by == UNKNOWN)))
    at = np.searchsorted(starts, np.arange(BLOCK, len(by), BLOCK))
    return tuple(transfers.rows(slice(a, b)) for a, b in pairwise([0, *np.unique(starts[at[at < len(starts)]]).tolist(), len(by)]))


def roll_up_shares(shares: Shares, partition: Partition) -> Shares:
    """Shares of departments summed up to groups."""
    if partition.is_identity:
        return shares
    if shares.undivided:
        return Shares(Ragged(shares.places.offsets, partition.of[shares.places.values].astype(np.int32)), shares.share)
    row, size = np.repeat(np.arange(len(shares.places)), shares.places.counts), len(partition.groups)
    key, share = sum_by_key(row * size + partition.of[shares.places.values], shares.share)
    counts = np.bincount(key // size, minlength=len(shares.places))
    return Shares(from_counts(counts, (key % size).astype(np.int32)), share)


def roll_up_transfers(transfers: Transfers, partition: Partition) -> Transfers:
    """Transfers between departments summed up to groups."""
    if partition.is_identity:
        return transfers
    size = len(partition.groups)
    key = (transfers.event * size + partition.of[transfers.receiver]) * size + partition.of[transfers.giver]
    key, weight = sum_by_key(key, transfers.weight)
    return Transfers(key // size**2, key % size, key // size % size, weight)


def count_people(person: Int32s, place: Indices, places: int) -> Indices:
    """The number of distinct known people of each place. Equal people must be adjacent, as in the order of events."""
    known = np.flatnonzero(person != UNKNOWN)
    person, place = person[known], place[known].astype(np.min_scalar_type(places))
    order = np.argsort(place, kind="stable")  # a radix sort up to 16 bits
    person, place = person[order], place[order]
    first = np.ones(len(place), np.bool_)
    first[1:] = (place[1:] != place[:-1]) | (person[1:] != person[:-1])
    return np.bincount(place[first], minlength=places)


def count_at(shares: Shares, row: Indices | Int32s, person: Int32s, places: int) -> tuple[Indices, Indices]:
    """By place: how many of these rows have a part there, and how many different known people. `person`: of each row, in events' order."""
    source, entry = expand(shares.places, row.astype(np.intp))
    place = shares.places.values[entry].astype(np.intp)
    return np.bincount(place, minlength=places), count_people(person[source], place, places)


def count_everyone(person: Int32s) -> int:
    """The number of distinct known people. Equal people must be adjacent."""
    known = person[person != UNKNOWN]
    return int(np.count_nonzero(np.diff(known, prepend=UNKNOWN)))
