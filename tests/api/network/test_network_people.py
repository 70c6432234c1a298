"""The network of people over GraphQL: who brokers, what rests on one person, what breaks without them, which circles there are."""

from collections import defaultdict
from itertools import pairwise

import pytest

from graph_service.graph import Graph
from tests.api.network.test_network import departments_of
from tests.api.seed_tables import Ask, rows

BROKERS = """query($first: Int, $role: Role) { network { brokers(first: $first, role: $role) {
  person { id name department { id } } group { id } coordinator itinerant gatekeeper representative liaison betweenness constraint events people
  carries { from { id } to { id } share events people } } } }"""
AT_RISK = "{ network { pairsAtRisk { from { id } to { id name department { parent { id } } } person { id name } share events people } } }"
WITHOUT = """query($person: ID, $department: ID) { network { without(person: $person, department: $department) {
  groups { id } events eventsLost people flow flowLost before { people components } after { people components }
  pairsLost { from { id } to { id } flow flowLost events eventsLost people } pairsWeakened { from { id } to { id } flow flowLost events eventsLost } } } }"""


def from_roads_to_water() -> dict[str, float]:
    """How often each person in Water reused what was learned in Roads, in lessons by the 1/n rule; worked out from the tables."""
    lessons, found = {row["id"]: row for row in rows("lessons")}, defaultdict[str, float](float)
    for reuse in rows("reuses"):
        lesson = lessons[reuse["lesson"]]
        givers = set().union(*(departments_of(person, lesson["learnedOn"]) for person in lesson["learnedBy"].split("|")))
        if "roads" in givers and "water" in departments_of(reuse["person"], reuse["reusedOn"]):
            found[reuse["person"]] += 1 / len(givers)
    return found


async def test_the_one_pair_at_risk_is_the_one_nadja_petrov_carries(seeded: Graph, ask: Ask) -> None:
    carried = from_roads_to_water()
    share = carried["nadja-petrov"] / sum(carried.values())
    assert share > 0.7
    (pair,) = (await ask(AT_RISK))["network"]["pairsAtRisk"]
    assert pair["from"] == {"id": "roads"}
    assert pair["to"] == {"id": "water", "name": "Water and Wastewater", "department": {"parent": {"id": "networks"}}}
    assert pair["person"] == {"id": "nadja-petrov", "name": "Nadja Petrov"}
    assert (pair["share"], pair["people"]) == (pytest.approx(share), len(carried))


async def test_what_is_lost_without_her_is_told(seeded: Graph, ask: Ask) -> None:
    carried = from_roads_to_water()
    change = (await ask(WITHOUT, person="nadja-petrov"))["network"]["without"]
    loss = change["pairsWeakened"][0]
    assert (loss["from"]["id"], loss["to"]["id"], loss["flow"]) == ("roads", "water", pytest.approx(sum(carried.values())))
    assert loss["flowLost"] == pytest.approx(carried["nadja-petrov"])
    assert loss["flow"] - loss["flowLost"] == pytest.approx(2)  # lessons that would have been left, as seed/README.md says
    assert (change["groups"], change["pairsLost"], change["people"]) == ([], [], 1)
    assert change["flowLost"] >= loss["flowLost"]
    assert (change["before"], change["after"]["people"]) == ({"people": 60, "components": 1}, 59)


async def test_she_is_found_among_the_gatekeepers_with_what_she_carries(seeded: Graph, ask: Ask) -> None:
    found = (await ask(BROKERS, role="GATEKEEPER", first=5))["network"]["brokers"]
    nadja = next(broker for broker in found if broker["person"]["id"] == "nadja-petrov")
    assert (nadja["group"], nadja["person"]["department"]) == ({"id": "water"}, {"id": "water"})
    assert nadja["carries"][0]["from"] == {"id": "roads"}
    assert nadja["carries"][0]["to"] == {"id": "water"}
    assert nadja["carries"][0]["share"] > 0.7
    assert all(one["gatekeeper"] >= other["gatekeeper"] for one, other in pairwise(found))


async def test_everybody_who_may_be_named_is_listed_with_their_figures(seeded: Graph, ask: Ask) -> None:
    found = (await ask(BROKERS, first=1000))["network"]["brokers"]
    named = {row["id"] for row in rows("people") if row["discoverable"] == "true"}
    assert {broker["person"]["id"] for broker in found} <= named
    assert max(found, key=lambda broker: broker["betweenness"])["betweenness"] > 500
    assert all(0 < broker["constraint"] < 1.2 and broker["events"] >= broker["people"] / 3 for broker in found)


async def test_without_a_department_nothing_flows_from_it_or_to_it(seeded: Graph, ask: Ask) -> None:
    change = (await ask(WITHOUT, department="water"))["network"]["without"]
    assert change["groups"] == [{"id": "water"}]
    assert all("water" in (loss["from"]["id"], loss["to"]["id"]) and loss["events"] == loss["eventsLost"] for loss in change["pairsLost"])
    division = (await ask(WITHOUT, department="networks"))["network"]["without"]
    assert {group["id"] for group in division["groups"]} >= {"energy", "water"}
    assert division["eventsLost"] > change["eventsLost"]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({}, "INVALID_INPUT", "person"),
        ({"person": "nadja-petrov", "department": "water"}, "INVALID_INPUT", "person"),
        ({"person": "nobody"}, "NOT_FOUND", "person"),
        ({"department": "nowhere"}, "NOT_FOUND", "department"),
    ],
)
async def test_who_leaves_must_be_one_that_there_is(seeded: Graph, post: Ask, given: dict[str, str], code: str, field: str) -> None:
    (error,) = (await post(WITHOUT, **given))["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == (code, field)


@pytest.mark.parametrize("field", ["brokers(first: 1001) { events }", "communities { communities { members(first: -1) { id } } }"])
async def test_more_than_an_answer_may_list_is_refused(seeded: Graph, post: Ask, field: str) -> None:
    error = (await post(f"{{ network {{ {field} }} }}"))["errors"][0]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("INVALID_INPUT", "first")


@pytest.mark.thorough
async def test_who_may_not_be_named_is_counted_but_not_named(seeded: Graph, ask: Ask) -> None:
    before = await ask(WITHOUT, person="nadja-petrov")
    hide = 'mutation { updatePerson(input: {person: "nadja-petrov", discoverable: false}) { person { discoverable } } }'
    await ask(hide)
    (pair,) = (await ask(AT_RISK))["network"]["pairsAtRisk"]
    assert (pair["person"], pair["to"]["id"]) == (None, "water")
    assert "nadja-petrov" not in str(await ask(BROKERS, first=1000))
    members = await ask("{ network { communities { people communities { people members(first: 100) { id } } } } }")
    assert "nadja-petrov" not in str(members)
    assert sum(one["people"] for one in members["network"]["communities"]["communities"]) == 60
    assert await ask(WITHOUT, person="nadja-petrov") == before


async def test_water_keeps_people_to_themselves(seeded: Graph, ask: Ask) -> None:
    index = (await ask("{ network { peopleEIndex { eIndex expected deviation z ties people events } } }"))["network"]["peopleEIndex"]
    assert index["z"] < -2
    assert index["eIndex"] < index["expected"]
    assert (index["people"], index["events"]) == (60, 191)


async def test_communities_are_told_with_where_their_people_come_from(seeded: Graph, ask: Ask) -> None:
    query = "{ network { communities { modularity agreement people communities { people groups { group { id } people } members(first: 2) { name } } } } }"
    answer = (await ask(query))["network"]["communities"]
    assert (answer["people"], sum(one["people"] for one in answer["communities"])) == (60, 60)
    assert all(sum(part["people"] for part in one["groups"]) == one["people"] for one in answer["communities"])
    assert all(len(one["members"]) == 2 for one in answer["communities"])
    assert answer["modularity"] > 0.3
    assert 0 < answer["agreement"] < 1
    assert any({"group": {"id": "water"}, "people": 8} in one["groups"] for one in answer["communities"])


async def test_an_empty_network_has_answers(ask: Ask, graph: Graph) -> None:
    query = """{ network { brokers { events betweenness } pairsAtRisk { events } peopleEIndex { eIndex expected z ties people }
      communities { modularity agreement people events communities { people } } } }"""
    assert (await ask(query))["network"] == {
        "brokers": [],
        "pairsAtRisk": [],
        "peopleEIndex": {"eIndex": None, "expected": None, "z": None, "ties": 0, "people": 0},
        "communities": {"modularity": None, "agreement": None, "people": 0, "events": 0, "communities": []},
    }
