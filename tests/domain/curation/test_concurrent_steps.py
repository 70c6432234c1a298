"""Several people act at the same time: every capture is recorded, and of several decisions on a lesson only one is taken."""

import asyncio
from typing import Any

import pytest

from graph_service.callers import Role
from graph_service.domain.capture.lesson import CaptureLesson, capture_lesson
from graph_service.domain.commands import CommandResult
from graph_service.domain.curation.merging import MergeLessons, merge_lessons
from graph_service.domain.curation.returns import ReturnLesson, return_lesson
from graph_service.domain.curation.submission import SubmitLesson, submit_lesson
from graph_service.domain.lessons.publish import PublishLesson, publish_lesson
from graph_service.domain.lessons.retire import RetireLesson, retire_lesson
from graph_service.errors import Conflict
from tests.callers import token_of
from tests.domain.company import Company

ANN, BOB = (token_of(name, Role.CONTRIBUTOR) for name in ("ann", "bob"))
CURATOR = token_of("maria", Role.CURATOR, "cy")
NUMBERS = "MATCH (a:Activity {action: 'captureLesson'}) WITH a.seq AS seq ORDER BY seq RETURN collect(seq)"
LESSONS = "MATCH (l:Lesson) WHERE l.status = 'DRAFT' RETURN count(l)"
PROJECTS = "MATCH (p:Project {name: 'Night train'}) RETURN count(p)"
REVIEWS = "MATCH (:Lesson {id: $id})-[r:REVIEWED_BY]->() WITH r ORDER BY r.at RETURN collect(r.decision)"


async def capture(company: Company, text: str, caller: Any = ANN, **values: Any) -> CommandResult:
    return await company.do(capture_lesson, CaptureLesson(text=text, **values), caller=caller)


@pytest.mark.thorough
async def test_twenty_captures_at_once_are_all_recorded(company: Company) -> None:
    done = await asyncio.gather(*(capture(company, f"Lesson number {n} of the day.") for n in range(20)))
    assert len({each.id for each in done}) == 20
    numbers = await company.graph.read(NUMBERS)
    assert numbers == list(range(numbers[0], numbers[0] + 20))


async def test_one_sentence_sent_twenty_times_at_once_is_one_draft(company: Company) -> None:
    before = await company.graph.read(LESSONS)
    done = await asyncio.gather(*(capture(company, "Order early.") for _ in range(20)))
    assert len({each.id for each in done}) == 1
    assert await company.graph.read(LESSONS) == before + 1


async def test_a_project_created_by_several_captures_at_once_is_one(company: Company) -> None:
    texts = [f"Lesson number {n} of the day." for n in range(5)]
    await asyncio.gather(*(capture(company, text, CURATOR, project="Night train", create_project=True) for text in texts))
    assert await company.graph.read(PROJECTS) == 1
    assert len([tie for tie in await company.ties("LEARNED_ON") if tie[1] not in {"p", "q"}]) == 5


async def test_of_several_decisions_on_a_submission_at_once_one_is_taken(company: Company) -> None:
    lesson = (await capture(company, "Order early.", project="p")).id
    other = (await capture(company, "Order late.", project="p")).id
    await company.do(submit_lesson, SubmitLesson(lesson=lesson), caller=ANN)
    seen: dict[str, Any] = {"expected_status": "SUBMITTED"}
    steps = [
        (publish_lesson, PublishLesson(lesson=lesson, **seen)),
        (return_lesson, ReturnLesson(lesson=lesson, question="Why?", **seen)),
        (retire_lesson, RetireLesson(lesson=lesson, reason="Known.", **seen)),
        (merge_lessons, MergeLessons(lesson=lesson, merged=other, expected_status="SUBMITTED")),
        (publish_lesson, PublishLesson(lesson=lesson, **seen)),
        (return_lesson, ReturnLesson(lesson=lesson, question="How?", **seen)),
    ]
    results = await asyncio.gather(*(company.do(handler, command, caller=CURATOR) for handler, command in steps), return_exceptions=True)
    refused = [result for result in results if isinstance(result, BaseException)]
    assert all(isinstance(error, Conflict) for error in refused), refused
    decided = [decision for decision in await company.graph.read(REVIEWS, {"id": lesson}) if decision not in {"SUBMITTED", "MERGED"}]
    assert len(decided) <= 1
    assert len(refused) >= 4  # merging leaves the lesson submitted, so that one more step may follow
