"""Lessons nobody took from the shelf, and how long it takes until somebody does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import NEVER, Flags, Floats, Indices, Int32s, day_number
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.facts.tables import ReuseScope
from graph_service.analysis.organisation.groups import Group, partition
from graph_service.analysis.organisation.transfers import count_at, count_everyone, roll_up_shares
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.ranking import lowest
from graph_service.analysis.scope.masks import lessons_in, published_in
from graph_service.analysis.statistics.survival import Curve, kaplan_meier
from graph_service.page_size import check_page_size


@dataclass(frozen=True, slots=True)
class ShelfFigures:
    """What became of the lessons published: each is one of `reused` by others, else `considered` in a rundown, else `retired`, else `on_shelf`.

    Counted in lessons, by f for a group. median_days: from publishing to the first reuse by others (Kaplan-Meier); None where more than
    half of the lessons are without one for as long as can be seen. events, people: the reuses by others, each whole, and who made them.
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
    """A day after publishing on which lessons were first reused: how many were without reuse until then, and the share left after it."""

    day: int
    at_risk: float
    share: float


@dataclass(frozen=True, slots=True)
class Shelved:
    """A lesson on the shelf, by id, and for how many days it has been there."""

    lesson: str
    days: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """`groups` with a part in these lessons, by id with UNATTRIBUTED last; `curve` by day; `lessons` longest on the shelf first, ties by id."""

    whole: ShelfFigures
    groups: tuple[tuple[Group, ShelfFigures], ...]
    curve: tuple[Step, ...]
    lessons: tuple[Shelved, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """The lessons looked at, each once or once per group: what became of it, the days it was watched for, and the part that counts."""

    lesson: Indices
    days: Int32s
    reused: Flags
    considered: Flags
    retired: Flags
    part: Floats

    def at(self, rows: Indices, part: Floats) -> "Cohort":
        """The lessons in these rows, which count with these parts."""
        return Cohort(self.lesson[rows], self.days[rows], self.reused[rows], self.considered[rows], self.retired[rows], part)


def shelf(columns: Columns, view: View, *, today: date, first: int = 20) -> Shelf:
    """The lessons published in the window, retired ones too, seen from the window's last day or today, whichever comes first.

    A lesson's clock starts on publishedOn. Its first reuse by others (scope not OWN) stops it, even after it was retired, and on day 0
    when it came before; without one it is censored at the earliest of retirement, the window's last day, today. Reuses count up to
    that last day. In a group a lesson weighs f. `first`: how many lessons to list, else InvalidInput when not from 0 to 1,000.
    """
    check_page_size(first)
    last = day_number(today) if view.end is None else min(day_number(today), day_number(view.end) - 1)
    chosen = published_in(columns, view, lessons_in(columns, view)) & (columns.lessons.published <= last)
    events = columns.events
    event = np.flatnonzero(chosen[events.lesson] & (events.scope != ReuseScope.OWN) & (events.day <= last))
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
    """The lessons up to the last day, with the reuses by others made until then."""
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
