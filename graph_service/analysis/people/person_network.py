"""The person network: ties from the people who learned a lesson to the people who reused it."""

from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by_key
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices, Int32s, day_number, enum_code
from graph_service.analysis.facts.ragged import Ragged, expand, from_counts
from graph_service.analysis.organisation.department_tree import with_descendants
from graph_service.analysis.organisation.groups import Partition, partition_departments
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in
from graph_service.model.enums import ReuseScope


@dataclass(frozen=True, slots=True, eq=False)
class PersonNetwork:
    """Ties from learner to reuser, by learner, then reuser, each pair once, without ties of people to themselves.

    People are codes below `people`; most of them may have no tie. weight: the sum over the tie's events of 1 / (number of learners).
    """

    people: int
    learner: Int32s
    reuser: Int32s
    weight: Floats

    @property
    def tied(self) -> Flags:
        """For each person whether they have a tie."""
        flags = np.zeros(self.people, np.bool_)
        flags[self.learner] = flags[self.reuser] = True
        return flags

    @property
    def reusers(self) -> Ragged:
        """The reusers of each learner."""
        return from_counts(np.bincount(self.learner, minlength=self.people), self.reuser)

    @property
    def degrees(self) -> Indices:
        """The number of ties of each person, given and taken. In an undirected network this is the number of contacts."""
        return np.bincount(self.learner, minlength=self.people) + np.bincount(self.reuser, minlength=self.people)

    def fingerprint(self) -> bytes:
        """A digest that is the same for networks with the same ties and weights, and different for all others."""
        return blake2b(b"".join(column.tobytes() for column in (self.learner, self.reuser, self.weight)), digest_size=16).digest()

    def among(self, people: Flags) -> "PersonNetwork":
        """The ties between the flagged people."""
        kept = people[self.learner] & people[self.reuser]
        return PersonNetwork(self.people, self.learner[kept], self.reuser[kept], self.weight[kept])

    def reversed(self) -> "PersonNetwork":
        """The same ties from reuser to learner."""
        order = np.argsort(self.reuser.astype(np.min_scalar_type(self.people)), kind="stable")  # a radix sort up to 16 bits
        return PersonNetwork(self.people, self.reuser[order], self.learner[order], self.weight[order])

    def undirected(self) -> "PersonNetwork":
        """Each pair with a tie in either direction once, the lower code first, with the sum of the weights of both directions."""
        low, high = np.minimum(self.learner, self.reuser), np.maximum(self.learner, self.reuser)
        return _merge_ties(self.people, low, high, self.weight)


def reused_by_others(columns: Columns, view: View) -> Flags:
    """For each event whether it belongs to the view and its reuser is not among the lesson's learners."""
    return events_in(columns, view, lessons_in(columns, view)) & (columns.events.scope != enum_code(ReuseScope.OWN))


def person_network(columns: Columns, view: View) -> PersonNetwork:
    """The ties of all events of the view except OWN ones, between known learners and known reusers."""
    event, learner = _learned_from(columns, view)
    learners = columns.lessons.learners.counts[columns.events.lesson[event]]
    back = _merge_ties(
        len(columns.people.ids), columns.events.person[event], learner, 1.0 / learners
    )  # in the order of reusers: little to sort
    return back.reversed()


def count_events(columns: Columns, view: View, people: Flags) -> int:
    """The number of events behind the ties among the flagged people."""
    event, learner = _learned_from(columns, view)
    reuser = columns.events.person[event]
    return int(np.count_nonzero(np.diff(event[people[learner] & people[reuser] & (learner != reuser)], prepend=-1)))


def home_departments(columns: Columns, view: View) -> Indices:
    """The code of each person's department at the end of the window, or else of the last one before it; UNKNOWN where there is none.

    This is the membership that began last before the day on which the window ends; the last one of all where the window is open.
    """
    memberships, home = columns.memberships, np.full(len(columns.people.ids), UNKNOWN)
    begun = np.ones(len(memberships.since), np.bool_) if view.end is None else memberships.since < day_number(view.end)
    home[memberships.person[begun]] = memberships.department[begun]  # in the order of days: the last one remains
    return home


def groups_of_people(columns: Columns, view: View, partition: Partition) -> Indices:
    """The code of the group of each person's home department; people without one are in UNATTRIBUTED, the last group."""
    return partition.of[home_departments(columns, view)]  # UNKNOWN indexes the last entry, which is UNATTRIBUTED


def groups_below(columns: Columns, view: View, departments: Flags) -> tuple[Partition, Flags]:
    """The groups of a view without a level, and which of them include a flagged department or one below it on the chart of the view."""
    below = with_descendants(columns.departments, departments, day_number(view.chart))
    partition = partition_departments(columns.departments, replace(view, level=None))
    return partition, np.isin(np.arange(len(partition.groups)), partition.of[:-1][below])


def _learned_from(columns: Columns, view: View) -> tuple[Indices, Int32s]:
    """Each event once per learner of its lesson, by event; and the learner."""
    event = np.flatnonzero(reused_by_others(columns, view) & (columns.events.person != UNKNOWN))
    source, entry = expand(columns.lessons.learners, columns.events.lesson[event].astype(np.intp))
    return event[source], columns.lessons.learners.values[entry]


def _merge_ties(people: int, learner: Int32s, reuser: Int32s, weight: Floats) -> PersonNetwork:
    others = learner != reuser
    key, weight = sum_by_key(learner[others].astype(np.int64) * people + reuser[others], weight[others])
    return PersonNetwork(people, (key // people).astype(np.int32), (key % people).astype(np.int32), weight)
