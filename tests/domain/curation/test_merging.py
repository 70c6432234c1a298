"""Two lessons that are not published yet become one."""

from typing import Any

import pytest

from graph_service.callers import Role
from graph_service.domain.capture.lesson import CaptureLesson, capture_lesson
from graph_service.domain.capture.meeting import CaptureMeeting, MeetingLesson, capture_meeting
from graph_service.domain.curation.merging import MergeLessons, merge_lessons
from graph_service.domain.curation.reviews import read_reviews
from graph_service.domain.lessons.publish import PublishLesson, publish_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.recurrences import LinkRecurrence, link_recurrence
from graph_service.domain.lessons.restrictions import RestrictLesson, restrict_lesson
from graph_service.domain.topics import CreateTopic, create_topic
from graph_service.domain.undo.command import Undo, undo
from graph_service.errors import Conflict, Forbidden, InvalidInput, NotFound
from tests.callers import token_of
from tests.domain.company import NOW, Company

CURATOR = token_of("maria", Role.CURATOR, "cy")
ANN = token_of("ann", Role.CONTRIBUTOR)


async def draft(company: Company, id: str, **values: Any) -> None:  # noqa: A002
    fields: dict[str, Any] = {"id": id, "title": f"Title {id}", "learned_on": "2024-06-01", "learners": ["ann"], "project": "p"}
    await company.do(record_lesson, RecordLesson(**fields | values))


async def prepare(company: Company) -> None:
    """Draft a of ann about testing, draft b of bob about steel, which builds on l and is a recurrence of it."""
    for topic in ("testing", "steel"):
        await company.do(create_topic, CreateTopic(id=topic, name=topic.title()))
    await draft(company, "a", topics=["testing"], recommendation="Test early.")
    await draft(company, "b", topics=["steel"], learners=["bob"], recommendation="Test twice.", builds_on=["l", "a"], project="q")
    await company.do(link_recurrence, LinkRecurrence(lesson="b", recurrence_of="l"))


async def merge(company: Company, **values: Any) -> Any:
    return await company.do(merge_lessons, MergeLessons(**{"lesson": "a", "merged": "b"} | values), caller=CURATOR)


async def links_of(company: Company, type: str) -> set[str | None]:  # noqa: A002
    return {end for start, end, _, _ in await company.ties(type) if start == "a"}


async def test_the_remaining_lesson_has_the_links_of_both_and_the_chosen_texts(company: Company) -> None:
    await prepare(company)
    await merge(company, recommendation="Test early.\n\nTest twice.")
    assert (await company.node("a"))["recommendation"] == "Test early.\n\nTest twice."
    assert (await company.node("a"))["title"] == "Title a"
    assert await links_of(company, "LEARNED_BY") == {"ann", "bob"}
    assert await links_of(company, "LEARNED_IN") == {"north", "south"}
    assert await links_of(company, "ABOUT") == {"testing", "steel"}
    assert await links_of(company, "LEARNED_ON") == {"p"}
    assert await links_of(company, "BUILDS_ON") == await links_of(company, "RECURRENCE_OF") == {"l"}
    assert await links_of(company, "SUPERSEDES") == {"b"}
    merged = await company.node("b")
    assert (merged["status"], merged["audience"], merged["recommendation"]) == ("RETIRED", "AUTHORS", "Test twice.")
    assert [(step.decision, step.person) for step in await read_reviews(company.graph, "b", CURATOR, "2026-06-15")] == [("MERGED", "cy")]


async def test_what_the_merged_draft_still_waits_for_is_kept(company: Company) -> None:
    notes = {"a": ["Zoe Ng", "ann"], "b": ["Yan Li", "Zoe Ng", "ann"]}
    ids = {}
    for name, learners in notes.items():
        meeting = CaptureMeeting(
            lessons=[MeetingLesson(text=f"Lesson {name}.", learners=learners)], project="Night train" if name == "b" else None
        )
        ids[name] = (await company.do(capture_meeting, meeting, caller=CURATOR)).id
    before = [await company.node(id_) for id_ in ids.values()]
    merged = await merge(company, lesson=ids["a"], merged=ids["b"])
    node = await company.node(ids["a"])
    assert node["learnersText"] == "Zoe Ng; Yan Li"
    assert node["projectText"] == "Night train"
    await company.do(undo, Undo(activity=merged.seq), caller=CURATOR)
    assert [await company.node(id_) for id_ in ids.values()] == before


async def test_the_remaining_lesson_without_a_project_gets_that_of_the_other_one(company: Company) -> None:
    captured = await company.do(capture_lesson, CaptureLesson(text="Order early.", project="Night train", learner="ann"), caller=CURATOR)
    await draft(company, "b", project="q")
    await merge(company, lesson=captured.id, merged="b")
    assert [end for start, end, *_ in await company.ties("LEARNED_ON") if start == captured.id] == ["q"]
    assert "projectText" not in await company.node(captured.id)


@pytest.mark.thorough
async def test_a_merge_can_be_undone(company: Company) -> None:
    await prepare(company)
    before = [await company.node("a"), await company.node("b"), await company.ties("LEARNED_BY"), await company.ties("BUILDS_ON")]
    result = await merge(company, title="Both")
    await company.do(undo, Undo(activity=result.seq), caller=CURATOR)
    assert [await company.node("a"), await company.node("b"), await company.ties("LEARNED_BY"), await company.ties("BUILDS_ON")] == before
    assert await company.ties("SUPERSEDES") == await company.ties("REVIEWED_BY") == []


@pytest.mark.parametrize(
    ("values", "error", "match"),
    [
        ({"merged": "a"}, InvalidInput, "the same lesson"),
        ({"merged": "x"}, NotFound, "merged is 'x', but there is no lesson"),
        ({"merged": "l"}, Conflict, "merged is 'l', which is PUBLISHED"),
        ({"lesson": "l", "merged": "b"}, Conflict, "lesson is 'l', which is PUBLISHED"),
        ({"title": " "}, InvalidInput, "title"),
        ({"expected_merged_revised_at": "2026-01-01T00:00:00Z"}, Conflict, "merged is 'b', which has changed since you read it"),
        ({"expected_status": "SUBMITTED"}, Conflict, "lesson is 'a', which has changed since you read it"),
    ],
)
async def test_lessons_that_cannot_be_merged(company: Company, values: dict[str, Any], error: type[Exception], match: str) -> None:
    await prepare(company)
    before = await company.snapshot()
    with pytest.raises(error, match=match):
        await merge(company, **values)
    assert await company.snapshot() == before


async def test_only_curators_merge_and_only_what_they_may_read(company: Company) -> None:
    await prepare(company)
    with pytest.raises(Forbidden, match="requires the role curator"):
        await company.do(merge_lessons, MergeLessons(lesson="a", merged="b"), caller=ANN)
    await company.do(restrict_lesson, RestrictLesson(lesson="b", people=["dee"]))
    with pytest.raises(NotFound, match="merged is 'b'"):
        await merge(company)
    with pytest.raises(Conflict, match="Lift the restriction first"):
        await company.do(merge_lessons, MergeLessons(lesson="a", merged="b"))


async def test_links_that_would_close_a_cycle_are_left_out(company: Company) -> None:
    await draft(company, "a")
    await draft(company, "middle", builds_on=["a"])
    await draft(company, "b", builds_on=["middle"])
    await merge(company)
    assert await company.ties("BUILDS_ON") == [["b", "middle", None, None], ["middle", "a", None, None]]
    await company.do(publish_lesson, PublishLesson(lesson="a"), caller=CURATOR, now=NOW)
