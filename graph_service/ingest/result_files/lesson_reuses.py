"""How imported lessons were reused: by whom, with which outcomes, and how many hours that saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

from graph_service.graph import Graph
from graph_service.ingest.existing_data import IDS_PER_READ
from graph_service.ingest.stored_rows import in_parts

# Departments instead of people, who may have chosen not to be named. Lessons that only named people read are left out.
LATER_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (lesson:Lesson {id: id})
WHERE coalesce(lesson.audience, '') <> 'NAMED'
MATCH (lesson)<-[:REUSE_OF]-(reuse:Reuse)
WHERE reuse.withdrawnOn IS NULL
WITH lesson, count(reuse) AS reuses, collect(DISTINCT reuse.outcome) AS outcomes, sum(reuse.hoursSaved) AS hours,
  COLLECT {
    MATCH (lesson)<-[:REUSE_OF]-(other:Reuse)-[:REUSED_IN]->(department:Department)
    WHERE other.withdrawnOn IS NULL
    WITH DISTINCT department.name AS name ORDER BY name
    RETURN name
  } AS departments
RETURN collect({id: lesson.id, reuses: reuses, departments: departments, outcomes: outcomes, hours: toString(hours)}) AS lessons
"""


@dataclass(frozen=True, slots=True)
class LessonReuses:
    """The reuses of a lesson, as texts for cells."""

    reused_by: str
    outcomes: str
    hours: str


Reuses = Mapping[str, LessonReuses]


async def read_lesson_reuses(graph: Graph, lessons: Iterable[str]) -> Reuses:
    """The reuses of these lessons by id; without lessons that were never reused."""
    found: dict[str, LessonReuses] = {}
    for ids in in_parts(lessons, IDS_PER_READ):
        rows: list[dict[str, Any]] = await graph.read(LATER_QUERY, {"ids": sorted(set(ids))})
        found |= {row["id"]: _lesson_reuses(row) for row in rows}
    return found


def _lesson_reuses(row: Mapping[str, Any]) -> LessonReuses:
    times = "1 reuse" if row["reuses"] == 1 else f"{row['reuses']} reuses"
    by = ", ".join(row["departments"])
    hours = row["hours"] or ""
    outcomes = ", ".join(sorted(outcome.replace("_", " ").lower() for outcome in row["outcomes"] if outcome))
    return LessonReuses(f"{times}: {by}" if by else times, outcomes, "" if hours in ("0", "0.0") else hours.removesuffix(".0"))
