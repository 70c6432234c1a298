"""Hours and costs are added up once, wherever they are looked at from."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.measures.benefits import Benefit, BenefitRow, Benefits, BenefitsBy, Money, Saving, benefits
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.periods import Every, Period
from tests.analysis.figures_reference import benefits_of, saving_of
from tests.analysis.network_reference import NOBODY, Organisation
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rows import DepartmentRow, LessonRow, ReuseRow, Rows
from tests.thorough import one_in

CHART = date(2024, 2, 10)
VIEWS = [
    View(CHART),
    View(CHART, level=0),
    View(date(2024, 1, 10), level=1, topic="t2"),
    View(CHART, start=date(2024, 1, 20), end=date(2024, 2, 15)),
    View(CHART, end=date(2024, 1, 1)),
]
BOTH = frozenset(BenefitsBy)
NOTHING = Saving(None, (), 0, 0)


def assert_same(saving: Saving, expected: dict | None) -> None:
    if expected is None:
        assert saving == NOTHING
        return
    assert (saving.events, saving.people) == (expected["events"], expected["people"])
    assert (
        saving.hours_saved is None if expected["hours"] is None else saving.hours_saved == pytest.approx(float(expected["hours"]), abs=1e-9)
    )
    assert [money.currency for money in saving.cost_avoided] == sorted(expected["costs"])
    assert {money.currency: money.minor_units for money in saving.cost_avoided} == pytest.approx(
        {currency: float(cost) for currency, cost in expected["costs"].items()}
    )


def group_of(row: BenefitRow) -> str:
    assert row.group is not None
    return row.group.id


def period_of(row: BenefitRow) -> Period:
    assert row.window is not None
    return row.window


def assert_rows(found: Benefits, expected: dict, period: date | None = None) -> None:
    rows = {group_of(row): row for row in found.rows if period in (None, row.window.start if row.window else None)}
    assert rows.keys() == {group for group, _, _ in expected}
    for group, row in rows.items():
        for side in ("given", "received"):
            for kind in ("reported", "confirmed"):
                assert_same(getattr(getattr(row, side), kind), expected.get((group, side, kind)))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(4, range(10)))
def test_each_group_has_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = random_organisation(seed)
    found = benefits(columns_of(rows), view)
    assert_rows(found, benefits_of(rows, view))
    events = [(event, Fraction(1)) for event in Organisation(rows, view).events()]
    assert_same(found.total.reported, saving_of(events))
    assert_same(found.total.confirmed, saving_of([(event, part) for event, part in events if event.confirmed]))


@pytest.mark.parametrize("seed", range(5))
def test_each_group_and_month_has_what_a_window_of_that_month_says(seed: int) -> None:
    rows = random_organisation(seed)
    found = benefits(columns_of(rows), View(CHART, level=1), by=BOTH, every=Every.MONTH)
    months = [(date(2024, 1, 1), date(2024, 2, 1)), (date(2024, 2, 1), date(2024, 3, 1))]
    for start, end in months:
        assert_rows(found, benefits_of(rows, View(CHART, level=1, start=start, end=end)), start)
    places = [(group_of(row) == NOBODY, group_of(row), period_of(row).start) for row in found.rows]
    assert places == sorted(places)


@pytest.mark.parametrize("every", list(Every))
@pytest.mark.parametrize("seed", range(5))
def test_a_period_alone_has_what_a_window_of_it_has_in_total(seed: int, every: Every) -> None:
    columns = columns_of(random_organisation(seed))
    view = View(CHART, start=date(2023, 11, 20), end=date(2024, 2, 20))
    found = benefits(columns, view, by={BenefitsBy.PERIOD}, every=every)
    assert (period_of(found.rows[0]).start, period_of(found.rows[-1]).end) == (view.start, view.end)
    for row in found.rows:
        assert row.group is None
        assert row.given == row.received
        total = benefits(columns, period_of(row).of(view)).total
        for one, other in ((row.given.reported, total.reported), (row.given.confirmed, total.confirmed)):
            assert (one.events, one.people, one.hours_saved) == (other.events, other.people, pytest.approx(other.hours_saved))


def totals(savings: list[Saving]) -> dict[str, float]:
    found = {"hours": sum(saving.hours_saved or 0 for saving in savings)}
    for money in (money for saving in savings for money in saving.cost_avoided):
        found[money.currency] = found.get(money.currency, 0) + money.minor_units
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([None, 0, 1]), st.sampled_from([BOTH, frozenset({BenefitsBy.GROUP})]))
def test_what_groups_gave_and_what_they_received_both_add_up_to_the_total(seed: int, level: int | None, by: frozenset[BenefitsBy]) -> None:
    found = benefits(columns_of(random_organisation(seed)), View(CHART, level=level), by=by)
    for kind in ("reported", "confirmed"):
        for side in ("given", "received"):
            parts = totals([getattr(getattr(row, side), kind) for row in found.rows])
            assert parts == pytest.approx(totals([getattr(found.total, kind)]), abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.permutations(range(6)))
def test_other_ids_change_nothing(seed: int, order: list[int]) -> None:
    rows = random_organisation(seed)
    new = {row.id: f"x{order[i]}" for i, row in enumerate(rows.departments)} | {NOBODY: NOBODY}
    renamed = replace(
        rows,
        departments=[DepartmentRow(new[row.id], row.name) for row in rows.departments],
        parents=[part._replace(child=new[part.child], parent=new[part.parent]) for part in rows.parents],
        lessons=[row._replace(departments=[new[id_] for id_ in row.departments]) for row in reversed(rows.lessons)],
        reuses=[row._replace(departments=[new[id_] for id_ in row.departments]) for row in reversed(rows.reuses)],
    )
    before, after = ({group_of(row): row for row in benefits(columns_of(r), View(CHART, level=1)).rows} for r in (rows, renamed))
    assert {new[id_] for id_ in before} == after.keys()
    for id_, row in before.items():
        for one, other in (
            (row.given.reported, after[new[id_]].given.reported),
            (row.received.confirmed, after[new[id_]].received.confirmed),
        ):
            assert (one.events, one.people) == (other.events, other.people)
            assert totals([one]) == pytest.approx(totals([other]), abs=1e-6)


def test_a_lesson_of_two_departments_gives_half_for_each() -> None:
    day = day_number(CHART)
    lessons = [LessonRow("l", day, None, ["a", "b"], ["ann", "bob"], [])]
    reuses = [
        ReuseRow("r1", "l", "cy", ["c"], day, "CROSS", 10.0, 501, "EUR", None, True),
        ReuseRow("r2", "l", "cy", ["c"], day, "CROSS", -2.0, None, None),
        ReuseRow("r3", "l", "dee", ["c"], day, "CROSS", None, 700, "CHF"),
        ReuseRow("r4", "l", "eve", ["c"], day, "CROSS", None, None, None),
    ]
    rows = Rows([DepartmentRow(id_, id_) for id_ in "abc"], [], [], lessons, reuses)
    found = benefits(columns_of(rows), View(CHART))
    half = Benefit(
        Saving(4.0, (Money("CHF", 350.0), Money("EUR", 250.5)), 3, 2),
        Saving(5.0, (Money("EUR", 250.5),), 1, 1),
    )
    whole = Benefit(Saving(8.0, (Money("CHF", 700.0), Money("EUR", 501.0)), 3, 2), Saving(10.0, (Money("EUR", 501.0),), 1, 1))
    nothing = Benefit(NOTHING, NOTHING)
    assert [(group_of(row), row.given, row.received) for row in found.rows] == [
        ("a", half, nothing),
        ("b", half, nothing),
        ("c", nothing, whole),
    ]
    assert found.total == whole


@pytest.mark.parametrize("by", [frozenset(), frozenset({BenefitsBy.GROUP}), frozenset({BenefitsBy.PERIOD}), BOTH])
def test_without_any_reuse_nothing_was_saved(by: frozenset[BenefitsBy]) -> None:
    assert benefits(columns_of(Rows([], [], [], [], [])), View(CHART), by=by) == Benefits(Benefit(NOTHING, NOTHING), ())


def test_asked_by_nothing_there_is_only_the_total() -> None:
    columns = columns_of(random_organisation(1))
    assert benefits(columns, View(CHART), by=()) == Benefits(benefits(columns, View(CHART)).total, ())


def test_reuse_on_an_impossible_day_is_in_no_period() -> None:
    days = [date(202, 1, 1), date(2024, 1, 1), date(2205, 1, 1)]
    rows = Rows(
        [], [], [], [LessonRow("l", day_number(date(100, 1, 1)), None, [], [], [])],
        [ReuseRow(f"r{day}", "l", None, [], day_number(day), "UNATTRIBUTED", 5.0, None, None) for day in days],
    )  # fmt: skip
    found = benefits(columns_of(rows), View(date(2024, 1, 1)), by=[BenefitsBy.PERIOD], every=Every.YEAR)
    assert [(period_of(row).start, row.given.reported.events) for row in found.rows] == [(date(2024, 1, 1), 1)]
    assert found.total.reported.events == 3
