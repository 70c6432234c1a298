"""Ids that must exist, and ids that must not."""

from collections.abc import Iterable
from typing import Any, LiteralString

from graph_service.domain.identifiers import new_id
from graph_service.domain.rules import optional, parse_line, show
from graph_service.errors import Conflict, NotFound
from graph_service.graph import WriteTransaction

KNOWN_DEPARTMENTS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (department:Department {id: id})
RETURN collect(department.id) AS known
"""
KNOWN_PEOPLE_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (person:Person {id: id})
RETURN collect(person.id) AS known
"""
KNOWN_PROJECTS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (project:Project {id: id})
RETURN collect(project.id) AS known
"""
KNOWN_TOPICS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (topic:Topic {id: id})
RETURN collect(topic.id) AS known
"""
KNOWN_LESSONS_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (lesson:Lesson {id: id})
RETURN collect(lesson.id) AS known
"""
KNOWN_REUSES_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (reuse:Reuse {id: id})
RETURN collect(reuse.id) AS known
"""
KNOWN_QUERIES: dict[str, LiteralString] = {
    "Department": KNOWN_DEPARTMENTS_QUERY,
    "Person": KNOWN_PEOPLE_QUERY,
    "Project": KNOWN_PROJECTS_QUERY,
    "Topic": KNOWN_TOPICS_QUERY,
    "Lesson": KNOWN_LESSONS_QUERY,
    "Reuse": KNOWN_REUSES_QUERY,
}


async def known_ids(tx: WriteTransaction, label: str, ids: Iterable[str]) -> set[str]:
    """Those of the ids that a node of this label has."""
    return set((await tx.run(KNOWN_QUERIES[label], {"ids": list(ids)}))[0]["known"])


async def require_known(tx: WriteTransaction, label: str, ids: Iterable[str], field: str) -> None:
    """NotFound names the first of the ids that no node of this label has."""
    wanted = list(ids)
    known = await known_ids(tx, label, wanted) if wanted else set[str]()
    for each in wanted:
        if each not in known:
            raise unknown(label, each, field)


async def choose_id(tx: WriteTransaction, label: str, given: Any) -> str:
    """The id a new node gets: the one given, or one of our own. Conflict when it is taken."""
    wanted = optional(parse_line)(given, "id")
    if wanted is None:
        return new_id()
    if await known_ids(tx, label, [wanted]):
        raise Conflict(f"id is {show(wanted)}, which another {label.lower()} has. Choose another, or leave it out to get one.", field="id")
    return wanted


def unknown(label: str, given: str, field: str) -> NotFound:
    """The error for an id that no node of this label has."""
    return NotFound(f"{field} is {show(given)}, and there is no {label.lower()} with this id.", field=field)
