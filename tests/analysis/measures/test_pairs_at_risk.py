"""Which exchange rests on one person."""

from dataclasses import replace
from datetime import date

import pytest

from graph_service.analysis.measures.pairs_at_risk import pairs_at_risk
from graph_service.analysis.organisation.view import View
from tests.analysis.people_reference import figures_of, pairs_at_risk_of
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.graph_organisations import VIEW, columns_of_graph, rows_of_graph
from tests.thorough import one_in

CHART = date(2024, 2, 10)
VIEWS = [
    View(CHART),
    View(date(2024, 1, 10), level=1),
    View(CHART, start=date(2024, 1, 10), end=date(2024, 2, 20)),
    View(CHART, topic="t0"),
]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(6, range(20)))
def test_pairs_at_risk_are_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = random_organisation(seed, departments=4, people=5, reuses=60)
    named, figures = {row.id for row in rows.people if row.discoverable}, figures_of(rows, view)
    found = [
        (one.from_.id, one.to.id, one.person, round(one.share, 9), one.events, one.people) for one in pairs_at_risk(columns_of(rows), view)
    ]
    expected = sorted((-round(float(share), 9), *pair, person) for pair, person, share in pairs_at_risk_of(rows, view))
    assert found == [
        (giver, receiver, person if person in named else None, -share, *figures[giver, receiver][1:])
        for share, giver, receiver, person in expected
    ]


GROUPS = {"anna": "a", "ben": "b", "bea": "b", "carl": "c"}


def test_a_pair_may_rest_on_who_learned_and_on_who_reused() -> None:
    found = pairs_at_risk(columns_of_graph({("anna", "ben"): 4, ("anna", "bea"): 1, ("anna", "carl"): 4}, GROUPS), VIEW)
    assert [(one.from_.id, one.to.id, one.person, one.share, one.events) for one in found] == [
        ("a", "b", "anna", 1.0, 5),
        ("a", "b", "ben", 0.8, 5),
    ]


def test_who_is_not_discoverable_is_not_named_but_the_pair_is_shown() -> None:
    rows = rows_of_graph({("anna", "ben"): 5}, GROUPS)
    rows = replace(rows, people=[row._replace(discoverable=row.id != "ben") for row in rows.people])
    assert [one.person for one in pairs_at_risk(columns_of(rows), VIEW)] == ["anna", None]


def test_half_is_not_over_half() -> None:
    found = pairs_at_risk(columns_of_graph({("anna", "ben"): 3, ("anna", "bea"): 3}, GROUPS), VIEW)
    assert [one.person for one in found] == ["anna"]
