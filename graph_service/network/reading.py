"""Rows read from the graph, a statement for each noun."""

from typing import Any, Final, LiteralString

import numpy as np

from graph_service.graph import Graph
from graph_service.network.rows import (
    AssignmentRow,
    DepartmentRow,
    LessonRow,
    MembershipRow,
    PartRow,
    PersonRow,
    ProjectRow,
    ReuseRow,
    Rows,
    TopicRow,
)

PAGE: Final = 20_000  # rows a statement collects, so that the database needs little memory for it
PATIENCE: Final = 60.0  # seconds one page may take

DEPARTMENTS_QUERY: LiteralString = """
MATCH (department:Department)
RETURN collect([department.id, coalesce(department.name, department.id)]) AS rows
"""
PARTS_QUERY: LiteralString = """
MATCH (child:Department)-[part:PART_OF]->(parent)
RETURN collect([
  child.id,
  parent.id,
  toString(part.from),
  toString(part.to)
]) AS rows
"""
TOPICS_QUERY: LiteralString = """
MATCH (topic:Topic)
RETURN collect([topic.id, [(topic)-[:BROADER]->(broader) | broader.id]]) AS rows
"""
PEOPLE_QUERY: LiteralString = """
MATCH (person:Person)
WHERE person.id > $after
WITH person
ORDER BY person.id
LIMIT $page
RETURN collect([
  person.id,
  coalesce(person.active, true),
  coalesce(person.discoverable, true),
  [(person)-[membership:MEMBER_OF]->(department) | [person.id, department.id, toString(membership.from), toString(membership.to)]],
  [(person)-[work:WORKED_ON]->(project) | [person.id, project.id, toString(work.from), toString(work.to)]]
]) AS rows
"""
PROJECTS_QUERY: LiteralString = """
MATCH (project:Project)
WHERE project.id > $after
WITH project
ORDER BY project.id
LIMIT $page
RETURN collect([
  project.id,
  project.status,
  toString(project.endedOn),
  [(project)-[:CONCERNS]->(topic) | topic.id],
  toString(project.startedOn)
]) AS rows
"""
LESSONS_QUERY: LiteralString = """
MATCH (lesson:Lesson)
WHERE lesson.id > $after
WITH lesson
ORDER BY lesson.id
LIMIT $page
RETURN collect([
  lesson.id,
  toString(lesson.publishedOn),
  toString(lesson.retiredOn),
  [(lesson)-[:LEARNED_IN]->(department) | department.id],
  [(lesson)-[:LEARNED_BY]->(learner) | learner.id],
  [(lesson)-[:ABOUT]->(topic) | topic.id],
  toString(lesson.learnedOn),
  CASE WHEN EXISTS { (:Activity {subjectId: lesson.id, action: 'recordLesson'}) } THEN toString(date(lesson.recordedAt)) END,
  head(COLLECT { MATCH (lesson)<-[:CONSIDERED]-(rundown) RETURN toString(min(rundown.heldOn)) }),
  lesson.wentWell IS NOT NULL,
  lesson.wentWrong IS NOT NULL,
  head([(lesson)-[:LEARNED_ON]->(project) | project.id]),
  lesson.phase,
  [(lesson)-[:RECURRENCE_OF]->(earlier) | earlier.id],
  [(lesson)-[:NOT_RECURRENCE_OF]->(earlier) | earlier.id]
]) AS rows
"""
REUSES_QUERY: LiteralString = """
MATCH (reuse:Reuse)
WHERE reuse.id > $after AND reuse.withdrawnOn IS NULL AND reuse.reusedOn IS NOT NULL
WITH reuse
ORDER BY reuse.id
LIMIT $page
RETURN collect([
  reuse.id,
  coalesce(head([(reuse)-[:REUSE_OF]->(lesson) | lesson.id]), ''),
  head([(reuse)-[:REUSED_BY]->(person) | person.id]),
  [(reuse)-[:REUSED_IN]->(department) | department.id],
  toString(reuse.reusedOn),
  reuse.scope,
  reuse.hoursSaved,
  reuse.costAvoided,
  reuse.currency,
  CASE WHEN EXISTS { (:Activity {subjectId: reuse.id, action: 'recordReuse'}) } THEN toString(date(reuse.recordedAt)) END,
  reuse.confirmedAt IS NOT NULL OR EXISTS { (reuse)-[:CONFIRMED_BY]->() },
  head([(reuse)-[:REUSED_ON]->(project) | project.id]),
  reuse.outcome
]) AS rows
"""


async def read_rows(graph: Graph) -> Rows:
    """Everything, noun by noun.

    What refers comes before what it refers to, so that nothing written meanwhile is referred to without being there.
    """
    reuses = [ReuseRow(*row) for row in _number_days(await _read_pages(graph, REUSES_QUERY), 4, 9)]
    lessons = [LessonRow(*row) for row in _number_days(await _read_pages(graph, LESSONS_QUERY), 1, 2, 6, 7, 8)]
    people = await _read_pages(graph, PEOPLE_QUERY)
    projects = [ProjectRow(*row) for row in _number_days(await _read_pages(graph, PROJECTS_QUERY), 2, 4)]
    departments = [DepartmentRow(*row) for row in await graph.read(DEPARTMENTS_QUERY, timeout=PATIENCE)]
    parts = [PartRow(*row) for row in _number_days(await graph.read(PARTS_QUERY, timeout=PATIENCE), 2, 3)]
    topics = [TopicRow(*row) for row in await graph.read(TOPICS_QUERY, timeout=PATIENCE)]
    return Rows(
        departments=departments,
        parts=parts,
        topics=topics,
        lessons=lessons,
        reuses=reuses,
        projects=projects,
        people=[PersonRow(*row[:3]) for row in people],
        memberships=[MembershipRow(*row) for row in _number_days([row for person in people for row in person[3]], 2, 3)],
        assignments=[AssignmentRow(*row) for row in _number_days([row for person in people for row in person[4]], 2, 3)],
    )


async def _read_pages(graph: Graph, query: LiteralString) -> list[list[Any]]:
    """All rows of a statement that gives them by id, their first column, in pages."""
    rows: list[list[Any]] = []
    while True:
        page: list[list[Any]] = await graph.read(query, {"after": rows[-1][0] if rows else "", "page": PAGE}, timeout=PATIENCE)
        rows += page
        if len(page) < PAGE:
            return rows


def _number_days(rows: list[list[Any]], *places: int) -> list[list[Any]]:
    """The rows with day numbers at these places instead of ISO 8601 text. (Numbers made by Cypher take twice as long to read.)"""
    for place in places:
        numbers = np.array([row[place] or "NaT" for row in rows], "datetime64[D]").astype(np.int64).tolist()
        for row, number in zip(rows, numbers, strict=True):
            row[place] = None if row[place] is None else number
    return rows
