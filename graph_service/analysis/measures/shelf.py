"""Lessons without reuse, and the time from publication to the first reuse."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import NEVER, Flags, Floats, Indices, Int32s, day_number, enum_code
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.organisation.groups import Group, partition
from graph_service.analysis.organisation.transfers import count_at, count_everyone, roll_up_shares
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.ranking import lowest
from graph_service.analysis.scope.masks import lessons_in, published_in
from graph_service.analysis.statistics.survival import Curve, kaplan_meier
from graph_service.model.enums import ReuseScope
from graph_service.page_size import check_page_size


@dataclass(frozen=True, slots=True)
class ShelfFigures:
    """Outcomes of published lessons. Each is one of `reused` by others, else `considered` in a rundown, else `retired`, else `on_shelf`.

    Figures are in lessons, weighted by f for a group. median_days: the median time from publication to the first reuse by others
    (Kaplan-Meier); None if more than half of the lessons have none for as long as they can be observed. events, people: the number of
    reuses by others, each counted whole, and of people who made them.
    """

    published: float
    reused: float
    considered: float
    retired: float
    on_shelf: float
    median_days: int | None
    events: int
    people: int


@dataclass(frozen=True, slots=True)
class Step:
    """A day after publication on which lessons were first reused: the number without reuse until then, and the share without reuse after
    it.
    """

    day: int
    at_risk: float
    share: float


@dataclass(frozen=True, slots=True)
class Shelved:
    """A lesson without reuse, by id, and the number of days since it was published."""

    lesson: str
    days: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """`groups` are those with a share in these lessons, by id with UNATTRIBUTED last; `curve` is by day; `lessons` are those longest on the
    shelf first, ties by id.
    """

    whole: ShelfFigures
    groups: tuple[tuple[Group, ShelfFigures], ...]
    curve: tuple[Step, ...]
    lessons: tuple[Shelved, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """The observed lessons, each once or once per group: the outcome, the days of observation, and the fraction that counts."""

    lesson: Indices
    days: Int32s
    reused: Flags
    considered: Flags
    retired: Flags
    part: Floats

    def at(self, rows: Indices, part: Floats) -> "Cohort":
        """The lessons in these rows, with these fractions."""
        return Cohort(self.lesson[rows], self.days[rows], self.reused[rows], self.considered[rows], self.retired[rows], part)


def shelf(columns: Columns, view: View, *, today: date, first: int = 20) -> Shelf:
    """Follows the lessons published in the window, including retired ones, until the window's last day or today, whichever is earlier.

    The clock of a lesson starts on publishedOn. Its first reuse by others (scope not OWN) stops the clock, even after retirement; a reuse
    before publication counts on day 0. Without a reuse, the lesson is censored at the earliest of retirement, the window's last day and
    today. Reuses count up to that last day. In a group a lesson has weight f. `first`: the number of lessons to list; raises InvalidInput
    if it is outside 0 to 1,000.
    """
    check_page_size(first)
    last = day_number(today) if view.end is None else min(day_number(today), day_number(view.end) - 1)
    chosen = published_in(columns, view, lessons_in(columns, view)) & (columns.lessons.published <= last)
    events = columns.events
    event = np.flatnonzero(chosen[events.lesson] & (events.scope != enum_code(ReuseScope.OWN)) & (events.day <= last))
    cohort = _follow(columns, np.flatnonzero(chosen), event, last)
    curve = kaplan_meier(cohort.days, cohort.reused, cohort.part)
    waiting = cohort.lesson[~(cohort.reused | cohort.considered | cohort.retired)]
    published, ids = columns.lessons.published, columns.lessons.ids
    return Shelf(
        whole=_figures(cohort, curve, len(event), count_everyone(events.person[event])),
        groups=tuple(_by_group(columns, view, cohort, event)),
        curve=tuple(Step(*row) for row in zip(curve.day.tolist(), curve.at_risk.tolist(), curve.share.tolist(), strict=True)),
        lessons=tuple(Shelved(ids[code], last - int(published[code])) for code in lowest(published, ids, waiting, first)),
    )


def _follow(columns: Columns, lesson: Indices, event: Indices, last: int) -> Cohort:
    """The lessons published up to the last day, with the reuses by others made until then."""
    lessons = columns.lessons
    when = np.full(len(lessons.ids), NEVER, np.int32)
    np.minimum.at(when, columns.events.lesson[event], columns.events.day[event])
    when = when[lesson]
    reused = when != NEVER
    considered = ~reused & (lessons.considered[lesson] <= last)
    retired = ~reused & ~considered & (lessons.retired[lesson] <= last)
    seen = np.where(reused, when, np.minimum(lessons.retired[lesson], last))
    days = np.maximum(seen - lessons.published[lesson], 0).astype(np.int32)
    return Cohort(lesson, days, reused, considered, retired, np.ones(len(lesson)))


def _by_group(columns: Columns, view: View, cohort: Cohort, event: Indices) -> Iterator[tuple[Group, ShelfFigures]]:
    parts = partition(columns.departments, view)
    shares, size = roll_up_shares(columns.learned_in, parts), len(parts.groups)
    events, people = count_at(shares, columns.events.lesson[event], columns.events.person[event], size)
    row, entry = expand(shares.places, cohort.lesson)
    place, part = shares.places.values[entry], shares.part[entry]
    order = np.argsort(place, kind="stable")
    ends = np.searchsorted(place[order], np.arange(size + 1)).tolist()
    for code, group in enumerate(parts.groups):
        if len(mine := order[ends[code] : ends[code + 1]]):
            here = cohort.at(row[mine], part[mine])
            curve = kaplan_meier(here.days, here.reused, here.part)
            yield group, _figures(here, curve, int(events[code]), int(people[code]))


def _figures(cohort: Cohort, curve: Curve, events: int, people: int) -> ShelfFigures:
    used, rest = cohort.reused | cohort.considered, cohort.part
    return ShelfFigures(
        published=float(rest.sum()),
        reused=float(rest[cohort.reused].sum()),
        considered=float(rest[cohort.considered].sum()),
        retired=float(rest[cohort.retired].sum()),
        on_shelf=float(rest[~(used | cohort.retired)].sum()),
        median_days=curve.median,
        events=events,
        people=people,
    )
