"""The columns, read from the graph and kept for as long as nothing has been written."""

import asyncio
from typing import Any, Final, LiteralString

import numpy as np

from graph_service.graph import Graph
from graph_service.network.columns import Columns
from graph_service.network.rows import DepartmentRow, LessonRow, PartRow, ProjectRow, ReuseRow, Rows, TopicRow, build_columns

PAGE: Final = 20_000  # rows a statement collects, so that the database needs little memory for it
PATIENCE: Final = 60.0  # seconds one page may take
TRIES: Final = 3

SEQUENCE_QUERY: LiteralString = """
OPTIONAL MATCH (sequence:Sequence {name: 'activity'})
RETURN coalesce(sequence.value, 0) AS seq
"""
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
  [(project)-[:CONCERNS]->(topic) | topic.id]
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
  head([(lesson)-[:LEARNED_ON]->(project) | project.id])
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
  reuse.confirmedAt IS NOT NULL OR EXISTS { (reuse)-[:CONFIRMED_BY]->() }
]) AS rows
"""


class Snapshots:
    """One worker's columns. They are read again, by one caller for all, once an activity has been written since."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._columns: Columns | None = None
        self._loading = asyncio.Lock()

    async def current(self) -> Columns:
        """Columns that include every activity written before this call."""
        written = await self._graph.read(SEQUENCE_QUERY)
        if not self._includes(written):
            async with self._loading:
                if not self._includes(written):  # it may have come while we waited
                    self._columns = await load_columns(self._graph)
        assert self._columns is not None  # noqa: S101 - for the type checker
        return self._columns

    def _includes(self, written: int) -> bool:
        return self._columns is not None and self._columns.as_of >= written


async def load_columns(graph: Graph) -> Columns:
    """Reads everything. `as_of` is never newer than the data.

    Under steady writing the last try may hold more than `as_of` says: parts of activities after it, which the next load completes.
    """
    as_of, rows = await _read_rows(graph)
    for _ in range(TRIES - 1):
        if await graph.read(SEQUENCE_QUERY) == as_of:
            break
        as_of, rows = await _read_rows(graph)
    return await asyncio.to_thread(build_columns, rows, as_of)


async def _read_rows(graph: Graph) -> tuple[int, Rows]:
    """The last activity, then what it and all before it left behind."""
    as_of: int = await graph.read(SEQUENCE_QUERY)
    # What refers comes before what it refers to, so that nothing written meanwhile is referred to without being there.
    reuses = [ReuseRow(*row) for row in _number_days(await _read_pages(graph, REUSES_QUERY), 4, 9)]
    lessons = [LessonRow(*row) for row in _number_days(await _read_pages(graph, LESSONS_QUERY), 1, 2, 6, 7, 8)]
    projects = [ProjectRow(*row) for row in _number_days(await _read_pages(graph, PROJECTS_QUERY), 2)]
    departments = [DepartmentRow(*row) for row in await graph.read(DEPARTMENTS_QUERY, timeout=PATIENCE)]
    parts = [PartRow(*row) for row in _number_days(await graph.read(PARTS_QUERY, timeout=PATIENCE), 2, 3)]
    topics = [TopicRow(*row) for row in await graph.read(TOPICS_QUERY, timeout=PATIENCE)]
    return as_of, Rows(departments, parts, topics, lessons, reuses, projects)


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
