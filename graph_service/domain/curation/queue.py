"""The lessons that are waiting for review, the oldest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_service.domain.authorization.audience_rule import IS_NAMED_READER, IS_STEWARD_TODAY, of_person
from graph_service.graph import Graph

# The stewards of a lesson are those of its topics who have not left; of a restricted lesson only those who may read it. `unstewarded` adds
# the lessons without any, `everything` all lessons. Restricted lessons are listed only if the viewer may read them; with `named`, all of
# them are. Every page requests the length of the queue, so nothing is read for a person who is no steward, and lessons are sorted before
# their stewards are found: Neo4j keeps this order, so sorting again after that reads nothing about the lessons after the first `most`.
REVIEW_QUEUE_STATEMENT: LiteralString = (
    """
WITH $everything OR $unstewarded OR EXISTS { (:Person {id: $steward})<-[:STEWARDED_BY]-() } AS reviews
WHERE reviews
WITH COLLECT {
  MATCH (:Topic)-[steward:STEWARDED_BY]->(person)-[member:MEMBER_OF]->()
  WHERE """
    + IS_STEWARD_TODAY
    + """
  RETURN DISTINCT steward
} AS active
MATCH (viewed:Lesson)
USING INDEX viewed:Lesson(status)
WHERE viewed.status = 'SUBMITTED' AND ($named OR viewed.audience = 'AUTHORS' OR """
    + IS_NAMED_READER
    + """)
WITH active, viewed, coalesce(viewed.submittedAt, viewed.recordedAt) AS since, viewed.id AS id
ORDER BY since, id
WITH viewed, since, id, COLLECT {
  MATCH (viewed)-[:ABOUT]->()-[steward:STEWARDED_BY]->(person)
  WHERE steward IN active AND (viewed.audience = 'AUTHORS' OR """
    + of_person(IS_NAMED_READER)
    + """)
  WITH DISTINCT person.id AS reviewer ORDER BY reviewer
  RETURN reviewer
} AS stewards
WHERE $everything OR $unstewarded AND stewards = [] OR $steward IN stewards
WITH viewed, since, id, stewards
ORDER BY since, id
LIMIT $most
WITH collect({lesson: id, title: viewed.title, at: since, stewards: stewards}) AS items
RETURN {
  total: size(items),
  items: [
    item IN items
    WHERE $afterId IS NULL OR item.at > datetime($afterAt) OR (item.at = datetime($afterAt) AND item.lesson > $afterId)
    | item {.lesson, .title, .stewards, at: toString(item.at)}
  ][..$size]
} AS queue
"""
)
UNLIMITED: Final = 2**31 - 1  # lessons


@dataclass(frozen=True, slots=True)
class QueuedLesson:
    """A lesson that waits for a review. at: when it was submitted, as ISO 8601 text. stewards: the ids of those who review it; curators if empty."""

    lesson: str
    title: str
    at: str
    stewards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueueScope:
    """Whose queue: that of the steward with this id; with `unstewarded` also lessons without a steward; with `everything` all of them.

    viewer: the id of the caller, whose restricted lessons are included; named: includes all restricted lessons, for administrators.
    """

    steward: str | None = None
    unstewarded: bool = False
    everything: bool = False
    viewer: str | None = None
    named: bool = False


async def read_review_queue(
    graph: Graph, scope: QueueScope, today: str, size: int, after: tuple[str, str] | None = None, most: int = UNLIMITED
) -> tuple[int, list[QueuedLesson]]:
    """The length of the queue, and at most `size` lessons after a position (the time and id of a lesson).

    most: reads no more lessons than this; a longer queue has this length.
    """
    at, lesson = after or (None, None)
    parameters: Mapping[str, Any] = {
        "steward": scope.steward,
        "unstewarded": scope.unstewarded,
        "everything": scope.everything,
        "viewer": scope.viewer,
        "named": scope.named,
        "today": today,
        "afterAt": at,
        "afterId": lesson,
        "size": size,
        "most": most,
    }
    queue = await graph.read(REVIEW_QUEUE_STATEMENT, parameters)
    return queue["total"], [QueuedLesson(row["lesson"], row["title"], row["at"], tuple(row["stewards"])) for row in queue["items"]]
