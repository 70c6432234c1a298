"""Who learned from whom: the network of people behind the flow between departments."""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by_key
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices, Int32s, day_number
from graph_service.analysis.facts.ragged import Ragged, expand, from_counts
from graph_service.analysis.facts.tables import ReuseScope
from graph_service.analysis.organisation.groups import Partition
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in


@dataclass(frozen=True, slots=True, eq=False)
class PersonNetwork:
    """Ties from who learned a lesson to who reused it, by learner, then reuser, each pair once, nobody to themselves.

    People are codes below `people`, most of whom may have no tie. weight: the sum over the tie's events of 1 / (number of learners).
    """

    people: int
    learner: Int32s
    reuser: Int32s
    weight: Floats

    @property
    def tied(self) -> Flags:
        """For each person whether they have a tie."""
        found = np.zeros(self.people, np.bool_)
        found[self.learner] = found[self.reuser] = True
        return found

    @property
    def reusers(self) -> Ragged:
        """By learner, who reused."""
        return from_counts(np.bincount(self.learner, minlength=self.people), self.reuser)

    @property
    def degrees(self) -> Indices:
        """How many ties each person has, given and taken. In an undirected network that is with how many others."""
        return np.bincount(self.learner, minlength=self.people) + np.bincount(self.reuser, minlength=self.people)

    def fingerprint(self) -> bytes:
        """The same for networks with the same ties, another for any other."""
        return blake2b(b"".join(column.tobytes() for column in (self.learner, self.reuser, self.weight)), digest_size=16).digest()

    def among(self, people: Flags) -> "PersonNetwork":
        """What is left of the network with only these people in it."""
        kept = people[self.learner] & people[self.reuser]
        return PersonNetwork(self.people, self.learner[kept], self.reuser[kept], self.weight[kept])

    def reversed(self) -> "PersonNetwork":
        """The same ties from reuser to learner."""
        order = np.argsort(self.reuser.astype(np.min_scalar_type(self.people)), kind="stable")  # a radix sort up to 16 bits
        return PersonNetwork(self.people, self.reuser[order], self.learner[order], self.weight[order])

    def undirected(self) -> "PersonNetwork":
        """Each pair with a tie in either direction once, the lower code first; weights of both directions add up."""
        low, high = np.minimum(self.learner, self.reuser), np.maximum(self.learner, self.reuser)
        return _tie(self.people, low, high, self.weight)


def reused_by_others(columns: Columns, view: View) -> Flags:
    """For each event whether it belongs to the view and its reuser is not among the lesson's learners."""
    return events_in(columns, view, lessons_in(columns, view)) & (columns.events.scope != ReuseScope.OWN)


def person_network(columns: Columns, view: View) -> PersonNetwork:
    """The ties of all events of the view but OWN ones, between everyone of whom a name is known."""
    event, learner = _learned_from(columns, view)
    shared = columns.lessons.learners.counts[columns.events.lesson[event]]
    back = _tie(len(columns.people.ids), columns.events.person[event], learner, 1.0 / shared)  # events come by reuser: little to sort
    return back.reversed()


def count_events(columns: Columns, view: View, people: Flags) -> int:
    """How many events stand behind the ties among these people."""
    event, learner = _learned_from(columns, view)
    reuser = columns.events.person[event]
    return int(np.count_nonzero(np.diff(event[people[learner] & people[reuser] & (learner != reuser)], prepend=-1)))


def _learned_from(columns: Columns, view: View) -> tuple[Indices, Int32s]:
    """By event, each one once for each of its learners; and that learner."""
    event = np.flatnonzero(reused_by_others(columns, view) & (columns.events.person != UNKNOWN))
    source, entry = expand(columns.lessons.learners, columns.events.lesson[event].astype(np.intp))
    return event[source], columns.lessons.learners.values[entry]


def homes(columns: Columns, view: View) -> Indices:
    """The code of each person's department at the window's end, else of their last one before it; UNKNOWN where there was none by then.

    That is the membership begun last before the day on which the window ends; last of all where it is open.
    """
    known, home = columns.memberships, np.full(len(columns.people.ids), UNKNOWN)
    begun = np.ones(len(known.since), np.bool_) if view.end is None else known.since < day_number(view.end)
    home[known.person[begun]] = known.department[begun]  # they come by day, and the last one stays
    return home


def groups_of_people(columns: Columns, view: View, parts: Partition) -> Indices:
    """The code of each person's group: that of their home. Who has none is in UNATTRIBUTED, the last one."""
    return parts.of[homes(columns, view)]  # UNKNOWN is the last entry, as UNATTRIBUTED is


def _tie(people: int, learner: Int32s, reuser: Int32s, weight: Floats) -> PersonNetwork:
    others = learner != reuser
    key, weight = sum_by_key(learner[others].astype(np.int64) * people + reuser[others], weight[others])
    return PersonNetwork(people, (key // people).astype(np.int32), (key % people).astype(np.int32), weight)
