"""Which of the available lessons a person learned themselves: nobody counts as having the opportunity to reuse their own."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.facts.arrays import MAX_DAY, MIN_DAY, UNKNOWN, Days, Int32s
from graph_service.analysis.facts.ragged import Ragged, expand, from_counts
from graph_service.analysis.facts.tables import Events, Lessons


@dataclass(frozen=True, slots=True, eq=False)
class OwnLessons:
    """When each person's own lessons became available and stopped being so.

    `transitions`: by person, the lessons in the order of the days on which they were published (`sign` 1) or retired (`sign` -1).
    `transitions_so_far`: for each event the number of its reuser's transitions by its day; they are the first of the person's row.
    """

    transitions: Ragged
    sign: NDArray[np.int64]
    transitions_so_far: Int32s


def find_own_lessons(lessons: Lessons, events: Events, people: int) -> OwnLessons:
    """The transitions of all people. Lessons that were never available are left out."""
    ever = np.flatnonzero(lessons.published < lessons.retired)
    source, entry = expand(lessons.learners, ever)
    lesson, person = np.tile(ever[source], 2), np.tile(lessons.learners.values[entry], 2)
    sign = np.repeat([1, -1], len(source))
    day = np.where(sign > 0, lessons.published[lesson], lessons.retired[lesson])
    order = np.lexsort((lesson, day, person))
    order = order[day[order] < MAX_DAY]
    lesson, person, day = lesson[order], person[order], day[order]
    rows = from_counts(np.bincount(person, minlength=people), lesson.astype(np.int32))
    reached = np.searchsorted(moment(person, day), moment(events.person, events.day), side="right")
    known = events.person != UNKNOWN
    return OwnLessons(rows, sign[order], np.where(known, reached - rows.offsets[events.person * known], 0).astype(np.int32))


def moment(person: Int32s, day: Days) -> NDArray[np.int64]:
    """Person and day as one integer that sorts by both."""
    return person.astype(np.int64) * (MAX_DAY - MIN_DAY + 1) + day
