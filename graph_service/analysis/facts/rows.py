"""What is read from the graph, row by row, with ids. Days are numbers since 1970-01-01."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class DepartmentRow(NamedTuple):
    """A department."""

    id: str
    name: str


class PartRow(NamedTuple):
    """A department's place under another on the days [since, until); None is open."""

    child: str
    parent: str
    since: int | None
    until: int | None


class PersonRow(NamedTuple):
    """A person, whether still with the organisation, and whether an answer may name them."""

    id: str
    active: bool
    discoverable: bool


class MembershipRow(NamedTuple):
    """A person's home department on the days [since, until); None is open."""

    person: str
    department: str
    since: int | None
    until: int | None


class AssignmentRow(NamedTuple):
    """A person's work on a project on the days [since, until); None is open."""

    person: str
    project: str
    since: int | None
    until: int | None


class TopicRow(NamedTuple):
    """A topic and the ids of its broader ones."""

    id: str
    broader: Sequence[str]


class ProjectRow(NamedTuple):
    """A project, its status, the day it ended, the ids of its topics, and the day it started."""

    id: str
    status: str | None
    ended: int | None
    topics: Sequence[str]
    started: int | None = None


class LessonRow(NamedTuple):
    """A lesson, the days on which it was published and retired, and the ids of its departments, learners and topics.

    Then the days on which it was learned, recorded and first considered in a rundown, whether it says what went well and what went
    wrong, its project, the phase it helps in, and the ids of earlier lessons: those whose problem it says came back, and those that
    somebody said are about another problem.
    """

    id: str
    published: int | None
    retired: int | None
    departments: Sequence[str]
    learners: Sequence[str]
    topics: Sequence[str]
    learned: int | None = None
    recorded: int | None = None
    considered: int | None = None
    went_well: bool = False
    went_wrong: bool = False
    project: str | None = None
    phase: str | None = None
    recurrence_of: Sequence[str] = ()
    not_recurrence_of: Sequence[str] = ()


class ReuseRow(NamedTuple):
    """A reuse that isn't withdrawn. `cost` is in minor units of `currency`."""

    id: str
    lesson: str
    person: str | None
    departments: Sequence[str]
    day: int
    scope: str | None
    hours: float | None
    cost: int | None
    currency: str | None
    recorded: int | None = None
    confirmed: bool = False
    project: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything that was read, in any order."""

    departments: Sequence[DepartmentRow] = ()
    parts: Sequence[PartRow] = ()
    topics: Sequence[TopicRow] = ()
    lessons: Sequence[LessonRow] = ()
    reuses: Sequence[ReuseRow] = ()
    projects: Sequence[ProjectRow] = ()
    people: Sequence[PersonRow] = ()
    memberships: Sequence[MembershipRow] = ()
    assignments: Sequence[AssignmentRow] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What of it to read again: the nodes with these ids, and all departments or topics or none of them, as these are few."""

    lessons: frozenset[str] = frozenset()
    reuses: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    projects: frozenset[str] = frozenset()
    departments: bool = False
    topics: bool = False
