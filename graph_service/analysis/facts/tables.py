"""What the graph says, in numbers: departments, people, topics, projects, lessons, and the events of their reuse.

A code is a position: department 3 is `departments.ids[3]`. A day is the number of days since 1970-01-01.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.facts.arrays import Days, EnumCodes, Flags, Floats, Int32s
from graph_service.analysis.facts.ragged import Ragged


class ReuseScope(IntEnum):
    """Reuse.scope: between the departments themselves, whatever they are rolled up to."""

    OWN = 0
    INTERNAL = 1
    CROSS = 2
    UNATTRIBUTED = 3


class ProjectStatus(IntEnum):
    """Project.status."""

    PLANNED = 0
    RUNNING = 1
    CLOSED = 2
    CANCELLED = 3


class Phase(IntEnum):
    """Lesson.phase: when in a project a lesson helps."""

    BEFORE = 0
    DURING = 1
    AFTER = 2


class Outcome(IntEnum):
    """Reuse.outcome: what became of it, once somebody judged it."""

    HELPED = 0
    NO_EFFECT = 1
    BACKFIRED = 2


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Which departments are reported together whatever is asked: those with the same `head` and `small`. See small_departments.py.

    Not small: the department `head`, with what counts with it. small: what lies under `head` and is too small to be shown alone; UNKNOWN
    where no department is above it.
    """

    head: Int32s
    small: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Departments:
    """Departments by id, and all parts there ever were: `child` belonged to `parent` on the days [since, until)."""

    ids: Sequence[str]
    names: Sequence[str]
    child: Int32s
    parent: Int32s
    since: Days
    until: Days
    units: Units


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Everyone there is, by id. `active`: still with the organisation. `discoverable`: may be named in an answer; the others only count."""

    ids: Sequence[str]
    active: Flags
    discoverable: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Memberships:
    """`person` belonged to `department` on the days [since, until), by person, then since. Nobody belongs to two on the same day."""

    person: Int32s
    department: Int32s
    since: Days
    until: Days


@dataclass(frozen=True, slots=True, eq=False)
class Assignments:
    """`person` worked on `project` on the days [since, until), by person, then project; once for each role."""

    person: Int32s
    project: Int32s
    since: Days
    until: Days


@dataclass(frozen=True, slots=True, eq=False)
class Topics:
    """Topics by id, each with its broader ones."""

    ids: Sequence[str]
    broader: Ragged


@dataclass(frozen=True, slots=True, eq=False)
class Projects:
    """Projects by id. `status` is a ProjectStatus or UNKNOWN. `started` is NEVER where no day is known.

    `closed` is the day one closed: NEVER while it isn't, ALWAYS where nobody knows the day.
    """

    ids: Sequence[str]
    status: EnumCodes
    started: Days
    closed: Days
    topics: Ragged


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Lessons by id, available on the days [published, retired): a draft is published NEVER, a standing lesson retired NEVER.

    `considered` is the day a rundown first went through it, NEVER if none did. `learned` is NEVER where no day is known, `recorded` also
    for what was imported: the day of an import says nothing of how soon something was written down. `project` is UNKNOWN without one,
    `phase` is a Phase or UNKNOWN.
    """

    ids: Sequence[str]
    learned: Days
    recorded: Days
    published: Days
    retired: Days
    considered: Days
    went_well: Flags
    went_wrong: Flags
    project: Int32s
    phase: EnumCodes
    departments: Ragged
    learners: Ragged
    topics: Ragged


@dataclass(frozen=True, slots=True, eq=False)
class Recurrences:
    """Pairs of lessons that tell of the same problem, by `later`, then `earlier`."""

    later: Int32s
    earlier: Int32s


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Reuses that aren't withdrawn, by person, then day, then id; equal ones are not merged.

    `person` is UNKNOWN where no reuser is known, `project` likewise, `outcome` where nobody judged it. `hours` is NaN where none are
    stated. `cost` is in minor units of `currency`, which is UNKNOWN where no cost is stated. `recorded` is as that of lessons.
    `confirmed`: by somebody else than who reported it.
    """

    ids: Sequence[str]
    day: Days
    recorded: Days
    lesson: Int32s
    person: Int32s
    project: Int32s
    scope: EnumCodes
    outcome: EnumCodes
    hours: Floats
    cost: NDArray[np.int64]
    currency: NDArray[np.int16]
    confirmed: Flags
    departments: Ragged
