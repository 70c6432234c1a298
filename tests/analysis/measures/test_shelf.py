"""Lessons stay on the shelf or are taken from it."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.measures.shelf import Shelf, ShelfFigures, shelf
from graph_service.analysis.organisation.view import View
from graph_service.errors import InvalidInput
from tests.analysis.figures_reference import FATES, shelf_of
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rows import DepartmentRow, LessonRow, ReuseRow, Rows
from tests.thorough import one_in

CHART = date(2024, 2, 10)
TODAY = date(2024, 3, 15)
VIEWS = [
    View(CHART),
    View(CHART, level=0),
    View(CHART, level=1, topic="t2"),
    View(CHART, start=date(2024, 1, 20), end=date(2024, 2, 15)),
    View(CHART, end=date(2024, 1, 1)),
]


def assert_same(figures: ShelfFigures, expected: dict) -> None:
    for name in ("published", *FATES):
        assert getattr(figures, name) == pytest.approx(float(expected[name]), abs=1e-9)
    assert (figures.median_days, figures.events, figures.people) == (expected["median_days"], expected["events"], expected["people"])


@pytest.mark.parametrize("today", [TODAY, date(2024, 2, 5)])
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(4, range(10)))
def test_it_is_what_loops_over_rows_find(seed: int, view: View, today: date) -> None:
    rows = random_organisation(seed, lessons=30)
    answer, expected = shelf(columns_of(rows), view, today=today), shelf_of(rows, view, today)
    assert_same(answer, expected[None])
    assert {row.group.id for row in answer.groups} == expected.keys() - {None}
    for row in answer.groups:
        assert_same(row, expected[row.group.id])
    steps = [(step.day, step.at_risk, step.share) for step in answer.curve]
    assert steps == [pytest.approx([float(value) for value in step]) for step in expected[None]["curve"]]
    published = {row.id: row.published for row in rows.lessons}
    waiting = sorted(expected[None]["waiting"], key=lambda id_: (published[id_], id_))
    assert [shelved.lesson for shelved in answer.lessons] == waiting[:20]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(4, range(10)))
def test_groups_add_up_to_the_whole_and_what_became_of_lessons_to_all_of_them(seed: int, view: View) -> None:
    answer = shelf(columns_of(random_organisation(seed)), view, today=TODAY)
    for name in ("published", *FATES):
        assert sum(getattr(figures, name) for figures in answer.groups) == pytest.approx(getattr(answer, name), abs=1e-9)
    for figures in (answer, *answer.groups):
        assert sum(getattr(figures, name) for name in FATES) == pytest.approx(figures.published, abs=1e-9)


FIRST = day_number(date(2025, 1, 1))


def figures_of(answer: Shelf) -> ShelfFigures:
    return ShelfFigures(*(getattr(answer, field.name) for field in fields(ShelfFigures)))


def library(**changes: dict) -> Rows:
    """Five lessons of January 1, 2025: two reused by others after 10 and 30 days, one by its author, one considered, one retired on day 20."""
    lessons = {id_: LessonRow(id_, FIRST, None, ["a"], ["ann"], []) for id_ in ("soon", "later", "own", "talked", "gone")}
    lessons["talked"] = lessons["talked"]._replace(considered=FIRST + 40)
    lessons["gone"] = lessons["gone"]._replace(retired=FIRST + 20)
    lessons |= {id_: lessons[id_]._replace(**change) for id_, change in changes.items()}
    made = [("soon", 10, "CROSS"), ("soon", 12, "CROSS"), ("later", 30, "INTERNAL"), ("own", 5, "OWN")]
    reuses = [ReuseRow(f"r{i}", id_, "bob", ["a"], FIRST + day, scope, None, None, None) for i, (id_, day, scope) in enumerate(made)]
    return Rows([DepartmentRow("a", "A")], [], [], list(lessons.values()), reuses)


def shelf_on(day: int, rows: Rows, **window: Any) -> Shelf:
    return shelf(columns_of(rows), View(CHART, **window), today=date(2025, 1, 1) + timedelta(days=day))


def test_a_library_of_five() -> None:
    # At risk 5 on day 10: 4/5 left. `gone` leaves on day 20. At risk 4 - 1 = 3 on day 30: 4/5 x 2/3 = 8/15 left.
    answer = shelf_on(50, library())
    assert figures_of(answer) == ShelfFigures(5, 2, 1, 1, 1, None, 3, 1)
    assert [(step.day, step.at_risk, step.share) for step in answer.curve] == [(10, 5, 0.8), (30, 3, pytest.approx(8 / 15))]
    assert [(shelved.lesson, shelved.days) for shelved in answer.lessons] == [("own", 50)]


def test_without_the_one_considered_half_are_reused_after_30_days() -> None:
    # Of four: 3/4 left after day 10, then one of the two at risk on day 30: 3/8.
    rows = library()
    answer = shelf_on(50, replace(rows, lessons=[row for row in rows.lessons if row.id != "talked"]))
    assert answer.median_days == 30


def test_what_comes_after_today_or_the_window_has_not_come() -> None:
    assert figures_of(shelf_on(29, library())) == ShelfFigures(5, 1, 0, 1, 3, None, 2, 1)
    for days, reused in ((30, 1), (31, 2)):
        assert shelf_on(50, library(), end=date(2025, 1, 1) + timedelta(days=days)).reused == reused
    assert figures_of(shelf_on(-1, library())) == ShelfFigures(0, 0, 0, 0, 0, None, 0, 0)


def test_a_lesson_counts_where_it_was_published_in_the_window() -> None:
    assert shelf_on(50, library(), start=date(2025, 1, 2)).published == 0
    assert shelf_on(50, library(soon={"published": FIRST + 1}), start=date(2025, 1, 2)).reused == 1


def test_a_reuse_before_publication_counts_on_the_first_day() -> None:
    answer = shelf_on(50, library(soon={"published": FIRST + 11}))
    assert [(step.day, step.at_risk) for step in answer.curve] == [(0, 5), (30, 3)]


def test_a_lesson_reused_after_its_retirement_counts_as_reused_but_leaves_the_curve_at_retirement() -> None:
    # `later` is retired on day 25 and first reused on day 30. `soon` is reused on day 10, and `own` on day 40, when 2 are at risk.
    rows = library(later={"retired": FIRST + 25})
    rows = replace(rows, reuses=[*rows.reuses, ReuseRow("r9", "own", "bob", ["a"], FIRST + 40, "CROSS", None, None, None)])
    answer = shelf_on(50, rows)
    assert (answer.reused, answer.events) == (3, 4)
    assert [(step.day, step.at_risk, step.share) for step in answer.curve] == [(10, 5, 0.8), (40, 2, pytest.approx(0.4))]


def test_a_reuse_on_the_day_of_retirement_is_a_step_of_the_curve() -> None:
    answer = shelf_on(50, library(later={"retired": FIRST + 30}))
    assert [(step.day, step.at_risk) for step in answer.curve] == [(10, 5), (30, 3)]


def test_a_draft_is_on_no_shelf() -> None:
    assert shelf_on(50, library(own={"published": None})).published == 4


def test_nothing_published_is_nothing() -> None:
    answer = shelf_on(0, Rows([], [], [], [], []))
    assert answer == Shelf(0, 0, 0, 0, 0, None, 0, 0, (), (), ())


@pytest.mark.parametrize("first", [-1, 1_001])
def test_more_lessons_than_an_answer_lists_are_refused(first: int) -> None:
    with pytest.raises(InvalidInput, match=f"first is {first}"):
        shelf(columns_of(library()), View(CHART), today=TODAY, first=first)
