"""Lessons tell what went well, what went wrong, or both."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.measures.story_balance import Story, StoryBalance, story_balance
from graph_service.analysis.organisation.view import View
from tests.analysis.figures_reference import stories_of
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rows import DepartmentRow, LessonRow, Rows
from tests.thorough import one_in

CHART = date(2024, 2, 10)
VIEWS = [
    View(CHART),
    View(CHART, level=0),
    View(CHART, level=1, topic="t2"),
    View(CHART, start=date(2024, 1, 20), end=date(2024, 2, 15)),
]


def story_of(answer: Story) -> Story:
    return Story(*(getattr(answer, field.name) for field in fields(Story)))


def assert_same(story: Story, expected: dict) -> None:
    for name, value in expected.items():
        assert getattr(story, name) == (value if value is None else pytest.approx(float(value), abs=1e-9)), name


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(4, range(10)))
def test_it_is_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = random_organisation(seed, lessons=30)
    answer, expected = story_balance(columns_of(rows), view), stories_of(rows, view)
    assert_same(answer, expected[None])
    assert {story.group.id for story in answer.groups} == expected.keys() - {None}
    for story in answer.groups:
        assert_same(story, expected[story.group.id])
    assert sum(story.lessons for story in answer.groups) == pytest.approx(answer.lessons)


def test_four_lessons_one_of_them_shared() -> None:
    day = day_number(CHART)
    told = [("well", True, False), ("wrong", False, True), ("both", True, True), ("neither", False, False)]
    lessons = [LessonRow(id_, day, None, ["a"], ["ann"], [], went_well=well, went_wrong=wrong) for id_, well, wrong in told]
    lessons[2] = lessons[2]._replace(departments=["a", "b"], learners=["ann", "bob"])
    draft = LessonRow("draft", None, None, ["b"], ["cy"], [], went_well=True)
    rows = Rows([DepartmentRow("a", "A"), DepartmentRow("b", "B")], [], [], [*lessons, draft], [])
    answer = story_balance(columns_of(rows), View(CHART))
    assert story_of(answer) == Story(4, 0.5, 0.5, 0.25, 0.25, 2)
    sevenths: tuple[Any, ...] = tuple(pytest.approx(n / 7) for n in (3, 3, 1, 2))  # of 3.5 lessons: 1 + 0.5, 1 + 0.5, 0.5, 1
    assert [(story.group.id, story_of(story)) for story in answer.groups] == [
        ("a", Story(3.5, *sevenths[:4], people=2)),
        ("b", Story(0.5, 1, 1, 1, 0, 2)),
    ]


def test_without_lessons_there_are_no_shares() -> None:
    assert story_balance(columns_of(Rows([], [], [], [], [])), View(CHART)) == StoryBalance(0, None, None, None, None, 0, ())
