"""Conversations between people of a project and people who did something similar."""

from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from graph_service.callers import Role
from graph_service.domain.authorization.permissions import acting_person
from graph_service.domain.authorization.readability import require_nameable
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import choose_id, require_known
from graph_service.domain.parsing import Day, drop_absent, optional, parse_short_text, parse_text
from graph_service.domain.rundowns.meeting_days import check_meeting_day
from graph_service.errors import InvalidInput
from graph_service.model.labels import Label

CREATE_CONVERSATION_QUERY: LiteralString = """
MATCH (project:Project {id: $project})
MATCH (other:Person {id: $other})
MATCH (person:Person {id: $person})
CREATE
  (conversation:Conversation)-[:HELD_FOR]->(project),
  (conversation)-[:HELD_WITH]->(other),
  (conversation)-[:HELD_BY]->(person)
SET conversation = $conversation
"""
HOMES_QUERY: LiteralString = """
UNWIND $people AS id
MATCH (person:Person {id: id})
RETURN id, person.shownName AS name, [
  (person)-[membership:MEMBER_OF]->(department)
  WHERE membership.from <= $day AND (membership.to IS NULL OR $day < membership.to) | department.id
] AS departments
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConversation:
    """A conversation about a project with somebody who did something similar."""

    project: str
    """The ID of the project it was about."""
    with_: str
    """The ID of the person with whom it was held."""
    held_on: Day | None = None
    """The day it was held; today by default."""
    person: str | None = None
    """The ID of the person of the project who held it; the caller's own person by default. Only curators may name somebody else."""
    id: str | None = None
    note: str | None = None
    confirm: bool = False
    """Confirms a day that is more than a year before the project started or after it ended."""


@command_handler("recordConversation", role=Role.CONTRIBUTOR)
async def record_conversation(context: CommandContext, command: RecordConversation) -> Change:
    """Records a conversation. It counts for a gate if the two people belonged to different departments on that day.

    Warns if it does not count: they belonged to the same department, or the department of one of them on that day is not known.
    """
    project, other = parse_short_text(command.project, "project"), parse_short_text(command.with_, "with")
    person = acting_person(context, command.person, "person")
    day = context.past_day(command.held_on, "heldOn")
    note = optional(parse_text)(command.note, "note")
    if other == person:
        raise InvalidInput(f"with is {other!r}, who is also the person who held the conversation. Name somebody else.", field="with")
    await check_meeting_day(context, project, day, confirmed=command.confirm)
    await require_known(context.tx, Label.PERSON, [other], "with")
    await require_nameable(context, [other], "with")
    await require_known(context.tx, Label.PERSON, [person], "person")
    new = await choose_id(context.tx, Label.CONVERSATION, command.id)
    conversation = drop_absent({"id": new, "heldOn": day, "note": note})
    values = {"project": project, "other": other, "person": person, "conversation": conversation}
    await context.tx.run(CREATE_CONVERSATION_QUERY, values)
    changed = ("project", "with", "heldBy", "heldOn", *(("note",) if note else ()))
    return Change(Label.CONVERSATION, new, changed, person, (person,), await _warn(context, person, other, day))


async def _warn(context: CommandContext, person: str, other: str, day: date) -> tuple[str, ...]:
    """Why the conversation does not count for a gate; empty if it may count."""
    rows = await context.tx.run(HOMES_QUERY, {"people": [person, other], "day": day})
    unknown = [row["name"] or row["id"] for row in rows if not row["departments"]]
    if unknown:
        return (f"The department of {' and of '.join(unknown)} on {day} is not known, so the conversation does not count for a gate.",)
    if not set(rows[0]["departments"]).isdisjoint(rows[1]["departments"]):
        return ("Both people belonged to the same department on that day, so the conversation does not count for a gate.",)
    return ()
