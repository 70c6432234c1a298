"""Who had worked on a project by a given day, and what it had reused by then."""

from collections import defaultdict
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import MAX_DAY, UNKNOWN, Days, Flags, Indices
from graph_service.analysis.facts.ragged import expand


@dataclass(frozen=True, slots=True, eq=False)
class ProjectPeople:
    """By project, its people and the day since which each has been on it."""

    columns: Columns
    joined: dict[int, list[tuple[int, int]]]

    def by(self, lesson: int, day: int) -> set[int]:
        """The learners of a lesson, and the people who were on its project by that day."""
        learners = self.columns.lessons.learners
        own: set[int] = set(learners.values[learners.offsets[lesson] : learners.offsets[lesson + 1]].tolist())
        return own | {person for person, since in self.joined.get(int(self.columns.lessons.project[lesson]), ()) if since <= day}


def project_people(columns: Columns, projects: AbstractSet[int]) -> ProjectPeople:
    """The people of these projects: assigned people since their assignment began, learners of a lesson since they learned it."""
    wanted = np.zeros(len(columns.projects.ids) + 1, np.bool_)
    wanted[list(projects - {UNKNOWN})] = True  # UNKNOWN is the last entry, which stays False
    work, lessons = columns.assignments, columns.lessons
    assigned = np.flatnonzero(wanted[work.project])
    row, entry = expand(lessons.learners, np.flatnonzero(wanted[lessons.project]))
    lesson = np.flatnonzero(wanted[lessons.project])[row]
    joined: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for project, person, since in zip(
        [*work.project[assigned].tolist(), *lessons.project[lesson].tolist()],
        [*work.person[assigned].tolist(), *lessons.learners.values[entry].tolist()],
        [*work.since[assigned].tolist(), *lessons.learned[lesson].tolist()],
        strict=True,
    ):
        joined[project].append((person, since))
    return ProjectPeople(columns, joined)


def reused_before(columns: Columns, lesson: Indices, project: Indices, day: Days) -> Flags:
    """For each row whether the project had reused the lesson before the day; False for an UNKNOWN project.

    Reuses by the lesson's own learners count too: the project knew the lesson.
    """
    events, size = columns.events, len(columns.projects.ids)
    selected = np.zeros(len(columns.lessons.ids), np.bool_)
    selected[lesson] = True
    known = np.flatnonzero(selected[events.lesson] & (events.project != UNKNOWN))
    pair = events.lesson[known].astype(np.intp) * size + events.project[known]
    order = np.lexsort((events.day[known], pair))
    pairs, first = np.unique(pair[order], return_index=True)
    since = np.append(events.day[known][order][first], MAX_DAY)  # missing pairs point to this last entry
    wanted = lesson * size + project
    at = np.searchsorted(pairs, wanted)
    found = np.append(pairs, -1)[at] == wanted
    return (project != UNKNOWN) & found & (since[at] < day)
