"""Shortest paths of acquaintance: from one person to others through people who worked together or reused each other's lessons."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Indices, Int32s
from graph_service.analysis.facts.node_ids import PersonId, ProjectId, ReuseId
from graph_service.analysis.facts.ragged import expand, rows_of
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.person_network import reused_by_others


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step on the path to an expert: from the previous person, or for the first step from the person who asks, to this one."""

    person: PersonId
    """The person this step leads to."""
    project: ProjectId | None
    """A project that both worked on, if there is one."""
    reuse: ReuseId | None
    """Otherwise the latest time that one of the two reused a lesson of the other."""


@dataclass(frozen=True, slots=True, eq=False)
class ShortestPaths:
    """The shortest paths from `start`. before: by person the previous one on the path; UNKNOWN for the start and where no path leads."""

    columns: Columns
    others: Flags
    start: int
    before: Indices

    def to(self, person: int) -> tuple[PathStep, ...] | None:
        """The steps from the start to this person; no steps to the start itself, None when no path leads to the person."""
        if person != self.start and self.before[person] == UNKNOWN:
            return None
        path = [person]
        while path[-1] != self.start:
            path.append(int(self.before[path[-1]]))
        path.reverse()
        return tuple(self._step(previous, following) for previous, following in pairwise(path))

    def _step(self, previous: int, following: int) -> PathStep:
        columns, person = self.columns, PersonId(self.columns.people.ids[following])
        shared = np.intersect1d(_projects(columns, previous), _projects(columns, following))
        if shared.size:
            return PathStep(person, ProjectId(columns.projects.ids[int(shared[0])]), None)
        directions = ((previous, following), (following, previous))
        events = np.concatenate([_reuses(columns, self.others, reuser, learner) for reuser, learner in directions])
        latest = events[np.lexsort((-events, columns.events.day[events]))[-1]]
        return PathStep(person, None, ReuseId(columns.events.ids[int(latest)]))


def shortest_paths(columns: Columns, start: int, people: Flags, view: View, targets: Indices) -> ShortestPaths:
    """Shortest paths from `start` through the flagged people, searched until every target that can be reached is reached.

    Each step is a tie in either direction: one reused a lesson of the other, or both worked on the same project. Of several shortest
    paths the one through the lowest codes is taken.
    """
    before, unvisited, frontier = np.full(len(people), UNKNOWN, np.intp), people.copy(), np.array([start], np.intp)
    ties = _ties(columns, view)
    unvisited[start] = False
    while frontier.size and unvisited[targets].any():
        at = np.zeros(len(people), np.bool_)
        at[frontier] = True
        source, reached = ties.steps(at, unvisited)
        lowest = np.full(len(people), len(people), np.intp)
        np.minimum.at(lowest, reached, source)
        frontier = np.flatnonzero((lowest < len(people)) & unvisited)
        before[frontier], unvisited[frontier] = lowest[frontier], False
    return ShortestPaths(columns, ties.events, start, before)


def acquaintances(columns: Columns, person: int, view: View) -> Flags:
    """For each person whether a single step leads from this person to them; true for the person themselves, too."""
    known, everybody = np.zeros(len(columns.people.ids), np.bool_), np.ones(len(columns.people.ids), np.bool_)
    known[person] = True
    known[_ties(columns, view).steps(known, everybody)[1]] = True
    return known


@dataclass(frozen=True, slots=True, eq=False)
class _Ties:
    """Who dealt with whom. events: flags of the reuses that tie reuser and learners. row: the lesson of each entry of lessons.learners."""

    columns: Columns
    events: Flags
    row: Indices

    def steps(self, at: Flags, unvisited: Flags) -> tuple[Indices, Indices]:
        """Pairs of a person `at` and a person one step away: all unvisited ones, and perhaps some others."""
        pairs = (self._to_learners(at), self._to_reusers(at, unvisited), _colleagues(self.columns, at, unvisited))
        source, reached = (np.concatenate(ends) for ends in zip(*pairs, strict=True))
        return source, reached

    def _to_learners(self, at: Flags) -> tuple[Indices, Indices]:
        """Each reuser who is `at`, with each learner of a lesson they reused."""
        person, learners = self.columns.events.person, self.columns.lessons.learners
        event = np.flatnonzero(self.events & at[person])
        source, entry = expand(learners, self.columns.events.lesson[event].astype(np.intp))
        return person[event[source]].astype(np.intp), learners.values[entry].astype(np.intp)

    def _to_reusers(self, at: Flags, unvisited: Flags) -> tuple[Indices, Indices]:
        """Each learner who is `at`, with each unvisited person who reused a lesson of theirs."""
        events, learners = self.columns.events, self.columns.lessons.learners
        lessons = np.zeros(len(learners), np.bool_)
        lessons[self.row[at[learners.values]]] = True
        event = np.flatnonzero(self.events & lessons[events.lesson])
        event = event[unvisited[events.person[event]]]
        source, entry = expand(learners, events.lesson[event].astype(np.intp))
        learner, reuser = learners.values[entry].astype(np.intp), events.person[event[source]].astype(np.intp)
        return learner[at[learner]], reuser[at[learner]]


def _ties(columns: Columns, view: View) -> _Ties:
    return _Ties(columns, reused_by_others(columns, view) & (columns.events.person != UNKNOWN), rows_of(columns.lessons.learners))


def _colleagues(columns: Columns, at: Flags, unvisited: Flags) -> tuple[Indices, Indices]:
    """Each unvisited person who worked on a project with a person `at`; of several such people the one with the lowest code."""
    work = columns.assignments
    here = np.flatnonzero(at[work.person])
    lowest = np.full(len(columns.projects.ids), len(at), np.intp)
    np.minimum.at(lowest, work.project[here], work.person[here])
    colleague = np.flatnonzero(unvisited[work.person] & (lowest[work.project] < len(at)))
    return lowest[work.project[colleague]], work.person[colleague].astype(np.intp)


def _projects(columns: Columns, person: int) -> Indices:
    work = columns.assignments
    return work.project[_span(work.person, person)].astype(np.intp)


def _reuses(columns: Columns, others: Flags, reuser: int, learner: int) -> Indices:
    """The events in which the reuser reused a lesson of the learner."""
    rows = _span(columns.events.person, reuser)
    event = rows.start + np.flatnonzero(others[rows])
    source, entry = expand(columns.lessons.learners, columns.events.lesson[event].astype(np.intp))
    return event[source[columns.lessons.learners.values[entry] == learner]]


def _span(person: Int32s, code: int) -> slice:
    """The rows of one person in a column that is in the order of people."""
    start, end = np.searchsorted(person, np.array([code, code + 1], np.int32)).tolist()
    return slice(start, end)
