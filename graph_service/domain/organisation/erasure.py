"""Erases the personal data of a person: the name, the address, and what the log keeps about them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, LiteralString

from graph_service.callers import Role
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import new_id, not_found
from graph_service.domain.parsing import parse_short_text
from graph_service.errors import ConfirmationRequired
from graph_service.model.labels import Label

ERASED_NAME: Final = "a former colleague"
# All other properties go. What the person did stays linked to the node, so that no figure changes.
ERASE_PERSON_QUERY: LiteralString = """
MATCH (person:Person {id: $id})
SET person = {
  id: $new, name: $erased, active: false, discoverable: false, shownId: 'colleague-' + randomUUID(), shownName: 'a colleague'
}
"""
# Decisions in rundowns hold the ID of who made them.
ERASE_DECISIONS_QUERY: LiteralString = """
MATCH ()-[considered:CONSIDERED {decidedBy: $id}]->()
SET considered.decidedBy = $new
"""
# What is kept of imports is compressed, so it goes whether or not it contains the person.
# Reads the whole log: it has no index of the people that an entry is about, and this is done rarely.
ERASE_LOG_QUERY: LiteralString = """
MATCH (person:Person {id: $new})
WITH COLLECT { MATCH (person)<-[:LEARNED_BY]-(lesson) RETURN lesson.id } AS lessons,
  COLLECT { MATCH (person)<-[:REUSED_BY|JUDGED_BY|CONFIRMED_BY]-(reuse) RETURN reuse.id } AS reuses
MATCH (activity:Activity)
WITH activity, activity.actor = $id AS acted, activity.subjectLabel = 'Person' AND activity.subjectId = $id AS isSubject,
  (activity.subjectLabel = 'Lesson' AND activity.subjectId IN lessons) OR (activity.subjectLabel = 'Reuse' AND activity.subjectId IN reuses)
    AS isOwn
WHERE acted OR isSubject OR isOwn OR $id IN activity.onBehalfOf OR activity.undo CONTAINS $quoted
  OR (activity.import IS NOT NULL AND activity.undo IS NOT NULL)
  OR any(node IN activity.alsoChanged WHERE node = 'Person:' + $id)
SET activity.actor = CASE WHEN acted THEN $new ELSE activity.actor END,
  activity.caller = CASE WHEN acted AND activity.verified THEN $erased ELSE activity.caller END,
  activity.callerSubject = CASE WHEN acted AND activity.verified THEN 'erased:' + $new ELSE activity.callerSubject END,
  activity.subjectId = CASE WHEN isSubject THEN $new ELSE activity.subjectId END,
  activity.result = CASE WHEN isSubject THEN replace(activity.result, $quoted, $quotedNew) ELSE activity.result END,
  activity.onBehalfOf = [person IN activity.onBehalfOf | CASE WHEN person = $id THEN $new ELSE person END],
  activity.alsoChanged = [node IN activity.alsoChanged | CASE WHEN node = 'Person:' + $id THEN 'Person:' + $new ELSE node END]
REMOVE activity.undo, activity.undoUntil, activity.version, activity.values
"""
ERASE_IMPORTED_CHANGES_QUERY: LiteralString = """
MATCH (person:Person {id: $new})
CALL (person) {
  MATCH (person)<-[:LEARNED_BY]-(own) RETURN own.id AS id, 'Lesson' AS label
UNION
  MATCH (person)<-[:REUSED_BY|JUDGED_BY|CONFIRMED_BY]-(own) RETURN own.id AS id, 'Reuse' AS label
}
MATCH (change:ImportedChange {subjectId: id})
WHERE change.subjectLabel = label
DELETE change
"""
# A row if there is such a person, with the nodes whose texts contain the name.
MENTIONS_QUERY: LiteralString = """
MATCH (person:Person {id: $id})
WITH toLower(person.name) AS name
RETURN COLLECT {
  MATCH (node:Department|Project|Topic|Lesson|Reuse|Rundown|Conversation|Task)
  WHERE any(
    text IN [
      node.name, node.title, node.summary, node.description, node.context, node.wentWell, node.wentWrong, node.recommendation, node.note,
      node.learnersText, node.projectText, node.extra
    ]
    WHERE toLower(text) CONTAINS name
  ) OR EXISTS { (node)-[link:REVIEWED_BY|CONSIDERED]->() WHERE toLower(link.note) CONTAINS name OR toLower(link.reason) CONTAINS name }
  RETURN toLower(head(labels(node))) + ' ' + node.id AS text ORDER BY text LIMIT $limit
} AS nodes
"""
SHOWN_MENTIONS: Final = 10
UNCONFIRMED: Final = "Name, e-mail address and ID of this person are erased for good. Set confirm to true to continue."


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePerson:
    """The person whose personal data to erase."""

    person: str
    confirm: bool = False
    """Confirms that the data are erased for good."""


@command_handler(
    "erasePerson",
    "person",
    role=Role.ADMINISTRATOR,
    irreversible="Personal data that were erased cannot be restored. They are kept nowhere.",
)
async def erase_person(context: CommandContext, command: ErasePerson) -> Change:
    """Erases name, e-mail address, job title and ID of a person, and what the log keeps about their lessons and reuses: earlier versions,
    values before and after changes, and what undo needs. The person becomes "a former colleague" with a new ID, so that figures stay the same.
    It cannot be undone.

    First revise the texts that contain the name: without `confirm`, it fails with CONFIRMATION_REQUIRED and lists them; with it, a warning lists
    them. Imported files and backups still contain the data.
    """
    person, new = parse_short_text(command.person, "person"), new_id()
    rows = await context.tx.run(MENTIONS_QUERY, {"id": person, "limit": SHOWN_MENTIONS + 1})
    if not rows:
        raise not_found(Label.PERSON, person, "person")
    warning = _mention_warning(rows[0]["nodes"])
    if not command.confirm:
        raise ConfirmationRequired(" ".join([UNCONFIRMED, *warning]), field="person")
    await context.tx.run(ERASE_PERSON_QUERY, {"id": person, "new": new, "erased": ERASED_NAME})
    ids = {"id": person, "new": new, "quoted": json.dumps(person), "quotedNew": json.dumps(new)}
    await context.tx.run(ERASE_DECISIONS_QUERY, {"id": person, "new": new})
    await context.tx.run(ERASE_LOG_QUERY, ids | {"erased": ERASED_NAME})
    await context.tx.run(ERASE_IMPORTED_CHANGES_QUERY, {"new": new})
    return Change(Label.PERSON, new, ("name", "email", "title"), warnings=warning)


def _mention_warning(nodes: Sequence[str]) -> tuple[str, ...]:
    """A warning if texts contain the name."""
    if not nodes:
        return ()
    more = " and more" if len(nodes) > SHOWN_MENTIONS else ""
    return (f"These texts contain the name: {', '.join(nodes[:SHOWN_MENTIONS])}{more}.",)
