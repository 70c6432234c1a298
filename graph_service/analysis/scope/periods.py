"""Calendar periods: a window divided into months, quarters or years."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import EPOCH, Days, day_number
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in, published_in
from graph_service.errors import InvalidInput
from graph_service.model.enums import DescribedEnum

MOST_PERIODS: Final = 240  # twenty years of months


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

    An open end is that of the calendar period in which the view's first or last lesson was published or reused; without lessons there
    are no periods. Raises InvalidInput when there are more than MOST_PERIODS.
    """
    bounds = _bounds(columns, view)
    if bounds is None:
        return ()
    start, last, step = *bounds, MONTHS[every]
    first, final = _index(start, step), _index(last, step)
    if final - first >= MOST_PERIODS:
        raise InvalidInput(
            f"every is {every}, which makes {final - first + 1:,} periods from {start} to {last}; at most {MOST_PERIODS} are answered. "
            "Choose longer periods or a narrower window.",
            field="every",
        )
    edges = [_first_day(index, step) for index in range(first, final + 2)]
    edges[0], edges[-1] = view.start or edges[0], view.end or edges[-1]
    return tuple(Period(start, end) for start, end in pairwise(edges))


def period_of(found: Sequence[Period], day: Days) -> Days:
    """The position of the period of each day. Every day must be in one of the periods."""
    starts = [day_number(period.start) for period in found]
    return (np.searchsorted(starts, day, side="right") - 1).astype(np.int32)


def _bounds(columns: Columns, view: View) -> tuple[date, date] | None:
    """The first and last day; None when there is nothing in the window."""
    if view.start is not None and view.end is not None:
        return None if view.start == view.end else (view.start, date.fromordinal(view.end.toordinal() - 1))
    lessons = lessons_in(columns, view)
    days = np.concatenate(
        (columns.events.day[events_in(columns, view, lessons)], columns.lessons.published[published_in(columns, view, lessons)])
    )
    if not len(days):
        return None
    first, last = (date.fromordinal(min(max(int(day) + EPOCH, 1), date.max.toordinal())) for day in (days.min(), days.max()))
    return view.start or first, last if view.end is None else date.fromordinal(view.end.toordinal() - 1)


def _index(day: date, step: int) -> int:
    """The number of the period that holds the day, counted from the year 0."""
    return (day.year * 12 + day.month - 1) // step


def _first_day(index: int, step: int) -> date:
    """The day on which a period begins; after the calendar's end its last day."""
    year, month = divmod(index * step, 12)
    return date.max if year > date.max.year else date(year, month + 1, 1)
