"""Supersession: a lesson replaces another, which is retired."""

from dataclasses import dataclass
from typing import LiteralString

from graph_service.callers import Role
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.lessons.retire import retire
from graph_service.domain.lessons.rules import read_lesson, refuse_cycle
from graph_service.domain.parsing import parse_short_text
from graph_service.errors import Conflict
from graph_service.model.enums import UNPUBLISHED_STATUSES, LessonStatus
from graph_service.model.labels import Label

SUPERSEDES_CYCLE_QUERY: LiteralString = """
MATCH path = SHORTEST 1 (:Lesson {id: $other})-[:SUPERSEDES]->*(:Lesson {id: $lesson})
RETURN [
  lesson IN nodes(path) | CASE WHEN lesson.audience IS NULL OR lesson.id IN [$other, $lesson] THEN lesson.id ELSE 'another lesson' END
] AS cycle
"""
SUPERSEDED_QUERY: LiteralString = """
MATCH (:Lesson {id: $lesson})-[:SUPERSEDES]->(older:Lesson {id: $older})
RETURN older.id AS id
"""
SUPERSEDE_LESSON_QUERY: LiteralString = """
MATCH (lesson:Lesson {id: $lesson})
MATCH (older:Lesson {id: $older})
CREATE (lesson)-[:SUPERSEDES]->(older)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupersedeLesson:
    """The new lesson and the lesson it replaces."""

    lesson: str
    """The ID of the new lesson."""
    supersedes: str
    """The ID of the lesson it replaces."""


@command_handler("supersedeLesson", "lesson", "supersedes", role=Role.CURATOR)
async def supersede_lesson(context: CommandContext, command: SupersedeLesson) -> Change:
    """Replaces a lesson with a new one. The old lesson is retired today unless it already is.

    Fails with CONFLICT if the new lesson already replaces it, or if a lesson would supersede itself.
    """
    lesson = parse_short_text(command.lesson, "lesson")
    older = parse_short_text(command.supersedes, "supersedes")
    status = (await read_lesson(context, lesson, "lesson"))["status"]
    before = await read_lesson(context, older, "supersedes")
    refuse_cycle("supersedes", lesson, older, await context.tx.run(SUPERSEDES_CYCLE_QUERY, {"other": older, "lesson": lesson}))
    if await context.tx.run(SUPERSEDED_QUERY, {"lesson": lesson, "older": older}):
        raise Conflict(f"supersedes is {older!r}, which {lesson!r} already supersedes.", field="supersedes")
    await context.tx.run(SUPERSEDE_LESSON_QUERY, {"lesson": lesson, "older": older})
    if before["status"] != LessonStatus.RETIRED:
        await retire(context, older)
    draft = f"{lesson!r} is {'a DRAFT' if status == LessonStatus.DRAFT else status}: nobody can use either lesson until it is published with publishLesson."
    return Change(Label.LESSON, lesson, ("supersedes",), warnings=(draft,) if status in UNPUBLISHED_STATUSES else ())
