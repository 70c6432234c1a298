"""Figures of published networks of people, as third parties printed them, against what the service's own questions answer.

GRAPH_SERVICE_REAL_DATA names the folder that holds them, ona: three networks with their edges, and answer_key_published.json, in which
each value says where it was printed. Every tie from a to b is entered as so many reuses by b of a lesson of a's as it weighs.
"""

import csv
import json
import os
from itertools import permutations
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.measures.brokers import Broker, brokers
from graph_service.analysis.measures.silos import silos
from graph_service.analysis.people.betweenness import betweenness
from graph_service.analysis.people.constraint import constraint
from graph_service.analysis.people.person_network import person_network
from tests.analysis.people_reference import roles_played
from tests.graph_organisations import VIEW, columns_of_graph

DATA = os.environ.get("GRAPH_SERVICE_REAL_DATA")
pytestmark = pytest.mark.skipif(DATA is None, reason="GRAPH_SERVICE_REAL_DATA names no folder with ona")
Ties = dict[tuple[str, str], int]


def table(name: str) -> list[dict[str, str]]:
    with (Path(DATA or "") / "ona" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published() -> dict[str, Any]:
    return json.loads((Path(DATA or "") / "ona" / "answer_key_published.json").read_text())


def network(name: str, group: str, kind: str | None = None) -> tuple[Ties, dict[str, str]]:
    """Ties with their weights between people by name, else by number, and everyone's group."""
    called = {row["id"]: row.get("name", row["id"]) for row in table(f"{name}_nodes")}
    ties = {
        (called[row["from"]], called[row["to"]]): int(row.get("weight", 1)) for row in table(f"{name}_edges") if row.get("type") == kind
    }
    return ties, {called[row["id"]]: row[group] for row in table(f"{name}_nodes")}


def ask(columns: Columns) -> dict[str, Broker]:
    return {broker.person: broker for broker in brokers(columns, VIEW, first=1000)}


def constraints(columns: Columns) -> dict[str, float]:
    """Of everybody, also of people who play no role and are therefore no brokers."""
    people = np.arange(len(columns.people.ids))
    return dict(zip(columns.people.ids, constraint(person_network(columns, VIEW), people).tolist(), strict=True))


def both_ways(edges: list[str] | list[tuple[str, str]]) -> Ties:
    return {pair: 1 for a, b in edges for pair in ((a, b), (b, a))}


def test_roles_in_the_sawmill_strike_are_as_sna_printed_them() -> None:
    """Convention: a tie both ways for each talk, as in the file, so that each brokered pair counts once each way; sna's column b_IO is the
    representative, b_OI the gatekeeper (equal here, as all ties are mutual)."""
    ties, groups = network("strike", "group")
    found, key = ask(columns_of_graph(ties, groups)), published()["gould_fernandez"]["strike"]
    assert [column.split()[1] for column in key["columns"]] == [
        "coordinator",
        "itinerant/consultant",
        "representative",
        "gatekeeper",
        "liaison",
    ]
    expected = {
        person: [coordinator, itinerant, gatekeeper, representative, liaison]
        for person, (coordinator, itinerant, representative, gatekeeper, liaison) in key["values"].items()
    }
    assert {person: roles_played(broker) for person, broker in found.items()} == {
        person: roles for person, roles in expected.items() if any(roles)
    }


def test_researchers_who_broker_between_disciplines_are_as_printed() -> None:
    """Convention: ties directed, whatever they weigh; representative, gatekeeper and liaison together."""
    ties, groups = network("networkers", "Discipline")
    found = ask(columns_of_graph(ties, groups))
    for person, expected in published()["gould_fernandez"]["networkers_cross_group_total"]["values"].items():
        assert (sum(roles_played(found[person])[2:]) if person in found else 0) == expected, person


def test_the_e_index_between_disciplines_is_as_printed() -> None:
    """Convention: directed and weighted by messages, which is the E-I index of the flow, a reuse a message."""
    ties, groups = network("networkers", "Discipline")
    key = published()["e_i_index"]["networkers_weighted_by_Discipline"]
    assert silos(columns_of_graph(ties, groups), VIEW).e_index == pytest.approx(key["value"], abs=key["tolerance"])


NETWORKS = [
    ("strike", "group", None),
    ("networkers", "Discipline", None),
    ("hightech", "dept", "advice"),
    ("hightech", "dept", "friends"),
    ("hightech", "dept", "reports"),
]


@pytest.mark.parametrize(("name", "group", "kind"), NETWORKS)
def test_other_programs_agree_on_all_three_networks(name: str, group: str, kind: str | None) -> None:
    """igraph and networkx; of the high-tech managers nobody's printed figures are at hand. Betweenness: directed, binary, not normalised.
    Constraint: weighted, whole network. Roles: every path written out."""
    ties, groups = network(name, group, kind)
    columns = columns_of_graph(ties, groups)
    found, between = ask(columns), dict(zip(columns.people.ids, betweenness(person_network(columns, VIEW)).tolist(), strict=True))
    people = list(groups)
    one = igraph.Graph(len(people), [(people.index(a), people.index(b)) for a, b in ties], directed=True)
    other = nx.DiGraph()
    other.add_nodes_from(people)
    other.add_weighted_edges_from((a, b, weight) for (a, b), weight in ties.items())
    held, other_held = one.constraint(weights=list(ties.values())), nx.constraint(other, weight="weight")
    ways, other_ways = one.betweenness(), nx.betweenness_centrality(other, normalized=False)
    for at, person in enumerate(people):
        assert between[person] == pytest.approx(ways[at], abs=1e-9) == pytest.approx(other_ways[person], abs=1e-9)
        if person in found:
            assert found[person].constraint == pytest.approx(held[at], abs=1e-9) == pytest.approx(other_held[person], abs=1e-9)
        assert (roles_played(found[person]) if person in found else [0] * 5) == paths_over(person, ties, groups)


def paths_over(b: str, ties: Ties, groups: dict[str, str]) -> list[int]:
    """By role, each open path over b looked at."""
    found = [0] * 5
    for a, c in permutations(set(groups) - {b}, 2):
        if (a, b) in ties and (b, c) in ties and (a, c) not in ties:
            same = (groups[a] == groups[b], groups[b] == groups[c], groups[a] == groups[c])
            found[
                [(True, True, True), (False, False, True), (False, True, False), (True, False, False), (False, False, False)].index(same)
            ] += 1
    return found


def test_constraint_is_as_the_tests_of_networkx_state_it() -> None:
    """Convention: whole network; values from UCINET and igraph, checked by hand, on graphs where ego and whole network are the same."""
    key = published()["constraint_effective_size"]["networkx_tests"]
    binary = {(str(a), str(b)): 1 for a, b in key["D_directed_edges"]}
    weighted = {tuple(pair.split("-")): weight for pair, weight in key["D_weights"].items()}
    undirected = both_ways(key["G_undirected_edges"])
    heavy = {pair: weight for edge, weight in key["G_weights"].items() for pair in (tuple(edge), tuple(reversed(edge)))}
    cases = [(binary, "D_constraint"), (weighted, "D_weighted_constraint"), (undirected, "G_constraint"), (heavy, "G_weighted_constraint")]
    for ties, values in cases:
        found = constraints(columns_of_graph(ties, dict.fromkeys(sorted({person for tie in ties for person in tie}), "all")))
        assert {person: found[person] for person in key[values]} == pytest.approx(key[values], abs=1e-3), values


def test_constraint_is_as_everett_and_borgatti_tabulate_it() -> None:
    """Unpacking Burt's constraint measure (2020), tables 1 and 2: an ego with 2 to 10 contacts, all tied, or all in the shadow of one.

    Convention: directed, ego gives without taking, but for the one in whose shadow the others are, who gives back.
    """
    key = published()["constraint_effective_size"]["everett_borgatti_2020"]
    for contacts in range(2, 11):
        first, *rest = others = [f"x{n}" for n in range(contacts)]
        gives, complete = {("ego", other): 1 for other in others}, dict.fromkeys(permutations(others, 2), 1)
        shadow, mutual = both_ways([(first, other) for other in rest]), both_ways([("ego", other) for other in others])
        cases = {
            "table1_undirected_complete": mutual | complete,
            "table1_undirected_shadow": mutual | shadow,
            "table2_directed_complete": gives | complete,
            "table2_directed_shadow": gives | shadow | {(first, "ego"): 1},
        }
        for name, ties in cases.items():
            found = constraints(columns_of_graph(ties, dict.fromkeys(["ego", *others], "all")))["ego"]
            assert found == pytest.approx(key[name][contacts - 2], abs=6e-4), (name, contacts)


def test_constraint_in_an_ego_network_is_as_ucinet_has_it() -> None:
    """Everett and Borgatti (2026), table 10. Convention: UCINET looks at a person's contacts alone, we at the whole network: so we are given
    the ego network of each person, where the two are the same. On the whole network ours are other figures, as igraph's are."""
    key = published()["overlapping_departments"]
    people, rows = key["nodes"], key["adjacency"]
    ties = {(people[i], people[j]): 1 for i, row in enumerate(rows) for j, tie in enumerate(row) if tie}
    for ego, expected in zip(people, key["table10_constraint_standard"], strict=True):
        around = {ego} | {other for tie in ties if ego in tie for other in tie}
        inside = {tie: 1 for tie in ties if set(tie) <= around}
        found = constraints(columns_of_graph(inside, dict.fromkeys(sorted(around), "all")))
        assert found[ego] == pytest.approx(expected, abs=6e-4), ego


def test_betweenness_is_as_the_tests_of_networkx_state_it() -> None:
    """Convention: theirs is normalised, ours is not, and ours counts each undirected pair both ways: (n - 1)(n - 2) times theirs."""
    key = published()["betweenness"]
    families, kite = nx.florentine_families_graph(), nx.krackhardt_kite_graph()
    cases = [(families, key["florentine_normalized"]), (kite, dict(enumerate(key["krackhardt_kite_normalized"])))]
    for graph, values in cases:
        columns = columns_of_graph(both_ways([(str(a), str(b)) for a, b in graph.edges]), {str(node): "all" for node in graph})
        found = dict(zip(columns.people.ids, betweenness(person_network(columns, VIEW)).tolist(), strict=True))
        scale = (len(graph) - 1) * (len(graph) - 2)
        assert {node: found[str(node)] / scale for node in values} == pytest.approx(values, abs=1e-3)
