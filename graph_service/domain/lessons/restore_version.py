"""The command that restores an earlier version of a lesson."""

from dataclasses import dataclass

from graph_service.callers import Role
from graph_service.domain.authorization.permissions import refuse_other_lesson
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.lessons.revise import ReviseLesson, revise
from graph_service.domain.lessons.rules import authors_of, read_lesson
from graph_service.domain.lessons.versions import read_version
from graph_service.domain.parsing import parse_short_text
from graph_service.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreLessonVersion:
    """The version to restore."""

    lesson: str
    version: int
    """Its number, as `lessonVersions` lists it."""
    confirm: bool = False
    """Confirms a day that is more than a year before the project started or after it ended."""


@command_handler("restoreLessonVersion", "lesson", role=Role.CONTRIBUTOR)
async def restore_lesson_version(context: CommandContext, command: RestoreLessonVersion) -> Change:
    """Gives a lesson the texts, the phase, the day and the source that it had before a change. Learners, project and topics stay as they are.

    The rules of `reviseLesson` apply. What is replaced becomes an earlier version itself. Fails with NOT_FOUND if the version is not kept.
    """
    lesson = parse_short_text(command.lesson, "lesson")
    before = await read_lesson(context, lesson, "lesson")
    refuse_other_lesson(context, lesson, before["status"], authors_of(before))  # before it says which versions are kept
    values = await read_version(context.tx, lesson, command.version)
    if values is None:
        raise NotFound(f"version is {command.version}, but no such version of this lesson is kept.", field="version")
    revised = ReviseLesson(
        lesson=lesson,
        title=values["title"],
        context=values.get("context"),
        went_well=values.get("wentWell"),
        went_wrong=values.get("wentWrong"),
        recommendation=values.get("recommendation"),
        phase=values.get("phase"),
        learned_on=values["learnedOn"],
        source_url=values.get("sourceUrl"),
        confirm=command.confirm,
    )
    return await revise(context, revised)
