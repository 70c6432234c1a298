"""What people learned themselves: nobody is offered their own lessons."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.facts.facts import ALWAYS, NEVER, UNKNOWN, Days, Events, Lessons
from graph_service.analysis.facts.ragged import Int32s, Ragged, expand, from_counts


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """How each person's own lessons came and went: `moves` lists by person and day those published (sign 1) and those retired (-1).

    `so_far` says for each event how many moves its reuser's lessons had made by its day: they are the first of the person's row.
    """

    moves: Ragged
    sign: NDArray[np.int64]
    so_far: Int32s


def learned(lessons: Lessons, events: Events, people: int) -> Learned:
    """The moves of everyone's lessons, without those lessons that never were available."""
    ever = np.flatnonzero(lessons.published < lessons.retired)
    source, entry = expand(lessons.learners, ever)
    lesson, person = np.tile(ever[source], 2), np.tile(lessons.learners.values[entry], 2)
    sign = np.repeat([1, -1], len(source))
    day = np.where(sign > 0, lessons.published[lesson], lessons.retired[lesson])
    order = np.lexsort((lesson, day, person))
    order = order[day[order] < NEVER]
    lesson, person, day = lesson[order], person[order], day[order]
    rows = from_counts(np.bincount(person, minlength=people), lesson.astype(np.int32))
    reached = np.searchsorted(moment(person, day), moment(events.person, events.day), side="right")
    known = events.person != UNKNOWN
    return Learned(rows, sign[order], np.where(known, reached - rows.offsets[events.person * known], 0).astype(np.int32))


def moment(person: Int32s, day: Days) -> NDArray[np.int64]:
    """Person and day as one number that sorts by both."""
    return person.astype(np.int64) * (NEVER - ALWAYS + 1) + day
