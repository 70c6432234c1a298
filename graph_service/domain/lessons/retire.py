"""Retires lessons that no longer apply."""

from dataclasses import dataclass

from graph_service.callers import Role
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.lessons.rules import read_lesson
from graph_service.domain.lessons.write import UPDATE_LESSON_QUERY
from graph_service.domain.parsing import (
    parse_short_text,
)
from graph_service.errors import Conflict
from graph_service.model.enums import LessonStatus
from graph_service.model.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireLesson:
    """The lesson to retire. It can be a draft that was abandoned."""

    lesson: str


@command_handler("retireLesson", "lesson", role=Role.CURATOR)
async def retire_lesson(context: CommandContext, command: RetireLesson) -> Change:
    """Retires a lesson from today on. Fails with CONFLICT if it is already retired."""
    lesson = parse_short_text(command.lesson, "lesson")
    before = await read_lesson(context, lesson, "lesson")
    if before["status"] == LessonStatus.RETIRED:
        raise Conflict(f"lesson is {lesson!r}, which has been RETIRED since {before['retiredOn']}.", field="lesson")
    await retire(context, lesson)
    return Change(Label.LESSON, lesson, ("status", "retiredOn"))


async def retire(context: CommandContext, lesson: str) -> None:
    """Sets the status RETIRED from today on."""
    properties = {"status": LessonStatus.RETIRED, "retiredOn": context.now.date()}
    await context.tx.run(UPDATE_LESSON_QUERY, {"id": lesson, "properties": properties})
