"""The problem that came back, over GraphQL: found on record, suggested, confirmed, dismissed."""

from statistics import median
from typing import Any

import pytest

from graph_service.graph import Graph
from tests.api.seed_tables import Ask, rows

MISSED = """query($suggested: Boolean, $first: Int = 100, $window: Window) { network(window: $window) {
  missedReuse(suggested: $suggested, first: $first) {
    earlier { id title project { id } } later { id learnedOn project { id } } suggested likeness topics { id }
    sharedPeople whoShared { id } knownIn { id } cameBackIn { id department { id } } forgone { hours events people } } } }"""
CONFIRM = "mutation($later: ID!, $earlier: ID!) { linkRecurrence(input: {lesson: $later, recurrenceOf: $earlier}) { lesson { id } } }"
DISMISS = "mutation($later: ID!, $earlier: ID!) { dismissRecurrence(input: {lesson: $later, recurrenceOf: $earlier}) { lesson { id } } }"
RAMP, BRIDGE = "ramp-hinge-made-to-1968-drawings", "bearings-made-to-1974-drawings"


async def missed(ask: Ask, **variables: Any) -> list[dict[str, Any]]:
    return (await ask(MISSED, **variables))["network"]["missedReuse"]


def pairs(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["later"]["id"], one["earlier"]["id"]) for one in found]


async def test_the_mistake_that_was_paid_for_twice_is_found(seeded: Graph, ask: Ask) -> None:
    [ramp, *_] = await missed(ask, suggested=False)
    hours = [float(row["hoursSaved"]) for row in rows("reuses") if row["lesson"] == BRIDGE and row["hoursSaved"]]
    reusers = {row["person"] for row in rows("reuses") if row["lesson"] == BRIDGE and row["hoursSaved"]}
    assert ramp == {
        "earlier": {"id": BRIDGE, "title": "Bearings made to the 1974 drawings were 40 mm too tall", "project": {"id": "mill-bridge"}},
        "later": {"id": RAMP, "learnedOn": "2025-05-13", "project": {"id": "north-ferry-ramp"}},
        "suggested": False,
        "likeness": None,
        "topics": [{"id": "procurement"}, {"id": "surveying"}],
        "sharedPeople": 0,
        "whoShared": [],
        "knownIn": [{"id": "roads"}],
        "cameBackIn": [{"id": "transit", "department": {"id": "transit"}}],
        "forgone": {"hours": median(hours), "events": len(hours), "people": len(reusers)},
    }


async def test_a_problem_that_came_back_with_a_reason_was_not_missed(seeded: Graph, ask: Ask) -> None:
    """The drain was applied, the leaflet still unwritten; the flooded pits came back on a project of the same planner."""
    [_, pits] = await missed(ask, suggested=False)
    assert pairs([pits]) == [("cable-pits-flooded-again-at-the-kerb", "cable-pits-full-of-water")]
    assert (pits["sharedPeople"], pits["whoShared"]) == (1, [{"id": "jonas-wieland"}])


async def test_the_window_holds_the_day_it_came_back(seeded: Graph, ask: Ask) -> None:
    assert pairs(await missed(ask, suggested=False, window={"from": "2025-05-13", "to": "2025-05-14"})) == [(RAMP, BRIDGE)]
    assert await missed(ask, suggested=False, window={"from": "2025-05-14"}) == []


async def test_what_nobody_has_put_on_record_is_suggested(graph: Graph, seeded: Graph, ask: Ask) -> None:
    """With its record taken away, the planted problem is found by what the two lessons say."""
    await graph.command("MATCH (:Lesson {id: $later})-[link:RECURRENCE_OF]->() DELETE link", {"later": RAMP})
    found = await missed(ask)
    assert (RAMP, BRIDGE) in pairs([one for one in found if one["suggested"]])
    assert [one["suggested"] for one in found] == sorted(one["suggested"] for one in found)
    likeness = [one["likeness"] for one in found if one["suggested"]]
    assert likeness == sorted(likeness, reverse=True)
    assert all(0.25 <= each <= 1 for each in likeness)
    assert all(one["topics"] and one["earlier"]["project"] != one["later"]["project"] for one in found if one["suggested"])


async def test_a_confirmed_suggestion_is_on_record(seeded: Graph, ask: Ask) -> None:
    [first, *rest] = await missed(ask, suggested=True)
    [pair] = pairs([first])
    await ask(CONFIRM, later=pair[0], earlier=pair[1])
    left = pairs(await missed(ask, suggested=True))  # of the same later lesson, the next best pair may be suggested now
    assert pair not in left
    assert [each for each in left if each[0] != pair[0]] == pairs(rest)
    confirmed = next(one for one in await missed(ask, suggested=False) if pairs([one]) == [pair])
    assert (confirmed["suggested"], confirmed["likeness"]) == (False, None)


@pytest.mark.thorough
async def test_a_dismissed_suggestion_never_comes_again(seeded: Graph, ask: Ask) -> None:
    before = await missed(ask)
    [pair, *_] = pairs([one for one in before if one["suggested"]])
    await ask(DISMISS, later=pair[0], earlier=pair[1])
    assert pair not in pairs(await missed(ask))
    assert {*pairs(before)} - {*pairs(await missed(ask))} == {pair}


@pytest.mark.thorough
async def test_the_same_question_has_the_same_answer(seeded: Graph, ask: Ask) -> None:
    assert await missed(ask) == await missed(ask)
    assert await missed(ask, first=3) == (await missed(ask))[:3]


async def test_too_many_are_refused(seeded: Graph, post: Ask) -> None:
    error = (await post(MISSED, first=1001))["errors"][0]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("INVALID_INPUT", "first")


async def test_an_empty_graph_missed_nothing(ask: Ask) -> None:
    assert await missed(ask) == []


async def test_lessons_without_a_word_are_no_error(graph: Graph, ask: Ask) -> None:
    await graph.command(
        """
        UNWIND range(1, 3) AS n
        CREATE (lesson:Lesson {id: 'l' + n, title: '…!', status: 'PUBLISHED', learnedOn: date('2025-01-01') + duration({days: n}),
          publishedOn: date('2025-01-01'), recordedAt: datetime(), wentWrong: '?'})
        CREATE (lesson)-[:LEARNED_ON]->(:Project {id: 'p' + n, name: 'P', status: 'CLOSED'})
        MERGE (topic:Topic {id: 't', name: 'T'})
        CREATE (lesson)-[:ABOUT]->(topic)
        """
    )
    assert await missed(ask) == []
