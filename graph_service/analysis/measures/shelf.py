"""Lessons without reuse, and the time from publication to the first reuse."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import MAX_DAY, Flags, Floats, Indices, Int32s, enum_code
from graph_service.analysis.facts.node_ids import LessonId
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.measures.declaration import First
from graph_service.analysis.organisation.groups import Group, Partition, partition_departments
from graph_service.analysis.organisation.transfers import count_at, count_everyone, roll_up_shares
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.ranking import lowest
from graph_service.analysis.scope.masks import groups_that_learned, last_day, lessons_in, published_in
from graph_service.analysis.statistics.survival import Curve, kaplan_meier
from graph_service.model.enums import ReuseScope
from graph_service.page_size import check_page_size


@dataclass(frozen=True, slots=True)
class ShelfFigures:
    """The use of published lessons. Each lesson counts once, as the first that applies: reused, considered, retired, on the shelf."""

    published: float
    """The number of lessons that were published. In the figures of a group, a lesson learned by n departments counts 1/n for each."""
    reused: float
    """How many of them were reused by people who had not learned them, before or after the lesson was retired."""
    considered: float
    """How many of the others were at least discussed and decided on in a project's rundown."""
    retired: float
    """How many of the rest were retired without having been reused or considered."""
    on_shelf: float
    """How many are left: available to everybody, and not reused by others."""
    median_days: int | None
    """The median number of days from publication to the first reuse by others. Lessons without a reuse count as still waiting, retired ones
    until their retirement (Kaplan and Meier 1958). Absent if fewer than half have been reused so far."""
    events: int
    """The number of reuses by others, each counted as one."""
    people: int
    """The number of different people who made them."""


@dataclass(frozen=True, slots=True)
class GroupShelf(ShelfFigures):
    """The use of the lessons that one group published."""

    group: Group
    """The group."""


@dataclass(frozen=True, slots=True)
class ShelfStep:
    """A day after publication on which lessons were reused by others for the first time."""

    day: int
    """The number of days after publication."""
    at_risk: float
    """The number of lessons that had been waiting until then."""
    share: float
    """The share of lessons that are not yet reused after that day, from 1 down to 0."""


@dataclass(frozen=True, slots=True)
class ShelvedLesson:
    """A lesson that others have not reused."""

    days: int
    """The number of days since its publication."""
    groups: tuple[Group, ...]
    """The groups that learned the lesson."""
    lesson: LessonId
    """The lesson."""


@dataclass(frozen=True, slots=True)
class Shelf(ShelfFigures):
    """Whether the lessons published in the window were reused by others, and how long that took."""

    groups: tuple[GroupShelf, ...]
    """The same figures for each group that published lessons, by ID."""
    curve: tuple[ShelfStep, ...]
    """The share of lessons not yet reused, by days after publication (Kaplan-Meier curve), for a chart. Lessons leave the
    curve when they are retired, so a first reuse after retirement is not a step of it."""
    lessons: tuple[ShelvedLesson, ...]
    """The lessons that are still on the shelf, those that have waited longest first."""


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """The observed lessons, each once or once per group: the outcome, the days of observation, and the fraction that counts.

    happened: whether the observation ended with a reuse. It did not if the lesson was retired before its first reuse.
    """

    lesson: Indices
    days: Int32s
    happened: Flags
    reused: Flags
    considered: Flags
    retired: Flags
    share: Floats

    def at(self, rows: Indices, share: Floats) -> "Cohort":
        """The lessons in these rows, with these fractions."""
        happened, reused, considered, retired = (each[rows] for each in (self.happened, self.reused, self.considered, self.retired))
        return Cohort(self.lesson[rows], self.days[rows], happened, reused, considered, retired, share)

    def curve(self) -> Curve:
        return kaplan_meier(self.days, self.happened, self.share)


def shelf(columns: Columns, view: View, today: date, *, first: First = 20) -> Shelf:
    """Shows whether the lessons published in the window were reused by others, how long that took, and which are still on the shelf.

    Follows these lessons, including retired ones, until the window's last day or today, whichever is earlier.
    The clock of a lesson starts on publishedOn. Its first reuse by others (scope not OWN) stops the clock; a reuse before publication
    counts on day 0. Without a reuse until then, the lesson is censored at the earliest of retirement, the window's last day and today. A
    first reuse after retirement therefore does not appear in the curve; the lesson still counts as reused. Reuses count up to the last day.
    In a group a lesson has weight f. `first`: the number of lessons to list; raises InvalidInput if it is outside 0 to 1,000.
    """
    check_page_size(first)
    last = last_day(view, today)
    chosen = published_in(columns, view, lessons_in(columns, view)) & (columns.lessons.published <= last)
    events = columns.events
    event = np.flatnonzero(chosen[events.lesson] & (events.scope != enum_code(ReuseScope.OWN)) & (events.day <= last))
    cohort = _follow(columns, np.flatnonzero(chosen), event, last)
    curve = cohort.curve()
    waiting = cohort.lesson[~(cohort.reused | cohort.considered | cohort.retired)]
    published, ids, partition = columns.lessons.published, columns.lessons.ids, partition_departments(columns.departments, view)
    listed = lowest(published, ids, waiting, first)
    return Shelf(
        **_figures(cohort, curve, len(event), count_everyone(events.person[event])),
        groups=tuple(_by_group(columns, partition, cohort, event)),
        curve=tuple(ShelfStep(*row) for row in zip(curve.day.tolist(), curve.at_risk.tolist(), curve.share.tolist(), strict=True)),
        lessons=tuple(
            ShelvedLesson(last - int(published[code]), groups_that_learned(columns, partition, code), LessonId(ids[code]))
            for code in listed
        ),
    )


def _follow(columns: Columns, lesson: Indices, event: Indices, last: int) -> Cohort:
    """The lessons published up to the last day, with the reuses by others made until then."""
    lessons = columns.lessons
    when = np.full(len(lessons.ids), MAX_DAY, np.int32)
    np.minimum.at(when, columns.events.lesson[event], columns.events.day[event])
    when, end = when[lesson], np.minimum(lessons.retired[lesson], last)
    happened, reused = when <= end, when != MAX_DAY
    considered = ~reused & (lessons.considered[lesson] <= last)
    retired = ~reused & ~considered & (lessons.retired[lesson] <= last)
    days = np.maximum(np.minimum(when, end) - lessons.published[lesson], 0).astype(np.int32)
    return Cohort(lesson, days, happened, reused, considered, retired, np.ones(len(lesson)))


def _by_group(columns: Columns, partition: Partition, cohort: Cohort, event: Indices) -> Iterator[GroupShelf]:
    shares, size = roll_up_shares(columns.learned_in, partition), len(partition.groups)
    events, people = count_at(shares, columns.events.lesson[event], columns.events.person[event], size)
    row, entry = expand(shares.places, cohort.lesson)
    place, share = shares.places.values[entry], shares.share[entry]
    order = np.argsort(place, kind="stable")
    ends = np.searchsorted(place[order], np.arange(size + 1)).tolist()
    for code, group in enumerate(partition.groups):
        if len(rows := order[ends[code] : ends[code + 1]]):
            here = cohort.at(row[rows], share[rows])
            yield GroupShelf(**_figures(here, here.curve(), int(events[code]), int(people[code])), group=group)


def _figures(cohort: Cohort, curve: Curve, events: int, people: int) -> dict[str, Any]:
    """The attributes of ShelfFigures."""
    used, share = cohort.reused | cohort.considered, cohort.share
    return {
        "published": float(share.sum()),
        "reused": float(share[cohort.reused].sum()),
        "considered": float(share[cohort.considered].sum()),
        "retired": float(share[cohort.retired].sum()),
        "on_shelf": float(share[~(used | cohort.retired)].sum()),
        "median_days": curve.median,
        "events": events,
        "people": people,
    }
