"""Queries over the demonstration organisation return what its tables contain."""

from collections import Counter, defaultdict
from decimal import Decimal

import httpx
import pytest

from graph_service.graph import Graph
from tests.api.seed_tables import Ask, rows


async def test_lessons_with_learners_projects_and_reuses_equal_the_tables(seeded: Graph, ask: Ask) -> None:
    data = await ask("""{ lessons(first: 1000) { totalCount nodes { id title project { id } learners { nodes { id } }
                          reuses(first: 1000) { nodes { id reusedOn person { id } project { id } } } } } }""")
    lessons = {lesson["id"]: lesson for lesson in data["lessons"]["nodes"]}
    assert data["lessons"]["totalCount"] == len(rows("lessons"))
    for row in rows("lessons"):
        lesson = lessons[row["id"]]
        assert lesson["title"] == row["title"]
        assert lesson["project"] == {"id": row["project"]}
        assert {person["id"] for person in lesson["learners"]["nodes"]} == set(row["learnedBy"].split("|"))
    found = {reuse["id"]: (lesson, reuse) for lesson in lessons.values() for reuse in lesson["reuses"]["nodes"]}
    for row in rows("reuses"):
        lesson, reuse = found[row["id"]]
        assert lesson["id"] == row["lesson"]
        assert (reuse["reusedOn"], reuse["person"]["id"], reuse["project"]["id"]) == (row["reusedOn"], row["person"], row["project"])


async def test_money_is_in_major_units_of_its_currency(seeded: Graph, ask: Ask) -> None:
    data = await ask("{ reuses(first: 1000, where: {currency: {isNull: false}}) { nodes { id costAvoided currency } } }")
    expected = {row["id"]: (float(row["costAvoided"]), row["currency"]) for row in rows("reuses") if row["costAvoided"]}
    assert {reuse["id"]: (float(reuse["costAvoided"]), reuse["currency"]) for reuse in data["reuses"]["nodes"]} == expected


async def test_department_tree_and_members_are_those_of_the_requested_day(seeded: Graph, ask: Ask) -> None:
    query = """query($before: Date!, $after: Date!) { department(id: "waste") {
        old: ancestors(on: $before) { id } new: ancestors(on: $after) { id } parent { id }
        was: members(on: $before, first: 1000) { nodes { id } } is: members(on: $after, first: 1000) { nodes { id } } } }"""
    data = await ask(query, before="2024-12-31", after="2025-01-01")
    waste = data["department"]
    assert [[each["id"] for each in waste[key]] for key in ("old", "new")] == [["networks", "aldermere"], ["places", "aldermere"]]
    assert waste["parent"] == {"id": "places"}
    for key, day in (("was", "2024-12-31"), ("is", "2025-01-01")):
        expected = {
            row["person"]
            for row in rows("memberships")
            if row["department"] == "waste" and row["from"] <= day and (not row["to"] or day < row["to"])
        }
        assert {person["id"] for person in waste[key]["nodes"]} == expected


async def test_assignments_have_their_role_on_the_edge(seeded: Graph, ask: Ask) -> None:
    data = await ask("{ projects(first: 1000) { nodes { id people(first: 1000) { edges { role node { id } } } } } }")
    found = Counter(
        (edge["node"]["id"], project["id"], edge["role"] or "")
        for project in data["projects"]["nodes"]
        for edge in project["people"]["edges"]
    )
    assert found == Counter((row["person"], row["project"], row["role"]) for row in rows("assignments"))


async def test_unknown_id_is_null(seeded: Graph, ask: Ask) -> None:
    assert await ask('{ lesson(id: "no such lesson") { title } }') == {"lesson": None}


async def test_get_runs_queries_but_no_mutations(http: httpx.AsyncClient) -> None:
    queried = await http.get("/graphql", params={"query": "{ lessons { totalCount } }"})
    assert queried.json()["data"] == {"lessons": {"totalCount": 0}}
    changed = await http.get("/graphql", params={"query": 'mutation { createTopic(input: {name: "By accident"}) { topic { id } } }'})
    assert (changed.status_code, changed.headers["allow"]) == (405, "POST")
    assert (await http.get("/graphql", params={"query": "{ topics { totalCount } }"})).json()["data"] == {"topics": {"totalCount": 0}}


@pytest.mark.thorough
async def test_aggregates_equal_those_of_the_tables(seeded: Graph, ask: Ask) -> None:
    data = await ask("""{
      reusesAggregate { count hoursSaved { sum avg min max } reusedOn { min max } costAvoided { currency sum } }
      swiss: reusesAggregate(where: {currency: {eq: "CHF"}}) { count costAvoided { currency sum } }
      lessons(sort: [{reusesAggregate: {count: DESC}}], first: 1) { nodes { id reusesAggregate { count last: reusedOn { max } } } }
      people(where: {lessonsAggregate: {count: {gte: 5}}}) { totalCount }
    }""")
    table = rows("reuses")
    hours = [float(row["hoursSaved"]) for row in table if row["hoursSaved"]]
    figures = data["reusesAggregate"]
    assert figures["count"] == len(table)
    assert figures["hoursSaved"] == pytest.approx({"sum": sum(hours), "avg": sum(hours) / len(hours), "min": min(hours), "max": max(hours)})
    assert figures["reusedOn"] == {"min": min(row["reusedOn"] for row in table), "max": max(row["reusedOn"] for row in table)}
    costs = defaultdict[str, Decimal](Decimal)
    for row in table:
        costs[row["currency"]] += Decimal(row["costAvoided"] or 0)
    expected = [{"currency": unit, "sum": f"{costs[unit]:.2f}"} for unit in sorted(costs) if unit]
    assert figures["costAvoided"] == expected
    assert data["swiss"]["costAvoided"] == [each for each in expected if each["currency"] == "CHF"]
    most, count = Counter(row["lesson"] for row in table).most_common(1)[0]
    last = max(row["reusedOn"] for row in table if row["lesson"] == most)
    assert data["lessons"]["nodes"] == [{"id": most, "reusesAggregate": {"count": count, "last": {"max": last}}}]
    learned = Counter(person for row in rows("lessons") for person in row["learnedBy"].split("|"))
    assert data["people"]["totalCount"] == sum(count >= 5 for count in learned.values())


async def test_aggregates_of_no_rows_exist_for_any_selection(ask: Ask) -> None:
    data = await ask("""{ sums: reusesAggregate { costAvoided { currency sum } } names: reusesAggregate { hoursSaved { __typename } }
                          both: reusesAggregate { costAvoided { sum } hoursSaved { sum max } } }""")
    assert data == {
        "sums": {"costAvoided": []},
        "names": {"hoursSaved": {"__typename": "FloatFigures"}},
        "both": {"costAvoided": [], "hoursSaved": {"sum": 0.0, "max": None}},
    }


async def test_groups_equal_those_of_the_tables(seeded: Graph, ask: Ask) -> None:
    data = await ask("""{
      byQuarter: reusesGrouped(by: [REUSED_ON_QUARTER], first: 1000) { totalCount nodes { count keys { value } } }
      byProject: lessonsGrouped(by: [PROJECT, PHASE], sort: [{count: DESC}], first: 1000) { nodes { count keys { name value id } } }
    }""")
    quarters = Counter(f"{row['reusedOn'][:4]}-Q{(int(row['reusedOn'][5:7]) + 2) // 3}" for row in rows("reuses"))
    assert {group["keys"][0]["value"]: group["count"] for group in data["byQuarter"]["nodes"]} == quarters
    assert data["byQuarter"]["totalCount"] == len(quarters)
    pairs = Counter((row["project"], row["phase"] or None) for row in rows("lessons"))
    found = [((group["keys"][0]["id"], group["keys"][1]["value"]), group["count"]) for group in data["byProject"]["nodes"]]
    assert dict(found) == pairs
    assert [count for _, count in found] == sorted(pairs.values(), reverse=True)
