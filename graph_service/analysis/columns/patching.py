"""Incremental update of the columns: re-read rows replace the previous ones; all other rows are kept and renumbered."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.columns.code_changes import Places, Renumbered, renumber
from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.encoding import (
    currencies_of,
    encode_assignments,
    encode_departments,
    encode_events,
    encode_lessons,
    encode_memberships,
    encode_people,
    encode_projects,
    encode_recurrences,
    encode_topics,
    order_assignments,
    order_memberships,
    order_recurrences,
)
from graph_service.analysis.columns.references import has_loose_end
from graph_service.analysis.facts.arrays import UNKNOWN, Indices, Int32s
from graph_service.analysis.facts.codebook import Codebook
from graph_service.analysis.facts.row_operations import Table, drop, insert, refer
from graph_service.analysis.facts.rows import Asked, Rows
from graph_service.analysis.facts.tables import Events, Recurrences
from graph_service.analysis.organisation.own_lessons import moment
from graph_service.analysis.organisation.small_departments import merge_small

NONE: Final[Indices] = np.zeros(0, np.intp)


@dataclass(frozen=True, slots=True)
class Nouns:
    """The new numbering of every node type that rows refer to."""

    departments: Renumbered
    people: Renumbered
    topics: Renumbered
    projects: Renumbered
    lessons: Renumbered

    @property
    def lost(self) -> bool:
        """Whether any node was deleted."""
        return any(noun.lost for noun in (self.departments, self.people, self.topics, self.projects, self.lessons))


def patch(columns: Columns, asked: Asked, rows: Rows, *, as_of: int, min_group: int) -> Columns | None:
    """Replaces the nodes in `asked` by `rows`, which hold all of these nodes that exist. `as_of`: the last activity included.

    Returns None when a node was deleted that other nodes may refer to, which no command of the PMO does, or when a row refers to an
    unknown node: in both cases the log does not explain every change.
    """
    nouns = _renumber(columns, asked, rows)
    codes = Codebook(
        departments=Places(nouns.departments.ids),
        people=Places(nouns.people.ids),
        topics=Places(nouns.topics.ids),
        projects=Places(nouns.projects.ids),
        lessons=Places(nouns.lessons.ids),
        currencies={},
    )
    return None if nouns.lost or has_loose_end(rows, codes) else _patch(columns, asked, rows, nouns, codes, as_of, min_group)


def _renumber(columns: Columns, asked: Asked, rows: Rows) -> Nouns:
    departments, topics = columns.departments.ids, columns.topics.ids
    return Nouns(
        departments=renumber(departments, departments if asked.departments else (), sorted(row.id for row in rows.departments)),
        people=renumber(columns.people.ids, asked.people, sorted(row.id for row in rows.people)),
        topics=renumber(topics, topics if asked.topics else (), sorted(row.id for row in rows.topics)),
        projects=renumber(columns.projects.ids, asked.projects, sorted(row.id for row in rows.projects)),
        lessons=renumber(columns.lessons.ids, asked.lessons, sorted(row.id for row in rows.lessons)),
    )


def _patch(columns: Columns, asked: Asked, rows: Rows, nouns: Nouns, codes: Codebook, as_of: int, min_group: int) -> Columns:
    """Updates table by table; unaffected tables are reused."""
    people, departments, topics, projects = (noun.moved for noun in (nouns.people, nouns.departments, nouns.topics, nouns.projects))
    memberships, tree = columns.memberships, columns.departments
    if asked.people or asked.departments:
        left = _without(memberships, memberships.person, nouns.people)
        moved = {"person": people, "department": departments}
        memberships = order_memberships(_both(refer(left, moved), encode_memberships(rows.memberships, codes)))
        tree = encode_departments(rows.departments, rows.parts, codes) if asked.departments else tree
        tree = merge_small(tree, memberships, min_group)
    assignments = columns.assignments
    if asked.people or asked.projects:
        left = _without(assignments, assignments.project, nouns.projects)
        moved = {"person": people, "project": projects}
        assignments = order_assignments(_both(refer(left, moved), encode_assignments(rows.assignments, codes)))
    currencies, events = _events(columns, asked.reuses, rows, nouns, codes)
    told = {"project": projects, "departments": departments, "learners": people, "topics": topics}
    return Columns(
        as_of=as_of,
        departments=tree,
        people=_splice(columns.people, nouns.people, encode_people(rows.people), {}),
        memberships=memberships,
        assignments=assignments,
        topics=_splice(columns.topics, nouns.topics, encode_topics(rows.topics, codes), {"broader": topics}),
        projects=_splice(columns.projects, nouns.projects, encode_projects(rows.projects, codes), {"topics": topics}),
        lessons=_splice(columns.lessons, nouns.lessons, encode_lessons(rows.lessons, codes), told),
        recurrences=_recurrences(columns.recurrences, nouns, [(row.id, row.recurrence_of) for row in rows.lessons], codes),
        dismissed=_recurrences(columns.dismissed, nouns, [(row.id, row.not_recurrence_of) for row in rows.lessons], codes),
        currencies=currencies,
        events=events,
    )


def _splice(table: Table, noun: Renumbered, read: Table, moved: Mapping[str, NDArray[Any] | None]) -> Table:
    return insert(refer(drop(table, noun.dropped), moved), noun.spots, read)


def _without(table: Table, of: Int32s, noun: Renumbered) -> Table:
    """The table without the rows of re-read nodes; `of` is the column with the code of the node."""
    return drop(table, np.flatnonzero(np.isin(of, noun.dropped)))


def _both(table: Table, read: Table) -> Table:
    """Concatenates both tables; the caller sorts the result."""
    rows = len(getattr(read, fields(read)[0].name))
    return insert(table, np.zeros(rows, np.intp), read)


def _recurrences(table: Recurrences, nouns: Nouns, read: Sequence[tuple[str, Sequence[str]]], codes: Codebook) -> Recurrences:
    lessons = nouns.lessons.moved
    left = refer(_without(table, table.later, nouns.lessons), {"later": lessons, "earlier": lessons})
    return order_recurrences(_both(left, encode_recurrences(read, codes)))


def _events(columns: Columns, asked: Collection[str], rows: Rows, nouns: Nouns, codes: Codebook) -> tuple[Sequence[str], Events]:
    """The updated currencies and events."""
    before = columns.events
    dropped = np.flatnonzero(np.fromiter(map(asked.__contains__, before.ids), np.bool_, len(before.ids))) if asked else NONE
    left = refer(
        drop(before, dropped),
        {
            "lesson": nouns.lessons.moved,
            "person": nouns.people.moved,
            "project": nouns.projects.moved,
            "departments": nouns.departments.moved,
        },
    )
    if not asked:
        return columns.currencies, left
    currencies = sorted(_stated(columns.currencies, left) | currencies_of(rows.reuses, codes.lessons))
    code = {name: at for at, name in enumerate(currencies)}
    moved = np.array([*(code.get(name, UNKNOWN) for name in columns.currencies), UNKNOWN], np.int16)
    left, read = refer(left, {"currency": moved}), encode_events(rows.reuses, replace(codes, currencies=code))
    return currencies, insert(left, _spots(left, read), read)


def _stated(currencies: Sequence[str], events: Events) -> set[str]:
    """The currencies that occur in these events."""
    kinds = np.flatnonzero(np.bincount(events.currency[events.currency != UNKNOWN])).tolist()
    return {currencies[kind] for kind in kinds}


def _spots(left: Events, read: Events) -> Indices:
    """The position in `left` before which each re-read event is inserted, in the order person, day, id."""
    moments, wanted, ids = moment(left.person, left.day), moment(read.person, read.day), left.ids
    low, high = (np.searchsorted(moments, wanted, side=side).tolist() for side in ("left", "right"))
    return np.array([bisect_left(ids, id_, one, other) for id_, one, other in zip(read.ids, low, high, strict=True)], np.intp)
