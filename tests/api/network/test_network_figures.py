"""The network's figures over GraphQL, held against the tables of the demonstration organisation."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from graph_service.graph import Graph
from tests.api.seed_tables import Ask, rows

SAVING = "hoursSaved costAvoided { currency sum } events people"
BENEFIT = f"reported {{ {SAVING} }} confirmed {{ {SAVING} }}"
BENEFITS = f"""query($by: [BenefitsBy!], $every: Every = QUARTER, $window: Window) {{ network(window: $window) {{ benefits(by: $by, every: $every) {{
  total {{ {BENEFIT} }} rows {{ group {{ id department {{ id }} }} window {{ from to }} given {{ {BENEFIT} }} received {{ {BENEFIT} }} }} }} }} }}"""
STORY = "lessons wentWell wentWrong both neither people"
EVERYTHING = """{ network {
  asOf { activity } mostReused { reuses } shelf { published onShelf medianDays curve { day } groups { published } lessons { days } events people }
  benefits { total { reported { hoursSaved costAvoided { sum } events } } rows { group { id } } }
  storyBalance { lessons wentWell groups { lessons } } participation { closedProjects people medianDays }
  capture { closed { projects lessonsPerProject evidence } learnedToRecorded { medianDays evidence } groups { group { key } } projectsWithoutLesson { id } }
  rundownUse { decisions applyShare phases { phase projects share } } conversations { conversations acrossShare evidence }
  timeline { window { from } } nodeGraph { nodes { id } edges { id } } } }"""


def saving(reuses: list[dict[str, str]]) -> dict:
    """What these reuses say they saved, without people's own lessons."""
    learners = {row["id"]: row["learnedBy"].split("|") for row in rows("lessons")}
    stated = [row for row in reuses if (row["hoursSaved"] or row["costAvoided"]) and row["person"] not in learners[row["lesson"]]]
    costs = defaultdict[str, Decimal](Decimal)
    for row in stated:
        if row["costAvoided"]:
            costs[row["currency"]] += Decimal(row["costAvoided"])
    return {
        "hoursSaved": sum(float(row["hoursSaved"] or 0) for row in stated),
        "costAvoided": [{"currency": currency, "sum": f"{costs[currency]:.2f}"} for currency in sorted(costs)],
        "events": len(stated),
        "people": len({row["person"] for row in stated}),
    }


async def test_benefits_are_what_the_tables_state(seeded: Graph, ask: Ask) -> None:
    found = (await ask(BENEFITS))["network"]["benefits"]
    reuses = rows("reuses")
    confirmed = [row for row in reuses if row["confirmedBy"]]
    assert found["total"] == {"reported": saving(reuses), "confirmed": saving(confirmed)}
    assert 0 < len(confirmed) < len(reuses)
    for side in ("given", "received"):
        hours = sum(row[side]["reported"]["hoursSaved"] or 0 for row in found["rows"])
        assert abs(hours - found["total"]["reported"]["hoursSaved"]) < 1e-6
    assert {row["group"]["department"]["id"] for row in found["rows"]} == {
        "water",
        "energy",
        "waste",
        "roads",
        "transit",
        "digital",
        "places",
    }
    assert all(row["window"] is None for row in found["rows"])


async def test_impossible_hours_and_costs_of_an_older_graph_are_left_out(seeded: Graph, ask: Ask) -> None:
    """Two reuses of 1.7e308 hours add up to infinity, which is no number of GraphQL; two of 9e18 cents overflow 64 bits."""
    before = (await ask(BENEFITS))["network"]["benefits"]["total"]["reported"]
    changed = "MATCH (r:Reuse) WHERE r.hoursSaved IS NULL AND r.costAvoided IS NULL WITH r ORDER BY r.id LIMIT 2 "
    await seeded.command(changed + "SET r.hoursSaved = 1.7e308, r.costAvoided = 9000000000000000000, r.currency = 'EUR'")
    after = (await ask(BENEFITS))["network"]["benefits"]["total"]["reported"]
    assert after == before


async def test_benefits_by_year_and_one_word_for_a_list(seeded: Graph, ask: Ask) -> None:
    query = (
        "{ network { benefits(by: PERIOD, every: YEAR) { rows { group { id } window { from to } given { reported { hoursSaved } } } } } }"
    )
    found = (await ask(query))["network"]["benefits"]["rows"]
    assert [row["window"]["from"] for row in found] == [f"{year}-01-01" for year in range(2022, 2027)]
    for row in found:
        made = [reuse for reuse in rows("reuses") if row["window"]["from"] <= reuse["reusedOn"] < row["window"]["to"]]
        assert (row["group"], row["given"]["reported"]["hoursSaved"] or 0) == (None, saving(made)["hoursSaved"])


async def test_every_row_of_group_and_period_says_both(seeded: Graph, ask: Ask) -> None:
    found = (await ask(BENEFITS, by=["GROUP", "PERIOD"], every="YEAR"))["network"]["benefits"]["rows"]
    assert len({(row["group"]["id"], row["window"]["from"]) for row in found}) == len(found) > 8


async def test_the_shelf_holds_what_nobody_else_used(seeded: Graph, ask: Ask) -> None:
    query = """{ network { shelf(first: 1000) { published reused considered retired onShelf medianDays events
      curve { day atRisk share } lessons { days lesson { id status publishedOn } } groups { group { id } published } } } }"""
    found = (await ask(query))["network"]["shelf"]
    lessons = {row["id"]: row for row in rows("lessons")}
    used = {row["lesson"] for row in rows("reuses") if row["person"] not in lessons[row["lesson"]]["learnedBy"].split("|")}
    waiting = {id_ for id_, row in lessons.items() if row["status"] == "PUBLISHED" and id_ not in used}
    assert {shelved["lesson"]["id"] for shelved in found["lessons"]} == waiting
    assert {"shower-legs-left-dead", "two-seasons-are-two-projects", "anchor-tests-before-the-fence-price"} <= waiting
    assert found["onShelf"] == len(waiting)
    assert found["reused"] == len(used)
    assert found["published"] == found["reused"] + found["considered"] + found["retired"] + found["onShelf"]
    assert abs(sum(group["published"] for group in found["groups"]) - found["published"]) < 1e-9
    today = datetime.now(UTC).date()
    assert [shelved["days"] for shelved in found["lessons"]] == [
        (today - date.fromisoformat(shelved["lesson"]["publishedOn"])).days for shelved in found["lessons"]
    ]
    half = next((step["day"] for step in found["curve"] if step["share"] <= 0.5), None)
    assert found["medianDays"] == half is not None


async def test_more_than_half_of_the_lessons_say_what_went_wrong(seeded: Graph, ask: Ask) -> None:
    found = (await ask(f"{{ network {{ storyBalance {{ {STORY} groups {{ group {{ id }} {STORY} }} }} }} }}"))["network"]["storyBalance"]
    told = [(bool(row["wentWell"]), bool(row["wentWrong"])) for row in rows("lessons") if row["publishedOn"]]
    assert found["lessons"] == len(told) == 147
    assert found["wentWrong"] == sum(wrong for _, wrong in told) / 147 > 0.5
    assert found["wentWell"] == sum(well for well, _ in told) / 147
    assert found["both"] == sum(well and wrong for well, wrong in told) / 147
    assert abs(sum(group["lessons"] for group in found["groups"]) - 147) < 1e-9


async def test_participation_is_what_the_tables_say(seeded: Graph, ask: Ask) -> None:
    query = "query($window: Window) { network(window: $window) { participation { closedProjects withLesson lessons events learners reusers people } } }"
    for start, end in (("0001-01-01", "9999-12-31"), ("2024-01-01", "2025-01-01")):
        lessons = [row for row in rows("lessons") if start <= row["learnedOn"] < end]
        reusers = {row["person"] for row in rows("reuses") if start <= row["reusedOn"] < end}
        learners = {person for row in lessons for person in row["learnedBy"].split("|")}
        closed = {row["id"] for row in rows("projects") if row["status"] == "CLOSED" and start <= row["endedOn"] < end}
        assert (await ask(query, window={"from": start, "to": end}))["network"]["participation"] == {
            "closedProjects": len(closed),
            "withLesson": len(closed & {row["project"] for row in rows("lessons") if row["publishedOn"]}),
            "lessons": len(lessons),
            "events": sum(start <= row["reusedOn"] < end for row in rows("reuses")),
            "learners": len(learners),
            "reusers": len(reusers),
            "people": len(learners | reusers),
        }


async def test_how_soon_something_is_recorded_is_told_by_what_was_not_imported(seeded: Graph, ask: Ask) -> None:
    question = "{ network { participation { medianDays } } }"
    assert (await ask(question))["network"]["participation"] == {"medianDays": None}
    lesson, today = next(row["id"] for row in rows("lessons") if row["status"] == "PUBLISHED"), datetime.now(UTC).date()
    for days in (4, 10):
        reuse = {"lesson": lesson, "person": "nadja-petrov", "project": "harbour-main", "reusedOn": (today - timedelta(days)).isoformat()}
        await ask("mutation($reuse: RecordReuseInput!) { recordReuse(input: $reuse) { reuse { id } } }", reuse=reuse)
    assert (await ask(question))["network"]["participation"] == {"medianDays": 7.0}


async def test_capture_is_what_the_tables_say(seeded: Graph, ask: Ask) -> None:
    query = """query($window: Window) { network(window: $window) { capture { closed { projects withoutLesson lessons people }
      learnedToRecorded { lessons evidence } learnedToPublished { lessons waiting medianDays } recordingUnknown
      groups { closed { projects } recordingUnknown } projectsWithoutLesson(first: 1000) { id } } } }"""
    for start, end in (("0001-01-01", "9999-12-31"), ("2024-01-01", "2025-01-01")):
        found = (await ask(query, window={"from": start, "to": end}))["network"]["capture"]
        closed = {row["id"] for row in rows("projects") if row["status"] == "CLOSED" and start <= row["endedOn"] < end}
        own = [row for row in rows("lessons") if row["project"] in closed and (row["publishedOn"] or not row["retiredOn"])]
        learned = [row for row in rows("lessons") if start <= row["learnedOn"] < end]
        bare = closed - {row["project"] for row in own}
        assert found["closed"] == {
            "projects": len(closed),
            "withoutLesson": len(bare),
            "lessons": len(own),
            "people": len({person for row in own for person in row["learnedBy"].split("|")}),
        }
        assert {project["id"] for project in found["projectsWithoutLesson"]} == bare
        assert found["learnedToRecorded"] == {"lessons": 0, "evidence": "TOO_LITTLE"}  # all were imported
        assert found["recordingUnknown"] == found["learnedToPublished"]["lessons"] == len(learned)
        assert sum(group["closed"]["projects"] for group in found["groups"]) == len(closed)
        assert abs(sum(group["recordingUnknown"] for group in found["groups"]) - len(learned)) < 1e-9


@pytest.mark.thorough
async def test_rundowns_and_conversations_count_as_soon_as_they_are_recorded(seeded: Graph, ask: Ask) -> None:
    question = """{ network { rundownUse { rundowns decisions apply later applyShare projects groups { group { key } decisions } }
      conversations { conversations across acrossShare people groups { group { key } conversations across } } } }"""
    before = (await ask(question))["network"]
    held = "mutation($in: HoldRundownInput!) { holdRundown(input: $in) { rundown { id } } }"
    rundown = (await ask(held, **{"in": {"project": "harbour-main", "phase": "AFTER", "confirm": True}}))["holdRundown"]["rundown"]["id"]
    lessons = [row["id"] for row in rows("lessons") if row["status"] == "PUBLISHED" and row["project"] != "harbour-main"][:2]
    decide = "mutation($in: DecideLessonInput!) { decideLesson(input: $in) { rundown { id } } }"
    for lesson, decision in zip(lessons, ("APPLY", "LATER"), strict=True):
        values = {"rundown": rundown, "lesson": lesson, "decision": decision, "reason": "In May.", "person": "nadja-petrov"}
        await ask(decide, **{"in": values})
    talk = "mutation($in: RecordConversationInput!) { recordConversation(input: $in) { conversation { id } } }"
    await ask(talk, **{"in": {"project": "harbour-main", "with": "bastien-roux", "person": "nadja-petrov", "confirm": True}})
    after = (await ask(question))["network"]
    changes = {name: after["rundownUse"][name] - before["rundownUse"][name] for name in ("rundowns", "decisions", "apply", "later")}
    assert changes == {"rundowns": 1, "decisions": 2, "apply": 1, "later": 1}
    assert after["conversations"]["conversations"] - before["conversations"]["conversations"] == 1
    assert after["conversations"]["across"] - before["conversations"]["across"] == 1


async def test_a_period_answers_what_its_window_answers(seeded: Graph, ask: Ask) -> None:
    answers = """{ asOf { activity } flow { events people cells { from { id } to { id department { name } } reuses } } mostReused(first: 3) { lesson { title } reuses }
      silos { group { id } p } shelf { published medianDays } storyBalance { both } participation { people } nodeGraph { edges { id } } }"""
    query = f"{{ network(level: 1) {{ timeline(every: YEAR) {{ window {{ from to }} network {answers} }} }} }}"
    timeline = (await ask(query))["network"]["timeline"]
    assert [period["window"]["from"] for period in timeline] == [f"{year}-01-01" for year in range(2022, 2027)]
    for period in timeline:
        direct = await ask(f"query($window: Window) {{ network(level: 1, window: $window) {answers} }}", window=period["window"])
        assert period["network"] == direct["network"]
    assert sum(period["network"]["flow"]["events"] for period in timeline) == len(rows("reuses"))


async def test_more_periods_than_are_answered_are_refused(post: Ask) -> None:
    for field in ("timeline(every: MONTH) { window { from } }", "benefits(by: PERIOD, every: MONTH) { rows { window { from } } }"):
        answer = await post(f'{{ network(window: {{from: "1900-01-01", to: "2000-01-01"}}) {{ {field} }} }}')
        error = answer["errors"][0]
        assert (error["extensions"]["code"], error["extensions"]["field"]) == ("INVALID_INPUT", "every")
        assert "1,200 periods" in error["message"]


async def test_the_node_graph_has_the_fields_that_grafana_reads(seeded: Graph, ask: Ask) -> None:
    arcs = ["arc__internal", "arc__across", "arc__unattributed", "arc__nothing"]
    query = f"""{{ network {{ nodeGraph {{
      nodes {{ id title subtitle mainstat secondarystat {" ".join(arcs)} detail__events detail__people }}
      edges {{ id source target mainstat detail__events detail__people }} }} flow {{ cells {{ from {{ id }} to {{ id }} reuses }} }} }} }}"""
    network = (await ask(query))["network"]
    nodes, edges = network["nodeGraph"]["nodes"], network["nodeGraph"]["edges"]
    assert len(nodes) == 7
    assert all(abs(sum(node[arc] for arc in arcs) - 1) < 1e-9 for node in nodes)
    assert [node["id"] for node in nodes if node["subtitle"] == "keeps to itself"] == ["water"]
    assert {(edge["source"], edge["target"]): edge["mainstat"] for edge in edges} == {
        (cell["from"]["id"], cell["to"]["id"]): cell["reuses"] for cell in network["flow"]["cells"] if cell["from"] != cell["to"]
    }
    assert len({edge["id"] for edge in edges}) == len(edges)


async def test_an_empty_graph_and_an_empty_window_have_answers(ask: Ask, graph: Graph) -> None:
    assert (await ask(EVERYTHING))["network"] == {
        "asOf": {"activity": 0},
        "mostReused": [],
        "shelf": {"published": 0, "onShelf": 0, "medianDays": None, "curve": [], "groups": [], "lessons": [], "events": 0, "people": 0},
        "benefits": {"total": {"reported": {"hoursSaved": None, "costAvoided": [], "events": 0}}, "rows": []},
        "storyBalance": {"lessons": 0, "wentWell": None, "groups": []},
        "participation": {"closedProjects": 0, "people": 0, "medianDays": None},
        "capture": {
            "closed": {"projects": 0, "lessonsPerProject": None, "evidence": "TOO_LITTLE"},
            "learnedToRecorded": {"medianDays": None, "evidence": "TOO_LITTLE"},
            "groups": [],
            "projectsWithoutLesson": [],
        },
        "rundownUse": {
            "decisions": 0,
            "applyShare": None,
            "phases": [{"phase": phase, "projects": 0, "share": None} for phase in ("BEFORE", "DURING", "AFTER")],
        },
        "conversations": {"conversations": 0, "acrossShare": None, "evidence": "TOO_LITTLE"},
        "timeline": [],
        "nodeGraph": {"nodes": [], "edges": []},
    }


@pytest.mark.thorough
async def test_a_window_without_events_has_answers(seeded: Graph, ask: Ask) -> None:
    query = EVERYTHING.replace("{ network {", '{ network(window: {from: "1990-01-01", to: "1990-01-01"}) {', 1)
    found = (await ask(query))["network"]
    assert (found["shelf"]["published"], found["timeline"], found["nodeGraph"]["nodes"], found["benefits"]["rows"]) == (0, [], [], [])
