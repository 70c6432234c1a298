"""What the lessons, people, projects and topics are called that the report mentions: one statement for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from graph_service.graph import Graph

LESSONS_QUERY: LiteralString = """
MATCH (lesson:Lesson)
WHERE lesson.id IN $ids
RETURN collect([
  lesson.id,
  lesson.title,
  head([(lesson)-[:LEARNED_ON]->(project) | project.name]),
  toString(lesson.publishedOn),
  toString(lesson.learnedOn)
]) AS lessons
"""
PEOPLE_QUERY: LiteralString = """
MATCH (person:Person)
WHERE person.id IN $ids
RETURN collect([person.id, person.name]) AS people
"""
PROJECTS_QUERY: LiteralString = """
MATCH (project:Project)
WHERE project.id IN $ids
RETURN collect([project.id, project.name]) AS projects
"""
TOPICS_QUERY: LiteralString = """
MATCH (topic:Topic)
WHERE topic.id IN $ids
RETURN collect([topic.id, topic.name]) AS topics
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A lesson by its title, the name of its project, and its days, as far as they are known."""

    title: str
    project: str | None
    published: date | None
    learned: date | None


async def read_lessons(graph: Graph, ids: Iterable[str]) -> Mapping[str, Told]:
    """By id, without those that have gone meanwhile."""
    rows: list[list[Any]] = await graph.read(LESSONS_QUERY, {"ids": sorted(set(ids))})
    return {id_: Told(title or id_, project, _day(published), _day(learned)) for id_, title, project, published, learned in rows}


async def read_people(graph: Graph, ids: Iterable[str]) -> Mapping[str, str]:
    """Names by id, without those who have gone meanwhile."""
    return await _read(graph, PEOPLE_QUERY, ids)


async def read_projects(graph: Graph, ids: Iterable[str]) -> Mapping[str, str]:
    """The same of projects."""
    return await _read(graph, PROJECTS_QUERY, ids)


async def read_topics(graph: Graph, ids: Iterable[str]) -> Mapping[str, str]:
    """The same of topics."""
    return await _read(graph, TOPICS_QUERY, ids)


async def _read(graph: Graph, query: LiteralString, ids: Iterable[str]) -> Mapping[str, str]:
    rows: list[list[Any]] = await graph.read(query, {"ids": sorted(set(ids))})
    return {id_: name or id_ for id_, name in rows}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
