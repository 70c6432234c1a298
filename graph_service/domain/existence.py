"""Ids that must exist, and ids that must not."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString

from graph_service.domain.identifiers import new_id
from graph_service.domain.rules import optional, parse_line, show
from graph_service.errors import Conflict, NotFound
from graph_service.graph import WriteTransaction
from graph_service.model.labels import ENTITIES, Label

# One list of ids for each label: an empty one costs nothing, and each is looked up in the unique index of its label.
KNOWN_IDS_QUERY: LiteralString = """
RETURN {
  departments: COLLECT { UNWIND $departments AS id MATCH (node:Department {id: id}) RETURN node.id },
  people: COLLECT { UNWIND $people AS id MATCH (node:Person {id: id}) RETURN node.id },
  projects: COLLECT { UNWIND $projects AS id MATCH (node:Project {id: id}) RETURN node.id },
  topics: COLLECT { UNWIND $topics AS id MATCH (node:Topic {id: id}) RETURN node.id },
  lessons: COLLECT { UNWIND $lessons AS id MATCH (node:Lesson {id: id}) RETURN node.id },
  reuses: COLLECT { UNWIND $reuses AS id MATCH (node:Reuse {id: id}) RETURN node.id },
  rundowns: COLLECT { UNWIND $rundowns AS id MATCH (node:Rundown {id: id}) RETURN node.id }
} AS known
"""


async def known_ids(tx: WriteTransaction, label: Label, ids: Iterable[str]) -> set[str]:
    """Those of the ids that a node of this label has."""
    known = (await tx.run(KNOWN_IDS_QUERY, ids_by_label({label: list(ids)})))[0]["known"]
    return set(known[label.plural])


def ids_by_label(ids: Mapping[Label, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The parameters of KNOWN_IDS_QUERY."""
    return {label.plural: ids.get(label, ()) for label in ENTITIES}


async def require_known(tx: WriteTransaction, label: Label, ids: Iterable[str], field: str) -> None:
    """NotFound names the first of the ids that no node of this label has."""
    wanted = list(ids)
    known = await known_ids(tx, label, wanted) if wanted else set[str]()
    for each in wanted:
        if each not in known:
            raise unknown(label, each, field)


async def choose_id(tx: WriteTransaction, label: Label, given: Any) -> str:
    """The id a new node gets: the one given, or one of our own. Conflict when it is taken."""
    wanted = optional(parse_line)(given, "id")
    if wanted is None:
        return new_id()
    if await known_ids(tx, label, [wanted]):
        raise Conflict(f"id is {show(wanted)}, which another {label.singular} has. Choose another, or leave it out to get one.", field="id")
    return wanted


def unknown(label: Label, given: str, field: str) -> NotFound:
    """The error for an id that no node of this label has."""
    return NotFound(f"{field} is {show(given)}, and there is no {label.singular} with this id.", field=field)
