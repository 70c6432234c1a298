"""Publishes lessons, and corrects the day of a publication."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph_service.callers import Role
from graph_service.domain.authorization.permissions import refuse_other_lesson, refuse_publishing
from graph_service.domain.authorization.reviewers import is_steward
from graph_service.domain.capture.unlinked_drafts import refuse_unlinked
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.curation.lesson_version import Instant, refuse_outdated_lesson
from graph_service.domain.curation.reviews import add_review, find_actor, parse_note
from graph_service.domain.lessons.rules import authors_of, read_lesson
from graph_service.domain.lessons.write import UPDATE_LESSON_QUERY
from graph_service.domain.parsing import UNSET, Day, Unset, optional, parse_short_text
from graph_service.errors import Conflict
from graph_service.model.enums import UNPUBLISHED_STATUSES, Audience, LessonStatus, ReviewDecision
from graph_service.model.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishLesson:
    """The lesson to publish."""

    lesson: str
    note: str | None = None
    """A note to its authors, such as what was changed."""
    by: str | None = None
    """The ID of the person who publishes it; the caller's own person by default. Only curators may name somebody else."""
    expected_status: str | None = None
    """The status that the lesson had when you read it. If it has another one, nothing is written."""
    expected_revised_at: Instant | Unset | None = UNSET
    """The `revisedAt` that the lesson had when you read it, null if it had none. If it was revised since, nothing is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPublication:
    """The day on which a lesson was published, if the recorded one is wrong."""

    lesson: str
    published_on: Day
    """The day on which it became visible to everyone."""


@command_handler("publishLesson", "lesson", role=Role.CONTRIBUTOR)
async def publish_lesson(context: CommandContext, command: PublishLesson) -> Change:
    """Publishes a lesson, with or without a review: everyone can use it from today on.

    Curators may publish every lesson, and stewards the submitted and returned lessons about their topics. Other contributors may publish
    their own, if the setting GRAPH_SERVICE_PUBLISHING_ROLE allows it. Fails with CONFLICT if it is already published or retired, or has
    changed since the caller read it.
    """
    lesson = parse_short_text(command.lesson, "lesson")
    note = optional(parse_note)(command.note, "note")
    before = await read_lesson(context, lesson, "lesson")
    await refuse_outdated_lesson(context, lesson, before, command)
    await _refuse_publisher(context, lesson, before)
    if before["status"] not in UNPUBLISHED_STATUSES:
        raise Conflict(
            f"lesson is {lesson!r}, which is {before['status']}. Only a DRAFT, SUBMITTED or RETURNED lesson can be published.",
            field="lesson",
        )
    by = await find_actor(context, command.by, required=note is not None)
    refuse_unlinked(lesson, before)
    audience = None if before["audience"] == Audience.AUTHORS else before["audience"]
    properties = {"status": LessonStatus.PUBLISHED, "publishedOn": context.now.date()}
    others = {"audience": audience, "revisedAt": context.now}
    await context.tx.run(UPDATE_LESSON_QUERY, {"id": lesson, "properties": properties | others})
    await add_review(context, lesson, by, ReviewDecision.PUBLISHED, note)
    return Change(Label.LESSON, lesson, tuple(properties), by, (by,) if by else ())


async def _refuse_publisher(context: CommandContext, lesson: str, before: Mapping[str, Any]) -> None:
    """Raises Forbidden if a contributor may not publish this lesson. Stewards publish only what its authors have submitted."""
    caller = context.caller
    if caller is None or caller.role >= Role.CURATOR:
        return
    if before["status"] != LessonStatus.DRAFT and await is_steward(context, lesson):
        return
    refuse_publishing(context, "lesson")
    refuse_other_lesson(context, lesson, LessonStatus.DRAFT, authors_of(before))


@command_handler("correctPublication", "lesson", role=Role.CURATOR)
async def correct_publication(context: CommandContext, command: CorrectPublication) -> Change:
    """Corrects the day on which a lesson was published.

    Fails with CONFLICT if it is not published yet, or if that day is before it was learned or after it was retired.
    """
    lesson = parse_short_text(command.lesson, "lesson")
    day = context.past_day(command.published_on, "publishedOn")
    before = await read_lesson(context, lesson, "lesson")
    if before["status"] in UNPUBLISHED_STATUSES:
        status = "a DRAFT" if before["status"] == LessonStatus.DRAFT else before["status"]
        raise Conflict(f"lesson is {lesson!r}, which is {status}. Publish it first.", field="lesson")
    if day.isoformat() < before["learnedOn"]:
        raise Conflict(f"publishedOn is {day}, but the lesson was learned on {before['learnedOn']}.", field="publishedOn")
    if before["retiredOn"] and before["retiredOn"] < day.isoformat():
        raise Conflict(f"publishedOn is {day}, but the lesson was retired on {before['retiredOn']}.", field="publishedOn")
    await context.tx.run(UPDATE_LESSON_QUERY, {"id": lesson, "properties": {"publishedOn": day}})
    return Change(Label.LESSON, lesson, ("publishedOn",))
