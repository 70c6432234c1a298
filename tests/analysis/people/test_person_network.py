"""Who learned from whom."""

from dataclasses import replace
from datetime import date

import networkx as nx
import pytest

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.measures.pairs_at_risk import pairs_at_risk
from graph_service.analysis.measures.people_e_index import people_e_index
from graph_service.analysis.organisation.groups import partition_departments
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.betweenness import betweenness
from graph_service.analysis.people.components import count_components
from graph_service.analysis.people.person_network import PersonNetwork, groups_of_people, person_network
from tests.analysis.people_reference import VIEWS, components_of, group_of, ties_of
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.analysis.rows import DepartmentRow, MembershipRow, PersonRow, Rows
from tests.graph_organisations import VIEW, columns_of_graph, random_graph, rows_of_graph
from tests.thorough import one_in

CHART = date(2024, 2, 10)


def named(network: PersonNetwork, ids: list[str]) -> dict[tuple[str, str], float]:
    """The ties by ids."""
    ties = zip(network.learner.tolist(), network.reuser.tolist(), network.weight.tolist(), strict=True)
    return {(ids[learner], ids[reuser]): weight for learner, reuser, weight in ties}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(3, range(12)))
def test_ties_and_their_weights_are_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = random_organisation(seed, people=12)
    columns = columns_of(rows)
    network, expected = person_network(columns, view), ties_of(rows, view)
    assert named(network, list(columns.people.ids)) == pytest.approx({tie: float(weight) for tie, weight in expected.items()}, abs=1e-9)
    assert count_components(network) == len(components_of(expected))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(3, range(12)))
def test_people_belong_where_their_last_membership_before_the_end_of_the_window_was(seed: int, view: View) -> None:
    rows = random_organisation(seed, people=12)
    columns = columns_of(rows)
    partition = partition_departments(columns.departments, view)
    groups = [partition.groups[code].id for code in groups_of_people(columns, view, partition)]
    assert groups == [group_of(rows, view, person) for person in columns.people.ids]


def test_a_move_on_the_day_the_window_ends_comes_after_it() -> None:
    moved = day_number(CHART)
    rows = Rows([DepartmentRow("a", "A"), DepartmentRow("b", "B")], [], [], [], [])
    people, memberships = [PersonRow("p", True, True)], [MembershipRow("p", "a", None, moved), MembershipRow("p", "b", moved, moved + 9)]
    columns = columns_of(replace(rows, people=people, memberships=memberships))
    partition = partition_departments(columns.departments, VIEW)
    ends = {date(2024, 2, 9): "a", CHART: "a", date(2024, 2, 11): "b", date(2024, 6, 1): "b", None: "b"}
    for end, expected in ends.items():
        (code,) = groups_of_people(columns, View(CHART, end=end), partition)
        assert partition.groups[code].id == expected


def test_nobody_is_tied_to_themselves_whatever_scope_somebody_wrote_by_hand() -> None:
    rows = rows_of_graph({("anna", "anna"): 5, ("anna", "ben"): 1}, {"anna": "a", "ben": "b"})
    rows = replace(rows, reuses=[row._replace(departments=["b"], scope="CROSS") for row in rows.reuses])
    columns = columns_of(rows)
    assert named(person_network(columns, VIEW), list(columns.people.ids)) == {("anna", "ben"): 1.0}
    assert people_e_index(columns, VIEW).events == 1
    assert [(pair.person, pair.share) for pair in pairs_at_risk(columns, VIEW)] == [("anna", 1.0)]


@pytest.mark.parametrize("seed", one_in(3, range(200)))
def test_betweenness_is_that_of_networkx(seed: int) -> None:
    ties, groups = random_graph(seed)
    graph = nx.DiGraph(list(ties))
    graph.add_nodes_from(groups)
    expected = nx.betweenness_centrality(graph, normalized=False)
    columns = columns_of_graph(ties, groups)
    assert betweenness(person_network(columns, VIEW)).tolist() == pytest.approx([expected[id_] for id_ in columns.people.ids], abs=1e-9)


def test_betweenness_of_the_florentine_families_is_as_published() -> None:
    """networkx's own test, after Freeman: ties both ways, so that directed and unnormalised counts are (n - 1)(n - 2) times theirs."""
    families = nx.florentine_families_graph()
    ties = {pair: 1 for a, b in families.edges for pair in ((a, b), (b, a))}
    columns = columns_of_graph(ties, dict.fromkeys(families.nodes, "Florence"))
    found = dict(zip(columns.people.ids, betweenness(person_network(columns, VIEW)).tolist(), strict=True))
    published = {"Medici": 0.522, "Guadagni": 0.255, "Albizzi": 0.212, "Salviati": 0.143, "Pazzi": 0.0}
    assert {family: found[family] / (14 * 13) for family in published} == pytest.approx(published, abs=5e-4)
