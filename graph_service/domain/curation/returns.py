"""Reviewers return a submitted lesson to its authors with a question."""

from dataclasses import dataclass

from graph_service.callers import Role
from graph_service.domain.authorization.reviewers import refuse_other_reviewer
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.curation.lesson_version import Instant, refuse_outdated_lesson
from graph_service.domain.curation.reviews import add_review, find_actor, parse_note
from graph_service.domain.lessons.rules import read_lesson
from graph_service.domain.lessons.write import UPDATE_LESSON_QUERY
from graph_service.domain.parsing import UNSET, Unset, parse_short_text
from graph_service.errors import Conflict
from graph_service.model.enums import LessonStatus, ReviewDecision
from graph_service.model.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLesson:
    """The submitted lesson to return, and the question to its authors."""

    lesson: str
    question: str
    """What its authors should answer or change before it is published."""
    by: str | None = None
    """The ID of the person who returns it; the caller's own person by default. Only curators may name somebody else."""
    expected_status: str | None = None
    """The status that the lesson had when you read it. If it has another one, nothing is written."""
    expected_revised_at: Instant | Unset | None = UNSET
    """The `revisedAt` that the lesson had when you read it, null if it had none. If it was revised since, nothing is written."""


@command_handler("returnLesson", "lesson", role=Role.CONTRIBUTOR)
async def return_lesson(context: CommandContext, command: ReturnLesson) -> Change:
    """Returns a submitted lesson to its authors with a question, which they answer with `answerReturn`.

    Stewards of its topics and curators may do this. Fails with CONFLICT if the lesson is not submitted, or has changed since the caller
    read it.
    """
    lesson = parse_short_text(command.lesson, "lesson")
    question = parse_note(command.question, "question")
    before = await read_lesson(context, lesson, "lesson")
    await refuse_outdated_lesson(context, lesson, before, command)
    await refuse_other_reviewer(context, lesson)
    if before["status"] != LessonStatus.SUBMITTED:
        raise Conflict(f"lesson is {lesson!r}, which is {before['status']}. Only a SUBMITTED lesson can be returned.", field="lesson")
    by = await find_actor(context, command.by, required=True)
    properties = {"status": LessonStatus.RETURNED, "revisedAt": context.now}
    await context.tx.run(UPDATE_LESSON_QUERY, {"id": lesson, "properties": properties})
    await add_review(context, lesson, by, ReviewDecision.RETURNED, question)
    return Change(Label.LESSON, lesson, ("status",), by, (by,) if by else ())
