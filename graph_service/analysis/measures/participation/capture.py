"""Capture: lessons recorded for closed projects, and the days from learning a lesson to recording and publishing it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import count_distinct, sum_by
from graph_service.analysis.facts.arrays import MAX_DAY, MIN_DAY, UNKNOWN, Days, Indices
from graph_service.analysis.facts.node_ids import ProjectId
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.measures.declaration import page
from graph_service.analysis.measures.participation.evidence import Evidence, evidence_of, share_of
from graph_service.analysis.measures.participation.waiting_time import WaitingTime, Waits, follow, wait_by_place, wait_of_all
from graph_service.analysis.organisation.groups import Group, Partition, partition_departments
from graph_service.analysis.organisation.transfers import roll_up_shares
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.department_on_day import owners_on
from graph_service.analysis.scope.masks import last_day, lessons_in, projects_in, within


@dataclass(frozen=True, slots=True)
class ClosedProjects:
    """How many lessons were recorded for the projects that closed."""

    projects: int
    """The number of projects that closed. In the figures of a group, those that it owned on the day they closed."""
    without_lesson: int
    """How many of them have no lesson at all, not even a draft."""
    lessons: int
    """The number of lessons learned on these projects, drafts included, whenever they were recorded. Lessons that were refused or merged
    into another one before they were published do not count."""
    lessons_per_project: float | None
    """The lessons divided by the projects, those without a lesson included. Absent with fewer than five projects."""
    evidence: Evidence
    """Whether there are enough projects for that: at least five."""
    people: int
    """The number of different people who learned these lessons."""


@dataclass(frozen=True, slots=True)
class CaptureFigures:
    """How much of what is learned is recorded, and how soon."""

    closed: ClosedProjects
    """The projects that closed in the window, and their lessons."""
    learned_to_recorded: WaitingTime
    """For the lessons that were recorded in the window: the days from learning a lesson to recording it. Imported lessons are left out."""
    recorded_to_published: WaitingTime
    """For the same lessons: the days from recording a lesson to publishing it."""
    learned_to_published: WaitingTime
    """For the lessons that were learned in the window, imported ones included: the days from learning a lesson to publishing it."""
    recording_unknown: float
    """The number of lessons learned in the window of which it is not known when they were recorded: they were imported, and what an import
    states as the time of recording is often only that of an earlier import. The first two waiting times leave these lessons out."""


@dataclass(frozen=True, slots=True)
class GroupCapture(CaptureFigures):
    """How much of what one group learned is recorded, and how soon."""

    group: Group
    """The group."""


@dataclass(frozen=True, slots=True)
class Capture(CaptureFigures):
    """How much of what people learn is recorded, and how soon it is recorded and published."""

    groups: tuple[GroupCapture, ...]
    """The same figures for each group that closed projects or learned lessons, by ID."""
    projects_without_lesson: Annotated[tuple[ProjectId, ...], page(20)]
    """The closed projects that have no lesson, those that closed last first."""


@dataclass(frozen=True, slots=True, eq=False)
class Cohorts:
    """Lessons that are followed: those recorded in the window from learning and from recording, and those learned in it. unknown: lessons
    learned in the window, for which it is not known when they were recorded."""

    to_recorded: Waits
    to_published: Waits
    in_all: Waits
    unknown: Indices


def capture(columns: Columns, view: View, today: date) -> Capture:
    """Shows how many lessons were recorded for the projects that closed in the window, and the days from learning a lesson to recording it and
    to publishing it.

    With a topic, only projects and lessons about it count. The day of recording is known for lessons that the service recorded itself, as
    the activity log shows; for imported lessons it is not. Lessons are followed until the window's last day or today, whichever is earlier.
    A lesson that is not published by then is censored on that day or on the day of its retirement, whichever is earlier (Kaplan and Meier
    1958). The lessons recorded in the window were all recorded, so that nothing is censored from learning to recording; taking those
    learned in it would leave out the late ones. In a group a lesson has weight f, and a project belongs to the department that owned it on
    the day it closed, or today if that day is unknown.
    """
    last, partition = last_day(view, today), partition_departments(columns.departments, view)
    places = len(partition.groups)
    cohorts = _cohorts(columns, view, last)
    project = _closed(columns, view)
    owner = partition.of[owners_on(columns, project, _closing_days(columns, project, last))]  # UNKNOWN indexes UNATTRIBUTED
    closed, bare = _closed_projects(columns, view, project, owner, places)
    [total], _ = _closed_projects(columns, view, project, np.zeros(len(project), np.intp), 1)
    return Capture(
        closed=total,
        learned_to_recorded=wait_of_all(columns, cohorts.to_recorded),
        recorded_to_published=wait_of_all(columns, cohorts.to_published),
        learned_to_published=wait_of_all(columns, cohorts.in_all),
        recording_unknown=float(len(cohorts.unknown)),
        groups=_by_group(columns, partition, closed, cohorts),
        projects_without_lesson=tuple(ProjectId(columns.projects.ids[code]) for code in bare),
    )


def _cohorts(columns: Columns, view: View, last: int) -> Cohorts:
    lessons, chosen = columns.lessons, lessons_in(columns, view)
    learned = chosen & (lessons.learned != MAX_DAY) & (lessons.learned <= last) & within(lessons.learned, view)
    recorded = np.flatnonzero(chosen & (lessons.recorded <= last) & within(lessons.recorded, view))
    known = recorded[lessons.learned[recorded] != MAX_DAY]
    in_all, end = np.flatnonzero(learned), np.minimum(lessons.retired, last)
    return Cohorts(
        follow(known, lessons.learned[known], lessons.recorded[known], lessons.recorded[known]),
        follow(recorded, lessons.recorded[recorded], lessons.published[recorded], end[recorded]),
        follow(in_all, lessons.learned[in_all], lessons.published[in_all], end[in_all]),
        np.flatnonzero(learned & (lessons.recorded == MAX_DAY)),
    )


def _closed(columns: Columns, view: View) -> Indices:
    closed = columns.projects.closed
    return np.flatnonzero(projects_in(columns, view) & (closed != MAX_DAY) & within(closed, view))


def _closing_days(columns: Columns, project: Indices, last: int) -> Days:
    closed = columns.projects.closed[project]
    return np.where(closed == MIN_DAY, np.int32(last), closed)


def _closed_projects(columns: Columns, view: View, project: Indices, place: Indices, places: int) -> tuple[list[ClosedProjects], list[int]]:
    """The figures of each place, and the codes of all projects without a lesson, those that closed last first."""
    lessons, size = columns.lessons, len(columns.projects.ids)
    refused = (lessons.retired != MAX_DAY) & (lessons.published == MAX_DAY)
    place_of = np.full(size + 1, UNKNOWN, np.intp)  # UNKNOWN indexes the last entry
    place_of[project] = place
    lesson = np.flatnonzero(lessons_in(columns, view) & ~refused & (place_of[lessons.project] != UNKNOWN))
    counts = np.bincount(lessons.project[lesson], minlength=size)[project]
    row, entry = expand(lessons.learners, lesson)
    people = count_distinct(place_of[lessons.project[lesson[row]]], lessons.learners.values[entry], places).tolist()
    projects = np.bincount(place, minlength=places).tolist()
    bare = np.bincount(place[counts == 0], minlength=places).tolist()
    sums = sum_by(place, counts.astype(np.float64), places).tolist()
    found = [
        ClosedProjects(n, without, int(k), share_of(k, n), evidence_of(n), who)
        for n, without, k, who in zip(projects, bare, sums, people, strict=True)
    ]
    without: list[int] = project[counts == 0].tolist()
    return found, sorted(without, key=lambda code: (-int(columns.projects.closed[code]), columns.projects.ids[code]))


def _by_group(columns: Columns, partition: Partition, closed: list[ClosedProjects], cohorts: Cohorts) -> tuple[GroupCapture, ...]:
    shares, places = roll_up_shares(columns.learned_in, partition), len(partition.groups)
    waits = [list(wait_by_place(columns, wait, shares, places)) for wait in (cohorts.to_recorded, cohorts.to_published, cohorts.in_all)]
    _, entry = expand(shares.places, cohorts.unknown)
    unknown = sum_by(shares.places.values[entry].astype(np.intp), shares.share[entry], places).tolist()
    rows = zip(closed, *waits, unknown, partition.groups, strict=True)
    return tuple(GroupCapture(*row) for row in rows if row[0].projects or any(wait.lessons for wait in row[1:4]))
