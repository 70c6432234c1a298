"""Whether people keep to their own group, held against groups dealt out by chance."""

from dataclasses import replace
from itertools import permutations
from statistics import mean, pstdev

import networkx as nx
import pytest

from graph_service.analysis.measures.people_e_index import PeopleEIndex, people_e_index
from graph_service.analysis.organisation.view import View
from tests.analysis.people_reference import VIEWS, group_of, reuses_by_others, ties_of
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.graph_organisations import VIEW, columns_of_graph, random_graph, rows_of_graph
from tests.thorough import one_in

Ties = set[frozenset[str]]


def e_index(ties: Ties, group: dict[str, str]) -> float:
    """(E - I) / (E + I)."""
    inside = sum(len({group[person] for person in tie}) == 1 for tie in ties)
    return (len(ties) - 2 * inside) / len(ties)


@pytest.mark.parametrize("seed", one_in(6, range(40)))
def test_chance_is_what_all_ways_to_deal_the_groups_out_give(seed: int) -> None:
    ties, groups = random_graph(seed, most=7, groups=3)
    pairs = {frozenset(tie) for tie in ties}
    people = sorted({person for tie in ties for person in tie})
    answer = people_e_index(columns_of_graph(ties, groups), VIEW)
    if not people:
        assert answer == PeopleEIndex(None, None, None, None, 0, 0, 0)
        return
    dealt = [e_index(pairs, dict(zip(people, labels, strict=True))) for labels in permutations(groups[person] for person in people)]
    assert (answer.ties, answer.people, answer.events) == (len(pairs), len(people), sum(ties.values()))
    assert answer.e_index == pytest.approx(e_index(pairs, groups), abs=1e-12)
    assert answer.expected == pytest.approx(mean(dealt), abs=1e-9)
    assert answer.deviation == pytest.approx(pstdev(dealt), abs=1e-7)
    if len(set(dealt)) > 1:
        assert answer.z == pytest.approx((e_index(pairs, groups) - mean(dealt)) / pstdev(dealt), abs=1e-6)
    else:
        assert answer.z is None


def test_a_karate_club_that_looks_open_is_a_silo() -> None:
    """Zachary's club with members 0-11, 12-24 and 25-33 as groups: the figures stand in the specification."""
    club = nx.karate_club_graph()
    groups = {str(member): "a" if member < 12 else "b" if member < 25 else "c" for member in club}
    answer = people_e_index(columns_of_graph({(str(a), str(b)): 1 for a, b in club.edges}, groups), VIEW)
    assert (round(answer.e_index or 0, 2), round(answer.expected or 0, 2), round(answer.deviation or 0, 3), round(answer.z or 0, 1)) == (
        0.10,
        0.36,
        0.092,
        -2.8,
    )


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(6, range(12)))
def test_who_has_no_group_does_not_count(seed: int, view: View) -> None:
    rows = random_organisation(seed, people=12)
    group = {row.id: group_of(rows, view, row.id) for row in rows.people}
    known = {person for person, where in group.items() if where != "(unattributed)"}
    ties = {frozenset(tie) for tie in ties_of(rows, view) if set(tie) <= known}
    learners = {row.id: set(row.learners) & known for row in rows.lessons}
    answer = people_e_index(columns_of(rows), view)
    assert (answer.ties, answer.people) == (len(ties), len(frozenset[str]().union(*ties)))
    assert answer.events == sum(event.person in known and bool(learners[event.lesson]) for event in reuses_by_others(rows, view))
    assert answer.e_index is None if not ties else answer.e_index == pytest.approx(e_index(ties, group), abs=1e-12)


def test_people_who_are_not_discoverable_count() -> None:
    ties, groups = random_graph(3)
    rows = rows_of_graph(ties, groups)
    hidden = replace(rows, people=[row._replace(discoverable=False) for row in rows.people])
    assert people_e_index(columns_of(hidden), VIEW) == people_e_index(columns_of(rows), VIEW)
