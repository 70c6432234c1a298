"""From rows with ids to columns with codes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from graph_service.network.columns import Columns
from graph_service.network.facts import ALWAYS, NEVER, UNKNOWN, Days, Departments, Events, Lessons, Projects, ReuseScope, Topics
from graph_service.network.ragged import Ragged, ragged


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


class TopicRow(NamedTuple):
    """A topic and the ids of its broader ones."""

    id: str
    broader: Sequence[str]


class ProjectRow(NamedTuple):
    """A project, its status, the day it ended, and the ids of its topics."""

    id: str
    status: str | None
    ended: int | None
    topics: Sequence[str]


class LessonRow(NamedTuple):
    """A lesson, the days on which it was published and retired, and the ids of its departments, learners and topics.

    Then the days on which it was learned, recorded and first considered in a rundown, whether it says what went well and what went
    wrong, and its project.
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


@dataclass(frozen=True, slots=True)
class Rows:
    """What was read from the graph. Days are numbers since 1970-01-01."""

    departments: Sequence[DepartmentRow]
    parts: Sequence[PartRow]
    topics: Sequence[TopicRow]
    lessons: Sequence[LessonRow]
    reuses: Sequence[ReuseRow]
    projects: Sequence[ProjectRow] = ()


Codes = Mapping[str, int]
SCOPES: Mapping[str | None, ReuseScope] = {scope.name: scope for scope in ReuseScope}


def build_columns(rows: Rows, as_of: int) -> Columns:
    """The columns that hold these rows. A reference to what isn't among them is left out, and so is a reuse of an unknown lesson."""
    named = sorted(rows.departments)
    department, topic = _codes(row.id for row in named), _codes(row.id for row in rows.topics)
    person, lesson = _codes(_people(rows)), _codes(row.id for row in rows.lessons)
    project = _codes(row.id for row in rows.projects)
    currency = _codes(sorted({row.currency for row in rows.reuses if row.currency is not None}))
    reuses = [row for row in rows.reuses if row.lesson in lesson]
    reuses.sort(key=lambda row: (person[row.person] if row.person is not None else UNKNOWN, row.day, row.id))
    return Columns(
        as_of=as_of,
        departments=_departments(named, rows.parts, department),
        topics=Topics(list(topic), _lists((row.broader for row in rows.topics), topic)),
        people=list(person),
        currencies=list(currency),
        projects=_projects(rows.projects, topic),
        lessons=_lessons(rows.lessons, department, person, topic, project),
        events=_events(reuses, lesson, person, department, currency),
    )


def _people(rows: Rows) -> list[str]:
    learners = {person for row in rows.lessons for person in row.learners}
    return sorted(learners | {row.person for row in rows.reuses if row.person is not None})


def _departments(rows: Sequence[DepartmentRow], parts: Sequence[PartRow], department: Codes) -> Departments:
    known = [part for part in parts if part.child in department and part.parent in department]
    return Departments(
        ids=[row.id for row in rows],
        names=[row.name for row in rows],
        child=np.array([department[part.child] for part in known], np.int32),
        parent=np.array([department[part.parent] for part in known], np.int32),
        since=_days([part.since for part in known], ALWAYS),
        until=_days([part.until for part in known], NEVER),
    )


def _projects(rows: Sequence[ProjectRow], topic: Codes) -> Projects:
    closed = [(ALWAYS if row.ended is None else row.ended) if row.status == "CLOSED" else None for row in rows]
    return Projects([row.id for row in rows], _days(closed, NEVER), _lists((row.topics for row in rows), topic))


def _lessons(rows: Sequence[LessonRow], department: Codes, person: Codes, topic: Codes, project: Codes) -> Lessons:
    return Lessons(
        ids=[row.id for row in rows],
        learned=_days([row.learned for row in rows], NEVER),
        recorded=_days([row.recorded for row in rows], NEVER),
        published=_days([row.published for row in rows], NEVER),
        retired=_days([row.retired for row in rows], NEVER),
        considered=_days([row.considered for row in rows], NEVER),
        went_well=np.array([row.went_well for row in rows], np.bool_),
        went_wrong=np.array([row.went_wrong for row in rows], np.bool_),
        project=np.array([UNKNOWN if row.project is None else project.get(row.project, UNKNOWN) for row in rows], np.int32),
        departments=_lists((row.departments for row in rows), department),
        learners=_lists((row.learners for row in rows), person),
        topics=_lists((row.topics for row in rows), topic),
    )


def _events(rows: Sequence[ReuseRow], lesson: Codes, person: Codes, department: Codes, currency: Codes) -> Events:
    priced = [row.cost is not None and row.currency is not None for row in rows]
    return Events(
        day=_days([row.day for row in rows], NEVER),
        recorded=_days([row.recorded for row in rows], NEVER),
        lesson=np.array([lesson[row.lesson] for row in rows], np.int32),
        person=np.array([UNKNOWN if row.person is None else person[row.person] for row in rows], np.int32),
        scope=np.array([SCOPES.get(row.scope, ReuseScope.UNATTRIBUTED) for row in rows], np.int8),
        hours=np.array([row.hours for row in rows], np.float64),  # None becomes NaN
        cost=np.array([row.cost or 0 for row in rows], np.int64),
        currency=np.array([currency[row.currency or ""] if known else UNKNOWN for row, known in zip(rows, priced, strict=True)], np.int16),
        confirmed=np.array([row.confirmed for row in rows], np.bool_),
        departments=_lists((row.departments for row in rows), department),
    )


def _codes(ids: Iterable[str]) -> Codes:
    return {key: code for code, key in enumerate(ids)}


def _lists(lists: Iterable[Sequence[str]], codes: Codes) -> Ragged:
    return ragged([sorted({codes[key] for key in row if key in codes}) for row in lists])


def _days(days: Sequence[int | None], absent: int) -> Days:
    """Day numbers, those that no calendar shows cut off just within the range of 32 bits."""
    filled = np.array([absent if day is None else day for day in days], np.int64)
    return np.clip(filled, ALWAYS, NEVER).astype(np.int32)
