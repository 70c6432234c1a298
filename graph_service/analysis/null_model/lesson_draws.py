"""Expected and observed draws of each lesson: how often a group would have reused it by chance, and how often it did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import distinct
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices
from graph_service.analysis.facts.ragged import expand, spans
from graph_service.analysis.null_model.daily_totals import DayRanks, rank_days
from graph_service.analysis.null_model.opportunities import by_others
from graph_service.analysis.organisation.groups import Partition
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in


@dataclass(frozen=True, slots=True, eq=False)
class LessonDraws:
    """The draws of one group's reuses, by lesson, in reuses: `expected` by chance, and `observed`.

    events, people: how many reuses these are, and how many different known people made them.
    """

    expected: Floats
    observed: Floats
    events: int
    people: int


def lesson_draws(columns: Columns, view: View, partition: Partition, groups: Sequence[int]) -> Iterator[LessonDraws]:
    """The draws of each of these groups, in their order.

    Events are the reuses of the view made in a group, without OWN and UNATTRIBUTED ones; an event made in several groups counts whole in
    each. The null model is that of silos: on its day each event draws a lesson evenly from A_i, the lessons then available and the one
    really reused, without the reuser's own. So over all lessons `expected` adds up to the number of events, as `observed` does.
    """
    lessons = lessons_in(columns, view)
    chosen = np.flatnonzero(events_in(columns, view, lessons) & by_others(columns.events))
    source, entry = expand(columns.reused_in.places, chosen)
    made_in, chance = partition.of[columns.reused_in.places.values[entry]], chances_of_draws(columns, lessons, chosen)
    availability = _availability(columns, lessons, rank_days(columns.events.day[chosen]))
    for group in groups:
        made = distinct(source[made_in == group])
        yield _draws(columns, availability, chosen[made], chance[made])


@dataclass(frozen=True, slots=True, eq=False)
class _Availability:
    """The lessons of the view, and the day ranks [since, until) on which each was available; empty for a lesson that never was."""

    lessons: Flags
    days: DayRanks
    since: Indices
    until: Indices


def _availability(columns: Columns, lessons: Flags, days: DayRanks) -> _Availability:
    since, until = days.rank(columns.lessons.published), days.rank(columns.lessons.retired)
    return _Availability(lessons, days, since, np.where(lessons, np.maximum(until, since), since))


def _draws(columns: Columns, availability: _Availability, event: Indices, chance: Floats) -> LessonDraws:
    """The draws of these events. `chance`: for each event the probability that it draws any one lesson of A_i."""
    lesson, person = columns.events.lesson[event], columns.events.person[event]
    by_day = np.bincount(availability.days.rank(columns.events.day[event]), chance, len(availability.days))
    cumulative = np.concatenate(([0.0], np.cumsum(by_day)))
    expected = cumulative[availability.until] - cumulative[availability.since]
    unavailable = ~columns.available[event]
    np.add.at(expected, lesson[unavailable], chance[unavailable])
    row, own, sign = _own_transitions(columns, availability.lessons, event)
    np.subtract.at(expected, own, sign * chance[row])
    people = np.unique(person[person != UNKNOWN])
    return LessonDraws(expected, np.bincount(lesson, minlength=len(expected)).astype(np.float64), len(event), len(people))


def chances_of_draws(columns: Columns, lessons: Flags, event: Indices) -> Floats:
    """1 / the number of lessons in A_i, for each event."""
    published, retired = columns.lessons.published, columns.lessons.retired
    ever, day = lessons & (published < retired), columns.events.day[event]
    number = np.searchsorted(np.sort(published[ever]), day, side="right") - np.searchsorted(np.sort(retired[ever]), day, side="right")
    number += ~columns.available[event]
    row, _, sign = _own_transitions(columns, lessons, event)
    np.subtract.at(number, row, sign)
    return 1.0 / np.maximum(number, 1)  # 0 only where the recorded scope contradicts the recorded learners


def _own_transitions(columns: Columns, lessons: Flags, event: Indices) -> tuple[Indices, Indices, Indices]:
    """The reusers' own lessons in the view, published (sign 1) or retired (-1) by the day of the event: row of the event, lesson, sign."""
    learner = np.flatnonzero(columns.own.transitions_so_far[event])
    start = columns.own.transitions.offsets[columns.events.person[event[learner]]].astype(np.intp)
    row, transition = spans(start, columns.own.transitions_so_far[event[learner]].astype(np.intp))
    lesson = columns.own.transitions.values[transition].astype(np.intp)
    kept = lessons[lesson]
    return learner[row[kept]], lesson[kept], columns.own.sign[transition[kept]]
