"""Knowledge that went from group to group: the one place where parts of departments become parts of groups."""

from dataclasses import dataclass

import numpy as np

from graph_service.network.columns import UNKNOWN, Codes, Columns, Flags, Floats, Int32s, Ragged, expand
from graph_service.network.groups import Partition


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """How each row (a lesson, an event) is shared out among `size` groups: its groups, each once, and their parts, which add up to 1."""

    groups: Ragged
    part: Floats
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Each event once for every group it was made in, with the part of it made there. The rule is one department: one trial, part 1."""

    event: Codes
    group: Codes
    part: Floats

    def only(self, kept: Flags) -> "Trials":
        """The trials that are flagged."""
        return Trials(self.event[kept], self.group[kept], self.part[kept])


@dataclass(frozen=True, slots=True, eq=False)
class Crossings:
    """Each trial once for every group its lesson was learned in, by trial: `given` is the part of the lesson that `giver` has."""

    trial: Codes
    giver: Codes
    given: Floats


def share(departments: Ragged, partition: Partition) -> Shares:
    """Splits each row evenly, 1/n among its n departments, then sums up the tree. A row without any goes to UNATTRIBUTED whole."""
    counts = np.diff(departments.offsets)
    row = np.repeat(np.arange(len(departments)), np.maximum(counts, 1))
    group = np.insert(partition.of[departments.values], departments.offsets[:-1][counts == 0], partition.unattributed)
    part = 1.0 / np.maximum(counts, 1)[row]
    size = len(partition.groups)
    if len(row) > len(departments):
        row, group, part = _merge(row, group, part, size)
    offsets = np.searchsorted(row, np.arange(len(departments) + 1))
    return Shares(Ragged(offsets.astype(np.int32), group.astype(np.int32)), part, size)


def trials(columns: Columns, events: Codes, partition: Partition) -> Trials:
    """The trials of these events, in their order."""
    shares = share(columns.events.departments, partition)
    source, entry = expand(shares.groups, events)
    return Trials(events[source], shares.groups.values[entry].astype(np.intp), shares.part[entry])


def cross(columns: Columns, trials: Trials, shares: Shares) -> Crossings:
    """The crossings of these trials; `shares` are those of the lessons."""
    trial, entry = expand(shares.groups, columns.events.lesson[trials.event].astype(np.intp))
    return Crossings(trial, shares.groups.values[entry].astype(np.intp), shares.part[entry])


def count_people(person: Int32s, bin_: Codes, bins: int) -> Codes:
    """How many different known people stand behind each bin. `person` and `bin_` are by event, so equal people are neighbours."""
    known = person != UNKNOWN
    person, bin_ = person[known], bin_[known].astype(np.min_scalar_type(bins))  # stable sorting is a radix sort up to 16 bits
    order = np.argsort(bin_, kind="stable")
    person, bin_ = person[order], bin_[order]
    first = np.ones(len(bin_), np.bool_)
    first[1:] = (bin_[1:] != bin_[:-1]) | (person[1:] != person[:-1])
    return np.bincount(bin_[first], minlength=bins)


def _merge(row: Codes, group: Codes, part: Floats, groups: int) -> tuple[Codes, Codes, Floats]:
    """Adds up what one row has in the same group from several departments."""
    key = row * groups + group
    order = np.argsort(key, kind="stable")  # nearly sorted already, which a stable sort makes use of
    key = key[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    return key[first] // groups, key[first] % groups, np.add.reduceat(part[order], first)
