"""Whom to ask, and which lessons to apply, over GraphQL: the demonstration organisation's story of two departments that should meet."""

import pytest

from graph_service.access import LOCAL_CALLER
from graph_service.api.context import Context, Resources
from graph_service.api.schema import schema
from graph_service.domain.search.text_search import find_lessons
from graph_service.graph import Graph
from tests.api.seed_tables import Ask, rows

EXPERTS = """query($topic: ID, $text: String, $project: ID, $awayFrom: ID, $asker: ID, $first: Int = 10) {
  experts(topic: $topic, text: $text, project: $project, awayFrom: $awayFrom, asker: $asker, first: $first) {
    person { id name department { id } } score strength lessonCount reuseCount projectCount projects(first: 100) { id topics { nodes { id } } }
    lessons { lesson { id topics { nodes { id } } } relevance learners score }
    reuses { reuse { id outcome lesson { id } } score }
    gained(first: 100) { group { id department { name } } events people }
    path { person { id } project { id name } reuse { id } } } }"""
LESSONS_FOR = """query($project: ID!, $phase: Phase, $first: Int = 10) { lessonsFor(project: $project, phase: $phase, first: $first) {
  lesson { id title learners { nodes { id } } departments { nodes { id } } } score
  reasons { textShare viaProjects { project { id } share } viaTopics { topic { id } share }
    text topics { id } reuses projects { id } proof { judged helped atLeast } samePhase } } }"""


async def test_energy_knows_charging(seeded: Graph, ask: Ask) -> None:
    found = (await ask(EXPERTS, topic="charging", awayFrom="transit"))["experts"]
    assert {"ines-moreau", "rosa-calvi"} & {one["person"]["id"] for one in found[:3]}
    assert all(one["person"]["department"]["id"] != "transit" for one in found)
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    learned = {row["id"]: row["learnedBy"].split("|") for row in rows("lessons")}
    made = {row["id"]: row for row in rows("reuses")}
    for one in found:
        lessons = [known["lesson"]["id"] for known in one["lessons"]]
        assert lessons
        assert all(one["person"]["id"] in learned[lesson] for lesson in lessons)
        assert all(known["learners"] == len(learned[known["lesson"]["id"]]) for known in one["lessons"])
        assert all(one["person"]["id"] not in made[uptake["reuse"]["id"]]["person"].split("|") for uptake in one["reuses"])
        assert (one["lessonCount"] >= len(lessons), one["reuseCount"] >= len(one["reuses"])) == (True, True)


async def test_those_whose_lessons_others_use_come_with_the_departments_that_gained(seeded: Graph, ask: Ask) -> None:
    found = (await ask(EXPERTS, topic="charging"))["experts"]
    gained = {gain["group"]["id"] for one in found for gain in one["gained"]}
    assert "waste" in gained  # it used what Energy learned about charging
    assert all(gain["events"] >= gain["people"] >= 1 for one in found for gain in one["gained"])


async def test_a_department_of_four_is_not_said_to_have_gained(seeded: Graph, ask: Ask) -> None:
    gained = set()
    for topic in rows("topics"):
        found = (
            await ask(
                "query($topic: ID) { experts(topic: $topic, first: 100) { gained(first: 100) { group { id } } gainedCount } }",
                topic=topic["id"],
            )
        )["experts"]
        gained |= {gain["group"]["id"] for one in found for gain in one["gained"]}
        assert all(one["gainedCount"] == len(one["gained"]) for one in found)
    assert "parks" not in gained
    assert "(small departments of places)" in gained


async def test_the_way_to_an_expert_is_made_of_people_who_know_each_other(seeded: Graph, ask: Ask) -> None:
    work = {(row["person"], row["project"]) for row in rows("assignments")}
    asker = next(row["person"] for row in rows("assignments") if row["project"] == "electric-bus-depot")
    found = (await ask(EXPERTS, topic="charging", awayFrom="transit", asker=asker))["experts"]
    assert any(len(one["path"]) > 1 for one in found)
    for one in found:
        before = asker
        assert one["path"][-1]["person"]["id"] == one["person"]["id"]
        for step in one["path"]:
            assert (step["project"] is None) != (step["reuse"] is None)
            if step["project"] is not None:
                assert {(before, step["project"]["id"]), (step["person"]["id"], step["project"]["id"])} <= work
            before = step["person"]["id"]


async def test_words_and_projects_name_what_is_asked(seeded: Graph, ask: Ask) -> None:
    by_text = (await ask(EXPERTS, text="sharing the grid connection of charge points by software"))["experts"]
    assert by_text[0]["lessons"][0]["lesson"]["id"] == "connection-power-shared-by-software"
    assert by_text[0]["lessons"][0]["relevance"] == 1
    by_project = (await ask(EXPERTS, project="electric-ferry", first=100))["experts"]
    wanted = {"charging", "ferries", "energy-systems", "vehicles"}
    assert all(wanted & {node["id"] for node in known["lesson"]["topics"]["nodes"]} for one in by_project for known in one["lessons"])
    both = (await ask(EXPERTS, project="electric-ferry", text="charging"))["experts"]
    assert {one["person"]["id"] for one in both} <= {one["person"]["id"] for one in by_project}


async def test_a_project_without_topics_is_asked_about_by_its_words(seeded: Graph, ask: Ask) -> None:
    await ask('mutation { updateProject(input: {project: "electric-bus-depot", topics: []}) { project { id } } }')
    found = (await ask(EXPERTS, project="electric-bus-depot"))["experts"]
    assert {"charging-by-depot-timetable", "bus-charging-from-a-brochure", "connection-power-shared-by-software"} & {
        known["lesson"]["id"] for one in found for known in one["lessons"]
    }


async def test_nobody_is_found_for_words_that_nobody_wrote(seeded: Graph, ask: Ask) -> None:
    for text in ("", "!", "xyzzy", '"[', "xyzzy:frobnicate"):
        assert (await ask(EXPERTS, text=text))["experts"] == []


async def test_people_who_do_not_want_to_be_named_are_not(seeded: Graph, ask: Ask) -> None:
    best = (await ask(EXPERTS, topic="charging"))["experts"][0]["person"]["id"]
    await ask("mutation($id: ID!) { updatePerson(input: {person: $id, discoverable: false}) { person { id } } }", id=best)
    found = (await ask(EXPERTS, topic="charging", asker="ines-moreau" if best != "ines-moreau" else "rosa-calvi"))["experts"]
    assert best not in {one["person"]["id"] for one in found} | {step["person"]["id"] for one in found for step in one["path"] or ()}


@pytest.mark.parametrize("argument", ["topic", "project", "awayFrom", "asker"])
@pytest.mark.thorough
async def test_what_is_not_there_is_named_with_its_argument(seeded: Graph, post: Ask, argument: str) -> None:
    error = (await post(EXPERTS, **{"text": "charging", argument: "no such id"}))["errors"][0]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("NOT_FOUND", argument)


async def test_an_expert_in_nothing_is_not_found_but_asked_what_in(seeded: Graph, post: Ask) -> None:
    error = (await post(EXPERTS, awayFrom="transit"))["errors"][0]
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert "Give a topic, a text or a project" in error["message"]


@pytest.mark.parametrize("evidence", ["lessons { score }", "reuses { score }", "gained { events }"])
@pytest.mark.parametrize("first", [-1, 101])
async def test_more_evidence_than_is_kept_is_refused(seeded: Graph, post: Ask, evidence: str, first: int) -> None:
    error = (await post(f'{{ experts(topic: "charging") {{ {evidence.replace(" ", f"(first: {first}) ", 1)} }} }}'))["errors"][0]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("INVALID_INPUT", "first")


async def test_the_bus_depot_is_told_what_energy_learned_about_charging(seeded: Graph, ask: Ask) -> None:
    found = (await ask(LESSONS_FOR, project="electric-bus-depot"))["lessonsFor"]
    ids = [one["lesson"]["id"] for one in found]
    assert {"test-the-transformer-with-hired-load", "connection-power-shared-by-software", "charging-by-depot-timetable"} <= set(ids)
    people = {row["person"] for row in rows("assignments") if row["project"] == "electric-bus-depot"}
    had = {row["lesson"] for row in rows("reuses") if row["project"] == "electric-bus-depot" or row["person"] in people}
    assert not had & set(ids)
    assert all(people.isdisjoint(node["id"] for node in one["lesson"]["learners"]["nodes"]) for one in found)


async def test_people_without_lessons_come_last_with_the_projects_on_the_topic_that_they_worked_on(seeded: Graph, ask: Ask) -> None:
    found = (await ask(EXPERTS, topic="charging", first=1000))["experts"]
    others = [one for one in found if not one["lessonCount"]]
    assert others
    assert found[-len(others) :] == others
    work = {(row["person"], row["project"]) for row in rows("assignments")}
    for one in others:
        assert (one["score"], one["strength"], one["lessons"], one["reuses"]) == (0, "WEAK", [], [])
        assert len(one["projects"]) == one["projectCount"] > 0
        assert all((one["person"]["id"], project["id"]) in work for project in one["projects"])
    assert all(one["projectCount"] == 0 for one in found if one["lessonCount"])
    assert {one["strength"] for one in found} == {"STRONG", "SOME", "WEAK"}


async def test_what_connects_a_lesson_with_the_project_is_data(seeded: Graph, ask: Ask) -> None:
    found = (await ask(LESSONS_FOR, project="electric-ferry", first=10))["lessonsFor"]
    lessons, made = {row["id"]: row for row in rows("lessons")}, rows("reuses")
    for one in found:
        row, reasons = lessons[one["lesson"]["id"]], one["reasons"]
        projects = {row["project"]} | {reuse["project"] for reuse in made if reuse["lesson"] == row["id"]}
        assert {via["project"]["id"] for via in reasons["viaProjects"]} <= projects
        assert {via["topic"]["id"] for via in reasons["viaTopics"]} <= set(row["topics"].split("|"))
        shares = [via["share"] for via in (*reasons["viaProjects"], *reasons["viaTopics"])]
        assert all(0.05 <= share <= 1 for share in shares)
        assert reasons["textShare"] + sum(shares) <= 1 + 1e-9
        assert shares or reasons["textShare"] > 0


async def test_reasons_are_data(seeded: Graph, ask: Ask) -> None:
    found = (await ask(LESSONS_FOR, project="electric-ferry", phase="BEFORE", first=40))["lessonsFor"]
    lessons, made = {row["id"]: row for row in rows("lessons")}, rows("reuses")
    for one in found:
        row, reasons = lessons[one["lesson"]["id"]], one["reasons"]
        reuses = [reuse for reuse in made if reuse["lesson"] == row["id"]]
        assert {topic["id"] for topic in reasons["topics"]} == {"charging", "ferries"} & set(row["topics"].split("|"))
        assert reasons["reuses"] == sum(reuse["person"] not in row["learnedBy"].split("|") for reuse in reuses)
        judged = [reuse["outcome"] for reuse in reuses if reuse["outcome"]]
        proof = reasons["proof"]
        assert (proof and (proof["judged"], proof["helped"])) == ((len(judged), judged.count("HELPED")) if judged else None)
        assert reasons["samePhase"] == (row["phase"] == "BEFORE")
    assert max(one["reasons"]["text"] or 0 for one in found) <= 1


async def test_lessons_for_every_phase_take_one_search(seeded: Graph, ask: Ask) -> None:
    field = 'lessonsFor(project: "electric-bus-depot", phase: {}) {{ score lesson {{ id }} }}'
    phases = ["BEFORE", "DURING", "AFTER"]
    together = f"{{ {' '.join(f'{phase}: {field.format(phase)}' for phase in phases)} }}"
    context = Context(Resources.create(seeded, max_cost=10**7, min_group=5, answer_timeout=60), LOCAL_CALLER)
    answer = await schema.execute(together, context_value=context)
    assert answer.errors is None
    assert answer.data == {phase: (await ask(f"{{ lessonsFor: {field.format(phase)} }}"))["lessonsFor"] for phase in phases}
    assert len([key for key in context.memo if isinstance(key, tuple) and key[0] is find_lessons]) == 1


async def test_an_unknown_project_gets_no_lessons(seeded: Graph, post: Ask) -> None:
    error = (await post(LESSONS_FOR, project="no such project"))["errors"][0]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("NOT_FOUND", "project")


async def test_an_empty_graph_has_neither(ask: Ask) -> None:
    assert (await ask(EXPERTS, text="anything")) == {"experts": []}
