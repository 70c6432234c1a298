"""Lesson by lesson: how often chance would have drawn it for the reuses of a group, and how often it was drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import distinct
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices
from graph_service.analysis.facts.ragged import expand, spans
from graph_service.analysis.null_model.daily_totals import Calendar, calendar
from graph_service.analysis.null_model.odds import by_others
from graph_service.analysis.organisation.groups import Partition
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """What one group's reuses drew. By lesson, in reuses: `expected` by chance, and `observed`.

    events, people: how many reuses these are, and how many known people made them.
    """

    expected: Floats
    observed: Floats
    events: int
    people: int


def draws(columns: Columns, view: View, parts: Partition, groups: Sequence[int]) -> Iterator[Draws]:
    """Of each of these groups.

    Events are the reuses of the view made in a group without OWN and UNATTRIBUTED ones, one made in several groups an event of each, whole.
    The null is that of silos: on its day each event draws a lesson evenly from A_i, those then available and the one really reused, without
    the reuser's own. So `expected` adds up to the number of events over all lessons, as `observed` does.
    """
    lessons = lessons_in(columns, view)
    chosen = np.flatnonzero(events_in(columns, view, lessons) & by_others(columns.events))
    source, entry = expand(columns.reused_in.places, chosen)
    made_in, chance = parts.of[columns.reused_in.places.values[entry]], _chance(columns, lessons, chosen)
    there = _there(columns, lessons, calendar(columns.events.day[chosen]))
    for group in groups:
        made = distinct(source[made_in == group])
        yield _draws(columns, there, chosen[made], chance[made])


@dataclass(frozen=True, slots=True, eq=False)
class _There:
    """The lessons of the view, and the ranks of the days on which each was published and retired, none when it never was available."""

    lessons: Flags
    days: Calendar
    since: Indices
    until: Indices


def _there(columns: Columns, lessons: Flags, days: Calendar) -> _There:
    since, until = days.rank(columns.lessons.published), days.rank(columns.lessons.retired)
    return _There(lessons, days, since, np.where(lessons, np.maximum(until, since), since))


def _draws(columns: Columns, there: _There, event: Indices, chance: Floats) -> Draws:
    """Of these events, each with the chance that it draws any one of what was on offer to it."""
    lesson, person = columns.events.lesson[event], columns.events.person[event]
    by_day = np.bincount(there.days.rank(columns.events.day[event]), chance, len(there.days))
    so_far = np.concatenate(([0.0], np.cumsum(by_day)))
    expected = so_far[there.until] - so_far[there.since]
    missing = ~columns.available[event]
    np.add.at(expected, lesson[missing], chance[missing])
    row, own, sign = _own(columns, there.lessons, event)
    np.subtract.at(expected, own, sign * chance[row])
    people = np.unique(person[person != UNKNOWN])
    return Draws(expected, np.bincount(lesson, minlength=len(expected)).astype(np.float64), len(event), len(people))


def _chance(columns: Columns, lessons: Flags, event: Indices) -> Floats:
    """1 / the number of lessons in A_i, for each event."""
    published, retired = columns.lessons.published, columns.lessons.retired
    ever, day = lessons & (published < retired), columns.events.day[event]
    number = np.searchsorted(np.sort(published[ever]), day, side="right") - np.searchsorted(np.sort(retired[ever]), day, side="right")
    number += ~columns.available[event]
    row, _, sign = _own(columns, lessons, event)
    np.subtract.at(number, row, sign)
    return 1.0 / np.maximum(number, 1)  # 0 only where the scope on record contradicts the learners on record


def _own(columns: Columns, lessons: Flags, event: Indices) -> tuple[Indices, Indices, Indices]:
    """The reusers' own lessons of the view as they came (1) and went (-1) up to the day: the row of the event, the lesson, the sign."""
    asking = np.flatnonzero(columns.own.transitions_so_far[event])
    start = columns.own.transitions.offsets[columns.events.person[event[asking]]].astype(np.intp)
    row, move = spans(start, columns.own.transitions_so_far[event[asking]].astype(np.intp))
    lesson = columns.own.transitions.values[move].astype(np.intp)
    kept = lessons[lesson]
    return asking[row[kept]], lesson[kept], columns.own.sign[move[kept]]
