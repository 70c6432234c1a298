"""Rules about lessons: their dates must be in order, and no lesson may build on itself or supersede itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any, LiteralString

from graph_service.domain.authorization.readability import require_readable
from graph_service.domain.commands import CommandContext
from graph_service.domain.existence import not_found
from graph_service.errors import Conflict
from graph_service.graph import WriteTransaction
from graph_service.model.labels import Label

LESSON_QUERY: LiteralString = """
MATCH (lesson:Lesson {id: $id})
RETURN
  lesson.status AS status,
  lesson.audience AS audience,
  toString(lesson.learnedOn) AS learnedOn,
  toString(lesson.publishedOn) AS publishedOn,
  toString(lesson.retiredOn) AS retiredOn,
  lesson.projectText AS projectText,
  lesson.learnersText AS learnersText,
  EXISTS { (lesson)-[:LEARNED_ON]->() } AS hasProject,
  toString(lesson.revisedAt) AS revisedAt,
  lesson {.title, .context, .wentWell, .wentWrong, .recommendation, .extra, .language} AS texts,
  [(lesson)-[:LEARNED_BY]->(learner:Person) | learner.id] AS learners,
  [(lesson)-[:RECORDED_BY]->(recorder:Person) | recorder.id] AS recorders
"""
# Lessons on the way that not everybody may read are not named.
BUILDS_ON_CYCLE_QUERY: LiteralString = """
MATCH path = SHORTEST 1 (:Lesson {id: $other})-[:BUILDS_ON]->*(:Lesson {id: $lesson})
RETURN [
  lesson IN nodes(path) | CASE WHEN lesson.audience IS NULL OR lesson.id IN [$other, $lesson] THEN lesson.id ELSE 'another lesson' END
] AS cycle
"""
# Without the hint the plan may scan the index on reusedOn, which is longer than the reuses of any lesson.
FIRST_REUSE_QUERY: LiteralString = """
MATCH (lesson:Lesson {id: $id})<-[:REUSE_OF]-(reuse:Reuse)
USING INDEX SEEK lesson:Lesson(id)
WHERE reuse.reusedOn < $day
RETURN reuse.id AS id, toString(reuse.reusedOn) AS reusedOn
ORDER BY reuse.reusedOn, reuse.id
LIMIT 1
"""
RECURRENCE_OUT_OF_ORDER_QUERY: LiteralString = """
MATCH (lesson:Lesson {id: $id})-[link:RECURRENCE_OF]-(other:Lesson)
USING INDEX SEEK lesson:Lesson(id)
WHERE CASE WHEN startNode(link) = lesson THEN $day < other.learnedOn ELSE other.learnedOn < $day END
RETURN other.id AS id, toString(other.learnedOn) AS learnedOn, other.audience IS NOT NULL AS limited
ORDER BY limited, other.id
LIMIT 1
"""


async def read_lesson(context: CommandContext, lesson: str, field: str) -> dict[str, Any]:
    """The row of LESSON_QUERY. Raises NotFound if the id is unknown, or if the caller may not read the lesson."""
    row = next(iter(await context.tx.run(LESSON_QUERY, {"id": lesson})), None)
    await require_readable(context, lesson, row, error := not_found(Label.LESSON, lesson, field))
    if row is None:
        raise error
    return row


def authors_of(lesson: Mapping[str, Any]) -> list[str]:
    """The authors of a lesson, given as a row of LESSON_QUERY: its learners and the people who recorded it."""
    return [*lesson["learners"], *lesson["recorders"]]


async def refuse_day(tx: WriteTransaction, lesson: str, day: date) -> None:
    """Raises Conflict if the lesson has a reuse before this day, or a recurrence that would be out of order if it was learned on it."""
    for reuse in await tx.run(FIRST_REUSE_QUERY, {"id": lesson, "day": day}):
        raise Conflict(
            f"learnedOn is {day}, but it was reused on {reuse['reusedOn']} (reuse {reuse['id']!r}). A lesson must be learned before it is reused.",
            field="learnedOn",
        )
    for other in await tx.run(RECURRENCE_OUT_OF_ORDER_QUERY, {"id": lesson, "day": day}):
        linked = "a lesson that not everybody may read" if other["limited"] else f"{other['id']!r}, learned on {other['learnedOn']},"
        raise Conflict(
            f"learnedOn is {day}, but {linked} is linked as a recurrence, and a recurrence must be the later lesson. Dismiss that recurrence "
            "first.",
            field="learnedOn",
        )


def refuse_cycle(field: str, lesson: str, other: str, paths: list[dict[str, Any]]) -> None:
    """Raises Conflict if there is a path from the other lesson back to this one. Each path is a row with the ids of its `cycle`."""
    for row in paths:
        cycle = " → ".join([lesson, *row["cycle"]])
        raise Conflict(f"{field} is {other!r}, which closes a cycle ({cycle}).", field=field)
