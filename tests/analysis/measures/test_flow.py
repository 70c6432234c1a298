"""Knowledge flows from where it was learned to where it was reused."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.measures.flow import Flow, Money, flow
from graph_service.analysis.measures.silos import silos
from graph_service.analysis.null_model.pair_draws import pair_draws
from graph_service.analysis.organisation.groups import GroupKind
from graph_service.analysis.organisation.view import View
from graph_service.errors import InvalidInput, NotFound
from tests.analysis.network_reference import NOBODY, chances_of, flow_of
from tests.analysis.random_organisations import columns_of, random_organisation, renamed
from tests.analysis.rows import DepartmentRow, LessonRow, ReuseRow, Rows
from tests.thorough import one_in

CHART = date(2024, 2, 10)
VIEWS = [
    View(CHART),
    View(CHART, level=0),
    View(date(2024, 1, 10), level=1),
    View(CHART, level=9),
    View(CHART, start=date(2024, 1, 20), end=date(2024, 2, 15)),
    View(CHART, topic="t0"),
    View(CHART, topic="t2", level=1, start=date(2024, 1, 15)),
    View(CHART, end=date(2024, 1, 1)),
]
LEVELS, TOPICS = st.sampled_from([None, 0, 1, 2]), st.sampled_from([None, "t0", "t2"])
DAYS = st.dates(date(2023, 12, 25), date(2024, 3, 5))


def cells_of(answer: Flow) -> dict:
    return {(cell.from_.id, cell.to.id): cell for cell in answer.cells}


@pytest.mark.parametrize("view", VIEWS)
def test_flow_by_others_has_the_reuses_that_silos_counts(view: View) -> None:
    for seed in range(4):
        columns = columns_of(random_organisation(seed))
        found, tested = flow(columns, view, only_by_others=True), silos(columns, view)
        assert (found.events, found.people) == (tested.events, tested.people)
        assert found.within + found.across == pytest.approx(found.events)
        assert sum(cell.reuses for cell in found.cells) == pytest.approx(found.events)
        assert GroupKind.UNATTRIBUTED not in {group.kind for group in found.groups}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(6, range(12)))
def test_flow_is_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = random_organisation(seed)
    answer, expected = flow(columns_of(rows), view), flow_of(rows, view)
    cells, known = cells_of(answer), {place: found for place, found in expected.items() if NOBODY not in place}
    assert answer.within == pytest.approx(float(sum(found["reuses"] for (giver, to), found in known.items() if giver == to)), abs=1e-9)
    assert answer.across == pytest.approx(float(sum(found["reuses"] for (giver, to), found in known.items() if giver != to)), abs=1e-9)
    assert cells.keys() == expected.keys()
    for place, cell in cells.items():
        assert cell.reuses == pytest.approx(float(expected[place]["reuses"]), abs=1e-9)
        assert cell.events == expected[place]["events"]
        assert cell.people == len(expected[place]["people"])
        hours = expected[place]["hours"]
        assert cell.hours_saved is None if hours is None else cell.hours_saved == pytest.approx(float(hours), abs=1e-9)
        assert {money.currency: money.minor_units for money in cell.cost_avoided} == pytest.approx(
            {currency: float(cost) for currency, cost in expected[place]["costs"].items()}
        )


def compared(columns: Columns, view: View) -> Flow:
    return flow(columns, view, pair_draws(columns, view), compare_with_chance=True)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", range(6))
def test_expected_and_observed_of_each_pair_are_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = random_organisation(seed)
    plain, answer = cells_of(flow(columns_of(rows), view)), cells_of(compared(columns_of(rows), view))
    chances = chances_of(rows, view)
    assert answer.keys() == plain.keys() | {pair for pair, (expected, _) in chances.items() if expected > 0}
    for pair, cell in answer.items():
        if NOBODY in pair:
            assert (cell.expected, cell.observed) == (None, None)
            continue
        assert (cell.expected, cell.observed) == tuple(pytest.approx(float(each), abs=1e-9) for each in chances[pair])
        if pair not in plain:
            assert (cell.reuses, cell.events, cell.people, cell.hours_saved, cell.cost_avoided) == (0, 0, 0, None, ())
        else:
            assert replace(cell, expected=None, observed=None) == plain[pair]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), minimum=st.integers(0, 4), level=LEVELS, topic=TOPICS)
def test_the_diagonal_is_that_of_silos_also_where_small_departments_are_merged(
    seed: int, minimum: int, level: int | None, topic: str | None
) -> None:
    columns, view = columns_of(random_organisation(seed), min_group=minimum), View(CHART, level=level, topic=topic)
    cells, found = cells_of(compared(columns, view)), {silo.group.id: silo for silo in silos(columns, view).silos}
    for group, silo in found.items():
        cell = cells.get((group, group))
        assert silo.expected == pytest.approx(cell.expected if cell else 0, abs=1e-9)
        assert silo.internal == pytest.approx(cell.observed if cell else 0, abs=1e-9)
    received = {to: sum(cell.observed or 0 for (_, receiver), cell in cells.items() if receiver == to) for to in found}
    assert received == {group: pytest.approx(silo.events, abs=1e-9) for group, silo in found.items()}


def test_a_group_that_never_gave_is_listed_when_compared_with_chance() -> None:
    # Ann of a reuses a lesson of a. Of the three lessons she could have drawn, one is of b.
    day = day_number(CHART)
    lessons = [LessonRow(f"l{i}", day - 9, None, [department], ["author"], []) for i, department in enumerate("aab")]
    reuse = ReuseRow("r", "l0", "ann", ["a"], day, "INTERNAL", None, None, None)
    columns = columns_of(Rows([DepartmentRow("a", "A"), DepartmentRow("b", "B")], [], [], lessons, [reuse]))
    assert [group.id for group in flow(columns, View(CHART)).groups] == ["a"]
    answer = compared(columns, View(CHART))
    assert [group.id for group in answer.groups] == ["a", "b"]
    found = [(cell.from_.id, cell.to.id, cell.reuses, cell.events, cell.people, cell.observed) for cell in answer.cells]
    assert found == [("a", "a", 1, 1, 1, 1), ("b", "a", 0, 0, 0, 0)]
    assert [cell.expected for cell in answer.cells] == [pytest.approx(2 / 3), pytest.approx(1 / 3)]
    assert (answer.within, answer.across) == (1, 0)


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**6), minimum=st.integers(0, 4), level=LEVELS, topic=TOPICS, cuts=st.lists(DAYS, max_size=4, unique=True))
@pytest.mark.thorough
def test_whatever_the_window_the_level_and_the_split_no_reuse_is_lost_or_counted_twice(
    seed: int, minimum: int, level: int | None, topic: str | None, cuts: list[date]
) -> None:
    columns = columns_of(random_organisation(seed), min_group=minimum)
    view = View(CHART, level=level, topic=topic)
    whole, days = flow(columns, view), [None, *sorted(cuts), None]
    parts = [flow(columns, replace(view, start=start, end=end)) for start, end in pairwise(days)]
    for answer in (whole, *parts):
        assert sum(cell.reuses for cell in answer.cells) == pytest.approx(answer.events, abs=1e-9)
    assert sum(part.events for part in parts) == whole.events
    found = [cells_of(part) for part in parts]
    assert {place for part in found for place in part} == cells_of(whole).keys()
    for place, cell in cells_of(whole).items():
        here = [part[place] for part in found if place in part]
        assert cell.reuses == pytest.approx(sum(part.reuses for part in here), abs=1e-9)
        assert cell.events == sum(part.events for part in here)
        assert (cell.hours_saved or 0) == pytest.approx(sum(part.hours_saved or 0 for part in here), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), level=LEVELS, order=st.permutations(range(6)))
def test_other_ids_of_departments_change_nothing_but_the_ids(seed: int, level: int | None, order: list[int]) -> None:
    rows, view = random_organisation(seed), View(CHART, level=level)
    new = {f"d{at}": f"x{to}" for at, to in enumerate(order)} | {NOBODY: NOBODY}
    before, after = (cells_of(flow(columns_of(each), view)) for each in (rows, renamed(rows, new)))
    assert {(new[giver], new[receiver]) for giver, receiver in before} == after.keys()
    for (giver, receiver), cell in before.items():
        other = after[new[giver], new[receiver]]
        assert (cell.events, cell.people) == (other.events, other.people)
        assert (cell.reuses, cell.hours_saved or 0) == pytest.approx((other.reuses, other.hours_saved or 0), abs=1e-9)


def test_groups_are_by_id_and_the_unattributed_come_last() -> None:
    answer = flow(columns_of(random_organisation(3)), View(CHART))
    ids = [group.id for group in answer.groups]
    assert ids == [*sorted(ids[:-1]), NOBODY]
    assert answer.groups[-1].kind is GroupKind.UNATTRIBUTED
    assert [(cell.from_.id, cell.to.id) for cell in answer.cells] == sorted(
        ((cell.from_.id, cell.to.id) for cell in answer.cells), key=lambda place: [ids.index(side) for side in place]
    )


def test_currencies_are_never_added_together() -> None:
    answer = flow(columns_of(random_organisation(1)), View(CHART, level=0))
    assert any([money.currency for money in cell.cost_avoided] == ["CHF", "EUR"] for cell in answer.cells)
    assert all(isinstance(money, Money) for cell in answer.cells for money in cell.cost_avoided)


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(InvalidInput, match="Swap the two"):
        View(CHART, start=date(2024, 2, 2), end=date(2024, 2, 1))


def test_a_level_below_zero_is_refused() -> None:
    with pytest.raises(InvalidInput, match="level is -1"):
        View(CHART, level=-1)


def test_an_unknown_topic_is_named() -> None:
    with pytest.raises(NotFound, match="'t99'"):
        flow(columns_of(random_organisation(0)), View(CHART, topic="t99"))
