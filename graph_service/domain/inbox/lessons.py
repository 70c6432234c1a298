"""The lessons of an inbox: drafts to finish, questions to answer, submissions to review, and possible repeated problems."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from graph_service.domain.curation.queue import QueueScope, read_review_queue
from graph_service.domain.inbox.waiting_item import MAX_ITEMS_PER_KIND, InboxOwner, WaitingItem, quote_title
from graph_service.graph import Graph
from graph_service.model.enums import InboxKind, LessonStatus

AUTHORED_QUERY: LiteralString = """
MATCH (:Person {id: $person})<-[:LEARNED_BY|RECORDED_BY]-(lesson:Lesson)
WHERE lesson.status = $status
WITH DISTINCT lesson
WITH lesson, head(COLLECT {
  MATCH (lesson)-[review:REVIEWED_BY {decision: 'RETURNED'}]->()
  RETURN {at: toString(date(review.at)), question: review.note} ORDER BY review.at DESC LIMIT 1
}) AS returned
WITH lesson, coalesce(returned.at, toString(date(lesson.recordedAt))) AS since, returned.question AS question
ORDER BY since, lesson.id LIMIT $most
RETURN collect({lesson: lesson.id, title: lesson.title, since: since, question: question}) AS lessons
"""
# The columns may not have the latest decision yet, so pairs that were decided are left out here.
OWN_PAIRS_QUERY: LiteralString = """
UNWIND $pairs AS pair
MATCH (later:Lesson {id: pair[0]})
MATCH (earlier:Lesson {id: pair[1]})
WHERE NOT EXISTS { (later)-[:RECURRENCE_OF|NOT_RECURRENCE_OF]-(earlier) } AND (
  EXISTS { (later)-[:LEARNED_BY|RECORDED_BY]->(:Person {id: $person}) }
  OR EXISTS { (earlier)-[:LEARNED_BY|RECORDED_BY]->(:Person {id: $person}) }
)
RETURN collect({
  later: later.id,
  laterTitle: later.title,
  earlier: earlier.id,
  earlierTitle: earlier.title,
  since: toString(coalesce(later.publishedOn, later.learnedOn))
}) AS pairs
"""
SENTENCES: Final = {
    LessonStatus.DRAFT: "{title} is a draft: finish and submit it.",
    LessonStatus.RETURNED: "{title} was returned with a question.",
}


async def read_drafts(graph: Graph, owner: InboxOwner) -> list[WaitingItem]:
    """The drafts of which the person is an author, the oldest first."""
    return await _read_authored(graph, owner, InboxKind.DRAFT, LessonStatus.DRAFT)


async def read_returned(graph: Graph, owner: InboxOwner) -> list[WaitingItem]:
    """The returned lessons of which the person is an author, each with the question, the oldest return first."""
    return await _read_authored(graph, owner, InboxKind.RETURNED, LessonStatus.RETURNED)


async def _read_authored(graph: Graph, owner: InboxOwner, kind: InboxKind, status: LessonStatus) -> list[WaitingItem]:
    parameters = {"person": owner.person, "status": status.value, "most": MAX_ITEMS_PER_KIND}
    rows: list[dict[str, Any]] = await graph.read(AUTHORED_QUERY, parameters)
    sentence = SENTENCES[status]
    return [
        WaitingItem(kind, row["since"], sentence.format(title=quote_title(row["title"])), row["question"], lesson=row["lesson"])
        for row in rows
    ]


async def read_reviews_to_do(graph: Graph, owner: InboxOwner) -> list[WaitingItem]:
    """The submitted lessons that wait for the person as a steward, or for any curator, the oldest first."""
    scope = QueueScope(owner.person, unstewarded=owner.curates, viewer=owner.person, named=owner.named)
    _, queued = await read_review_queue(graph, scope, owner.today, MAX_ITEMS_PER_KIND, most=MAX_ITEMS_PER_KIND)
    return [
        WaitingItem(InboxKind.REVIEW, item.at[:10], f"{quote_title(item.title)} was submitted for review.", lesson=item.lesson)
        for item in queued
    ]


async def choose_repeats(graph: Graph, owner: InboxOwner, pairs: Sequence[tuple[str, str]]) -> list[WaitingItem]:
    """Of pairs of a later and an earlier lesson that may be about the same problem, those in which the person is an author, the oldest first."""
    parameters = {"person": owner.person, "pairs": [list(pair) for pair in pairs]}
    rows: list[dict[str, Any]] = await graph.read(OWN_PAIRS_QUERY, parameters) if pairs else []
    found = [
        WaitingItem(
            InboxKind.REPEAT,
            row["since"],
            f"{quote_title(row['laterTitle'])} may be about the same problem as the earlier {quote_title(row['earlierTitle'])}.",
            lesson=row["later"],
            earlier=row["earlier"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda item: (item.since, item.key))
