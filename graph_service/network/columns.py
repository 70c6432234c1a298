"""The columns every question is answered from: what happened, by whom, when and where, as numbers instead of ids.

A code is a position: department 3 is `departments.ids[3]`. A day is the number of days since 1970-01-01.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

Int32s = NDArray[np.int32]
Codes = NDArray[np.intp]
Days = NDArray[np.int32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

EPOCH: Final = date(1970, 1, 1).toordinal()
ALWAYS: Final = int(np.iinfo(np.int32).min)  # since before any day: the start of what has no start
NEVER: Final = int(np.iinfo(np.int32).max)  # after any day: when an unpublished lesson appears, when a standing one goes
UNKNOWN: Final = -1  # the code of a person or a currency that is not known


class ReuseScope(IntEnum):
    """Reuse.scope, always between the departments themselves: whether a lesson crossed from one to another."""

    OWN = 0
    INTERNAL = 1
    CROSS = 2
    UNATTRIBUTED = 3


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """One list of codes per row: row i has values[offsets[i]:offsets[i + 1]]."""

    offsets: Int32s
    values: Int32s

    def __len__(self) -> int:
        return len(self.offsets) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Departments:
    """Departments by id, and every part-of there ever was: `child` belonged to `parent` on the days [since, until)."""

    ids: Sequence[str]
    names: Sequence[str]
    child: Int32s
    parent: Int32s
    since: Days
    until: Days


@dataclass(frozen=True, slots=True, eq=False)
class Topics:
    """Topics by id, each with the codes of its broader ones."""

    ids: Sequence[str]
    broader: Ragged


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Lessons by id. One is available on the days [published, retired); a draft's `published` is NEVER, as is `retired` of one that stands."""

    ids: Sequence[str]
    published: Days
    retired: Days
    departments: Ragged
    learners: Ragged
    topics: Ragged


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Reuses that are not withdrawn, by person, then day, then id: equal ones are not merged.

    `person` is UNKNOWN where no reuser is known. `hours` is NaN where none were stated. `cost` counts minor units of `currency`, which
    is UNKNOWN where no cost was stated.
    """

    day: Days
    lesson: Int32s
    person: Int32s
    scope: NDArray[np.int8]
    hours: Floats
    cost: NDArray[np.int64]
    currency: NDArray[np.int8]
    departments: Ragged

    def __len__(self) -> int:
        return len(self.day)


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """Who learned which lesson, by person, then the day it was published: what a reuser is not offered because it is theirs."""

    person: Codes
    lesson: Codes


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One consistent picture of the graph. It includes every activity up to `as_of`."""

    as_of: int
    departments: Departments
    topics: Topics
    people: Sequence[str]
    currencies: Sequence[str]
    lessons: Lessons
    events: Events
    learned: Learned = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "learned", _learned(self.lessons))


def day_number(day: date) -> int:
    """Days since 1970-01-01; negative before."""
    return day.toordinal() - EPOCH


def ragged(lists: Sequence[Sequence[int]]) -> Ragged:
    """The lists, one row each, in the order given."""
    counts = np.fromiter(map(len, lists), np.int32, len(lists))
    values = np.fromiter((value for row in lists for value in row), np.int32, int(counts.sum()))
    return Ragged(np.concatenate(([0], np.cumsum(counts))).astype(np.int32), values)


def expand(lists: Ragged, rows: Codes) -> tuple[Codes, Codes]:
    """The lists of these rows, end to end: for each entry the position in `rows` it came from, and its position in `lists.values`."""
    start = lists.offsets[rows].astype(np.intp)
    counts = lists.offsets[rows + 1] - start
    ends = np.cumsum(counts)
    source = np.repeat(np.arange(len(rows)), counts)
    return source, np.arange(len(source)) + (start - ends + counts)[source]


def _learned(lessons: Lessons) -> Learned:
    lesson = np.repeat(np.arange(len(lessons.learners)), np.diff(lessons.learners.offsets))
    person = lessons.learners.values.astype(np.intp)
    order = np.lexsort((lesson, lessons.published[lesson], person))
    return Learned(person[order], lesson[order])
