"""How projects and their people relate to lessons: what they know already, and which other projects are similar."""

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Indices
from graph_service.analysis.facts.id_lookup import known_code
from graph_service.analysis.facts.ragged import rows_at


def has_topics(columns: Columns, project: str) -> bool:
    """Whether the project is about any topic. Raises NotFound when there is no such project."""
    code = known_code(columns.projects.ids, project, noun="project", field="project")
    return len(columns.projects.topics.row(code)) > 0


def count_by_lesson(columns: Columns, events: Flags) -> Indices:
    """The number of flagged events of each lesson."""
    return np.bincount(columns.events.lesson[events], minlength=len(columns.lessons.ids))


def known_to_project(columns: Columns, project: int, events: Flags) -> Flags:
    """For each lesson whether the project, or anyone who ever worked on it, learned it or reused it in one of the flagged events."""
    lessons, reuses, people = columns.lessons, columns.events, _worked_on(columns, project)
    reused = events & ((reuses.project == project) | people[reuses.person])
    known = (lessons.project == project) | (count_by_lesson(columns, reused) > 0)
    known[rows_at(lessons.learners, np.flatnonzero(people[lessons.learners.values]))] = True
    return known


def reuses_of_similar_projects(columns: Columns, project: int, events: Flags) -> Flags:
    """The flagged events of other projects that reused a lesson which this project reused."""
    here = events & (columns.events.project == project)
    common = events & ~here & (count_by_lesson(columns, here) > 0)[columns.events.lesson]
    similar = np.zeros(len(columns.projects.ids) + 1, np.bool_)
    similar[columns.events.project[common]] = True
    similar[UNKNOWN] = False
    return events & similar[columns.events.project]


def _worked_on(columns: Columns, project: int) -> Flags:
    """For each person whether they ever worked on the project; False for UNKNOWN, the last entry."""
    flags = np.zeros(len(columns.people.ids) + 1, np.bool_)
    flags[columns.assignments.person[columns.assignments.project == project]] = True
    return flags
