"""What the lessons and people are called that the report mentions: one statement for each."""

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
    rows: list[list[Any]] = await graph.read(PEOPLE_QUERY, {"ids": sorted(set(ids))})
    return {id_: name or id_ for id_, name in rows}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
