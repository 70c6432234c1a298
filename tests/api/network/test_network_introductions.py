"""Who should meet, over GraphQL."""

from itertools import pairwise
from typing import Any

import pytest

from graph_service.graph import Graph
from tests.api.seed_tables import Ask

INTRODUCTIONS = """query($first: Int, $window: Window, $level: Int) { network(window: $window, level: $level) { introductions(first: $first) {
  from { id } to { id kind } gap expected observed events people giver { id department { id } } receiver { id department { id } }
  project { id status topics { nodes { id } } } topics { id }
  lessons { status topics { nodes { id } } learners { nodes { id } } departments { nodes { id } } reuses { nodes { project { id } } } } } } }"""


async def introductions(ask: Ask, **variables: Any) -> list[dict[str, Any]]:
    return (await ask(INTRODUCTIONS, **variables))["network"]["introductions"]


def ids(page: dict[str, Any]) -> set[str]:
    return {node["id"] for node in page["nodes"]}


async def test_energy_and_transit_should_meet_about_charging(seeded: Graph, ask: Ask) -> None:
    found = await introductions(ask, first=3)
    (one,) = [one for one in found if (one["from"]["id"], one["to"]["id"]) == ("energy", "transit")]
    assert one["topics"][0] == {"id": "charging"}
    assert (one["giver"]["department"], one["receiver"]["department"]) == ({"id": "energy"}, {"id": "transit"})
    assert (one["project"]["id"], one["project"]["status"]) == ("electric-bus-depot", "RUNNING")
    assert one["expected"] - one["observed"] == pytest.approx(one["gap"])
    assert "charging" in ids(one["lessons"][0]["topics"])
    for lesson in one["lessons"]:
        assert one["giver"] in [{"id": person["id"], "department": {"id": "energy"}} for person in lesson["learners"]["nodes"]]
        assert "energy" in ids(lesson["departments"])
        assert one["project"]["id"] not in {reuse["project"]["id"] for reuse in lesson["reuses"]["nodes"]}


async def test_only_the_first_topics_are_told_when_asked_so(seeded: Graph, ask: Ask) -> None:
    asked = "{ network { introductions { all: topics { id } first: topics(first: 1) { id } none: topics(first: 0) { id } } } }"
    for one in (await ask(asked))["network"]["introductions"]:
        assert (one["first"], one["none"]) == (one["all"][:1], [])


async def test_the_widest_gap_comes_first_and_nobody_is_asked_too_often(seeded: Graph, ask: Ask) -> None:
    found = await introductions(ask, first=1000)
    assert len(found) > 5
    assert all(one["gap"] >= other["gap"] > 0 for one, other in pairwise(found))
    people = [one[side]["id"] for one in found for side in ("giver", "receiver")]
    assert max(people.count(person) for person in people) == 2
    assert all(one["project"]["status"] in ("PLANNED", "RUNNING") for one in found)
    assert all(one["events"] >= one["people"] > 0 for one in found)
    assert {one["to"]["kind"] for one in found} == {"DEPARTMENT", "SMALL_DEPARTMENTS"}


async def test_a_window_narrows_what_is_held_against_chance(seeded: Graph, ask: Ask) -> None:
    assert await introductions(ask, window={"from": "2040-01-01"}) == []
    whole, late = {}, {}
    for found, window in ((whole, None), (late, {"from": "2025-01-01"})):
        found |= {(one["from"]["id"], one["to"]["id"]): one["events"] for one in await introductions(ask, first=1000, window=window)}
    assert all(late[pair] < whole[pair] for pair in late.keys() & whole.keys())
    assert {one["to"]["id"] for one in await introductions(ask, level=0)} <= {"networks", "mobility", "places", "digital"}


@pytest.mark.thorough
async def test_who_may_not_be_named_or_has_left_is_not_introduced(seeded: Graph, ask: Ask) -> None:
    giver, receiver = next((one["giver"]["id"], one["receiver"]["id"]) for one in await introductions(ask) if one["from"]["id"] == "energy")
    for person, change in ((giver, "discoverable: false"), (receiver, "active: false")):
        await ask(f'mutation {{ updatePerson(input: {{person: "{person}", {change}}}) {{ person {{ id }} }} }}')
    found = await introductions(ask, first=1000)
    assert found
    assert not {giver, receiver} & {one[side]["id"] for one in found for side in ("giver", "receiver")}


async def test_more_than_an_answer_may_list_is_refused(seeded: Graph, post: Ask) -> None:
    (error,) = (await post(INTRODUCTIONS, first=1001))["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("INVALID_INPUT", "first")


async def test_the_last_day_of_the_calendar_has_a_chart(seeded: Graph, ask: Ask) -> None:
    assert (await ask('{ network(chart: "9999-12-31") { introductions { gap } } }'))["network"]["introductions"] is not None


async def test_an_empty_network_introduces_nobody(ask: Ask, graph: Graph) -> None:
    assert await introductions(ask) == []
