"""Rows as read from the graph, with ids. Days are numbered from 1970-01-01."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class DepartmentRow(NamedTuple):
    """A department."""

    id: str
    name: str


class PartRow(NamedTuple):
    """`child` belongs to `parent` on the days [since, until); None means unbounded."""

    child: str
    parent: str
    since: int | None
    until: int | None


class PersonRow(NamedTuple):
    """A person. `active`: still with the organisation. `discoverable`: may be named in results."""

    id: str
    active: bool
    discoverable: bool


class MembershipRow(NamedTuple):
    """The home department of a person on the days [since, until); None means unbounded."""

    person: str
    department: str
    since: int | None
    until: int | None


class AssignmentRow(NamedTuple):
    """The work of a person on a project on the days [since, until); None means unbounded."""

    person: str
    project: str
    since: int | None
    until: int | None


class TopicRow(NamedTuple):
    """A topic and the ids of its broader topics."""

    id: str
    broader: Sequence[str]


class ProjectRow(NamedTuple):
    """A project: its status, the day it ended, the ids of its topics, and the day it started."""

    id: str
    status: str | None
    ended: int | None
    topics: Sequence[str]
    started: int | None = None


class LessonRow(NamedTuple):
    """A lesson: the days on which it was published and retired, and the ids of its departments, learners and topics.

    Also the days on which it was learned, recorded and first considered in a rundown; whether it states what went well and what went
    wrong; its project; and the project phase in which it helps. `recurrence_of` holds the ids of earlier lessons about the same problem,
    `not_recurrence_of` the ids of earlier lessons that somebody marked as a different problem.
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
    """A reuse that was not withdrawn. `cost` is in minor units of `currency`."""

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
    """The rows of one read, in any order."""

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
    """The nodes to re-read: those with these ids. Departments and topics are few, so either all of them are re-read or none."""

    lessons: frozenset[str] = frozenset()
    reuses: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    projects: frozenset[str] = frozenset()
    departments: bool = False
    topics: bool = False
