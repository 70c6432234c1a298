"""What projects and their people had to do with lessons."""

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Indices
from graph_service.analysis.facts.id_lookup import known_code
from graph_service.analysis.facts.ragged import rows_at
from graph_service.analysis.relevance.uptake import count_by_lesson


def has_topics(columns: Columns, project: str) -> bool:
    """Whether a project says what it is about. NotFound when there is no such project."""
    code = known_code(columns.projects.ids, project, noun="project", field="project")
    return len(columns.projects.topics.row(code)) > 0


def people_of(columns: Columns, project: int) -> Indices:
    """Everyone who ever worked on a project, by code."""
    return np.unique(columns.assignments.person[columns.assignments.project == project]).astype(np.intp)


def _worked_on(columns: Columns, project: int) -> Flags:
    """For each person whether they ever worked on a project; false for UNKNOWN, the last entry."""
    found = np.zeros(len(columns.people.ids) + 1, np.bool_)
    found[people_of(columns, project)] = True
    return found


def had_by(columns: Columns, project: int, made: Flags) -> Flags:
    """For each lesson whether the project or one of its people learned it, or reused it in one of these events."""
    lessons, events, people = columns.lessons, columns.events, _worked_on(columns, project)
    reused = made & ((events.project == project) | people[events.person])
    found = (lessons.project == project) | (count_by_lesson(columns, reused) > 0)
    found[rows_at(lessons.learners, np.flatnonzero(people[lessons.learners.values]))] = True
    return found


def made_alike_by(columns: Columns, project: int, made: Flags) -> Flags:
    """For each of these events whether it was made by another project that reused something which this project reused."""
    here = made & (columns.events.project == project)
    same = made & ~here & (count_by_lesson(columns, here) > 0)[columns.events.lesson]
    alike = np.zeros(len(columns.projects.ids) + 1, np.bool_)
    alike[columns.events.project[same]] = True
    alike[UNKNOWN] = False
    return made & alike[columns.events.project]
