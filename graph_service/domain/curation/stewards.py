"""Stewards of topics: they review the lessons about a topic before these are published."""

from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from graph_service.callers import Role
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import require_known
from graph_service.domain.parsing import UNSET, Day, Unset, parse_short_text
from graph_service.errors import Conflict, NotFound
from graph_service.model.labels import Label

# The latest period, which is the only one that can be open.
STEWARDSHIP_QUERY: LiteralString = """
MATCH (topic:Topic {id: $topic})-[steward:STEWARDED_BY]->(:Person {id: $person})
USING INDEX SEEK topic:Topic(id)
RETURN toString(steward.from) AS from, toString(steward.to) AS to
ORDER BY coalesce(to, '9999') DESC
LIMIT 1
"""
ADD_STEWARD_QUERY: LiteralString = """
MATCH (topic:Topic {id: $topic})
MATCH (person:Person {id: $person})
CREATE (topic)-[:STEWARDED_BY {from: $day}]->(person)
"""
END_STEWARDSHIP_QUERY: LiteralString = """
MATCH (topic:Topic {id: $topic})-[steward:STEWARDED_BY]->(:Person {id: $person})
USING INDEX SEEK topic:Topic(id)
WHERE steward.to IS NULL
SET steward.to = $day
"""
REMOVE_STEWARDSHIP_QUERY: LiteralString = """
MATCH (topic:Topic {id: $topic})-[steward:STEWARDED_BY]->(:Person {id: $person})
USING INDEX SEEK topic:Topic(id)
WHERE steward.to IS NULL
DELETE steward
"""
HAS_LEFT_QUERY: LiteralString = """
MATCH (person:Person {id: $person})
RETURN NOT coalesce(person.active, true) OR NOT EXISTS {
  MATCH (person)-[home:MEMBER_OF]->()
  WHERE (home.from IS NULL OR home.from <= $day) AND (home.to IS NULL OR $day < home.to)
} AS hasLeft
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointSteward:
    """The topic, and the person who reviews the lessons about it from now on."""

    topic: str
    person: str
    from_: Day | None = None
    """The first day; today by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStewardship:
    """The topic and its steward, and the day."""

    topic: str
    person: str
    on: Day | Unset | None = UNSET
    """The first day on which the person is no longer its steward; today by default. Null removes the stewardship entirely."""


@command_handler("appointSteward", "topic", role=Role.CURATOR)
async def appoint_steward(context: CommandContext, command: AppointSteward) -> Change:
    """Makes a person a steward of a topic, who may then read, return and publish the submitted lessons about it. A topic may have several.

    Fails with CONFLICT if the person is already its steward on that day. Warns if the person is not active or belongs to no department on
    that day: a steward who has left no longer counts, and curators review the lessons.
    """
    topic, person = await _read_ends(context, command)
    day = context.day(command.from_, "from")
    latest = await _read_latest(context, topic, person)
    if latest is not None and (latest["to"] is None or latest["to"] > day.isoformat()):
        since = f" since {latest['from']}" if latest["from"] else ""
        raise Conflict(f"person is {person!r}, who is already a steward of {topic!r}{since}.", field="person")
    await context.tx.run(ADD_STEWARD_QUERY, {"topic": topic, "person": person, "day": day})
    has_left = (await context.tx.run(HAS_LEFT_QUERY, {"person": person, "day": day}))[0]["hasLeft"]
    warning = f"{person!r} is not active or belongs to no department on {day}: curators review the lessons about {topic!r} instead."
    return Change(Label.TOPIC, topic, ("stewards",), warnings=(warning,) if has_left else ())


@command_handler("endStewardship", "topic", role=Role.CURATOR)
async def end_stewardship(context: CommandContext, command: EndStewardship) -> Change:
    """Ends or removes a stewardship. Fails with NOT_FOUND if the person is not a steward, and with CONFLICT if it would end before it began."""
    topic, person = await _read_ends(context, command)
    latest = await _read_latest(context, topic, person)
    if latest is None or latest["to"] is not None:
        raise NotFound(f"person is {person!r}, who is not a steward of {topic!r}.", field="person")
    if command.on is None:
        await context.tx.run(REMOVE_STEWARDSHIP_QUERY, {"topic": topic, "person": person})
        return Change(Label.TOPIC, topic, ("stewards",))
    day = context.day(None if command.on is UNSET else command.on, "on")
    _refuse_early_end(day, latest["from"])
    await context.tx.run(END_STEWARDSHIP_QUERY, {"topic": topic, "person": person, "day": day})
    return Change(Label.TOPIC, topic, ("stewards",))


def _refuse_early_end(day: date, start: str | None) -> None:
    if start is not None and day.isoformat() <= start:
        raise Conflict(f"on is {day}, but the stewardship began on {start}. Set `on` to null to remove it entirely.", field="on")


async def _read_ends(context: CommandContext, command: AppointSteward | EndStewardship) -> tuple[str, str]:
    topic, person = parse_short_text(command.topic, "topic"), parse_short_text(command.person, "person")
    await require_known(context.tx, Label.TOPIC, [topic], "topic")
    await require_known(context.tx, Label.PERSON, [person], "person")
    return topic, person


async def _read_latest(context: CommandContext, topic: str, person: str) -> dict[str, Any] | None:
    return next(iter(await context.tx.run(STEWARDSHIP_QUERY, {"topic": topic, "person": person})), None)
