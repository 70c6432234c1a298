"""Who could introduce whom: the shortest way from one person to others over people who dealt with each other."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Indices, Int32s
from graph_service.analysis.facts.ragged import expand, rows_of
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.person_network import reused_by_others


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
    before: Indices

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


def ways_from(columns: Columns, start: int, people: Flags, view: View, targets: Indices) -> Ways:
    """Shortest ways from `start` over these people until all targets that can be are reached.

    Each step is a tie in either direction: who reused whose lesson, who worked on the same project. Of several shortest ways, each
    person is reached from the lowest code.
    """
    before, open_to, frontier = np.full(len(people), UNKNOWN, np.intp), people.copy(), np.array([start], np.intp)
    ties = _ties(columns, view)
    open_to[start] = False
    while frontier.size and open_to[targets].any():
        at = np.zeros(len(people), np.bool_)
        at[frontier] = True
        source, found = ties.steps(at, open_to)
        lowest = np.full(len(people), len(people), np.intp)
        np.minimum.at(lowest, found, source)
        frontier = np.flatnonzero((lowest < len(people)) & open_to)
        before[frontier], open_to[frontier] = lowest[frontier], False
    return Ways(columns, ties.events, start, before)


def acquaintances(columns: Columns, person: int, view: View) -> Flags:
    """For each person whether a single step leads from this one to them; true for this one, too."""
    found, everybody = np.zeros(len(columns.people.ids), np.bool_), np.ones(len(columns.people.ids), np.bool_)
    found[person] = True
    found[_ties(columns, view).steps(found, everybody)[1]] = True
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Ties:
    """Who dealt with whom. events: the reuses that tie reuser and learners. row: the lesson of each of the learners of all lessons."""

    columns: Columns
    events: Flags
    row: Indices

    def steps(self, at: Flags, open_to: Flags) -> tuple[Indices, Indices]:
        """Pairs of somebody `at` and whom a single step leads to from there: all `open_to` it, and some others perhaps."""
        pairs = (self._to_learners(at), self._to_reusers(at, open_to), _colleagues(self.columns, at, open_to))
        source, found = (np.concatenate(ends) for ends in zip(*pairs, strict=True))
        return source, found

    def _to_learners(self, at: Flags) -> tuple[Indices, Indices]:
        """Each reuser who is `at`, with each learner of a lesson they reused."""
        person, learners = self.columns.events.person, self.columns.lessons.learners
        event = np.flatnonzero(self.events & at[person])
        source, entry = expand(learners, self.columns.events.lesson[event].astype(np.intp))
        return person[event[source]].astype(np.intp), learners.values[entry].astype(np.intp)

    def _to_reusers(self, at: Flags, open_to: Flags) -> tuple[Indices, Indices]:
        """Each learner who is `at`, with each person `open_to` it who reused a lesson of theirs."""
        events, learners = self.columns.events, self.columns.lessons.learners
        told = np.zeros(len(learners), np.bool_)
        told[self.row[at[learners.values]]] = True
        event = np.flatnonzero(self.events & told[events.lesson])
        event = event[open_to[events.person[event]]]
        source, entry = expand(learners, events.lesson[event].astype(np.intp))
        learner, reuser = learners.values[entry].astype(np.intp), events.person[event[source]].astype(np.intp)
        return learner[at[learner]], reuser[at[learner]]


def _ties(columns: Columns, view: View) -> _Ties:
    return _Ties(columns, reused_by_others(columns, view) & (columns.events.person != UNKNOWN), rows_of(columns.lessons.learners))


def _colleagues(columns: Columns, at: Flags, open_to: Flags) -> tuple[Indices, Indices]:
    """Each pair of somebody `at` and somebody `open_to` who worked on the same project: of several at the former, the lowest code."""
    work = columns.assignments
    here = np.flatnonzero(at[work.person])
    lowest = np.full(len(columns.projects.ids), len(at), np.intp)
    np.minimum.at(lowest, work.project[here], work.person[here])
    there = np.flatnonzero(open_to[work.person] & (lowest[work.project] < len(at)))
    return lowest[work.project[there]], work.person[there].astype(np.intp)


def _projects(columns: Columns, person: int) -> Indices:
    work = columns.assignments
    return work.project[_span(work.person, person)].astype(np.intp)


def _reuses(columns: Columns, others: Flags, reuser: int, learner: int) -> Indices:
    """The events of one person that reused a lesson of the other."""
    rows = _span(columns.events.person, reuser)
    event = rows.start + np.flatnonzero(others[rows])
    source, entry = expand(columns.lessons.learners, columns.events.lesson[event].astype(np.intp))
    return event[source[columns.lessons.learners.values[entry] == learner]]


def _span(person: Int32s, code: int) -> slice:
    """Where somebody's rows are, in a column in the order of people."""
    start, end = np.searchsorted(person, np.array([code, code + 1], np.int32)).tolist()
    return slice(start, end)
