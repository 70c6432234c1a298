"""What projects decided in rundowns, and how many held one."""

from datetime import date

import pytest

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.measures.participation.evidence import Evidence
from graph_service.analysis.measures.participation.rundown_use import rundown_use
from graph_service.analysis.organisation.view import View
from graph_service.model.enums import Phase
from tests.analysis.measures.participation_checks import TODAYS, VIEWS, assert_same, by_group
from tests.analysis.participation_reference import rundown_use_of
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rows import ConsiderationRow, DepartmentRow, LessonRow, OwnershipRow, ProjectRow, Rows, RundownRow
from tests.thorough import one_in

DAY = day_number(date(2025, 3, 1))


@pytest.mark.parametrize("today", TODAYS)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(3, range(12)))
def test_rundown_use_is_what_loops_over_rows_find(seed: int, view: View, today: date) -> None:
    rows = random_organisation(seed, projects=14)
    expected = rundown_use_of(rows, view, today)
    assert_same(by_group(rundown_use(columns_of(rows), view, today), "groups"), expected)


def projects() -> Rows:
    """Five projects of A that started on March 1, 2025; two held a rundown before, which decided on five lessons."""
    decisions = ["APPLY", "APPLY", "NOT_APPLICABLE", "LATER", "LATER"]
    return Rows(
        [DepartmentRow("a", "A")],
        lessons=[LessonRow(f"l{i}", DAY, None, [], [], []) for i in range(5)],
        projects=[ProjectRow(f"p{i}", "RUNNING", None, [], DAY) for i in range(5)],
        ownerships=[OwnershipRow(f"p{i}", "a", None, None) for i in range(5)],
        rundowns=[RundownRow("m0", "p0", "BEFORE", DAY - 5), RundownRow("m1", "p1", "BEFORE", DAY + 5)],
        considerations=[ConsiderationRow("m0", f"l{i}", decision) for i, decision in enumerate(decisions)],
    )


def test_decisions_and_phases() -> None:
    found = rundown_use(columns_of(projects()), View(date(2025, 6, 1)), date(2025, 6, 1))
    assert (found.rundowns, found.decisions, found.apply, found.not_applicable, found.later) == (2, 5, 2, 1, 2)
    assert (found.apply_share, found.not_applicable_share, found.later_share, found.projects) == (0.4, 0.2, 0.4, 1)
    before, during, after = found.phases
    assert (before.phase, before.projects, before.with_rundown, before.share) == (Phase.BEFORE, 5, 2, 0.4)
    assert (during.projects, during.with_rundown, during.share) == (5, 0, 0.0)
    assert (after.projects, after.share, after.evidence) == (0, None, Evidence.TOO_LITTLE)


def test_a_rundown_after_the_last_day_was_not_held_yet() -> None:
    found = rundown_use(columns_of(projects()), View(date(2025, 6, 1), start=date(2025, 3, 1), end=date(2025, 3, 4)), date(2025, 6, 1))
    assert (found.rundowns, found.decisions, found.apply_share, found.evidence) == (0, 0, None, Evidence.TOO_LITTLE)
    assert (found.phases[0].projects, found.phases[0].with_rundown) == (5, 1)


def test_an_empty_graph_has_no_rundowns() -> None:
    found = rundown_use(columns_of(Rows()), View(date(2025, 6, 1)), date(2025, 6, 1))
    assert (found.rundowns, found.decisions, found.groups, [phase.projects for phase in found.phases]) == (0, 0, (), [0, 0, 0])
