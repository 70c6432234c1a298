"""A risk list from lessons. Each text of a lesson becomes one column:

cause: what happened (context); event: the title; effect: what went wrong; response: the recommendation, which is what others did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_service.graph import Graph

MAX_RISKS: Final = 200  # in a list

# Lessons that say only what went well are no risks.
RISKS_QUERY: LiteralString = """
UNWIND $lessons AS id
MATCH (lesson:Lesson {id: id})
WHERE lesson.wentWrong IS NOT NULL OR lesson.wentWell IS NULL
RETURN collect({
  lesson: id,
  cause: lesson.context,
  event: lesson.title,
  effect: lesson.wentWrong,
  response: lesson.recommendation,
  reuses: COUNT { (lesson)<-[:REUSE_OF]-(reuse) WHERE reuse.withdrawnOn IS NULL },
  helped: COUNT { (lesson)<-[:REUSE_OF]-(reuse) WHERE reuse.withdrawnOn IS NULL AND reuse.outcome = 'HELPED' },
  backfired: COUNT { (lesson)<-[:REUSE_OF]-(reuse) WHERE reuse.withdrawnOn IS NULL AND reuse.outcome = 'BACKFIRED' }
}) AS risks
"""


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk that a lesson describes, and how often the lesson was reused, helped and backfired."""

    lesson: str
    cause: str | None
    event: str
    effect: str | None
    response: str | None
    reuses: int
    helped: int
    backfired: int


async def read_risks(graph: Graph, lessons: Sequence[str]) -> list[Risk]:
    """The risks of these lessons, in their order, without lessons that are unknown or say only what went well."""
    rows: list[Mapping[str, Any]] = await graph.read(RISKS_QUERY, {"lessons": list(lessons)})
    found = {row["lesson"]: Risk(**row) for row in rows}
    return [found[lesson] for lesson in lessons if lesson in found]
