"""Optimistic concurrency control for lessons, by status and revision: a command fails if its lesson has changed since the sender read it."""

from datetime import datetime
from typing import Any, LiteralString, Protocol

from graph_service.domain.commands import CommandContext
from graph_service.domain.optimistic_concurrency import describe_change, outdated
from graph_service.domain.parsing import UNSET, Unset, choice, optional, parse_instant
from graph_service.model.enums import LessonStatus

Instant = datetime | str

LAST_CHANGE_QUERY: LiteralString = """
MATCH (activity:Activity {subjectId: $lesson})
USING INDEX activity:Activity(subjectId)
WHERE activity.subjectLabel = 'Lesson'
WITH activity ORDER BY activity.seq DESC LIMIT 1
OPTIONAL MATCH (person:Person {id: activity.actor})
RETURN activity.action AS action, toString(activity.at) AS at, person.shownName AS person, activity.caller AS caller
"""


class ExpectedVersion(Protocol):
    """A command that states which version of its lesson it was written for."""

    @property
    def expected_status(self) -> str | None: ...

    @property
    def expected_revised_at(self) -> Instant | Unset | None: ...


async def refuse_outdated_lesson(context: CommandContext, lesson: str, before: dict[str, Any], command: ExpectedVersion) -> None:
    """Raises Conflict, which states who changed the lesson, when, and its status, if it is not the version that the command states."""
    await refuse_outdated_version(context, lesson, before, command.expected_status, command.expected_revised_at)


async def refuse_outdated_version(
    context: CommandContext,
    lesson: str,
    before: dict[str, Any],
    status: str | None,
    revised_at: Instant | Unset | None,
    field: str = "lesson",
) -> None:
    """`refuse_outdated_lesson` for one of several lessons. before: a row of LESSON_QUERY. revised_at: None means that it was never revised."""
    expected = optional(choice(LessonStatus))(status, "expectedStatus")
    same_status = expected is None or expected == before["status"]
    if same_status and (revised_at is UNSET or _parse(revised_at) == _parse(before["revisedAt"])):
        return
    changes: list[dict[str, Any]] = await context.tx.run(LAST_CHANGE_QUERY, {"lesson": lesson})
    what = describe_change(changes[0]) if changes else "an import changed it"
    raise outdated(field, lesson, what, f"Its status is now {before['status']}.")


def _parse(value: Instant | Unset | None) -> datetime | None:
    return None if value is None else parse_instant(value, "expectedRevisedAt")
