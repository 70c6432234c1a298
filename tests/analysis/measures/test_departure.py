"""What breaks if somebody leaves."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from graph_service.analysis.facts.node_ids import DepartmentId, PersonId
from graph_service.analysis.measures.departure import Connected, DepartureEffect, without
from graph_service.analysis.organisation.view import View
from graph_service.errors import InvalidInput, NotFound
from tests.analysis.network_reference import Organisation
from tests.analysis.people_reference import components_of, figures_of, home_of, reuses_by_others, ties_of, vanishes
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rows import Rows
from tests.graph_organisations import VIEW, columns_of_graph
from tests.thorough import one_in

CHART = date(2024, 2, 10)
VIEWS = [
    View(CHART),
    View(CHART, level=0),
    View(date(2024, 1, 10), level=1),
    View(CHART, start=date(2024, 1, 20), end=date(2024, 2, 15)),
    View(CHART, topic="t2", level=1, start=date(2024, 1, 15)),
]


def check(change: DepartureEffect, rows: Rows, view: View, people: frozenset[str], departments: frozenset[str] = frozenset()) -> None:
    """Holds a change against the same organisation without what vanishes, looked at afresh."""
    events = reuses_by_others(rows, view)
    lost = [event for event in events if vanishes(rows, event, people, departments)]
    left = replace(rows, reuses=[event for event in rows.reuses if event not in lost])
    before, after = figures_of(rows, view), figures_of(left, view)
    assert (change.events, change.events_lost, change.people) == (len(events), len(lost), len({event.person for event in lost} - {None}))
    flow, flow_left = (sum(float(flow) for flow, _, _ in figures.values()) for figures in (before, after))
    assert (change.flow, change.flow - change.flow_lost) == pytest.approx((flow, flow_left), abs=1e-9)
    nothing = (Fraction(0), 0, 0)
    losses = [
        (pair, flow - after.get(pair, nothing)[0], events - after.get(pair, nothing)[1]) for pair, (flow, events, _) in before.items()
    ]
    losses = sorted(((pair, flow, events) for pair, flow, events in losses if events), key=lambda loss: (-loss[1], loss[0]))
    for answer, expected in (
        (change.pairs_lost, [loss for loss in losses if loss[0] not in after]),
        (change.pairs_weakened, [loss for loss in losses if loss[0] in after]),
    ):
        assert [(one.from_.id, one.to.id) for one in answer] == [pair for pair, _, _ in expected]
        assert [(one.events_lost, one.events, one.people) for one in answer] == [(lost, *before[pair][1:]) for pair, _, lost in expected]
        assert [one.flow_lost for one in answer] == pytest.approx([float(flow) for _, flow, _ in expected], abs=1e-9)
        assert [one.flow for one in answer] == pytest.approx([float(before[pair][0]) for pair, _, _ in expected], abs=1e-9)
    for connected, ties in ((change.before, ties_of(rows, view)), (change.after, ties_of(rows, view, people))):
        assert connected == Connected(len({person for tie in ties for person in tie}), len(components_of(ties)))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(4, range(8)))
def test_without_a_person_is_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = random_organisation(seed, people=10, lessons=20, reuses=60)
    columns = columns_of(rows)
    for person in rows.people:
        change = without(columns, view, person=PersonId(person.id))
        assert change.groups == ()
        check(change, rows, view, frozenset({person.id}))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(4, range(8)))
def test_without_a_department_is_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = random_organisation(seed, people=10, lessons=20, reuses=60)
    columns = columns_of(rows)
    seen = Organisation(rows, view)
    for department in rows.departments:
        gone = {row.id for row in rows.departments if department.id in seen.path(row.id)}
        people = {row.id for row in rows.people if home_of(rows, view, row.id) in gone}
        change = without(columns, view, department=DepartmentId(department.id))
        assert [group.id for group in change.groups] == sorted(gone)
        check(change, rows, view, frozenset(people), frozenset(gone))


def test_a_bridge_falls_and_the_network_into_two() -> None:
    groups = {"anna": "a", "adam": "a", "bridget": "b", "carl": "c", "cleo": "c"}
    ties = {("anna", "adam"): 1, ("anna", "bridget"): 2, ("bridget", "carl"): 3, ("carl", "cleo"): 1}
    change = without(columns_of_graph(ties, groups), VIEW, person=PersonId("bridget"))
    assert [(one.from_.id, one.to.id, one.flow) for one in change.pairs_lost] == [("b", "c", 3.0), ("a", "b", 2.0)]
    assert (change.events, change.events_lost, change.flow, change.flow_lost) == (7, 5, 5.0, 5.0)
    assert (change.before, change.after) == (Connected(5, 1), Connected(4, 2))


@pytest.mark.parametrize("given", [{}, {"person": "p0", "department": "d0"}])
def test_one_of_the_two_must_be_given(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="one of the two") as error:
        without(columns_of(random_organisation(0)), VIEW, **given)
    assert error.value.field == "person"


@pytest.mark.parametrize("noun", ["person", "department"])
def test_an_unknown_id_is_said_so(noun: str) -> None:
    nobody: dict[str, Any] = {noun: "nobody"}
    with pytest.raises(NotFound, match=f"no {noun} with the id 'nobody'") as error:
        without(columns_of(random_organisation(0)), VIEW, **nobody)
    assert error.value.field == noun
