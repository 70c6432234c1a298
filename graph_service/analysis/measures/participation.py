"""Who takes part: projects that left a lesson, people who recorded or reused one, and how soon."""

from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import distinct
from graph_service.analysis.facts.arrays import NEVER, UNKNOWN, Days, Indices
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in, projects_in, within


@dataclass(frozen=True, slots=True)
class Participation:
    """closed_projects: closed in the window. with_lesson: those of them with a lesson of the view, published whenever.

    lessons, events: learned and reused in the window, drafts too. learners, reusers, people: the different known people behind the
    lessons, the events, and both together. median_days: from the day a lesson was learned or reused to the day that was recorded, over
    all that were recorded one by one, not imported; None where there are none.
    """

    closed_projects: int
    with_lesson: int
    lessons: int
    events: int
    learners: int
    reusers: int
    people: int
    median_days: float | None


def participation(columns: Columns, view: View) -> Participation:
    """Counts. With a topic, of the projects, lessons and reuses about it. A day recorded before the event counts as the same day."""
    lessons, events, view_lessons = columns.lessons, columns.events, lessons_in(columns, view)
    closed = np.flatnonzero(projects_in(columns, view) & (columns.projects.closed != NEVER) & within(columns.projects.closed, view))
    told = lessons.project[view_lessons & (lessons.published != NEVER)]
    lesson, event = np.flatnonzero(view_lessons & within(lessons.learned, view)), np.flatnonzero(events_in(columns, view, view_lessons))
    learners = distinct(lessons.learners.values[expand(lessons.learners, lesson)[1]].astype(np.intp))
    reusers = distinct(events.person[event[events.person[event] != UNKNOWN]].astype(np.intp))
    delays = np.concatenate((_delays(lessons.learned, lessons.recorded, lesson), _delays(events.day, events.recorded, event)))
    return Participation(
        closed_projects=len(closed),
        with_lesson=int(np.isin(closed, told).sum()),
        lessons=len(lesson),
        events=len(event),
        learners=len(learners),
        reusers=len(reusers),
        people=len(distinct(np.concatenate((learners, reusers)))),
        median_days=float(np.median(delays)) if len(delays) else None,
    )


def _delays(happened: Days, recorded: Days, rows: Indices) -> Days:
    """Days from one to the other, where both are known."""
    known = rows[(happened[rows] != NEVER) & (recorded[rows] != NEVER)]
    return np.maximum(recorded[known] - happened[known], 0)
