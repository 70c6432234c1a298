"""Who carries knowledge across, by three other answers: loops over rows and paths, igraph, networkx."""

from datetime import date
from random import Random

import igraph
import networkx as nx
import pytest

from graph_service.analysis.measures.brokers import Broker, brokers
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people import closed_paths
from graph_service.analysis.people.brokerage import ROLES, BrokerageRole
from graph_service.errors import InvalidInput
from tests.analysis.people_reference import (
    constraint_of,
    figures_of,
    group_of,
    reuses_by_others,
    role_of,
    roles_of,
    roles_played,
    shares_of,
    ties_of,
)
from tests.analysis.random_organisations import columns_of, random_organisation
from tests.graph_organisations import VIEW, columns_of_graph, random_graph
from tests.thorough import one_in

CHART = date(2024, 2, 10)
VIEWS = [
    View(CHART),
    View(CHART, level=0),
    View(date(2024, 1, 10), level=1),
    View(CHART, start=date(2024, 1, 20), end=date(2024, 2, 15)),
    View(CHART, topic="t2", level=1, start=date(2024, 1, 15)),
]


def by_person(found: tuple[Broker, ...]) -> dict[str, Broker]:
    return {broker.person: broker for broker in found}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(6, range(12)))
def test_brokers_are_what_loops_over_rows_find(seed: int, view: View) -> None:
    rows = random_organisation(seed, people=12, lessons=20, reuses=60)
    ties, named = ties_of(rows, view), {person.id for person in rows.people if person.discoverable}
    found = by_person(brokers(columns_of(rows), view, first=1000))
    roles = roles_of(ties, {person.id: group_of(rows, view, person.id) for person in rows.people})
    assert found.keys() == {person for person, played in roles.items() if any(played) and person in named}
    lessons, figures = {row.id: row for row in rows.lessons}, figures_of(rows, view)
    for person, broker in found.items():
        assert broker.group.id == group_of(rows, view, person)
        assert roles_played(broker) == roles[person]
        assert broker.constraint == pytest.approx(constraint_of(ties, person), abs=1e-9)
        carries = {(one.from_.id, one.to.id): one for one in broker.carries}
        assert {pair: one.share for pair, one in carries.items()} == pytest.approx(
            {pair: float(share) for pair, share in shares_of(rows, view, person).items()}, abs=1e-9
        )
        assert all((one.events, one.people) == figures[pair][1:] for pair, one in carries.items())
        assert broker.people == len({other for tie in ties if person in tie for other in tie} - {person})
        assert broker.events == sum(person in (event.person, *lessons[event.lesson].learners) for event in reuses_by_others(rows, view))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("role", [None, *BrokerageRole])
def test_the_order_is_by_how_often_they_broker_then_by_id(view: View, role: BrokerageRole | None) -> None:
    columns = columns_of(random_organisation(3, people=14, lessons=30, reuses=90))
    everyone = brokers(columns, view, first=1000)
    if role is None:
        listed = sorted(everyone, key=lambda one: (-sum(roles_played(one)[1:]), -roles_played(one)[0], one.person))
    else:
        row = ROLES.index(role)
        listed = sorted((one for one in everyone if roles_played(one)[row]), key=lambda one: (-roles_played(one)[row], one.person))
    assert brokers(columns, view, first=1000, role=role) == tuple(listed)
    assert brokers(columns, view, first=3, role=role) == tuple(listed[:3])


def test_what_a_person_carries_is_ordered_by_share_then_by_groups() -> None:
    for broker in brokers(columns_of(random_organisation(5, reuses=80)), VIEWS[0]):
        order = [(-round(one.share, 9), one.from_.id, one.to.id) for one in broker.carries]
        assert order == sorted(order)


@pytest.mark.parametrize("seed", one_in(6, range(100)))
def test_roles_are_what_every_path_written_out_gives(seed: int) -> None:
    ties, groups = random_graph(seed)
    found = by_person(brokers(columns_of_graph(ties, groups), VIEW))
    assert {person: roles_played(broker) for person, broker in found.items()} == {
        person: played for person, played in roles_of(ties, groups).items() if any(played)
    }


@pytest.mark.thorough
def test_roles_of_more_people_than_are_looked_at_together_are_right_too() -> None:
    random = Random(1)
    people = [f"p{i:04}" for i in range(1_300)]
    ties = {(a, b): 1 for a in people for b in random.sample(people, 30) if a != b} | {(people[0], b): 1 for b in people[1:]}
    groups = {person: f"g{random.randrange(3)}" for person in people}
    assert len(people) ** 2 > closed_paths.TABLE_BYTES
    assert len(ties) * 30 > 2 * closed_paths.BATCH_SIZE
    expected = {person: [0] * 5 for person in people}
    reusers: dict[str, list[str]] = {person: [] for person in people}
    for a, b in ties:
        reusers[a].append(b)
    for a, b in ties:
        for c in reusers[b]:
            if a != c and (a, c) not in ties:
                expected[b][role_of(groups[a], groups[b], groups[c])] += 1
    found = brokers(columns_of_graph(ties, groups), VIEW, first=1000)
    assert {broker.person: roles_played(broker) for broker in found}.items() <= expected.items()


@pytest.mark.parametrize("seed", one_in(6, range(200)))
def test_constraint_is_that_of_igraph_and_of_networkx(seed: int) -> None:
    ties, groups = random_graph(seed)
    people = {person: at for at, person in enumerate(groups)}
    one = igraph.Graph(len(people), [(people[a], people[b]) for a, b in ties], directed=True).constraint(weights=list(ties.values()))
    graph = nx.DiGraph()
    graph.add_nodes_from(groups)
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in ties.items())
    other = nx.constraint(graph, weight="weight")
    for person, broker in by_person(brokers(columns_of_graph(ties, groups), VIEW)).items():
        assert broker.constraint == pytest.approx(one[people[person]], abs=1e-9)
        assert broker.constraint == pytest.approx(other[person], abs=1e-9)


def test_more_brokers_than_an_answer_may_list_are_refused() -> None:
    with pytest.raises(InvalidInput, match="first is 1001"):
        brokers(columns_of(random_organisation(0)), VIEW, first=1001)
