"""Retires lessons that no longer apply."""

from dataclasses import dataclass

from graph_service.callers import Role
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.curation.lesson_version import Instant, refuse_outdated_lesson
from graph_service.domain.curation.reviews import add_review, find_actor, parse_note
from graph_service.domain.lessons.rules import read_lesson
from graph_service.domain.lessons.write import UPDATE_LESSON_QUERY
from graph_service.domain.parsing import UNSET, Unset, optional, parse_short_text
from graph_service.errors import Conflict
from graph_service.model.enums import UNPUBLISHED_STATUSES, LessonStatus, ReviewDecision
from graph_service.model.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireLesson:
    """The lesson to retire. It can be one that was never published."""

    lesson: str
    reason: str | None = None
    """Why a lesson that was not published is refused, for its authors."""
    by: str | None = None
    """The ID of the person who retires it; the caller's own person by default. Only curators may name somebody else."""
    expected_status: str | None = None
    """The status that the lesson had when you read it. If it has another one, nothing is written."""
    expected_revised_at: Instant | Unset | None = UNSET
    """The `revisedAt` that the lesson had when you read it, null if it had none. If it was revised since, nothing is written."""


@command_handler("retireLesson", "lesson", role=Role.CURATOR)
async def retire_lesson(context: CommandContext, command: RetireLesson) -> Change:
    """Retires a lesson from today on. A lesson that was not published is refused in this way.

    Fails with CONFLICT if it is already retired, has changed since the caller read it, or was published and a reason is given.
    """
    lesson = parse_short_text(command.lesson, "lesson")
    reason = optional(parse_note)(command.reason, "reason")
    before = await read_lesson(context, lesson, "lesson")
    await refuse_outdated_lesson(context, lesson, before, command)
    if before["status"] == LessonStatus.RETIRED:
        raise Conflict(f"lesson is {lesson!r}, which has been RETIRED since {before['retiredOn']}.", field="lesson")
    if reason is not None and before["status"] == LessonStatus.PUBLISHED:
        raise Conflict(f"lesson is {lesson!r}, which is PUBLISHED. A reason is kept only for lessons that were not.", field="reason")
    by = await find_actor(context, command.by, required=reason is not None)
    await retire(context, lesson)
    if before["status"] in UNPUBLISHED_STATUSES:
        await add_review(context, lesson, by, ReviewDecision.REFUSED, reason)
    return Change(Label.LESSON, lesson, ("status", "retiredOn"), by, (by,) if by else ())


async def retire(context: CommandContext, lesson: str) -> None:
    """Sets the status RETIRED from today on."""
    properties = {"status": LessonStatus.RETIRED, "retiredOn": context.now.date(), "revisedAt": context.now}
    await context.tx.run(UPDATE_LESSON_QUERY, {"id": lesson, "properties": properties})
