"""The network over GraphQL: the demonstration organisation's one silo, flow that adds up, nodes read along."""

from collections import Counter, defaultdict
from fractions import Fraction

from graph_service.graph import Graph
from tests.api.seed_tables import Ask, rows

SILOS = """query($level: Int, $topic: Boolean = false) { network(level: $level) { silos(onTopic: $topic) {
  group { id kind department { id parent { id } } } events internal expected excess p q pOpen qOpen z eIndex verdict people } } }"""


def departments_of(person: str, day: str) -> set[str]:
    """Where someone belonged on a day, by the tables."""
    found = [row for row in rows("memberships") if row["person"] == person and row["from"] <= day and (not row["to"] or day < row["to"])]
    return {row["department"] for row in found}


# Parks has four people. Of its siblings under Places, Buildings is the smallest that is large enough.
SMALL = "(small departments of places)"
SHOWN_AS = {"parks": SMALL, "buildings": SMALL}


def expected_flow() -> dict[tuple[str, str], Fraction]:
    """Reuses from group to group, worked out from the tables by the 1/n rule."""
    lessons = {row["id"]: row for row in rows("lessons")}
    total = defaultdict[tuple[str, str], Fraction](Fraction)
    for reuse in rows("reuses"):
        lesson = lessons[reuse["lesson"]]
        givers = set().union(*(departments_of(person, lesson["learnedOn"]) for person in lesson["learnedBy"].split("|")))
        receivers = departments_of(reuse["person"], reuse["reusedOn"])
        for giver in givers:
            for receiver in receivers:
                total[SHOWN_AS.get(giver, giver), SHOWN_AS.get(receiver, receiver)] += Fraction(1, len(givers) * len(receivers))
    return total


async def test_flow_is_what_the_tables_say(seeded: Graph, ask: Ask) -> None:
    data = await ask(
        "{ network { asOf { activity } flow { events cells { from { id department { id } } to { id } reuses events people } } } }"
    )
    cells = data["network"]["flow"]["cells"]
    found = {(cell["from"]["id"], cell["to"]["id"]): cell["reuses"] for cell in cells}
    expected = expected_flow()
    assert set(found) == set(expected)
    assert all(abs(found[pair] - expected[pair]) < 1e-9 for pair in expected)
    assert data["network"]["flow"]["events"] == len(rows("reuses"))
    for cell in cells:
        assert cell["from"]["department"]["id"] == ("places" if cell["from"]["id"] == SMALL else cell["from"]["id"])


async def test_flow_tells_what_crosses_and_what_one_group_has_a_part_in(seeded: Graph, ask: Ask) -> None:
    flow = await ask(
        '{ network { flow { within across cells(group: "water") { from { id } to { id } } none: cells(group: "x") { events } } } }'
    )
    found, expected = flow["network"]["flow"], expected_flow()
    assert abs(found["within"] - sum(n for (giver, receiver), n in expected.items() if giver == receiver)) < 1e-9
    assert abs(found["across"] - sum(n for (giver, receiver), n in expected.items() if giver != receiver)) < 1e-9
    assert {(cell["from"]["id"], cell["to"]["id"]) for cell in found["cells"]} == {pair for pair in expected if "water" in pair}
    assert found["none"] == []


async def test_each_pair_of_groups_is_compared_with_chance(seeded: Graph, ask: Ask) -> None:
    query = """{ network { silos { group { id } internal expected }
      flow(compareWithChance: true) { cells { from { id } to { id } events expected observed } } plain: flow { cells { events expected } } } }"""
    found = (await ask(query))["network"]
    cells = {(cell["from"]["id"], cell["to"]["id"]): cell for cell in found["flow"]["cells"]}
    for silo in found["silos"]:
        own = cells[silo["group"]["id"], silo["group"]["id"]]
        assert abs(own["expected"] - silo["expected"]) < 1e-9
        assert abs(own["observed"] - silo["internal"]) < 1e-9
    assert sum(cell["events"] == 0 and cell["expected"] > 0 for cell in cells.values()) == len(cells) - len(found["plain"]["cells"]) > 0
    assert {cell["expected"] for cell in found["plain"]["cells"]} == {None}


async def test_the_comparison_with_chance_is_charged(seeded: Graph, post: Ask) -> None:
    plain, compared = [
        (await post(f"{{ network {{ flow{arguments} {{ events }} }} }}"))["extensions"]["cost"]
        for arguments in ("", "(compareWithChance: true)")
    ]
    assert compared["rows"] - plain["rows"] >= 500


async def test_water_is_the_one_silo(seeded: Graph, ask: Ask) -> None:
    silos = (await ask(SILOS))["network"]["silos"]
    assert [silo["group"]["id"] for silo in silos if silo["verdict"] == "SILO"] == ["water"]
    water = silos[0]
    assert (water["events"], water["internal"]) == (39, 26.0)
    assert water["group"]["department"] == {"id": "water", "parent": {"id": "networks"}}
    on_topic = (await ask(SILOS, topic=True))["network"]["silos"]
    assert [silo["group"]["id"] for silo in on_topic if silo["verdict"] == "SILO"] == ["water"]


async def test_a_level_of_the_tree_and_the_chart_of_a_day_roll_departments_up(seeded: Graph, ask: Ask) -> None:
    query = "query($chart: Date) { network(level: 1, chart: $chart) { flow { cells { from { id } to { id } reuses } } } }"
    charts = {"2024-12-31": "networks", "2025-01-01": "places"}
    for chart, above_waste in charts.items():
        division = {
            "water": "networks",
            "energy": "networks",
            "roads": "mobility",
            "transit": "mobility",
            SMALL: "places",
            "digital": "digital",
            "waste": above_waste,
        }
        expected = defaultdict[tuple[str, str], Fraction](Fraction)
        for (giver, receiver), reuses in expected_flow().items():
            expected[division[giver], division[receiver]] += reuses
        cells = (await ask(query, chart=chart))["network"]["flow"]["cells"]
        assert {(cell["from"]["id"], cell["to"]["id"]): round(cell["reuses"], 9) for cell in cells} == {
            pair: round(float(n), 9) for pair, n in expected.items()
        }


async def test_a_window_counts_the_reuses_of_its_days(seeded: Graph, ask: Ask) -> None:
    query = "query($window: Window) { network(window: $window) { flow { events } } }"
    days = [row["reusedOn"] for row in rows("reuses")]
    for window in ({"from": "2024-01-01", "to": "2025-01-01"}, {"from": "2025-06-01"}, {"to": "2023-07-01"}, {}):
        expected = sum(window.get("from", "") <= day < window.get("to", "9999") for day in days)
        assert (await ask(query, window=window))["network"]["flow"]["events"] == expected


async def test_a_change_is_seen_by_the_next_answer(seeded: Graph, ask: Ask) -> None:
    before = (await ask("{ network { asOf { activity } flow { events } } }"))["network"]
    reuse = rows("reuses")[0]
    await ask("mutation($id: ID!) { withdrawReuse(input: {reuse: $id}) { reuse { id } } }", id=reuse["id"])
    after = (await ask("{ network { asOf { activity } flow { events } } }"))["network"]
    assert after == {"asOf": {"activity": before["asOf"]["activity"] + 1}, "flow": {"events": before["flow"]["events"] - 1}}


async def test_every_computed_answer_says_how_recent_it_is(seeded: Graph, ask: Ask, post: Ask) -> None:
    [latest] = (await ask("{ activity(after: 5) { seq at } }"))["activity"][-1:]
    as_of = {"activity": latest["seq"], "at": latest["at"], "behind": 0}
    assert (await ask("{ network { asOf { activity at behind } } }"))["network"]["asOf"] == as_of
    for document in ("{ network { flow { events } } }", '{ experts(text: "site") { score } }', '{ lessonsFor(project: "x") { score } }'):
        assert (await post(document))["extensions"]["asOf"] == as_of
    assert "asOf" not in (await post("{ lessons(first: 1) { nodes { id } } }"))["extensions"]


MOST_REUSED = """query($across: Boolean = true, $first: Int = 20) {
  network { mostReused(acrossDepartments: $across, first: $first) { lesson { id title } reuses departments people } } }"""


async def test_the_favourite_lesson_is_reused_most(seeded: Graph, ask: Ask) -> None:
    found = (await ask(MOST_REUSED, across=False))["network"]["mostReused"]
    assert found[0]["lesson"]["id"] == "walk-the-site-with-the-caretaker"
    assert (found[0]["reuses"], found[0]["departments"]) == (18, 7)  # all eight, two of which count as one
    counted = Counter(row["lesson"] for row in rows("reuses"))
    assert [(one["lesson"]["id"], one["reuses"]) for one in found] == sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:20]


MERGED_DEPARTMENTS = {"parks", "buildings"}  # network answers report them as one group


def groups_of(person: str, day: str) -> set[str]:
    """The groups of the person's departments on that day."""
    return {"small" if department in MERGED_DEPARTMENTS else department for department in departments_of(person, day)}


async def test_across_departments_counts_only_what_other_groups_reused(seeded: Graph, ask: Ask) -> None:
    lessons, counted = {row["id"]: row for row in rows("lessons")}, Counter()
    for reuse in rows("reuses"):
        learned = set().union(
            *(groups_of(p, lessons[reuse["lesson"]]["learnedOn"]) for p in lessons[reuse["lesson"]]["learnedBy"].split("|"))
        )
        counted[reuse["lesson"]] += learned.isdisjoint(groups_of(reuse["person"], reuse["reusedOn"]))
    found = (await ask(MOST_REUSED, first=10))["network"]["mostReused"]
    assert [(one["lesson"]["id"], one["reuses"]) for one in found] == sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:10]


async def test_more_lessons_than_an_answer_may_list_are_refused(post: Ask) -> None:
    error = (await post(MOST_REUSED, first=1001))["errors"][0]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("INVALID_INPUT", "first")


async def test_an_empty_graph_has_an_empty_network(ask: Ask) -> None:
    assert await ask(
        "{ network { asOf { activity } eIndex silos { events } flow { groups { id } cells { reuses } } mostReused { reuses } } }"
    ) == {"network": {"asOf": {"activity": 0}, "eIndex": None, "silos": [], "flow": {"groups": [], "cells": []}, "mostReused": []}}


async def test_an_unknown_topic_is_said_so(seeded: Graph, post: Ask) -> None:
    error = (await post('{ network(topic: "no such topic") { flow { events } } }'))["errors"][0]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("NOT_FOUND", "topic")
