"""Knowledge flows from where it was learned to where it was reused."""

from datetime import date

import pytest
from network_reference import NOBODY, flow_of
from organisations import columns_of, random_organisation

from graph_service.errors import InvalidInput, NotFound
from graph_service.network.flow import Flow, Money, flow
from graph_service.network.groups import GroupKind
from graph_service.network.view import View

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


def cells_of(answer: Flow) -> dict:
    return {(cell.giver.id, cell.receiver.id): cell for cell in answer.cells}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", range(12))
def test_flow_is_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = random_organisation(seed)
    cells, expected = cells_of(flow(columns_of(rows), view)), flow_of(rows, view)
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


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", range(12))
def test_no_reuse_is_lost_or_counted_twice(seed: int, view: View) -> None:
    answer = flow(columns_of(random_organisation(seed)), view)
    assert sum(cell.reuses for cell in answer.cells) == pytest.approx(answer.events, abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_windows_that_follow_each_other_add_up(seed: int) -> None:
    columns, cut = columns_of(random_organisation(seed)), date(2024, 2, 1)
    whole, before, after = (cells_of(flow(columns, View(CHART, start=a, end=b))) for a, b in [(None, None), (None, cut), (cut, None)])
    for place, cell in whole.items():
        halves = [half[place] for half in (before, after) if place in half]
        assert cell.reuses == pytest.approx(sum(half.reuses for half in halves), abs=1e-9)
        assert cell.events == sum(half.events for half in halves)


def test_groups_are_by_id_and_the_unattributed_come_last() -> None:
    answer = flow(columns_of(random_organisation(3)), View(CHART))
    ids = [group.id for group in answer.groups]
    assert ids == [*sorted(ids[:-1]), NOBODY]
    assert answer.groups[-1].kind is GroupKind.UNATTRIBUTED
    assert [(cell.giver.id, cell.receiver.id) for cell in answer.cells] == sorted(
        ((cell.giver.id, cell.receiver.id) for cell in answer.cells), key=lambda place: [ids.index(side) for side in place]
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
