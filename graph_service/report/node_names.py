"""Reads the names of the lessons, people, projects and topics that the report mentions, with one statement for each kind."""

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
class LessonFacts:
    """The title of a lesson, the name of its project, and its dates, as far as they are known."""

    title: str
    project: str | None
    published: date | None
    learned: date | None


@dataclass(frozen=True, slots=True)
class Names:
    """Of the nodes that the report mentions, by id."""

    lessons: Mapping[str, LessonFacts]
    people: Mapping[str, str]
    projects: Mapping[str, str]
    topics: Mapping[str, str]


async def read_names(
    graph: Graph, *, lessons: Iterable[str], people: Iterable[str], projects: Iterable[str], topics: Iterable[str]
) -> Names:
    """The names of the nodes with these ids; nodes that were deleted meanwhile are missing."""
    return Names(
        lessons=await _read_lessons(graph, lessons),
        people=await _read_names(graph, PEOPLE_QUERY, people),
        projects=await _read_names(graph, PROJECTS_QUERY, projects),
        topics=await _read_names(graph, TOPICS_QUERY, topics),
    )


async def _read_lessons(graph: Graph, ids: Iterable[str]) -> Mapping[str, LessonFacts]:
    rows: list[list[Any]] = await graph.read(LESSONS_QUERY, {"ids": sorted(set(ids))})
    return {
        id_: LessonFacts(title or id_, project, _parse_date(published), _parse_date(learned))
        for id_, title, project, published, learned in rows
    }


async def _read_names(graph: Graph, query: LiteralString, ids: Iterable[str]) -> Mapping[str, str]:
    rows: list[list[Any]] = await graph.read(query, {"ids": sorted(set(ids))})
    return {id_: name or id_ for id_, name in rows}


def _parse_date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
