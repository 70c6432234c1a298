"""Columns brought up to date: rows that were read again take the place of those that were there, the rest moves over."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_service.network.codebook import Codebook
from graph_service.network.columns import Columns
from graph_service.network.encoding import (
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
from graph_service.network.facts import UNKNOWN, Events, Recurrences
from graph_service.network.learned import moment
from graph_service.network.ragged import Codes, Int32s
from graph_service.network.references import has_loose_end
from graph_service.network.renumbering import Places, Renumbered, renumber
from graph_service.network.rows import Asked, Rows
from graph_service.network.small_departments import merge_small
from graph_service.network.tables import Table, refer, stack, take


@dataclass(frozen=True, slots=True)
class Nouns:
    """The new codes of everything that others refer to."""

    departments: Renumbered
    people: Renumbered
    topics: Renumbered
    projects: Renumbered
    lessons: Renumbered

    @property
    def lost(self) -> bool:
        """Whether any of them is gone."""
        return any(noun.lost for noun in (self.departments, self.people, self.topics, self.projects, self.lessons))


def patch(columns: Columns, asked: Asked, rows: Rows, *, as_of: int, min_group: int) -> Columns | None:
    """The columns with these rows in them, which are all there is of what was asked for. `as_of`: the last activity this includes.

    None where something is gone that others may refer to, which no verb of the PMO brings about, or where a row refers to what isn't
    there: then the log does not tell all that happened.
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
    """Table by table."""
    people, departments, topics = nouns.people.moved, nouns.departments.moved, nouns.topics.moved
    projects = nouns.projects.moved
    memberships = order_memberships(
        stack(
            refer(_without(columns.memberships, columns.memberships.person, nouns.people), {"person": people, "department": departments}),
            encode_memberships(rows.memberships, codes),
        )
    )
    assignments = order_assignments(
        stack(
            refer(_without(columns.assignments, columns.assignments.project, nouns.projects), {"person": people, "project": projects}),
            encode_assignments(rows.assignments, codes),
        )
    )
    tree = encode_departments(rows.departments, rows.parts, codes) if asked.departments else columns.departments
    currencies, events = _events(columns, asked.reuses, rows, nouns, codes)
    told = {"project": projects, "departments": departments, "learners": people, "topics": topics}
    return Columns(
        as_of=as_of,
        departments=merge_small(tree, memberships, min_group),
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


def _splice(table: Table, noun: Renumbered, read: Table, moved: Mapping[str, NDArray[Any]]) -> Table:
    return take(stack(refer(take(table, noun.kept), moved), read), noun.order)


def _without(table: Table, of: Int32s, noun: Renumbered) -> Table:
    """The rows that are not of nodes that were read again."""
    kept = np.zeros(len(noun.moved), np.bool_)
    kept[noun.kept] = True
    return take(table, np.flatnonzero(kept[of]))


def _recurrences(table: Recurrences, nouns: Nouns, read: Sequence[tuple[str, Sequence[str]]], codes: Codebook) -> Recurrences:
    lessons = nouns.lessons.moved
    kept = refer(_without(table, table.later, nouns.lessons), {"later": lessons, "earlier": lessons})
    return order_recurrences(stack(kept, encode_recurrences(read, codes)))


def _events(columns: Columns, asked: Collection[str], rows: Rows, nouns: Nouns, codes: Codebook) -> tuple[list[str], Events]:
    """The currencies and the events."""
    before = columns.events
    left = take(before, np.flatnonzero(np.fromiter((id_ not in asked for id_ in before.ids), np.bool_, len(before.ids))))
    kinds: list[int] = np.unique(left.currency[left.currency != UNKNOWN]).tolist()
    stated = {columns.currencies[kind] for kind in kinds}
    currencies = sorted(stated | currencies_of(rows.reuses, codes.lessons))
    code = {name: at for at, name in enumerate(currencies)}
    left = refer(
        left,
        {
            "lesson": nouns.lessons.moved,
            "person": nouns.people.moved,
            "project": nouns.projects.moved,
            "departments": nouns.departments.moved,
            "currency": np.array([*(code.get(name, UNKNOWN) for name in columns.currencies), UNKNOWN], np.int16),
        },
    )
    read = encode_events(rows.reuses, replace(codes, currencies=code))
    return currencies, take(stack(left, read), _in_order(left, read))


def _in_order(left: Events, read: Events) -> Codes:
    """The rows of both by person, then day, then id, as either is."""
    moments, wanted, ids = moment(left.person, left.day), moment(read.person, read.day), left.ids
    low, high = (np.searchsorted(moments, wanted, side=side).tolist() for side in ("left", "right"))
    spots = [bisect_left(ids, id_, one, other) for id_, one, other in zip(read.ids, low, high, strict=True)]
    return np.insert(np.arange(len(ids)), spots, np.arange(len(ids), len(ids) + len(read.ids)))
