"""Publishes drafts, and corrects the day of a publication."""

from dataclasses import dataclass

from graph_service.callers import Role
from graph_service.domain.authorization.permissions import refuse_other_lesson, refuse_publishing
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.lessons.rules import read_lesson
from graph_service.domain.lessons.write import UPDATE_LESSON_QUERY
from graph_service.domain.parsing import (
    Day,
    parse_short_text,
)
from graph_service.errors import Conflict
from graph_service.model.enums import Audience, LessonStatus
from graph_service.model.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishLesson:
    """The draft to publish."""

    lesson: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPublication:
    """The day on which a lesson was published, if the recorded one is wrong."""

    lesson: str
    published_on: Day
    """The day on which it became visible to everyone."""


@command_handler("publishLesson", "lesson", role=Role.CONTRIBUTOR)
async def publish_lesson(context: CommandContext, command: PublishLesson) -> Change:
    """Publishes a draft: everyone can use it from today on. Fails with CONFLICT if it is already published or retired.

    Curators may publish every draft. Contributors may publish their own, if the setting GRAPH_SERVICE_PUBLISHING_ROLE allows it.
    """
    lesson = parse_short_text(command.lesson, "lesson")
    refuse_publishing(context, "lesson")
    before = await read_lesson(context, lesson, "lesson")
    refuse_other_lesson(context, lesson, LessonStatus.DRAFT, before["learners"])
    if before["status"] != LessonStatus.DRAFT:
        raise Conflict(f"lesson is {lesson!r}, which is {before['status']}. Only a DRAFT can be published.", field="lesson")
    audience = None if before["audience"] == Audience.AUTHORS else before["audience"]
    properties = {"status": LessonStatus.PUBLISHED, "publishedOn": context.now.date()}
    await context.tx.run(UPDATE_LESSON_QUERY, {"id": lesson, "properties": properties | {"audience": audience}})
    return Change(Label.LESSON, lesson, tuple(properties))


@command_handler("correctPublication", "lesson", role=Role.CURATOR)
async def correct_publication(context: CommandContext, command: CorrectPublication) -> Change:
    """Corrects the day on which a lesson was published.

    Fails with CONFLICT if it is a draft, or if that day is before it was learned or after it was retired.
    """
    lesson = parse_short_text(command.lesson, "lesson")
    day = context.past_day(command.published_on, "publishedOn")
    before = await read_lesson(context, lesson, "lesson")
    if before["status"] == LessonStatus.DRAFT:
        raise Conflict(f"lesson is {lesson!r}, which is a DRAFT. Publish it first.", field="lesson")
    if day.isoformat() < before["learnedOn"]:
        raise Conflict(f"publishedOn is {day}, but the lesson was learned on {before['learnedOn']}.", field="publishedOn")
    if before["retiredOn"] and before["retiredOn"] < day.isoformat():
        raise Conflict(f"publishedOn is {day}, but the lesson was retired on {before['retiredOn']}.", field="publishedOn")
    await context.tx.run(UPDATE_LESSON_QUERY, {"id": lesson, "properties": {"publishedOn": day}})
    return Change(Label.LESSON, lesson, ("publishedOn",))
