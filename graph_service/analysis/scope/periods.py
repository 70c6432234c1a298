"""Calendar periods: a window divided into months, quarters or years."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import EPOCH, Days, Flags, day_number
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in, published_in
from graph_service.errors import InvalidInput
from graph_service.model.days import FIRST_DAY, LAST_DAY
from graph_service.model.enums import DescribedEnum

MAX_PERIODS: Final = 240  # twenty years of months


class Every(DescribedEnum):
    """The length of a period."""

    MONTH = "MONTH", "month", "A calendar month."
    QUARTER = "QUARTER", "quarter", "A calendar quarter; they begin in January, April, July and October."
    YEAR = "YEAR", "year", "A calendar year."


MONTHS: Final = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A range of days."""

    start: date
    """The first day."""
    end: date
    """The day after the last day."""

    def of(self, view: View) -> View:
        """The view narrowed to this period."""
        return replace(view, start=self.start, end=self.end)


def periods(columns: Columns, view: View, every: Every) -> tuple[Period, ...]:
    """The view's window divided into calendar periods, in order and without gaps; the first and last are cut at the ends of the window.

    An open end is that of the calendar period in which the view's first or last lesson was published or reused, on a day from FIRST_DAY to
    LAST_DAY; without lessons there are no periods. If an end is open and `every` makes more than MAX_PERIODS, the periods are the
    shortest that do not. Raises InvalidInput when a window with two ends has more.
    """
    bounds = _bounds(columns, view)
    if bounds is None:
        return ()
    start, last = bounds
    if view.start is None or view.end is None:
        every = next((longer for longer in _from(every) if _count(start, last, longer) <= MAX_PERIODS), every)
    step = MONTHS[every]
    first, final = _index(start, step), _index(last, step)
    if final - first >= MAX_PERIODS:
        raise InvalidInput(
            f"every is {every}, which makes {final - first + 1:,} periods from {start} to {last}; at most {MAX_PERIODS} are possible. "
            "Choose longer periods or a narrower window.",
            field="every",
        )
    edges = [_first_day(index, step) for index in range(first, final + 2)]
    edges[0], edges[-1] = view.start or edges[0], view.end or edges[-1]
    return tuple(Period(start, end) for start, end in pairwise(edges))


def within(found: Sequence[Period], day: Days) -> Flags:
    """Whether each day is in one of the periods, which have no gaps. At least one period is required."""
    return (day_number(found[0].start) <= day) & (day < day_number(found[-1].end))


def period_of(found: Sequence[Period], day: Days) -> Days:
    """The position of the period of each day. Every day must be in one of the periods."""
    starts = [day_number(period.start) for period in found]
    return (np.searchsorted(starts, day, side="right") - 1).astype(np.int32)


def _bounds(columns: Columns, view: View) -> tuple[date, date] | None:
    """The first and last day; None when there is nothing in the window. Days outside of FIRST_DAY to LAST_DAY are typing errors."""
    if view.start is not None and view.end is not None:
        return None if view.start == view.end else (view.start, date.fromordinal(view.end.toordinal() - 1))
    lessons = lessons_in(columns, view)
    days = np.concatenate(
        (columns.events.day[events_in(columns, view, lessons)], columns.lessons.published[published_in(columns, view, lessons)])
    )
    days = days[(day_number(FIRST_DAY) <= days) & (days <= day_number(LAST_DAY))]
    if not len(days):
        return None
    first, last = (date.fromordinal(int(day) + EPOCH) for day in (days.min(), days.max()))
    return view.start or first, last if view.end is None else date.fromordinal(view.end.toordinal() - 1)


def _from(every: Every) -> Sequence[Every]:
    """The period lengths from this one on, shortest first."""
    return tuple(MONTHS)[tuple(MONTHS).index(every) :]


def _count(start: date, last: date, every: Every) -> int:
    return _index(last, MONTHS[every]) - _index(start, MONTHS[every]) + 1


def _index(day: date, step: int) -> int:
    """The number of the period that holds the day, counted from the year 0."""
    return (day.year * 12 + day.month - 1) // step


def _first_day(index: int, step: int) -> date:
    """The day on which a period begins; after the calendar's end its last day."""
    year, month = divmod(index * step, 12)
    return date.max if year > date.max.year else date(year, month + 1, 1)
