"""What waits for a person: each kind appears when it should, and is gone once it is done."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from graph_service.callers import Caller, Role
from graph_service.domain.capture.lesson import CaptureLesson, capture_lesson
from graph_service.domain.curation.returns import ReturnLesson, return_lesson
from graph_service.domain.curation.stewards import AppointSteward, appoint_steward
from graph_service.domain.curation.submission import AnswerReturn, SubmitLesson, answer_return, submit_lesson
from graph_service.domain.inbox.inbox import READERS, read_inbox
from graph_service.domain.inbox.lessons import choose_repeats
from graph_service.domain.inbox.waiting_item import InboxOwner, WaitingItem
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.project_assignments import Assign, assign
from graph_service.domain.projects import CloseProject, StartProject, close_project, start_project
from graph_service.domain.reuses import (
    ConfirmReuse,
    JudgeReuse,
    RecordReuse,
    WithdrawReuse,
    confirm_reuse,
    judge_reuse,
    record_reuse,
    withdraw_reuse,
)
from graph_service.domain.rundowns.conversations import RecordConversation, record_conversation
from graph_service.domain.rundowns.decisions import DecideLesson, decide_lesson
from graph_service.domain.rundowns.gates import DEFAULT_GATES
from graph_service.domain.rundowns.rundowns import HoldRundown, hold_rundown
from graph_service.domain.tasks import CloseTask, CreateTask, close_task, create_task
from graph_service.domain.topics import CreateTopic, create_topic
from graph_service.domain.undo.command import Undo, undo
from graph_service.model.enums import Decision, Finding, InboxKind, Phase
from tests.callers import token_of
from tests.domain.company import Company

TODAY: Final = "2026-06-15"
ANN, BOB, CY, DEE = (token_of(name, Role.CONTRIBUTOR) for name in ("ann", "bob", "cy", "dee"))
CURATOR: Final = token_of("pmo", Role.CURATOR, "cy")
Read = Callable[..., Awaitable[list[WaitingItem]]]


@pytest.fixture
def read(company: Company) -> Read:
    """The inbox of a person on 15 June 2026, without gates unless they are asked for."""

    async def run(person: str | None, *kinds: InboxKind, **owner: Any) -> list[WaitingItem]:
        return await read_inbox(company.graph, InboxOwner(person, TODAY, **owner), DEFAULT_GATES, kinds or tuple(READERS))

    return run


async def draft(company: Company, text: str = "Ask for the old drawings", caller: Any = BOB) -> str:
    return (await company.do(capture_lesson, CaptureLesson(text=text, project="q"), caller=caller)).id


async def test_draft_waits_for_its_authors_until_it_is_submitted(company: Company, read: Read) -> None:
    lesson = await draft(company)
    [item] = await read("bob")
    assert (item.kind, item.lesson, item.since) == (InboxKind.DRAFT, lesson, TODAY)
    assert item.sentence == "“Ask for the old drawings” is a draft: finish and submit it."
    assert await read("ann") == []
    await company.do(submit_lesson, SubmitLesson(lesson=lesson), caller=BOB)
    assert await read("bob") == []


async def test_submission_waits_for_the_steward_or_else_for_curators(company: Company, read: Read) -> None:
    lesson = await draft(company)
    await company.do(submit_lesson, SubmitLesson(lesson=lesson), caller=BOB)
    assert await read("cy") == []
    [item] = await read("cy", curates=True)
    assert (item.kind, item.lesson) == (InboxKind.REVIEW, lesson)
    assert [each.lesson for each in await read(None, curates=True)] == [lesson]
    await company.do(create_topic, CreateTopic(id="t", name="Drawings"))
    await company.do(appoint_steward, AppointSteward(topic="t", person="dee", from_="2026-01-01"))
    await company.do(revise_lesson, ReviseLesson(lesson=lesson, topics=["t"]))
    assert [each.kind for each in await read("dee")] == [InboxKind.REVIEW]
    assert await read("cy", curates=True) == []


async def test_question_waits_for_the_authors_until_it_is_answered(company: Company, read: Read) -> None:
    lesson = await draft(company)
    await company.do(submit_lesson, SubmitLesson(lesson=lesson), caller=BOB)
    await company.do(return_lesson, ReturnLesson(lesson=lesson, question="Which drawings?"), caller=CURATOR)
    [item] = await read("bob")
    assert (item.kind, item.note) == (InboxKind.RETURNED, "Which drawings?")
    assert item.sentence == "“Ask for the old drawings” was returned with a question."
    answered = await company.do(answer_return, AnswerReturn(lesson=lesson, answer="Those of 1974."), caller=BOB)
    assert await read("bob") == []
    await company.do(undo, Undo(activity=answered.seq), caller=BOB)
    assert [each.kind for each in await read("bob")] == [InboxKind.RETURNED]


async def test_reuse_waits_for_its_judgement_and_then_for_a_colleague(company: Company, read: Read) -> None:
    for person in ("ann", "bob", "dee"):
        await company.do(assign, Assign(person=person, project="q", role="team", from_="2026-01-01"))
    made = await company.do(record_reuse, RecordReuse(lesson="l", project="q", reused_on="2026-05-05"), caller=BOB)
    [item] = await read("bob")
    assert (item.kind, item.reuse, item.lesson, item.project, item.since) == (InboxKind.JUDGE, made.id, "l", "q", "2026-05-05")
    assert item.sentence == "“Test early” was used on Q: its result is not known yet."
    assert await read("ann") == []
    judged = await company.do(judge_reuse, JudgeReuse(reuse=made.id, outcome="HELPED", note="A week."), caller=BOB)
    assert await read("bob") == []
    [item] = await read("ann")
    assert (item.kind, item.reuse, item.since, item.note) == (InboxKind.CONFIRM, made.id, TODAY, "A week.")
    assert item.sentence == "“Test early” was used, and helped, on Q: nobody has confirmed it yet."
    assert [each.kind for each in await read("dee")] == [InboxKind.CONFIRM]
    assert await read("cy") == []
    await company.do(confirm_reuse, ConfirmReuse(reuse=made.id), caller=ANN)
    assert await read("dee") == []
    assert made.seq < judged.seq


async def test_reuse_is_confirmed_by_nobody_who_recorded_or_judged_it(company: Company, read: Read) -> None:
    for person in ("ann", "bob"):
        await company.do(assign, Assign(person=person, project="q", role="team", from_="2026-01-01"))
    clerk = Caller("token:clerk", "clerk", None, Role.CURATOR)
    reuse = RecordReuse(lesson="l", project="q", person="bob", reused_on="2026-05-05", outcome="HELPED")
    made = await company.do(record_reuse, reuse, caller=clerk)
    assert [each.kind for each in await read("ann")] == [InboxKind.CONFIRM]
    assert await read("ann", subject="token:clerk") == []
    await company.do(judge_reuse, JudgeReuse(reuse=made.id, outcome="BACKFIRED", by="bob"), caller=token_of("pmo", Role.CURATOR, "ann"))
    assert await read("ann") == []


async def test_withdrawn_reuse_waits_for_nobody(company: Company, read: Read) -> None:
    made = await company.do(record_reuse, RecordReuse(lesson="l", project="q", reused_on="2026-05-05"), caller=BOB)
    await company.do(withdraw_reuse, WithdrawReuse(reuse=made.id), caller=BOB)
    assert await read("bob") == []


async def test_old_reuses_and_those_of_other_times_on_the_project_wait_for_nobody(company: Company, read: Read) -> None:
    await company.do(assign, Assign(person="ann", project="q", role="team", from_="2025-01-01", to="2026-05-01"))
    for id_, day in (("old", "2025-03-01"), ("after", "2026-05-05"), ("now", "2026-03-01")):
        reuse = RecordReuse(id=id_, lesson="l", project="q", person="bob", reused_on=day, outcome="HELPED")
        await company.do(record_reuse, reuse)
    assert [each.reuse for each in await read("ann")] == ["now"]


async def postpone(company: Company) -> None:
    await company.do(hold_rundown, HoldRundown(id="u", project="q", phase="BEFORE", held_on="2021-01-01"))
    command = DecideLesson(rundown="u", lesson="l", decision=Decision.LATER, reason="Too early")
    await company.do(decide_lesson, command, caller=BOB)


async def test_postponed_lesson_waits_for_the_project_once_its_phase_has_come(company: Company, read: Read) -> None:
    await company.do(assign, Assign(person="ann", project="q", role="lead", from_="2021-01-01"))
    await postpone(company)
    [item] = await read("ann")
    assert (item.kind, item.lesson, item.project, item.phase) == (InboxKind.POSTPONED, "l", "q", Phase.DURING)
    assert (item.since, item.note, item.rundown) == ("2021-01-01", "Too early", None)
    assert item.sentence == "Q postponed “Test early”, and its next phase has come."
    assert await read("bob") == []
    await company.do(hold_rundown, HoldRundown(id="v", project="q", phase="DURING", held_on="2026-06-01"))
    [item] = await read("ann")
    assert item.rundown == "v"
    command = DecideLesson(rundown="v", lesson="l", decision=Decision.NOT_APPLICABLE, reason="No ground water")
    decided = await company.do(decide_lesson, command, caller=ANN)
    assert await read("ann") == []
    await company.do(undo, Undo(activity=decided.seq), caller=ANN)
    assert [each.kind for each in await read("ann")] == [InboxKind.POSTPONED]


async def test_lesson_postponed_in_this_phase_does_not_wait_yet(company: Company, read: Read) -> None:
    await company.do(start_project, StartProject(id="later", name="Later", started_on="2026-12-01", owner="north", status="PLANNED"))
    await company.do(assign, Assign(person="ann", project="later", role="lead", from_="2026-12-01"))
    await company.do(hold_rundown, HoldRundown(id="u", project="later", phase="BEFORE", held_on="2026-06-01"))
    await company.do(decide_lesson, DecideLesson(rundown="u", lesson="l", decision=Decision.LATER, reason="Wait"), caller=BOB)
    assert await read("ann") == []


async def test_gate_waits_for_the_people_of_the_project_until_it_is_passed(company: Company, read: Read) -> None:
    await company.do(start_project, StartProject(id="soon", name="Soon", started_on="2026-07-01", owner="north", status="PLANNED"))
    await company.do(start_project, StartProject(id="far", name="Far", started_on="2026-12-01", owner="north", status="PLANNED"))
    for project, day in (("soon", "2026-07-01"), ("far", "2026-12-01")):
        await company.do(assign, Assign(person="bob", project=project, role="lead", from_=day))
    [item] = await read("bob", InboxKind.GATE)
    assert (item.project, item.phase, item.since) == ("soon", Phase.BEFORE, "2026-06-01")
    assert item.sentence == (
        "The gate of Soon, before it begins, is not passed: rundown held (0 of 1), conversations with other departments (0 of 3)."
    )
    await company.do(hold_rundown, HoldRundown(project="soon", phase="BEFORE", held_on="2026-06-10"))
    await company.do(record_conversation, RecordConversation(project="soon", with_="ann", held_on="2026-06-10"), caller=BOB)
    [item] = await read("bob", InboxKind.GATE)
    assert item.sentence.endswith("is not passed: conversations with other departments (1 of 3).")


async def test_gate_of_the_end_is_due_for_a_while(company: Company, read: Read) -> None:
    await company.do(assign, Assign(person="ann", project="q", role="lead", from_="2021-01-01"))
    assert [each.phase for each in await read("ann", InboxKind.GATE)] == [Phase.DURING]
    await company.do(close_project, CloseProject(project="q", on="2026-06-01"))
    [item] = await read("ann", InboxKind.GATE)
    assert (item.phase, item.since) == (Phase.AFTER, "2026-05-02")
    late = InboxOwner("ann", "2026-10-15")
    assert await read_inbox(company.graph, late, DEFAULT_GATES, [InboxKind.GATE]) == []


async def test_possible_repeat_waits_for_the_authors_of_either_lesson(company: Company) -> None:
    lesson = await draft(company, "Test early, we said", BOB)

    async def choose(person: str) -> list[WaitingItem]:
        return await choose_repeats(company.graph, InboxOwner(person, TODAY), [(lesson, "l"), ("unknown", "l")])

    for person in ("ann", "bob"):
        [item] = await choose(person)
        assert (item.kind, item.lesson, item.earlier) == (InboxKind.REPEAT, lesson, "l")
        assert item.sentence == "“Test early, we said” may be about the same problem as the earlier “Test early”."
    assert await choose("dee") == []


async def test_each_kind_has_the_oldest_first(company: Company, read: Read) -> None:
    for id_, day in (("b", "2026-03-01"), ("a", "2026-04-01"), ("c", "2026-02-01")):
        await company.do(record_reuse, RecordReuse(id=id_, lesson="l", project="q", person="bob", reused_on=day))
    assert [each.reuse for each in await read("bob", InboxKind.JUDGE)] == ["c", "b", "a"]


async def test_task_waits_for_the_person_who_was_asked_until_it_is_done(company: Company, read: Read) -> None:
    asked = CreateTask(person="bob", finding=Finding.SILOS, title="Roads is a silo", note="Talk to them")
    task = (await company.do(create_task, asked, caller=ANN)).id
    [item] = await read("bob")
    assert (item.kind, item.task, item.since, item.note) == (InboxKind.TASK, task, TODAY, "Talk to them")
    assert item.sentence.endswith(" asked you to look at this: Roads is a silo")
    assert await read("ann") == await read("cy") == []
    await company.do(close_task, CloseTask(task=task), caller=BOB)
    assert await read("bob") == []
