"""The same problem came back: the later lesson points to the earlier one, or it was found not to be the same problem."""

from dataclasses import dataclass
from typing import Any, LiteralString

from graph_service.domain.commands import Change, Turn, verb
from graph_service.domain.existence import require_known
from graph_service.domain.rules import parse_boolean, parse_line
from graph_service.errors import Conflict, InvalidInput

PAIR_QUERY: LiteralString = """
MATCH (later:Lesson {id: $later})
MATCH (earlier:Lesson {id: $earlier})
RETURN
  toString(later.learnedOn) AS laterOn,
  toString(earlier.learnedOn) AS earlierOn,
  EXISTS { (later)-[:RECURRENCE_OF]-(earlier) } AS linked,
  EXISTS { (later)-[:NOT_RECURRENCE_OF]-(earlier) } AS dismissed
"""
FORGET_RECURRENCE_QUERY: LiteralString = """
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
    """In `lesson` the problem of an earlier one came back. `although_dismissed` says that a dismissal of this pair was wrong."""

    lesson: str
    """The id of the later lesson."""
    recurrence_of: str
    """The id of the earlier lesson."""
    although_dismissed: bool = False
    """Say so when the pair had been dismissed before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissRecurrence:
    """`lesson` is not about the problem of the earlier one. Takes a link between the two back, and remembers."""

    lesson: str
    """The id of the later lesson."""
    recurrence_of: str
    """The id of the earlier lesson."""


@verb("linkRecurrence")
async def link_recurrence(turn: Turn, command: LinkRecurrence) -> Change:
    """Links a lesson to an earlier one. Conflict when it was learned before that one, is linked, or the pair was dismissed."""
    although = parse_boolean(command.although_dismissed, "althoughDismissed")
    pair, held = await _read_pair(turn, command)
    if held["linked"]:
        raise Conflict(f"recurrenceOf is {pair['earlier']!r}, which is linked with {pair['later']!r} already.", field="recurrenceOf")
    if held["dismissed"] and not although:
        raise Conflict(
            f"recurrenceOf is {pair['earlier']!r}, but this pair was dismissed as not the same problem. "
            "Set althoughDismissed to link it nevertheless.",
            field="recurrenceOf",
        )
    await _forget(turn, pair)
    await turn.tx.run(LINK_RECURRENCE_QUERY, pair)
    return Change("Lesson", pair["later"], ("recurrenceOf",))


@verb("dismissRecurrence")
async def dismiss_recurrence(turn: Turn, command: DismissRecurrence) -> Change:
    """Remembers that two lessons are not about the same problem. Conflict when that is known, or when they are given the wrong way round."""
    pair, held = await _read_pair(turn, command)
    if held["dismissed"]:
        raise Conflict(f"recurrenceOf is {pair['earlier']!r}, which was dismissed for {pair['later']!r} already.", field="recurrenceOf")
    await _forget(turn, pair)
    await turn.tx.run(DISMISS_RECURRENCE_QUERY, pair)
    return Change("Lesson", pair["later"], ("recurrenceOf",))


async def _forget(turn: Turn, pair: dict[str, str]) -> None:
    # Lessons of the same day may have been named either way round.
    await turn.tx.run(FORGET_RECURRENCE_QUERY, pair)
    await turn.tx.run(FORGET_RECURRENCE_QUERY, {"later": pair["earlier"], "earlier": pair["later"]})


async def _read_pair(turn: Turn, command: LinkRecurrence | DismissRecurrence) -> tuple[dict[str, str], dict[str, Any]]:
    """The ids of the later and the earlier lesson, and what is held about the two."""
    pair = {"later": parse_line(command.lesson, "lesson"), "earlier": parse_line(command.recurrence_of, "recurrenceOf")}
    if pair["later"] == pair["earlier"]:
        raise InvalidInput(f"recurrenceOf is {pair['earlier']!r}, the lesson itself. Name an earlier one.", field="recurrenceOf")
    await require_known(turn.tx, "Lesson", [pair["later"]], "lesson")
    await require_known(turn.tx, "Lesson", [pair["earlier"]], "recurrenceOf")
    held = (await turn.tx.run(PAIR_QUERY, pair))[0]
    if held["laterOn"] < held["earlierOn"]:
        raise Conflict(
            f"recurrenceOf is {pair['earlier']!r}, learned on {held['earlierOn']}, but {pair['later']!r} was learned before, on "
            f"{held['laterOn']}: the later lesson points to the earlier one. Name them the other way round.",
            field="recurrenceOf",
        )
    return pair, held
