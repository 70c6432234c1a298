"""The review history of a lesson: who submitted, returned, answered, published or refused it, and what they wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_service.callers import Caller, Role
from graph_service.domain.authorization.permissions import acting_person
from graph_service.domain.authorization.reviewers import IS_STEWARD_STATEMENT
from graph_service.domain.commands import CommandContext
from graph_service.domain.existence import require_known
from graph_service.domain.parsing import parse_text
from graph_service.errors import InvalidInput
from graph_service.graph import Graph
from graph_service.model.enums import ReviewDecision
from graph_service.model.labels import Label

ADD_REVIEW_QUERY: LiteralString = """
MATCH (lesson:Lesson {id: $lesson})
MATCH (person:Person {id: $person})
CREATE (lesson)-[:REVIEWED_BY {at: $at, decision: $decision, note: $note}]->(person)
"""
REVIEWS_QUERY: LiteralString = """
MATCH (lesson:Lesson {id: $lesson})
WHERE $all OR EXISTS { (lesson)-[:LEARNED_BY|RECORDED_BY]->(:Person {id: $viewer}) }
MATCH (lesson)-[review:REVIEWED_BY]->(person)
WITH review, person ORDER BY review.at, person.id
RETURN collect({at: toString(review.at), decision: review.decision, note: review.note, person: person.id}) AS reviews
"""
MAX_NOTE: Final = 5_000  # characters of a question, an answer or a reason


@dataclass(frozen=True, slots=True)
class Review:
    """A step of the review. at: ISO 8601 text. person: the id of who took it."""

    at: str
    decision: ReviewDecision
    note: str | None
    person: str


def parse_note(value: Any, field: str) -> str:
    """A question, an answer or a reason: text that is not blank, of at most MAX_NOTE characters."""
    text = parse_text(value, field)
    if len(text) > MAX_NOTE:
        raise InvalidInput(f"{field} has {len(text):,} characters; the maximum is {MAX_NOTE:,}. Shorten it.", field=field)
    return text


async def find_actor(context: CommandContext, stated: str | None, *, required: bool) -> str | None:
    """The person who reviews: the stated one, by default the caller's own; None if that is unknown and not required."""
    if stated is None and not required and (context.caller is None or context.caller.person is None):
        return None
    person = acting_person(context, stated, "by")
    if stated is not None:
        await require_known(context.tx, Label.PERSON, [person], "by")
    return person


async def add_review(context: CommandContext, lesson: str, person: str | None, decision: ReviewDecision, note: str | None = None) -> None:
    """Stores a step of the review. Without a person, only the activity log records it."""
    parameters: Mapping[str, Any] = {"lesson": lesson, "person": person, "at": context.now, "decision": decision, "note": note}
    if person is not None:
        await context.tx.run(ADD_REVIEW_QUERY, parameters)


async def read_reviews(graph: Graph, lesson: str, caller: Caller, today: str) -> list[Review]:
    """The steps of the review in their order, for curators, the authors of the lesson and the stewards of its topics; none for others."""
    is_steward = await graph.read(IS_STEWARD_STATEMENT, {"lesson": lesson, "viewer": caller.person, "today": today}) is not None
    parameters = {"lesson": lesson, "all": is_steward or caller.role >= Role.CURATOR, "viewer": caller.person}
    rows: list[dict[str, Any]] = await graph.read(REVIEWS_QUERY, parameters)
    return [Review(**row | {"decision": ReviewDecision(row["decision"])}) for row in rows]
