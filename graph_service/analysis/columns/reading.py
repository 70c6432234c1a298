"""Reads rows from the graph with one statement per node type: all nodes, or the nodes with given ids.

A paged statement returns the next `page` nodes after the id `after`, plus the nodes in `ids`. Callers use one of the two and leave the
other empty.
"""

import asyncio
from typing import Any, Final, LiteralString

import numpy as np

from graph_service.analysis.facts.rows import (
    Asked,
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
from graph_service.graph import Graph

PAGE: Final = 5_000  # rows per statement: keeps memory use in the database low, and decoding too short to delay other requests
PAGE_TIMEOUT: Final = 60.0  # seconds per page

Table = list[list[Any]]

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
CALL () {
  MATCH (person:Person) WHERE person.id > $after RETURN person ORDER BY person.id LIMIT $page
  UNION ALL
  UNWIND $ids AS id MATCH (person:Person {id: id}) RETURN person
}
RETURN collect([
  person.id,
  coalesce(person.active, true),
  coalesce(person.discoverable, true),
  [(person)-[membership:MEMBER_OF]->(department) | [person.id, department.id, toString(membership.from), toString(membership.to)]]
]) AS rows
"""
PROJECTS_QUERY: LiteralString = """
CALL () {
  MATCH (project:Project) WHERE project.id > $after RETURN project ORDER BY project.id LIMIT $page
  UNION ALL
  UNWIND $ids AS id MATCH (project:Project {id: id}) RETURN project
}
RETURN collect([
  project.id,
  project.status,
  toString(project.endedOn),
  [(project)-[:CONCERNS]->(topic) | topic.id],
  toString(project.startedOn),
  [(project)<-[work:WORKED_ON]-(person) | [person.id, project.id, toString(work.from), toString(work.to)]]
]) AS rows
"""
LESSONS_QUERY: LiteralString = """
CALL () {
  MATCH (lesson:Lesson) WHERE lesson.id > $after RETURN lesson ORDER BY lesson.id LIMIT $page
  UNION ALL
  UNWIND $ids AS id MATCH (lesson:Lesson {id: id}) RETURN lesson
}
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
CALL () {
  MATCH (reuse:Reuse)
  WHERE reuse.id > $after AND reuse.withdrawnOn IS NULL AND reuse.reusedOn IS NOT NULL
  RETURN reuse ORDER BY reuse.id LIMIT $page
  UNION ALL
  UNWIND $ids AS id MATCH (reuse:Reuse {id: id}) USING INDEX SEEK reuse:Reuse(id)
  WHERE reuse.withdrawnOn IS NULL AND reuse.reusedOn IS NOT NULL
  RETURN reuse
}
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


async def read_all(graph: Graph) -> Rows:
    """Reads everything, all node types concurrently. Writes that commit during the read may be included only in part."""
    found = await asyncio.gather(
        _read_pages(graph, REUSES_QUERY),
        _read_pages(graph, LESSONS_QUERY),
        _read_pages(graph, PROJECTS_QUERY),
        _read_pages(graph, PEOPLE_QUERY),
        _read_tree(graph),
        _read_topics(graph),
    )
    return await asyncio.to_thread(_rows, *found)


async def read_nodes(graph: Graph, asked: Asked) -> Rows:
    """Reads the nodes in `asked` that exist."""
    return _rows(
        await _read_these(graph, REUSES_QUERY, asked.reuses),
        await _read_these(graph, LESSONS_QUERY, asked.lessons),
        await _read_these(graph, PROJECTS_QUERY, asked.projects),
        await _read_these(graph, PEOPLE_QUERY, asked.people),
        await _read_tree(graph) if asked.departments else ([], []),
        await _read_topics(graph) if asked.topics else [],
    )


async def _read_pages(graph: Graph, query: LiteralString) -> Table:
    """Reads all rows of a statement page by page. The rows must be sorted by id, their first column."""
    rows: Table = []
    while True:
        after = rows[-1][0] if rows else ""
        page: Table = await graph.read(query, {"after": after, "page": PAGE, "ids": []}, timeout=PAGE_TIMEOUT)
        rows += page
        if len(page) < PAGE:
            return rows


async def _read_these(graph: Graph, query: LiteralString, ids: frozenset[str]) -> Table:
    if not ids:
        return []
    return await graph.read(query, {"after": "", "page": 0, "ids": sorted(ids)}, timeout=PAGE_TIMEOUT)


async def _read_tree(graph: Graph) -> tuple[Table, Table]:
    """All departments and all PART_OF relationships between them."""
    return await graph.read(DEPARTMENTS_QUERY, timeout=PAGE_TIMEOUT), await graph.read(PARTS_QUERY, timeout=PAGE_TIMEOUT)


async def _read_topics(graph: Graph) -> Table:
    return await graph.read(TOPICS_QUERY, timeout=PAGE_TIMEOUT)


def _rows(reuses: Table, lessons: Table, projects: Table, people: Table, tree: tuple[Table, Table], topics: Table) -> Rows:
    departments, parts = tree
    _number_days(projects, 2, 4)
    return Rows(
        departments=[DepartmentRow(*row) for row in departments],
        parts=[PartRow(*row) for row in _number_days(parts, 2, 3)],
        topics=[TopicRow(*row) for row in topics],
        lessons=[LessonRow(*row) for row in _number_days(lessons, 1, 2, 6, 7, 8)],
        reuses=[ReuseRow(*row) for row in _number_days(reuses, 4, 9)],
        projects=[ProjectRow(*row[:5]) for row in projects],
        people=[PersonRow(*row[:3]) for row in people],
        memberships=[MembershipRow(*row) for row in _number_days([row for person in people for row in person[3]], 2, 3)],
        assignments=[AssignmentRow(*row) for row in _number_days([row for project in projects for row in project[5]], 2, 3)],
    )


def _number_days(rows: Table, *places: int) -> Table:
    """Replaces ISO 8601 dates in these columns by day numbers, in place. (Computing the numbers in Cypher makes reading twice as slow.)"""
    texts = list({row[place] for row in rows for place in places} - {None})
    number = dict(zip(texts, np.array(texts, "datetime64[D]").astype(np.int64).tolist(), strict=True))
    for row in rows:
        for place in places:
            row[place] = number.get(row[place])
    return rows
