"""Masks: which lessons, projects and events a view selects."""

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import MAX_DAY, Days, Flags, day_number
from graph_service.analysis.facts.id_lookup import known_code
from graph_service.analysis.facts.ragged import Ragged, expand
from graph_service.analysis.facts.tables import Topics
from graph_service.analysis.organisation.topic_tree import narrower
from graph_service.analysis.organisation.view import View


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
