"""Topics and their broader topics; a topic may have several."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from graph_service.callers import Role
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import choose_id, require_known
from graph_service.domain.optimistic_concurrency import refuse_outdated
from graph_service.domain.parsing import (
    UNSET,
    Parser,
    Unset,
    drop_absent,
    optional,
    parse_ids,
    parse_properties,
    parse_short_text,
    parse_text,
)
from graph_service.errors import Conflict
from graph_service.graph import WriteTransaction
from graph_service.model.labels import Label

TOPIC_PARSERS: dict[str, Parser] = {"name": parse_short_text, "description": optional(parse_text)}

CREATE_TOPIC_QUERY: LiteralString = """
CREATE (topic:Topic)
SET topic = $properties
"""
UPDATE_TOPIC_QUERY: LiteralString = """
MATCH (topic:Topic {id: $id})
SET topic += $properties
"""
BROADER_CYCLE_QUERY: LiteralString = """
MATCH path = SHORTEST 1 (:Topic {id: $broader})-[:BROADER]->*(:Topic {id: $topic})
RETURN [topic IN nodes(path) | topic.id] AS cycle
"""
DELETE_BROADER_QUERY: LiteralString = """
MATCH (:Topic {id: $topic})-[link:BROADER]->(:Topic)
DELETE link
"""
ADD_BROADER_QUERY: LiteralString = """
MATCH (topic:Topic {id: $topic})
UNWIND $broader AS id
MATCH (broader:Topic {id: id})
CREATE (topic)-[:BROADER]->(broader)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTopic:
    """A new topic."""

    name: str
    id: str | None = None
    description: str | None = None
    broader: Sequence[str] = ()
    """The IDs of its broader topics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateTopic:
    """New values for a topic."""

    topic: str
    name: str | Unset = UNSET
    description: str | Unset | None = UNSET
    broader: Sequence[str] | Unset | None = UNSET
    """The IDs of all its broader topics; replaces the current list."""
    expected_activity: int | None = None
    """The `seq` of the latest activity when you read the topic. If one of these fields was changed since, nothing is written."""


@command_handler("createTopic", role=Role.CURATOR)
async def create_topic(context: CommandContext, command: CreateTopic) -> Change:
    """Creates a topic. Fails with CONFLICT if the ID is taken."""
    properties = drop_absent(parse_properties(command, TOPIC_PARSERS))
    broader = parse_ids(command.broader, "broader")
    new = await choose_id(context.tx, Label.TOPIC, command.id)
    await require_known(context.tx, Label.TOPIC, broader, "broader")
    await context.tx.run(CREATE_TOPIC_QUERY, {"properties": properties | {"id": new}})
    await context.tx.run(ADD_BROADER_QUERY, {"topic": new, "broader": broader})
    return Change(Label.TOPIC, new, (*properties, *(["broader"] if broader else [])))


@command_handler("updateTopic", "topic", role=Role.CURATOR)
async def update_topic(context: CommandContext, command: UpdateTopic) -> Change:
    """Updates the fields that are set. Fails with CONFLICT if the topic has changed since the caller read it, or would become broader than itself."""
    topic = parse_short_text(command.topic, "topic")
    properties = parse_properties(command, TOPIC_PARSERS)
    await require_known(context.tx, Label.TOPIC, [topic], "topic")
    await refuse_outdated(context, Label.TOPIC, topic, (*TOPIC_PARSERS, "broader"), command.expected_activity)
    await context.tx.run(UPDATE_TOPIC_QUERY, {"id": topic, "properties": properties})
    if command.broader is UNSET:
        return Change(Label.TOPIC, topic, tuple(properties))
    await _replace_broader(context.tx, topic, parse_ids(command.broader, "broader"))
    return Change(Label.TOPIC, topic, (*properties, "broader"))


async def _replace_broader(tx: WriteTransaction, topic: str, broader: list[str]) -> None:
    await require_known(tx, Label.TOPIC, broader, "broader")
    await tx.run(DELETE_BROADER_QUERY, {"topic": topic})
    for id_ in broader:
        for row in await tx.run(BROADER_CYCLE_QUERY, {"broader": id_, "topic": topic}):
            cycle = " → ".join([topic, *row["cycle"]])
            raise Conflict(f"broader is {id_!r}, which closes a cycle ({cycle}). A topic must not be broader than itself.", field="broader")
    await tx.run(ADD_BROADER_QUERY, {"topic": topic, "broader": broader})
