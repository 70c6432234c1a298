"""The lessons reused most are those a plain count finds."""

from datetime import date

import pytest

from graph_service.analysis.measures.most_reused import most_reused
from graph_service.analysis.organisation.view import View
from graph_service.errors import InvalidInput
from tests.analysis.network_reference import most_reused_of
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rows import LessonRow, ReuseRow, Rows
from tests.thorough import one_in

CHART = date(2024, 2, 10)
VIEWS = [View(CHART), View(CHART, level=0), View(CHART, start=date(2024, 1, 20), end=date(2024, 2, 15)), View(CHART, topic="t2", level=1)]


@pytest.mark.parametrize("across", [False, True], ids=["all", "across"])
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(4, range(8)))
def test_it_is_what_loops_over_rows_find(seed: int, view: View, across: bool) -> None:
    rows = random_organisation(seed)
    expected = most_reused_of(rows, view, across=across)
    for first in (1, 3, 5, 20):
        found = most_reused(columns_of(rows), view, across_departments=across, first=first)
        assert [(one.lesson, one.reuses, one.departments, one.people) for one in found] == expected[:first]


def test_the_same_number_of_reuses_is_listed_by_id_whatever_the_order_of_rows() -> None:
    lessons = [LessonRow(id_, 0, None, [], [], []) for id_ in "dacb"]
    reuses = [ReuseRow(f"{i}{row.id}", row.id, None, [], i, "CROSS", None, None, None) for i in range(2) for row in lessons]
    found = most_reused(columns_of(Rows([], [], [], lessons, reuses)), View(CHART), first=3)
    assert [(one.lesson, one.reuses, one.departments, one.people) for one in found] == [("a", 2, 0, 0), ("b", 2, 0, 0), ("c", 2, 0, 0)]


def test_nothing_is_listed_of_nothing() -> None:
    assert most_reused(columns_of(Rows([], [], [], [], [])), View(CHART)) == ()
    assert most_reused(columns_of(random_organisation(1)), View(CHART), first=0) == ()


@pytest.mark.parametrize("first", [-1, 1_001])
def test_a_number_beyond_what_an_answer_may_list_is_refused(first: int) -> None:
    with pytest.raises(InvalidInput, match=f"first is {first}"):
        most_reused(columns_of(random_organisation(1)), View(CHART), first=first)
