"""Restores the state in a footprint, and deletes nodes that a command created."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, LiteralString

from graph_service.domain.lessons.languages import refresh_stems
from graph_service.domain.undo.footprint import Footprint
from graph_service.domain.undo.node_states import Link
from graph_service.errors import Conflict
from graph_service.graph import WriteTransaction
from graph_service.language.lesson_stems import STEMS
from graph_service.model.labels import Label
from graph_service.model.relationships import RelationshipType

# Without the mark, the log would name a restricted lesson as soon as nobody can ask any more who may read it.
MARK_RESTRICTED_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (node:Lesson|Reuse {id: id})
WITH id, node
WHERE node.audience = 'NAMED' AND $label IN labels(node)
CALL (id) {
  MATCH (entry:Activity {subjectId: id}) RETURN entry
UNION ALL
  MATCH (entry:ImportedChange {subjectId: id}) RETURN entry
}
WITH entry WHERE entry.subjectLabel = $label
SET entry.restricted = true
"""


def restoring_statement(label: Label) -> LiteralString:
    """The statement that sets properties of nodes, given as rows {id, properties}; a property is {name, and one of value, date and datetime}.

    UNWIND $rows AS row
    MATCH (node:Person {id: row.id})
    UNWIND row.properties AS property
    SET node[property.name] = CASE ... END
    """
    return (
        "UNWIND $rows AS row\n"
        "MATCH (node:" + label.value + " {id: row.id})\n"
        "UNWIND row.properties AS property\n"
        "SET node[property.name] = CASE\n"
        "  WHEN property.date IS NOT NULL THEN date(property.date)\n"
        "  WHEN property.datetime IS NOT NULL THEN datetime(property.datetime)\n"
        "  ELSE property.value\n"
        "END"
    )


def deletion_statement(label: Label) -> LiteralString:
    """The statement that deletes nodes with their relationships: UNWIND $ids AS id MATCH (node:Person {id: id}) DETACH DELETE node."""
    return "UNWIND $ids AS id\nMATCH (node:" + label.value + " {id: id})\nDETACH DELETE node"


def removal_statement(kind: RelationshipType) -> LiteralString:
    """The statement that deletes relationships of a type, given as rows {start, end, properties}, and returns how many it found.

    UNWIND $rows AS row
    MATCH (start:Person {id: row.start})-[link:MEMBER_OF]->(end:Department {id: row.end})
    USING INDEX SEEK start:Person(id)
    WHERE properties(link) = row.properties
    DELETE link
    RETURN count(link) AS found
    """
    start, end = kind.start.value, kind.end.value
    return (
        "UNWIND $rows AS row\n"
        "MATCH (start:" + start + " {id: row.start})-[link:" + kind.value + "]->(end:" + end + " {id: row.end})\n"
        "USING INDEX SEEK start:" + start + "(id)\n"
        "WHERE properties(link) = row.properties\n"
        "DELETE link\n"
        "RETURN count(link) AS found"
    )


def creation_statement(kind: RelationshipType) -> LiteralString:
    """The statement that creates relationships of a type, given as rows {start, end, properties}, and returns how many.

    UNWIND $rows AS row
    MATCH (start:Person {id: row.start})
    MATCH (end:Department {id: row.end})
    CREATE (start)-[link:MEMBER_OF]->(end)
    SET link = row.properties
    RETURN count(link) AS found
    """
    start, end = kind.start.value, kind.end.value
    return (
        "UNWIND $rows AS row\n"
        "MATCH (start:" + start + " {id: row.start})\n"
        "MATCH (end:" + end + " {id: row.end})\n"
        "CREATE (start)-[link:" + kind.value + "]->(end)\n"
        "SET link = row.properties\n"
        "RETURN count(link) AS found"
    )


async def restore(tx: WriteTransaction, footprint: Footprint) -> None:
    """Restores properties and relationships. Raises Conflict if one of the relationships, or an end of one, is no longer there."""
    rows: dict[Label, list[dict[str, Any]]] = {}
    for (label, id_), properties in footprint.properties.items():
        values: list[dict[str, Any]] = [{"name": name, **(value or {})} for name, value in properties.items()]
        rows.setdefault(label, []).append({"id": id_, "properties": values})
    for label, of_label in rows.items():
        await tx.run(restoring_statement(label), {"rows": of_label})
    await refresh_stems(tx, [id_ for (label, id_), properties in footprint.properties.items() if _changes_stems(label, properties)])
    for kind, links in _by_type(footprint.added):
        _require_all(links, await tx.run(removal_statement(kind), {"rows": [_row(link) for link in links]}))
    for kind, links in _by_type(footprint.removed):
        _require_all(links, await tx.run(creation_statement(kind), {"rows": [_row(link) for link in links]}))


async def remove_nodes(tx: WriteTransaction, label: Label, ids: Sequence[str]) -> None:
    """Deletes nodes with their relationships. The log remembers which of them not everybody could read (see log_reading.py)."""
    if label in (Label.LESSON, Label.REUSE):
        await tx.run(MARK_RESTRICTED_QUERY, {"ids": list(ids), "label": label.value})
    await tx.run(deletion_statement(label), {"ids": list(ids)})


def _changes_stems(label: Label, properties: Mapping[str, Any]) -> bool:
    return label is Label.LESSON and not properties.keys().isdisjoint({*STEMS, "language"})


def _by_type(links: Iterable[Link]) -> list[tuple[RelationshipType, list[Link]]]:
    return [(kind, list(group)) for kind, group in groupby(links, key=lambda link: link.type)]


VALUES: Mapping[str, Callable[[str], Any]] = {
    "from": date.fromisoformat,
    "to": date.fromisoformat,
    "at": datetime.fromisoformat,
    "decidedAt": datetime.fromisoformat,
}
"""Parsers for properties of relationships that are not text."""


def _row(link: Link) -> dict[str, Any]:
    properties = {name: VALUES.get(name, str)(value) for name, value in link.properties}
    return {"start": link.start, "end": link.end, "properties": properties}


def _require_all(links: list[Link], rows: list[dict[str, Any]]) -> None:
    if rows[0]["found"] != len(links):
        (start, _), (end, _) = links[0].ends
        raise Conflict(f"The {start.singular} or the {end.singular} that this change linked or unlinked has changed since, or was removed.")
