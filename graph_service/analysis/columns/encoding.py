"""Dictionary encoding: turns rows with ids into columns with codes."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final, cast

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import ALWAYS, NEVER
from graph_service.analysis.facts.codebook import Codebook, CodeById, coded, codes_of, days_of, flags_of, kinds_of, lists_of
from graph_service.analysis.facts.row_operations import reorder
from graph_service.analysis.facts.rows import (
    AssignmentRow,
    DepartmentRow,
    LessonRow,
    MembershipRow,
    PartRow,
    PersonRow,
    ProjectRow,
    ReuseRow,
    Rows,
    TopicRow,
)
from graph_service.analysis.facts.tables import (
    Assignments,
    Departments,
    Events,
    Lessons,
    Memberships,
    People,
    Projects,
    Recurrences,
    Topics,
)
from graph_service.analysis.organisation.small_departments import each_alone, merge_small
from graph_service.model.enums import Outcome, Phase, ProjectStatus, ReuseScope

BY_ID: Final = attrgetter("id")


def build_columns(rows: Rows, as_of: int, min_group: int) -> Columns:
    """Encodes rows as columns. Departments with fewer than `min_group` people are merged.

    References to nodes that are missing from the rows are dropped, and so are reuses of unknown lessons.
    """
    lessons = codes_of(row.id for row in rows.lessons)
    codes = Codebook(
        departments=codes_of(row.id for row in rows.departments),
        people=codes_of(row.id for row in rows.people),
        topics=codes_of(row.id for row in rows.topics),
        projects=codes_of(row.id for row in rows.projects),
        lessons=lessons,
        currencies=codes_of(currencies_of(rows.reuses, lessons)),
    )
    memberships = encode_memberships(rows.memberships, codes)
    return Columns(
        as_of=as_of,
        departments=merge_small(encode_departments(rows.departments, rows.parts, codes), memberships, min_group),
        people=encode_people(rows.people),
        memberships=memberships,
        assignments=encode_assignments(rows.assignments, codes),
        topics=encode_topics(rows.topics, codes),
        projects=encode_projects(rows.projects, codes),
        lessons=encode_lessons(rows.lessons, codes),
        recurrences=encode_recurrences(((row.id, row.recurrence_of) for row in rows.lessons), codes),
        dismissed=encode_recurrences(((row.id, row.not_recurrence_of) for row in rows.lessons), codes),
        currencies=list(codes.currencies),
        events=encode_events(rows.reuses, codes),
    )


def currencies_of(rows: Iterable[ReuseRow], lessons: CodeById) -> set[str]:
    """The currencies of the costs stated by reuses of these lessons."""
    return {row.currency for row in rows if row.currency is not None and row.cost is not None and row.lesson in lessons}


def encode_departments(rows: Sequence[DepartmentRow], parts: Sequence[PartRow], codes: Codebook) -> Departments:
    """Departments sorted by id, none of them merged."""
    rows, code = sorted(rows), codes.departments
    known = sorted((part for part in parts if part.child in code and part.parent in code), key=lambda part: (part.child, part.since or 0))
    return Departments(
        ids=[row.id for row in rows],
        names=[row.name for row in rows],
        child=coded([part.child for part in known], code),
        parent=coded([part.parent for part in known], code),
        since=days_of([part.since for part in known], ALWAYS),
        until=days_of([part.until for part in known], NEVER),
        reporting_groups=each_alone(len(rows)),
    )


def encode_people(rows: Sequence[PersonRow]) -> People:
    """People sorted by id."""
    rows = sorted(rows, key=BY_ID)
    return People([row.id for row in rows], flags_of([row.active for row in rows]), flags_of([row.discoverable for row in rows]))


def encode_memberships(rows: Sequence[MembershipRow], codes: Codebook) -> Memberships:
    """Encodes memberships given in any order; sorted as in order_memberships."""
    known = [row for row in rows if row.person in codes.people and row.department in codes.departments]
    return order_memberships(
        Memberships(
            person=coded([row.person for row in known], codes.people),
            department=coded([row.department for row in known], codes.departments),
            since=days_of([row.since for row in known], ALWAYS),
            until=days_of([row.until for row in known], NEVER),
        )
    )


def order_memberships(table: Memberships) -> Memberships:
    """Sorts by person, then since; ties by department, then until."""
    return reorder(table, np.lexsort((table.until, table.department, table.since, table.person)))


def encode_assignments(rows: Sequence[AssignmentRow], codes: Codebook) -> Assignments:
    """Encodes assignments given in any order; sorted as in order_assignments."""
    known = [row for row in rows if row.person in codes.people and row.project in codes.projects]
    return order_assignments(
        Assignments(
            person=coded([row.person for row in known], codes.people),
            project=coded([row.project for row in known], codes.projects),
            since=days_of([row.since for row in known], ALWAYS),
            until=days_of([row.until for row in known], NEVER),
        )
    )


def order_assignments(table: Assignments) -> Assignments:
    """Sorts by person, then project; ties by since, then until."""
    return reorder(table, np.lexsort((table.until, table.since, table.project, table.person)))


def encode_topics(rows: Sequence[TopicRow], codes: Codebook) -> Topics:
    """Topics sorted by id."""
    rows = sorted(rows, key=BY_ID)
    return Topics([row.id for row in rows], lists_of([row.broader for row in rows], codes.topics))


def encode_projects(rows: Sequence[ProjectRow], codes: Codebook) -> Projects:
    """Projects sorted by id."""
    rows = sorted(rows, key=BY_ID)
    closed = [(ALWAYS if row.ended is None else row.ended) if row.status == "CLOSED" else None for row in rows]
    return Projects(
        ids=[row.id for row in rows],
        status=kinds_of([row.status for row in rows], ProjectStatus),
        started=days_of([row.started for row in rows], NEVER),
        closed=days_of(closed, NEVER),
        topics=lists_of([row.topics for row in rows], codes.topics),
    )


def encode_lessons(rows: Sequence[LessonRow], codes: Codebook) -> Lessons:
    """Lessons sorted by id."""
    rows = sorted(rows, key=BY_ID)
    return Lessons(
        ids=[row.id for row in rows],
        learned=days_of([row.learned for row in rows], NEVER),
        recorded=days_of([row.recorded for row in rows], NEVER),
        published=days_of([row.published for row in rows], NEVER),
        retired=days_of([row.retired for row in rows], NEVER),
        considered=days_of([row.considered for row in rows], NEVER),
        went_well=flags_of([row.went_well for row in rows]),
        went_wrong=flags_of([row.went_wrong for row in rows]),
        project=coded([row.project for row in rows], codes.projects),
        phase=kinds_of([row.phase for row in rows], Phase),
        departments=lists_of([row.departments for row in rows], codes.departments),
        learners=lists_of([row.learners for row in rows], codes.people),
        topics=lists_of([row.topics for row in rows], codes.topics),
    )


def encode_recurrences(pairs: Iterable[tuple[str, Sequence[str]]], codes: Codebook) -> Recurrences:
    """Encodes recurrences given as pairs of a later lesson and the earlier lessons it repeats."""
    lesson = codes.lessons
    known = [(lesson[later], lesson[earlier]) for later, others in pairs for earlier in others if earlier in lesson]
    table = np.array(known, np.int32).reshape(-1, 2)
    return order_recurrences(Recurrences(table[:, 0], table[:, 1]))


def order_recurrences(table: Recurrences) -> Recurrences:
    """Sorts by later, then earlier lesson."""
    return reorder(table, np.lexsort((table.earlier, table.later)))


def encode_events(rows: Sequence[ReuseRow], codes: Codebook) -> Events:
    """Events sorted by person, then day, then id."""
    rows = sorted((row for row in rows if row.lesson in codes.lessons), key=BY_ID)
    day, person = days_of([row.day for row in rows], NEVER), coded([row.person for row in rows], codes.people)
    rows = [rows[at] for at in cast("list[int]", np.lexsort((day, person)).tolist())]
    priced = [row.currency if row.cost is not None else None for row in rows]
    return Events(
        ids=[row.id for row in rows],
        day=days_of([row.day for row in rows], NEVER),
        recorded=days_of([row.recorded for row in rows], NEVER),
        lesson=coded([row.lesson for row in rows], codes.lessons),
        person=coded([row.person for row in rows], codes.people),
        project=coded([row.project for row in rows], codes.projects),
        scope=kinds_of([row.scope or "UNATTRIBUTED" for row in rows], ReuseScope),
        outcome=kinds_of([row.outcome for row in rows], Outcome),
        hours=np.array([row.hours for row in rows], np.float64),  # None becomes NaN
        cost=np.array([row.cost or 0 for row in rows], np.int64),
        currency=coded(priced, codes.currencies).astype(np.int16),
        confirmed=flags_of([row.confirmed for row in rows]),
        departments=lists_of([row.departments for row in rows], codes.departments),
    )
