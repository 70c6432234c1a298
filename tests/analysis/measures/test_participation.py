"""Who takes part is counted once each."""

from dataclasses import asdict
from datetime import date

import pytest

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.measures.participation.participation import Participation, participation
from graph_service.analysis.organisation.view import View
from tests.analysis.figures_reference import participation_of
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rows import LessonRow, ProjectRow, ReuseRow, Rows
from tests.thorough import one_in

CHART = date(2024, 2, 10)
VIEWS = [
    View(CHART),
    View(CHART, topic="t2"),
    View(CHART, start=date(2024, 1, 20), end=date(2024, 2, 15)),
    View(CHART, end=date(2024, 2, 1)),
]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(6, range(12)))
def test_it_is_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = random_organisation(seed)
    assert asdict(participation(columns_of(rows), view)) == participation_of(rows, view)


def test_two_projects_closed_one_with_a_lesson() -> None:
    day = day_number(CHART)
    projects = [ProjectRow("bridge", "CLOSED", day, []), ProjectRow("road", "CLOSED", day, []), ProjectRow("dam", "RUNNING", None, [])]
    lessons = [
        LessonRow("l", day, None, [], ["ann", "bob"], [], learned=day, recorded=day + 3, project="bridge"),
        LessonRow("draft", None, None, [], ["ann"], [], learned=day, recorded=day + 5, project="road"),
    ]
    reuses = [ReuseRow(f"r{i}", "l", who, [], day, "UNATTRIBUTED", None, None, None, day + 10) for i, who in enumerate(["bob", "cy", None])]
    found = participation(columns_of(Rows([], [], [], lessons, reuses, projects)), View(CHART))
    assert found == Participation(2, 1, 2, 3, 2, 2, 3, 10.0)  # of 3, 5, 10, 10, 10 days the middle one


def test_nobody_takes_part_in_an_empty_graph() -> None:
    assert participation(columns_of(Rows([], [], [], [], [])), View(CHART)) == Participation(0, 0, 0, 0, 0, 0, 0, None)
