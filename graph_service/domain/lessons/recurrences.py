"""Recurrences: a later lesson about the same problem as an earlier one. A pair can be dismissed as not the same problem."""

from dataclasses import dataclass
from typing import Any, LiteralString

from graph_service.callers import Role
from graph_service.domain.authorization.permissions import refuse_other_pair
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.lessons.rules import authors_of, read_lesson
from graph_service.domain.parsing import parse_boolean, parse_short_text
from graph_service.errors import Conflict, InvalidInput
from graph_service.model.labels import Label

PAIR_QUERY: LiteralString = """
MATCH (later:Lesson {id: $later})
MATCH (earlier:Lesson {id: $earlier})
RETURN
  toString(later.learnedOn) AS laterOn,
  toString(earlier.learnedOn) AS earlierOn,
  EXISTS { (later)-[:RECURRENCE_OF]-(earlier) } AS linked,
  EXISTS { (later)-[:NOT_RECURRENCE_OF]-(earlier) } AS dismissed
"""
DELETE_RECURRENCE_QUERY: LiteralString = """
MATCH (:Lesson {id: $later})-[link:RECURRENCE_OF|NOT_RECURRENCE_OF]->(:Lesson {id: $earlier})
DELETE link
"""
LINK_RECURRENCE_QUERY: LiteralString = """
MATCH (later:Lesson {id: $later})
MATCH (earlier:Lesson {id: $earlier})
CREATE (later)-[:RECURRENCE_OF]->(earlier)
"""
DISMISS_RECURRENCE_QUERY: LiteralString = """
MATCH (later:Lesson {id: $later})
MATCH (earlier:Lesson {id: $earlier})
CREATE (later)-[:NOT_RECURRENCE_OF]->(earlier)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRecurrence:
    """Two lessons about the same problem, which came back."""

    lesson: str
    """The ID of the later lesson."""
    recurrence_of: str
    """The ID of the earlier lesson."""
    although_dismissed: bool = False
    """Set this to link a pair that was dismissed before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissRecurrence:
    """Two lessons that are not about the same problem."""

    lesson: str
    """The ID of the later lesson."""
    recurrence_of: str
    """The ID of the earlier lesson."""


@command_handler("linkRecurrence", "lesson", role=Role.CONTRIBUTOR)
async def link_recurrence(context: CommandContext, command: LinkRecurrence) -> Change:
    """Records that the problem of an earlier lesson came back in a later one.

    Contributors may do this as an author of one of the two, as long as nobody has decided. Fails with CONFLICT if the later lesson was
    learned first, or if the pair is already linked or was dismissed.
    """
    although_dismissed = parse_boolean(command.although_dismissed, "althoughDismissed")
    pair, links = await _read_pair(context, command)
    if links["linked"]:
        raise Conflict(f"recurrenceOf is {pair['earlier']!r}, which is already linked with {pair['later']!r}.", field="recurrenceOf")
    if links["dismissed"] and not although_dismissed:
        raise Conflict(
            f"recurrenceOf is {pair['earlier']!r}, but this pair was dismissed as not the same problem. "
            "Set althoughDismissed to link it anyway.",
            field="recurrenceOf",
        )
    await _delete_links(context, pair)
    await context.tx.run(LINK_RECURRENCE_QUERY, pair)
    return Change(Label.LESSON, pair["later"], ("recurrenceOf",))


@command_handler("dismissRecurrence", "lesson", role=Role.CONTRIBUTOR)
async def dismiss_recurrence(context: CommandContext, command: DismissRecurrence) -> Change:
    """Records that two lessons are not about the same problem, and removes any link between them.

    Contributors may do this as an author of one of the two, as long as nobody has decided. Fails with CONFLICT if this is already recorded,
    or if the later lesson was learned first.
    """
    pair, links = await _read_pair(context, command)
    if links["dismissed"]:
        raise Conflict(f"recurrenceOf is {pair['earlier']!r}, which was already dismissed for {pair['later']!r}.", field="recurrenceOf")
    await _delete_links(context, pair)
    await context.tx.run(DISMISS_RECURRENCE_QUERY, pair)
    return Change(Label.LESSON, pair["later"], ("recurrenceOf",))


async def _delete_links(context: CommandContext, pair: dict[str, str]) -> None:
    # Lessons of the same day may have been linked in either direction.
    await context.tx.run(DELETE_RECURRENCE_QUERY, pair)
    await context.tx.run(DELETE_RECURRENCE_QUERY, {"later": pair["earlier"], "earlier": pair["later"]})


async def _read_pair(context: CommandContext, command: LinkRecurrence | DismissRecurrence) -> tuple[dict[str, str], dict[str, Any]]:
    """The ids of the later and the earlier lesson, and the row of PAIR_QUERY for them."""
    pair = {"later": parse_short_text(command.lesson, "lesson"), "earlier": parse_short_text(command.recurrence_of, "recurrenceOf")}
    if pair["later"] == pair["earlier"]:
        raise InvalidInput(
            f"recurrenceOf is {pair['earlier']!r}, which is the lesson itself. Choose an earlier lesson.", field="recurrenceOf"
        )
    later, earlier = await read_lesson(context, pair["later"], "lesson"), await read_lesson(context, pair["earlier"], "recurrenceOf")
    row = (await context.tx.run(PAIR_QUERY, pair))[0]
    authors = [*authors_of(later), *authors_of(earlier)]
    refuse_other_pair(context, list(pair.values()), authors, decided=row["linked"] or row["dismissed"])
    if row["laterOn"] < row["earlierOn"]:
        raise Conflict(
            f"recurrenceOf is {pair['earlier']!r}, learned on {row['earlierOn']}, but {pair['later']!r} was learned before it, on "
            f"{row['laterOn']}. Swap the two: lesson is the later one.",
            field="recurrenceOf",
        )
    return pair, row
