"""Windows are cut along the calendar."""

from datetime import date
from itertools import pairwise

import pytest

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.periods import Every, periods
from graph_service.errors import InvalidInput
from tests.analysis.random_organisations import columns_of
from tests.analysis.rows import LessonRow, ReuseRow, Rows

CHART = date(2024, 2, 10)
EMPTY = columns_of(Rows([], [], [], [], []))
ONE_OF_EACH = columns_of(
    Rows(
        [],
        [],
        [],
        [LessonRow("l", day_number(date(2023, 11, 30)), None, [], [], []), LessonRow("draft", None, None, [], [], [])],
        [ReuseRow("r", "l", None, [], day_number(date(2024, 5, 1)), "UNATTRIBUTED", None, None, None)],
    )
)


def edges(columns, every: Every, start: date | None = None, end: date | None = None) -> list[str]:
    found = periods(columns, View(CHART, start=start, end=end), every)
    assert all(one.end == other.start for one, other in pairwise(found))
    return [period.start.isoformat() for period in found] + [period.end.isoformat() for period in found[-1:]]


def test_a_closed_window_is_cut_even_where_nothing_happened() -> None:
    window = date(2023, 12, 15), date(2024, 3, 2)
    assert edges(EMPTY, Every.MONTH, *window) == ["2023-12-15", "2024-01-01", "2024-02-01", "2024-03-01", "2024-03-02"]
    assert edges(EMPTY, Every.QUARTER, *window) == ["2023-12-15", "2024-01-01", "2024-03-02"]
    assert edges(EMPTY, Every.YEAR, *window) == ["2023-12-15", "2024-01-01", "2024-03-02"]
    assert edges(EMPTY, Every.MONTH, date(2024, 1, 1), date(2024, 2, 1)) == ["2024-01-01", "2024-02-01"]
    assert edges(EMPTY, Every.MONTH, date(2024, 1, 1), date(2024, 1, 1)) == []


def test_an_open_window_reaches_over_the_calendar_periods_of_what_happened() -> None:
    assert edges(ONE_OF_EACH, Every.QUARTER) == ["2023-10-01", "2024-01-01", "2024-04-01", "2024-07-01"]
    assert edges(ONE_OF_EACH, Every.YEAR) == ["2023-01-01", "2024-01-01", "2025-01-01"]
    assert edges(ONE_OF_EACH, Every.QUARTER, start=date(2024, 2, 20)) == ["2024-02-20", "2024-04-01", "2024-07-01"]
    assert edges(ONE_OF_EACH, Every.QUARTER, end=date(2024, 2, 20)) == ["2023-10-01", "2024-01-01", "2024-02-20"]
    assert edges(EMPTY, Every.MONTH) == edges(ONE_OF_EACH, Every.MONTH, start=date(2025, 1, 1)) == []


def test_more_periods_than_are_answered_are_refused() -> None:
    assert len(periods(EMPTY, View(CHART, start=date(2000, 1, 1), end=date(2020, 1, 1)), Every.MONTH)) == 240
    with pytest.raises(InvalidInput, match="every is MONTH, which makes 241 periods from 2000-01-01 to 2020-01-01; at most 240") as caught:
        periods(EMPTY, View(CHART, start=date(2000, 1, 1), end=date(2020, 1, 2)), Every.MONTH)
    assert caught.value.field == "every"


def lessons_published_on(*days: date):
    return columns_of(Rows([], [], [], [LessonRow(f"l{day}", day_number(day), None, [], [], []) for day in days], []))


def test_an_open_window_has_the_shortest_periods_that_are_answered() -> None:
    columns = lessons_published_on(date(1990, 1, 1), date(2020, 1, 1))
    assert len(edges(columns, Every.MONTH)) == 122
    assert edges(columns, Every.MONTH) == edges(columns, Every.QUARTER)
    assert edges(columns, Every.MONTH, start=date(2015, 1, 1))[1] == "2015-02-01"
    assert edges(lessons_published_on(date(1950, 1, 1), date(2100, 12, 31)), Every.MONTH)[:2] == ["1950-01-01", "1951-01-01"]


def test_impossible_days_do_not_stretch_an_open_window() -> None:
    columns = lessons_published_on(date.min, date(202, 5, 1), date(2024, 5, 1), date(2205, 1, 1), date.max)
    assert edges(columns, Every.YEAR) == ["2024-01-01", "2025-01-01"]
    assert edges(lessons_published_on(date.max), Every.YEAR) == []
