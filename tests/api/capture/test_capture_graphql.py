"""Capture over GraphQL: the payloads, and similar lessons while somebody writes."""

from collections.abc import Mapping
from typing import Any

import pytest

from graph_service.graph import Graph
from tests.api.seed_tables import Ask
from tests.thorough import one_in

LESSON = """mutation($input: CaptureLessonInput!) { captureLesson(input: $input) {
  lesson { id title status projectText learners { nodes { id } } } warnings activity { seq action undoable } } }"""
MEETING = """mutation($input: CaptureMeetingInput!) { captureMeeting(input: $input) {
  lesson { id } lessons { title learnersText project { id } learners { nodes { id } } } warnings activity { seq undoable } } }"""
UNDO = "mutation($activity: Int!) { undo(input: {activity: $activity}) { activity { action } } }"
SIMILAR = """query($text: String!, $project: ID, $asker: ID, $first: Int = 5) {
  similarLessons(text: $text, project: $project, asker: $asker, first: $first) {
    lesson { id title } similarity sharedWords happenedBefore recurrences reuses reason ask { id name } path { person { id } } } }"""
FROZEN = "The temporary pipe along the kerb froze in January and forty houses had no water"
OVERLAND = "overland-pipe-froze-at-minus-nine"


async def similar(ask: Ask, text: str, **variables: Any) -> list[Mapping[str, Any]]:
    return (await ask(SIMILAR, text=text, **variables))["similarLessons"]


async def test_sentence_is_captured(seeded: Graph, ask: Ask) -> None:
    done = (await ask(LESSON, input={"text": "Order early. It took long.", "learner": "uwe-brandt", "project": "Night train"}))[
        "captureLesson"
    ]
    assert done["lesson"]["title"] == "Order early."
    assert (done["lesson"]["status"], done["lesson"]["projectText"]) == ("DRAFT", "Night train")
    assert done["warnings"] == ["There is no project called 'Night train'. The name is kept with the draft."]
    assert (done["activity"]["action"], done["activity"]["undoable"]) == ("captureLesson", True)


@pytest.mark.thorough
async def test_meeting_returns_all_drafts_and_is_undone_at_once(seeded: Graph, ask: Ask) -> None:
    values = {
        "project": "harbour street TRUNK main",
        "learners": ["uwe-brandt", "Zoe Zimmer"],
        "lessons": [{"text": "Order early"}, {"text": "Test with dirt", "learners": ["Greta Lindqvist"]}],
        "idempotencyKey": "meeting",
    }
    done = (await ask(MEETING, input=values))["captureMeeting"]
    assert [lesson["title"] for lesson in done["lessons"]] == ["Order early", "Test with dirt"]
    assert [[each["id"] for each in lesson["learners"]["nodes"]] for lesson in done["lessons"]] == [["uwe-brandt"], ["greta-lindqvist"]]
    assert [lesson["learnersText"] for lesson in done["lessons"]] == ["Zoe Zimmer", None]
    assert {lesson["project"]["id"] for lesson in done["lessons"]} == {"harbour-main"}
    assert (await ask(MEETING, input=values))["captureMeeting"] == done
    await ask(UNDO, activity=done["activity"]["seq"])
    assert (await ask('{ lessons(where: {title: {eq: "Test with dirt"}}) { totalCount } }'))["lessons"]["totalCount"] == 0


async def test_notes_are_shown_as_lessons_before_they_are_recorded(ask: Ask, post: Ask) -> None:
    assert await ask('{ splitNotes(notes: "* Order early\\n* Test with dirt") }') == {"splitNotes": ["Order early", "Test with dirt"]}
    (error,) = (await post("query($notes: String!) { splitNotes(notes: $notes) }", notes="x" * 102_400))["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("INVALID_INPUT", "notes")


@pytest.mark.thorough
async def test_similar_lessons_come_with_a_reason_and_a_person(seeded: Graph, ask: Ask) -> None:
    best, *_ = await similar(ask, FROZEN, asker="bastien-roux")
    assert best["lesson"]["id"] == OVERLAND
    assert best["happenedBefore"]
    assert best["reason"].startswith("Both mention “")
    assert set(best["sharedWords"]) <= set(FROZEN.lower().split())
    assert best["ask"]["id"] in {"uwe-brandt", "amadou-diallo"} or best["path"]
    assert best["path"] is None or best["path"][-1]["person"]["id"] == best["ask"]["id"]


@pytest.mark.thorough
async def test_what_was_learned_on_the_same_project_did_not_happen_before(seeded: Graph, ask: Ask) -> None:
    assert not (await similar(ask, FROZEN, project="harbour-main"))[0]["happenedBefore"]
    assert (await similar(ask, FROZEN, project="valley-road"))[0]["happenedBefore"]


@pytest.mark.parametrize("text", one_in(4, ["", "  ", "!!", "🎉", 'title:"x" +(', "xyzzy plugh", "AND OR NOT", "the and of"], thorough=1))
async def test_text_like_no_lesson_finds_none(seeded: Graph, ask: Ask, text: str) -> None:
    assert await similar(ask, text) == []


async def test_long_text_is_compared(seeded: Graph, ask: Ask) -> None:
    assert (await similar(ask, f"{FROZEN} " * 200))[0]["lesson"]["id"] == OVERLAND
    assert isinstance(await similar(ask, "word " * 20_000), list)


@pytest.mark.thorough
async def test_drafts_and_restricted_lessons_are_never_listed(seeded: Graph, ask: Ask) -> None:
    text = "Quokkas chewed the signalling fibre at the wombat crossing"
    done = (await ask(LESSON, input={"text": text, "learner": "uwe-brandt", "project": "harbour-main"}))["captureLesson"]
    assert text not in {each["lesson"]["title"] for each in await similar(ask, text)}
    await ask("mutation($id: ID!) { publishLesson(input: {lesson: $id}) { lesson { id } } }", id=done["lesson"]["id"])
    assert (await similar(ask, text))[0]["lesson"]["title"] == text
    await ask("mutation($id: ID!) { restrictLesson(input: {lesson: $id}) { lesson { id } } }", id=done["lesson"]["id"])
    assert text not in {each["lesson"]["title"] for each in await similar(ask, text)}


@pytest.mark.thorough
async def test_people_who_must_not_be_named_are_not_to_be_asked(seeded: Graph, ask: Ask) -> None:
    hide = "mutation($id: ID!) { updatePerson(input: {person: $id, discoverable: false}) { person { id } } }"
    for person in ("uwe-brandt", "amadou-diallo"):
        await ask(hide, id=person)
    best = (await similar(ask, FROZEN))[0]
    assert best["lesson"]["id"] == OVERLAND
    assert best["ask"] is None or best["ask"]["id"] not in {"uwe-brandt", "amadou-diallo"}


@pytest.mark.parametrize("argument", ["project", "asker"])
async def test_unknown_ids_are_named(seeded: Graph, post: Ask, argument: str) -> None:
    (error,) = (await post(SIMILAR, text=FROZEN, **{argument: "nobody"}))["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("NOT_FOUND", argument)
