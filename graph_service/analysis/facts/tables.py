"""The tables of the analysis as arrays: departments, people, topics, projects, lessons, and reuse events.

A code is a position: department 3 is `departments.ids[3]`. A day is the number of days since 1970-01-01.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.facts.arrays import Days, EnumCodes, Flags, Floats, Int32s
from graph_service.analysis.facts.ragged import Ragged


@dataclass(frozen=True, slots=True, eq=False)
class ReportingGroups:
    """The departments that every result reports together: those with equal `head` and `small`. See small_departments.py.

    Not small: the department `head` and the departments counted with it. Small: the departments under `head` that are too small to be
    shown alone; `head` is UNKNOWN when no department is above them.
    """

    head: Int32s
    small: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Departments:
    """Departments sorted by id, and all past and present PART_OF links: `child` belonged to `parent` on the days [since, until)."""

    ids: Sequence[str]
    names: Sequence[str]
    child: Int32s
    parent: Int32s
    since: Days
    until: Days
    reporting_groups: ReportingGroups


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """People sorted by id. `active`: still with the organisation. `discoverable`: may be named in results; others are only counted."""

    ids: Sequence[str]
    active: Flags
    discoverable: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Memberships:
    """`person` belonged to `department` on the days [since, until). Sorted by person, then since. Periods of one person never overlap."""

    person: Int32s
    department: Int32s
    since: Days
    until: Days


@dataclass(frozen=True, slots=True, eq=False)
class Assignments:
    """`person` worked on `project` on the days [since, until). Sorted by person, then project; one row per role."""

    person: Int32s
    project: Int32s
    since: Days
    until: Days


@dataclass(frozen=True, slots=True, eq=False)
class Topics:
    """Topics sorted by id, each with its broader topics."""

    ids: Sequence[str]
    broader: Ragged


@dataclass(frozen=True, slots=True, eq=False)
class Projects:
    """Projects sorted by id. `status` is a ProjectStatus or UNKNOWN. `started` is NEVER when the day is unknown.

    `closed` is the day on which the project closed: NEVER if it is not closed, ALWAYS if it is closed but the day is unknown.
    """

    ids: Sequence[str]
    status: EnumCodes
    started: Days
    closed: Days
    topics: Ragged


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Lessons sorted by id, available on the days [published, retired). `published` is NEVER for drafts, `retired` for current lessons.

    `considered` is the day on which a rundown first covered the lesson, or NEVER. `learned` is NEVER when the day is unknown. `recorded`
    is NEVER when the day is unknown and for imported lessons, because the day of an import does not show how soon a lesson was written
    down. `project` is UNKNOWN without a project. `phase` is a Phase or UNKNOWN.
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
    """Pairs of lessons about the same problem, sorted by `later`, then `earlier`."""

    later: Int32s
    earlier: Int32s


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Reuses that were not withdrawn, sorted by person, then day, then id; equal reuses are not merged.

    `person` and `project` are UNKNOWN when not recorded, `outcome` when nobody has judged the reuse. `hours` is NaN when not stated.
    `cost` is in minor units of `currency`, which is UNKNOWN when no cost is stated. `recorded` has the same meaning as for lessons.
    `confirmed`: by a person other than the one who reported the reuse.
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
