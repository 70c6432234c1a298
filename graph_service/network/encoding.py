"""From rows with ids to columns with codes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from operator import attrgetter
from typing import Final

import numpy as np

from graph_service.network.columns import Columns
from graph_service.network.facts import (
    ALWAYS,
    NEVER,
    UNKNOWN,
    Assignments,
    Days,
    Departments,
    Events,
    Flags,
    Kinds,
    Lessons,
    Memberships,
    Outcome,
    People,
    Phase,
    Projects,
    ProjectStatus,
    Recurrences,
    ReuseScope,
    Topics,
)
from graph_service.network.ragged import Int32s, Ragged, ragged
from graph_service.network.rows import (
    AssignmentRow,
    DepartmentRow,
    LessonRow,
    MembershipRow,
    PartRow,
    PersonRow,
    ProjectRow,
    ReuseRow,
    Rows,
)
from graph_service.network.small_departments import each_alone, merge_small

Codes = Mapping[str, int]
BY_ID: Final = attrgetter("id")


@dataclass(frozen=True, slots=True)
class Codebook:
    """The code of every id: its place among the ids of its noun in order."""

    departments: Codes
    people: Codes
    topics: Codes
    projects: Codes
    lessons: Codes
    currencies: Codes


def build_columns(rows: Rows, as_of: int, min_group: int) -> Columns:
    """The columns that hold these rows. Departments of fewer people than `min_group` are merged.

    A reference to what isn't among the rows is left out, and so is a reuse of an unknown lesson.
    """
    departments, people, topics = sorted(rows.departments, key=BY_ID), sorted(rows.people, key=BY_ID), sorted(rows.topics, key=BY_ID)
    projects, lessons = sorted(rows.projects, key=BY_ID), sorted(rows.lessons, key=BY_ID)
    codes = Codebook(
        departments=_codes(row.id for row in departments),
        people=_codes(row.id for row in people),
        topics=_codes(row.id for row in topics),
        projects=_codes(row.id for row in projects),
        lessons=_codes(row.id for row in lessons),
        currencies=_codes(sorted({row.currency for row in rows.reuses if row.currency is not None})),
    )
    memberships = _memberships(rows.memberships, codes)
    return Columns(
        as_of=as_of,
        departments=merge_small(_departments(departments, rows.parts, codes), memberships, min_group),
        people=_people(people),
        memberships=memberships,
        assignments=_assignments(rows.assignments, codes),
        topics=Topics(list(codes.topics), _lists((row.broader for row in topics), codes.topics)),
        projects=_projects(projects, codes),
        lessons=_lessons(lessons, codes),
        recurrences=_recurrences(((row.id, row.recurrence_of) for row in lessons), codes),
        dismissed=_recurrences(((row.id, row.not_recurrence_of) for row in lessons), codes),
        currencies=list(codes.currencies),
        events=_events(rows.reuses, codes),
    )


def _departments(rows: Sequence[DepartmentRow], parts: Sequence[PartRow], codes: Codebook) -> Departments:
    code = codes.departments
    known = [part for part in parts if part.child in code and part.parent in code]
    return Departments(
        ids=[row.id for row in rows],
        names=[row.name for row in rows],
        child=np.array([code[part.child] for part in known], np.int32),
        parent=np.array([code[part.parent] for part in known], np.int32),
        since=_days((part.since for part in known), ALWAYS),
        until=_days((part.until for part in known), NEVER),
        units=each_alone(len(rows)),
    )


def _people(rows: Sequence[PersonRow]) -> People:
    return People([row.id for row in rows], _flags(row.active for row in rows), _flags(row.discoverable for row in rows))


def _memberships(rows: Sequence[MembershipRow], codes: Codebook) -> Memberships:
    known = [row for row in rows if row.person in codes.people and row.department in codes.departments]
    known.sort(key=lambda row: (row.person, _opens(row.since), row.department))
    return Memberships(
        person=_coded((row.person for row in known), codes.people),
        department=_coded((row.department for row in known), codes.departments),
        since=_days((row.since for row in known), ALWAYS),
        until=_days((row.until for row in known), NEVER),
    )


def _assignments(rows: Sequence[AssignmentRow], codes: Codebook) -> Assignments:
    known = [row for row in rows if row.person in codes.people and row.project in codes.projects]
    known.sort(key=lambda row: (row.person, row.project, _opens(row.since)))
    return Assignments(
        person=_coded((row.person for row in known), codes.people),
        project=_coded((row.project for row in known), codes.projects),
        since=_days((row.since for row in known), ALWAYS),
        until=_days((row.until for row in known), NEVER),
    )


def _projects(rows: Sequence[ProjectRow], codes: Codebook) -> Projects:
    closed = ((ALWAYS if row.ended is None else row.ended) if row.status == "CLOSED" else None for row in rows)
    return Projects(
        ids=[row.id for row in rows],
        status=_kinds((row.status for row in rows), ProjectStatus),
        started=_days((row.started for row in rows), NEVER),
        closed=_days(closed, NEVER),
        topics=_lists((row.topics for row in rows), codes.topics),
    )


def _lessons(rows: Sequence[LessonRow], codes: Codebook) -> Lessons:
    return Lessons(
        ids=[row.id for row in rows],
        learned=_days((row.learned for row in rows), NEVER),
        recorded=_days((row.recorded for row in rows), NEVER),
        published=_days((row.published for row in rows), NEVER),
        retired=_days((row.retired for row in rows), NEVER),
        considered=_days((row.considered for row in rows), NEVER),
        went_well=_flags(row.went_well for row in rows),
        went_wrong=_flags(row.went_wrong for row in rows),
        project=_coded((row.project for row in rows), codes.projects),
        phase=_kinds((row.phase for row in rows), Phase),
        departments=_lists((row.departments for row in rows), codes.departments),
        learners=_lists((row.learners for row in rows), codes.people),
        topics=_lists((row.topics for row in rows), codes.topics),
    )


def _recurrences(pairs: Iterable[tuple[str, Sequence[str]]], codes: Codebook) -> Recurrences:
    lesson = codes.lessons
    known = sorted((lesson[later], lesson[earlier]) for later, others in pairs for earlier in others if earlier in lesson)
    return Recurrences(np.array([later for later, _ in known], np.int32), np.array([earlier for _, earlier in known], np.int32))


def _events(rows: Sequence[ReuseRow], codes: Codebook) -> Events:
    rows = [row for row in rows if row.lesson in codes.lessons]
    rows.sort(key=lambda row: (codes.people.get(row.person or "", UNKNOWN), row.day, row.id))
    priced = (row.currency if row.cost is not None else None for row in rows)
    return Events(
        ids=[row.id for row in rows],
        day=_days((row.day for row in rows), NEVER),
        recorded=_days((row.recorded for row in rows), NEVER),
        lesson=_coded((row.lesson for row in rows), codes.lessons),
        person=_coded((row.person for row in rows), codes.people),
        project=_coded((row.project for row in rows), codes.projects),
        scope=_kinds((row.scope or "UNATTRIBUTED" for row in rows), ReuseScope),
        outcome=_kinds((row.outcome for row in rows), Outcome),
        hours=np.array([row.hours for row in rows], np.float64),  # None becomes NaN
        cost=np.array([row.cost or 0 for row in rows], np.int64),
        currency=_coded(priced, codes.currencies).astype(np.int16),
        confirmed=_flags(row.confirmed for row in rows),
        departments=_lists((row.departments for row in rows), codes.departments),
    )


def _codes(ids: Iterable[str]) -> Codes:
    return {key: code for code, key in enumerate(ids)}


def _coded(ids: Iterable[str | None], codes: Codes) -> Int32s:
    return np.array([UNKNOWN if key is None else codes.get(key, UNKNOWN) for key in ids], np.int32)


def _kinds(names: Iterable[str | None], kinds: type[IntEnum]) -> Kinds:
    known = {kind.name: kind.value for kind in kinds}
    return np.array([UNKNOWN if name is None else known.get(name, UNKNOWN) for name in names], np.int8)


def _flags(flags: Iterable[bool]) -> Flags:
    return np.array(list(flags), np.bool_)


def _lists(lists: Iterable[Sequence[str]], codes: Codes) -> Ragged:
    return ragged([sorted({codes[key] for key in row if key in codes}) for row in lists])


def _opens(day: int | None) -> int:
    return ALWAYS if day is None else day


def _days(days: Iterable[int | None], absent: int) -> Days:
    """Day numbers, those that no calendar shows cut off just within the range of 32 bits."""
    filled = np.array([absent if day is None else day for day in days], np.int64)
    return np.clip(filled, ALWAYS, NEVER).astype(np.int32)
