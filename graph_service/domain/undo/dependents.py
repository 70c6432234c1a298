"""What depends on a change: later changes of the same nodes, nodes that refer to a new one, and rules that would be broken without it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, LiteralString

from graph_service.domain.activity import UNDO_ACTION
from graph_service.domain.lessons.rules import BUILDS_ON_CYCLE_QUERY, refuse_cycle, refuse_day
from graph_service.domain.lessons.supersession import SUPERSEDES_CYCLE_QUERY
from graph_service.domain.node_statements import NODES_OF_IDS, ids_by_label
from graph_service.domain.organisation.closings import end_department_links, end_owners_of, end_parents_of
from graph_service.domain.organisation.departments import refuse_cycle_of_parents
from graph_service.domain.organisation.people import refuse_taken_email
from graph_service.domain.organisation.periods import NO_END, NO_START, Period
from graph_service.domain.topics import BROADER_CYCLE_QUERY
from graph_service.domain.undo.footprint import Footprint
from graph_service.domain.undo.node_states import Link, Node
from graph_service.errors import Conflict
from graph_service.graph import WriteTransaction
from graph_service.model.enums import UNPUBLISHED_STATUSES, LessonStatus
from graph_service.model.labels import Label
from graph_service.model.relationships import RelationshipType

# A later change that was undone and the change that undid it cancel out; an undo of an earlier change counts. Like other changes, it counts
# only for its subject: two moves into the same department can be undone in any order. A change without a subject, such as an
# import, may have changed anything.
FIRST_CHANGE_SINCE_QUERY: LiteralString = """
MATCH (later:Activity)
WHERE later.seq > $seq
WITH collect(later) AS changes
WITH changes, [change IN changes WHERE change.undone IS NOT NULL | change.undone] AS cancelling
UNWIND changes AS later
WITH later, cancelling
WHERE later.undone IS NULL AND NOT later.seq IN cancelling
  AND (later.subjectId IS NULL OR later.subjectLabel + ':' + later.subjectId IN $nodes)
RETURN later.action AS action, later.subjectLabel AS label, later.subjectId AS id,
  later.subjectLabel = 'Lesson' AND EXISTS {
    MATCH (lesson:Lesson {id: later.subjectId}) USING INDEX SEEK lesson:Lesson(id) WHERE lesson.audience = 'NAMED'
  } AS limited
ORDER BY later.seq
LIMIT 1
"""
# The relationships that a node may be created with: `own` lead away from it, and a project has an owner.
REFERENCE_STATEMENT: LiteralString = (
    NODES_OF_IDS
    + """MATCH (node)-[link]-(other)
WHERE NOT (type(link) IN $own AND startNode(link) = node) AND NOT (node:Project AND type(link) = 'OWNS')
RETURN labels(other)[0] AS label, coalesce(other.shownName, other.name, other.title, other.id) AS name, other.audience IS NOT NULL AS limited
ORDER BY limited, label, name
LIMIT 1
"""
)
REUSED_QUERY: LiteralString = """
MATCH (:Lesson {id: $id})<-[:REUSE_OF]-(reuse:Reuse)
RETURN reuse.id AS id
LIMIT 1
"""
DECIDED_QUERY: LiteralString = """
MATCH (:Lesson {id: $id})<-[:CONSIDERED]-(rundown:Rundown)
RETURN rundown.id AS id
LIMIT 1
"""
SUPERSEDING_QUERY: LiteralString = """
MATCH (:Lesson {id: $id})<-[:SUPERSEDES]-(newer:Lesson)
RETURN newer.title AS title, newer.audience IS NOT NULL AS limited
ORDER BY limited
LIMIT 1
"""
RESTRICTED_TO: Final = ("RESTRICTED_TO_PERSON", "RESTRICTED_TO_DEPARTMENT")
OWN_LINKS: Final = {
    Label.DEPARTMENT: ["PART_OF"],
    Label.PERSON: ["MEMBER_OF"],
    Label.PROJECT: ["CONCERNS"],
    Label.TOPIC: ["BROADER"],
    Label.LESSON: ["LEARNED_BY", "RECORDED_BY", "LEARNED_ON", "LEARNED_IN", "ABOUT", "BUILDS_ON", *RESTRICTED_TO],
    Label.REUSE: ["REUSE_OF", "REUSED_BY", "REUSED_ON", "REUSED_IN", "JUDGED_BY", "DECIDED_IN"],
    Label.RUNDOWN: ["FOR"],
    Label.CONVERSATION: ["HELD_FOR", "HELD_WITH", "HELD_BY"],
    Label.TASK: ["ASKED_OF", "ASKED_BY"],
}
# A later change of a node at the end of such a relationship may rely on it. At the end of others only the node itself matters.
DEPENDENT_TYPES: Final = {
    RelationshipType.MEMBER_OF,
    RelationshipType.PART_OF,
    RelationshipType.OWNS,
    RelationshipType.SUPERSEDES,
    RelationshipType.RECURRENCE_OF,
    RelationshipType.NOT_RECURRENCE_OF,
}
# Decisions of a rundown do not depend on each other: each can be undone whatever was decided after it.
INDEPENDENT_TYPES: Final = {RelationshipType.CONSIDERED, RelationshipType.DECIDED_IN}
CYCLE_QUERIES: Final[tuple[tuple[RelationshipType, str, LiteralString, tuple[str, str]], ...]] = (
    (RelationshipType.BUILDS_ON, "buildsOn", BUILDS_ON_CYCLE_QUERY, ("other", "lesson")),
    (RelationshipType.SUPERSEDES, "supersedes", SUPERSEDES_CYCLE_QUERY, ("other", "lesson")),
    (RelationshipType.BROADER, "broader", BROADER_CYCLE_QUERY, ("broader", "topic")),
)


async def refuse_later_change(tx: WriteTransaction, seq: int, subject: Node, created: Sequence[Node], footprint: Footprint) -> None:
    """Raises Conflict if one of the changed or created nodes was changed again, or if an import has run since."""
    ends = {end for link in footprint.links if link.type in DEPENDENT_TYPES for end in link.ends}
    independent = bool(footprint.links) and {link.type for link in footprint.links} <= INDEPENDENT_TYPES
    subjects = set[Node]() if independent else {subject}
    nodes = [f"{label.value}:{id_}" for label, id_ in {*subjects, *created, *footprint.properties, *ends}]
    for row in await tx.run(FIRST_CHANGE_SINCE_QUERY, {"seq": seq, "nodes": nodes}):
        if row["id"] is None:
            raise Conflict("An import or a repair has changed the graph since.")
        label = Label(row["label"])
        remedy = "" if row["action"] == UNDO_ACTION else " Undo that change first."
        if row["limited"] and (label, row["id"]) != subject:
            raise Conflict("A lesson that not everybody may read has been changed since.")
        raise Conflict(f"The {label.singular} {row['id']!r} has been changed again since ({row['action']}).{remedy}")


async def refuse_references(tx: WriteTransaction, label: Label, id_: str) -> None:
    """Raises Conflict if anything refers to the node beyond what it was created with."""
    for row in await tx.run(REFERENCE_STATEMENT, {**ids_by_label({label: [id_]}), "own": OWN_LINKS[label]}):
        raise Conflict(f"{_named(Label(row['label']), row, 'name')} now refers to this {label.singular}.")


async def refuse_taken_values(tx: WriteTransaction, footprint: Footprint) -> None:
    """Raises Conflict if another person has the address that would be restored."""
    for (label, id_), before in footprint.properties.items():
        if label is Label.PERSON and before.get("email"):
            await refuse_taken_email(tx, id_, before["email"]["value"])


async def refuse_broken_rules(tx: WriteTransaction, subject: Node, footprint: Footprint) -> None:
    """Checks the restored state by the rules of the commands. Raises Conflict if other changes rely on what was undone."""
    for (label, id_), before in footprint.properties.items():
        if label is Label.LESSON:
            await _check_lesson(tx, id_, before)
        elif label is Label.DEPARTMENT and "closedOn" in before:
            await _check_closing(tx, id_, before["closedOn"])
    if subject[0] is Label.PROJECT:
        _refuse_ended(await end_owners_of(tx, subject[1]))
    if subject[0] is Label.DEPARTMENT:
        _refuse_ended(await end_parents_of(tx, subject[1]))
    await refuse_cycles(tx, footprint.removed)


async def refuse_cycles(tx: WriteTransaction, restored: Sequence[Link]) -> None:
    """Raises Conflict if one of these relationships, which exist, closes a cycle."""
    for kind, field, query, names in CYCLE_QUERIES:
        for link in restored:
            if link.type is kind:
                refuse_cycle(field, link.start, link.end, await tx.run(query, dict(zip(names, (link.end, link.start), strict=True))))
    for link in restored:
        if link.type is RelationshipType.PART_OF:
            await refuse_cycle_of_parents(tx, link.start, _period(link))


async def _check_lesson(tx: WriteTransaction, lesson: str, before: Mapping[str, Any]) -> None:
    if "learnedOn" in before:
        await refuse_day(tx, lesson, date.fromisoformat(before["learnedOn"]["date"]))
    status: str | None = before["status"]["value"] if "status" in before else None
    if status in UNPUBLISHED_STATUSES and await tx.run(REUSED_QUERY, {"id": lesson}):
        raise Conflict("The lesson has been reused since. A lesson that is not published cannot be reused.")
    if status in UNPUBLISHED_STATUSES and await tx.run(DECIDED_QUERY, {"id": lesson}):
        raise Conflict(
            "A project has decided on the lesson since, in a rundown. A project cannot decide on a lesson that is not published."
        )
    for row in await tx.run(SUPERSEDING_QUERY, {"id": lesson}) if status is not None and status != LessonStatus.RETIRED.value else []:
        raise Conflict(f"{_named(Label.LESSON, row, 'title')} has replaced it since.")


def _named(label: Label, row: Mapping[str, Any], name: str) -> str:
    """The node of a row by its name, unless not everybody may read it."""
    return f"A {label.singular} that not everybody may read" if row["limited"] else f"The {label.singular} {row[name]!r}"


async def _check_closing(tx: WriteTransaction, department: str, closed: Any) -> None:
    """Nothing may belong to a department that is closed again."""
    if closed is not None:
        ended = await end_department_links(tx, [{"id": department, "on": date.fromisoformat(closed["date"])}])
        if ended.summary():
            raise Conflict(f"These have joined the department since it was reopened: {ended.summary()}.")


def _refuse_ended(warnings: Sequence[str]) -> None:
    if warnings:
        raise Conflict("The department above it, or its owner, has closed since.")


def _period(link: Link) -> Period:
    days = {name: date.fromisoformat(value) for name, value in link.properties}
    return Period(link.end, days.get("from", NO_START), days.get("to", NO_END))
