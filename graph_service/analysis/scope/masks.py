"""Masks: which lessons, projects and events a view selects."""

from datetime import date

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import MAX_DAY, Days, Flags, day_number, enum_code
from graph_service.analysis.facts.id_lookup import known_code
from graph_service.analysis.facts.ragged import Ragged, expand
from graph_service.analysis.facts.tables import Topics
from graph_service.analysis.organisation.groups import Group, Partition
from graph_service.analysis.organisation.topic_tree import narrower
from graph_service.analysis.organisation.view import View
from graph_service.model.enums import ReuseScope


def lessons_in(columns: Columns, view: View) -> Flags:
    """For each lesson whether it belongs to the view: about the topic or anything narrower. Raises NotFound when there is no such topic."""
    return _about(columns.topics, columns.lessons.topics, view)


def available_on(columns: Columns, day: int) -> Flags:
    """For each lesson whether it is available on that day."""
    return (columns.lessons.published <= day) & (day < columns.lessons.retired)


def projects_in(columns: Columns, view: View) -> Flags:
    """For each project whether it belongs to the view."""
    return _about(columns.topics, columns.projects.topics, view)


def events_in(columns: Columns, view: View, lessons: Flags) -> Flags:
    """For each event whether it lies in the window and its lesson is among `lessons`."""
    return lessons[columns.events.lesson] & within(columns.events.day, view)


def across_groups(columns: Columns, partition: Partition, events: Flags) -> Flags:
    """Which of the flagged events are CROSS reuses by groups of which none has a share in the lesson.

    A CROSS reuse within a group of small departments does not count: the difference would reveal what one of them did.
    """
    across = events & (columns.events.scope == enum_code(ReuseScope.CROSS))
    if partition.is_identity:
        return across
    event, learned_in, reused_in = np.flatnonzero(across), columns.lessons.departments, columns.events.departments
    row, made = expand(reused_in, event)
    pair, learned = expand(learned_in, columns.events.lesson[event[row]].astype(np.intp))
    same = partition.of[learned_in.values[learned]] == partition.of[reused_in.values[made][pair]]
    across[event[row[pair[same]]]] = False
    return across


def groups_that_learned(columns: Columns, partition: Partition, lesson: int) -> tuple[Group, ...]:
    """The groups with a share in a lesson, in order."""
    codes: list[int] = np.unique(partition.of[columns.learned_in.places.row(lesson)]).tolist()
    return tuple(partition.groups[code] for code in codes)


def published_in(columns: Columns, view: View, lessons: Flags) -> Flags:
    """For each lesson whether it was published in the window and is among `lessons`; never a draft."""
    published = columns.lessons.published
    return lessons & (published != MAX_DAY) & within(published, view)


def within(day: Days, view: View) -> Flags:
    """For each day whether it lies in the window."""
    found = np.ones(len(day), np.bool_)
    if view.start is not None:
        found &= day >= day_number(view.start)
    if view.end is not None:
        found &= day < day_number(view.end)
    return found


def last_day(view: View, today: date) -> int:
    """The last day that a view follows: that of its window or today, whichever is earlier."""
    return day_number(today) if view.end is None else min(day_number(today), day_number(view.end) - 1)


def _about(topics: Topics, about: Ragged, view: View) -> Flags:
    if view.topic is None:
        return np.ones(len(about), np.bool_)
    wanted = _narrower(topics, view.topic)
    row, entry = expand(about, np.arange(len(about)))
    found = np.zeros(len(about), np.bool_)
    found[row[wanted[about.values[entry]]]] = True
    return found


def _narrower(topics: Topics, topic: str) -> Flags:
    chosen = np.zeros(len(topics.ids), np.bool_)
    chosen[known_code(topics.ids, topic, noun="topic", field="topic")] = True
    return narrower(topics, chosen)
