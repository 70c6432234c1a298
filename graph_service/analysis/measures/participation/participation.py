"""Participation: projects with lessons, people who learned or reused lessons, and the delay until events are recorded."""

from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import distinct
from graph_service.analysis.facts.arrays import MAX_DAY, UNKNOWN, Days, Indices
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in, projects_in, within


@dataclass(frozen=True, slots=True)
class Participation:
    """Who took part in the window: closed projects with a lesson, people who learned or reused lessons, and how soon this was recorded."""

    closed_projects: int
    """The number of projects that were closed."""
    with_lesson: int
    """How many of these have a published lesson, whenever it was published."""
    lessons: int
    """The number of lessons that were learned, including drafts."""
    events: int
    """The number of reuses."""
    learners: int
    """The number of different people who learned these lessons."""
    reusers: int
    """The number of different people who made these reuses."""
    people: int
    """The number of different people who did either."""
    median_days: float | None
    """The median number of days from learning or reusing a lesson to recording it. Imported lessons and reuses are left out; absent if all
    were imported."""


def participation(columns: Columns, view: View) -> Participation:
    """Counts the closed projects with a lesson and the people who learned or reused lessons, and shows how soon this was recorded.

    With a topic, only projects, lessons and reuses about it count. A recording date before the event counts as a delay of 0 days.
    """
    lessons, events, view_lessons = columns.lessons, columns.events, lessons_in(columns, view)
    closed = np.flatnonzero(projects_in(columns, view) & (columns.projects.closed != MAX_DAY) & within(columns.projects.closed, view))
    with_lesson = lessons.project[view_lessons & (lessons.published != MAX_DAY)]
    lesson, event = np.flatnonzero(view_lessons & within(lessons.learned, view)), np.flatnonzero(events_in(columns, view, view_lessons))
    learners = distinct(lessons.learners.values[expand(lessons.learners, lesson)[1]].astype(np.intp))
    reusers = distinct(events.person[event[events.person[event] != UNKNOWN]].astype(np.intp))
    delays = np.concatenate((_delays(lessons.learned, lessons.recorded, lesson), _delays(events.day, events.recorded, event)))
    return Participation(
        closed_projects=len(closed),
        with_lesson=int(np.isin(closed, with_lesson).sum()),
        lessons=len(lesson),
        events=len(event),
        learners=len(learners),
        reusers=len(reusers),
        people=len(distinct(np.concatenate((learners, reusers)))),
        median_days=float(np.median(delays)) if len(delays) else None,
    )


def _delays(happened: Days, recorded: Days, rows: Indices) -> Days:
    """Days from one date to the other, for rows where both are known."""
    known = rows[(happened[rows] != MAX_DAY) & (recorded[rows] != MAX_DAY)]
    return np.maximum(recorded[known] - happened[known], 0)
