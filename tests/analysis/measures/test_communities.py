"""Circles of people who learn from each other."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.measures.communities import Communities, communities
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.leiden import find_communities
from graph_service.analysis.people.person_network import person_network
from graph_service.analysis.statistics.rand_index import adjusted_rand_index
from tests.analysis.people_reference import VIEWS, group_of, ties_of
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.graph_organisations import VIEW, columns_of_graph, random_graph, rows_of_graph
from tests.thorough import one_in


def ask(columns: Columns, view: View = VIEW) -> Communities:
    """The communities of a view."""
    return communities(columns, view, find_communities(person_network(columns, view)))


def test_the_karate_club_has_the_best_division_known() -> None:
    """Modularity 0.4198 in four parts: the optimum, proven by Brandes and others (On modularity clustering, 2008)."""
    club = nx.karate_club_graph()
    answer = ask(columns_of_graph({(str(a), str(b)): 1 for a, b in club.edges}, {str(member): "club" for member in club}))
    assert (len(answer.communities), round(answer.modularity or 0, 4)) == (4, 0.4198)
    assert sum(one.people for one in answer.communities) == answer.people == 34


@pytest.mark.parametrize("seed", one_in(6, range(30)))
def test_no_division_of_a_small_graph_is_better(seed: int) -> None:
    ties, groups = random_graph(seed, most=7)
    answer = ask(columns_of_graph(ties, groups))
    graph = nx.Graph()
    for (a, b), weight in ties.items():
        graph.add_edge(a, b, weight=weight + graph.get_edge_data(a, b, {"weight": 0})["weight"])
    if not ties:
        assert (answer.communities, answer.modularity, answer.agreement) == ((), None, None)
        return
    best = max(nx.community.modularity(graph, parts) for parts in divisions(sorted(graph)))
    assert answer.modularity == pytest.approx(best, abs=1e-9)
    members = [set(one.members) for one in answer.communities]
    assert nx.community.modularity(graph, members) == pytest.approx(best, abs=1e-9)


def divisions(people: list[str]) -> list[list[set[str]]]:
    """All ways to divide people."""
    if not people:
        return [[]]
    first, *rest = people
    found = []
    for parts in divisions(rest):
        found += [[*parts[:at], parts[at] | {first}, *parts[at + 1 :]] for at in range(len(parts))] + [[*parts, {first}]]
    return found


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(4, range(8)))
def test_what_is_said_of_communities_is_what_their_members_are(seed: int, view: View) -> None:
    rows = random_organisation(seed, people=14)
    everyone = replace(rows, people=[row._replace(discoverable=True) for row in rows.people])
    answer, ties = ask(columns_of(everyone), view), ties_of(rows, view)
    contacts = {row.id: {other for tie in ties if row.id in tie for other in tie} - {row.id} for row in rows.people}
    assert sorted(person for one in answer.communities for person in one.members) == sorted({person for tie in ties for person in tie})
    assert [one.people for one in answer.communities] == sorted((one.people for one in answer.communities), reverse=True)
    for one in answer.communities:
        assert one.people == len(one.members)
        assert list(one.members) == sorted(one.members, key=lambda person: (-len(contacts[person]), person))
        counted = Counter(group_of(rows, view, person) for person in one.members)
        assert [(part.group.id, part.people) for part in one.groups] == sorted(
            counted.items(), key=lambda item: (-item[1], item[0] == "(unattributed)", item[0])
        )
    hidden = ask(columns_of(rows), view)
    named = {row.id for row in rows.people if row.discoverable}
    assert [(one.people, one.groups) for one in hidden.communities] == [(one.people, one.groups) for one in answer.communities]
    assert [one.members for one in hidden.communities] == [tuple(p for p in one.members if p in named) for one in answer.communities]


def test_departments_that_learn_only_inside_agree_with_the_chart() -> None:
    groups = {f"{group}{n}": group for group in "abc" for n in range(5)}
    inside = {(one, other): 1 for one, other in combinations(groups, 2) if groups[one] == groups[other]}
    answer = ask(columns_of_graph(inside, groups))
    assert (answer.agreement, answer.people, answer.events) == (1.0, 15, 30)
    assert [[(part.group.id, part.people) for part in one.groups] for one in answer.communities] == [[("a", 5)], [("b", 5)], [("c", 5)]]


def test_who_has_no_department_is_left_out_of_the_comparison() -> None:
    groups = {f"{group}{n}": group for group in "ab" for n in range(4)}
    rows = rows_of_graph({(one, other): 1 for one, other in combinations(groups, 2) if groups[one] == groups[other]}, groups)
    without = replace(rows, memberships=[row for row in rows.memberships if row.person != "a0"])
    answer = ask(columns_of(without))
    assert (answer.agreement, answer.people) == (1.0, 8)
    assert ask(columns_of(replace(rows, memberships=[]))).agreement is None


# From the documentation of sklearn.metrics.adjusted_rand_score.
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([0, 0, 1, 1], [0, 0, 1, 1], 1.0),
        ([0, 0, 1, 1], [1, 1, 0, 0], 1.0),
        ([0, 0, 1, 2], [0, 0, 1, 1], 0.57),
        ([0, 0, 1, 1], [0, 0, 1, 2], 0.57),
        ([0, 0, 0, 0], [0, 1, 2, 3], 0.0),
        ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),
    ],
)
def test_the_adjusted_rand_index_is_as_published(one: list[int], other: list[int], expected: float) -> None:
    assert adjusted_rand_index(np.array(one), np.array(other)) == pytest.approx(expected, abs=5e-3)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_the_adjusted_rand_index_is_what_counting_pairs_gives(labels: list[tuple[int, int]]) -> None:
    """By agreements and disagreements of pairs, as in Steinley (2004), eq. 9: another formula for the same."""
    a = b = c = d = 0
    for (x, u), (y, v) in combinations(labels, 2):
        a, b, c, d = a + (x == y and u == v), b + (x == y and u != v), c + (x != y and u == v), d + (x != y and u != v)
    expected = 2 * (a * d - b * c) / ((a + b) * (b + d) + (a + c) * (c + d)) if b or c else 1.0
    one, other = np.array(labels).T
    assert adjusted_rand_index(one, other) == pytest.approx(expected, abs=1e-12)
