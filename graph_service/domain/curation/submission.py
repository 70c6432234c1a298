"""Authors submit a lesson for review, and answer the question with which it was returned."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph_service.callers import Role
from graph_service.domain.authorization.permissions import acting_person, refuse_other_lesson
from graph_service.domain.capture.unlinked_drafts import warn_of_unlinked
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.curation.lesson_version import Instant, refuse_outdated_lesson
from graph_service.domain.curation.reviews import add_review, find_actor, parse_note
from graph_service.domain.curation.usefulness import failed_checks, read_checked_lesson
from graph_service.domain.lessons.revise import ReviseLesson, revise
from graph_service.domain.lessons.rules import authors_of, read_lesson
from graph_service.domain.lessons.write import UPDATE_LESSON_QUERY
from graph_service.domain.parsing import UNSET, Unset, parse_short_text, quote
from graph_service.errors import Conflict, Forbidden
from graph_service.model.enums import Audience, LessonStatus, ReviewDecision
from graph_service.model.labels import Label

RESTRICTED = "The lesson is restricted: only stewards of its topics and curators who may read it, and administrators, can review it."


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitLesson:
    """The draft to submit for review."""

    lesson: str
    by: str | None = None
    """The ID of the author who submits it; the caller's own person by default. Only curators may name somebody else."""
    expected_status: str | None = None
    """The status that the lesson had when you read it. If it has another one, nothing is written."""
    expected_revised_at: Instant | Unset | None = UNSET
    """The `revisedAt` that the lesson had when you read it, null if it had none. If it was revised since, nothing is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReturn:
    """The answer to the question with which a lesson was returned, with new values for its texts if they change."""

    lesson: str
    answer: str
    """The answer to the question, for those who review the lesson."""
    title: str | Unset = UNSET
    context: str | Unset | None = UNSET
    went_well: str | Unset | None = UNSET
    went_wrong: str | Unset | None = UNSET
    recommendation: str | Unset | None = UNSET
    phase: str | Unset | None = UNSET
    topics: Sequence[str] | Unset | None = UNSET
    """The IDs of all its topics; replaces the current list."""
    by: str | None = None
    """The ID of the author who answers; the caller's own person by default. Only curators may name somebody else."""
    expected_status: str | None = None
    """The status that the lesson had when you read it. If it has another one, nothing is written."""
    expected_revised_at: Instant | Unset | None = UNSET
    """The `revisedAt` that the lesson had when you read it, null if it had none. If it was revised since, nothing is written."""


@command_handler("submitLesson", "lesson", role=Role.CONTRIBUTOR)
async def submit_lesson(context: CommandContext, command: SubmitLesson) -> Change:
    """Submits a draft for review by the stewards of its topics; if there are none, curators review it. Warns of what it needs before it can be
    published, and of what would make it more useful.

    Contributors submit their own drafts. Fails with CONFLICT if the lesson is not a draft, or has changed since the caller read it.
    """
    lesson = parse_short_text(command.lesson, "lesson")
    before = await read_lesson(context, lesson, "lesson")
    await refuse_outdated_lesson(context, lesson, before, command)
    refuse_other_lesson(context, lesson, LessonStatus.DRAFT, authors_of(before))
    _refuse_unless_draft(lesson, before)
    by = await find_actor(context, command.by, required=False)
    properties = submitted(context)
    await context.tx.run(UPDATE_LESSON_QUERY, {"id": lesson, "properties": properties | {"revisedAt": context.now}})
    await add_review(context, lesson, by, ReviewDecision.SUBMITTED)
    checked = await read_checked_lesson(context.tx, lesson)
    hidden = (RESTRICTED,) if before["audience"] == Audience.NAMED else ()
    warnings = (*warn_of_unlinked(before), *(check.reason for check in failed_checks(checked)), *hidden)
    return Change(Label.LESSON, lesson, tuple(properties), by, (by,) if by else (), warnings)


@command_handler("answerReturn", "lesson", role=Role.CONTRIBUTOR)
async def answer_return(context: CommandContext, command: AnswerReturn) -> Change:
    """Answers the question with which a lesson was returned and submits the lesson again; can revise its texts at the same time.

    Only its authors answer: its learners and the person who recorded it. Fails with CONFLICT if the lesson was not returned, or has changed
    since the caller read it.
    """
    lesson = parse_short_text(command.lesson, "lesson")
    answer = parse_note(command.answer, "answer")
    before = await read_lesson(context, lesson, "lesson")
    await refuse_outdated_lesson(context, lesson, before, command)
    by = acting_person(context, command.by, "by")
    _refuse_other_author(lesson, by, before, stated=command.by is not None)
    if before["status"] != LessonStatus.RETURNED:
        raise Conflict(
            f"lesson is {lesson!r}, which is {before['status']}. Only a RETURNED lesson has a question to answer.", field="lesson"
        )
    await add_review(context, lesson, by, ReviewDecision.ANSWERED, answer)
    return await revise(context, _revision(command, lesson), submitted(context), by)


def submitted(context: CommandContext) -> dict[str, Any]:
    """The properties of a lesson that is submitted now."""
    return {"status": LessonStatus.SUBMITTED, "submittedAt": context.now}


def _revision(command: AnswerReturn, lesson: str) -> ReviseLesson:
    return ReviseLesson(
        lesson=lesson,
        title=command.title,
        context=command.context,
        went_well=command.went_well,
        went_wrong=command.went_wrong,
        recommendation=command.recommendation,
        phase=command.phase,
        topics=command.topics,
    )


def _refuse_unless_draft(lesson: str, before: dict[str, Any]) -> None:
    if before["status"] == LessonStatus.RETURNED:
        raise Conflict(f"lesson is {lesson!r}, which was RETURNED with a question. Answer it with answerReturn.", field="lesson")
    if before["status"] != LessonStatus.DRAFT:
        raise Conflict(f"lesson is {lesson!r}, which is {before['status']}. Only a DRAFT can be submitted.", field="lesson")


def _refuse_other_author(lesson: str, by: str, before: dict[str, Any], *, stated: bool) -> None:
    if by not in authors_of(before):
        who = f"by is {quote(by)}, who is not an author of {quote(lesson)}." if stated else f"You are not an author of {quote(lesson)}."
        raise Forbidden(f"{who} Its learners and the person who recorded it answer questions about it.", field="by" if stated else "lesson")
