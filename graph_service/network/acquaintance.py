"""Who could introduce whom: the shortest way from one person to others over people who dealt with each other."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from graph_service.network.columns import Columns
from graph_service.network.facts import UNKNOWN, Flags
from graph_service.network.person_network import reused_by_others
from graph_service.network.ragged import Codes, Int32s, expand
from graph_service.network.view import View


@dataclass(frozen=True, slots=True)
class Step:
    """To `person`, from the one before: they worked on `project`, or else one of the two made `reuse`, of a lesson of the other."""

    person: str
    project: str | None
    reuse: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """From whom each person is reached by a shortest way from `start`, UNKNOWN for the start and whoever isn't reached."""

    columns: Columns
    others: Flags
    start: int
    before: Codes

    def to(self, person: int) -> tuple[Step, ...] | None:
        """The steps from the start to this person, none when it is the start itself. None when no way leads there."""
        if person != self.start and self.before[person] == UNKNOWN:
            return None
        way = [person]
        while way[-1] != self.start:
            way.append(int(self.before[way[-1]]))
        way.reverse()
        return tuple(self._step(one, other) for one, other in pairwise(way))

    def _step(self, one: int, other: int) -> Step:
        columns, person = self.columns, self.columns.people.ids[other]
        shared = np.intersect1d(_projects(columns, one), _projects(columns, other))
        if shared.size:
            return Step(person, columns.projects.ids[int(shared[0])], None)
        events = np.concatenate((_reuses(columns, self.others, one, other), _reuses(columns, self.others, other, one)))
        newest = events[np.lexsort((-events, columns.events.day[events]))[-1]]
        return Step(person, None, columns.events.ids[int(newest)])


def ways_from(columns: Columns, start: int, people: Flags, view: View) -> Ways:
    """Shortest ways from `start` over these people, each step a tie in either direction: who reused whose lesson, who worked on the same project.

    Of several shortest ways, each person is reached from the lowest code.
    """
    before = np.full(len(people), UNKNOWN, np.intp)
    open_to = people.copy()
    open_to[start] = False
    others = reused_by_others(columns, view)
    reuser, learner = _reuse_ties(columns, others)
    one_end, other_end = np.concatenate((reuser, learner)), np.concatenate((learner, reuser))
    frontier = np.array([start], np.intp)
    while frontier.size:
        at = np.zeros(len(people), np.bool_)
        at[frontier] = True
        near = np.flatnonzero(at[one_end] & open_to[other_end])
        one, other = _colleagues(columns, at, open_to)
        source, found = np.concatenate((one_end[near], one)), np.concatenate((other_end[near], other))
        order = np.lexsort((source, found))
        found, first = np.unique(found[order], return_index=True)
        before[found] = source[order][first]
        open_to[found] = False
        frontier = found
    return Ways(columns, others, start, before)


def acquaintances(columns: Columns, person: int, view: View) -> Flags:
    """For each person whether a single step leads from this one to them; true for this one, too."""
    work, found = columns.assignments, np.zeros(len(columns.people.ids), np.bool_)
    found[work.person[np.isin(work.project, _projects(columns, person))]] = True
    reuser, learner = _reuse_ties(columns, reused_by_others(columns, view))
    found[reuser[learner == person]] = found[learner[reuser == person]] = found[person] = True
    return found


def _reuse_ties(columns: Columns, others: Flags) -> tuple[Codes, Codes]:
    """Each reuser with each learner of the lesson reused."""
    event = np.flatnonzero(others & (columns.events.person != UNKNOWN))
    source, entry = expand(columns.lessons.learners, columns.events.lesson[event].astype(np.intp))
    return columns.events.person[event[source]].astype(np.intp), columns.lessons.learners.values[entry].astype(np.intp)


def _colleagues(columns: Columns, at: Flags, open_to: Flags) -> tuple[Codes, Codes]:
    """Each pair of somebody `at` and somebody `open_to` who worked on the same project: of several at the former, the lowest code."""
    work = columns.assignments
    here = np.flatnonzero(at[work.person])
    lowest = np.full(len(columns.projects.ids), len(at), np.intp)
    np.minimum.at(lowest, work.project[here], work.person[here])
    there = np.flatnonzero(open_to[work.person] & (lowest[work.project] < len(at)))
    return lowest[work.project[there]], work.person[there].astype(np.intp)


def _projects(columns: Columns, person: int) -> Codes:
    work = columns.assignments
    return work.project[_rows_of(work.person, person)].astype(np.intp)


def _reuses(columns: Columns, others: Flags, reuser: int, learner: int) -> Codes:
    """The events of one person that reused a lesson of the other."""
    rows = _rows_of(columns.events.person, reuser)
    event = rows.start + np.flatnonzero(others[rows])
    source, entry = expand(columns.lessons.learners, columns.events.lesson[event].astype(np.intp))
    return event[source[columns.lessons.learners.values[entry] == learner]]


def _rows_of(person: Int32s, code: int) -> slice:
    """Where somebody's rows are, in a column in the order of people."""
    start, end = np.searchsorted(person, np.array([code, code + 1], np.int32)).tolist()
    return slice(start, end)
