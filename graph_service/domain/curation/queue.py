"""The lessons that are waiting for review, the oldest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_service.graph import Graph

# The stewards of a lesson are those of its topics who have not left: who are active and belong to a department today; of a restricted lesson
# only those who may read it. `unstewarded` adds the lessons without any, `everything` all lessons. Restricted lessons are listed
# only if the viewer may read them; with `named`, all of them are. Every page requests the length of the queue, so nothing is read for a person
# who is no steward, and lessons are sorted before their stewards are found, so nothing is read about those after the first `most`.
REVIEW_QUEUE_QUERY: LiteralString = """
WITH $everything OR $unstewarded OR EXISTS { (:Person {id: $steward})<-[:STEWARDED_BY]-() } AS reviews
WHERE reviews
WITH COLLECT {
  MATCH (:Topic)-[steward:STEWARDED_BY]->(person)
  WHERE (steward.from IS NULL OR steward.from <= date($today)) AND (steward.to IS NULL OR date($today) < steward.to)
    AND coalesce(person.active, true) AND EXISTS {
      MATCH (person)-[home:MEMBER_OF]->()
      WHERE (home.from IS NULL OR home.from <= date($today)) AND (home.to IS NULL OR date($today) < home.to)
    }
  RETURN steward
} AS active
MATCH (lesson:Lesson)
USING INDEX lesson:Lesson(status)
WHERE lesson.status = 'SUBMITTED' AND (
  $named OR lesson.audience = 'AUTHORS' OR EXISTS { (lesson)-[:LEARNED_BY|RESTRICTED_TO_PERSON]->(:Person {id: $viewer}) } OR EXISTS {
    MATCH (:Person {id: $viewer})-[member:MEMBER_OF]->(home)
    WHERE (member.from IS NULL OR member.from <= date($today)) AND (member.to IS NULL OR date($today) < member.to)
    MATCH (home) (()-[part:PART_OF]->() WHERE (part.from IS NULL OR part.from <= date($today)) AND (part.to IS NULL OR date($today) < part.to)){0,} (department)
    WHERE (department)<-[:RESTRICTED_TO_DEPARTMENT]-(lesson)
  }
)
WITH active, lesson, coalesce(lesson.submittedAt, lesson.recordedAt) AS since ORDER BY since, lesson.id
WITH lesson, since, COLLECT {
  MATCH (lesson)-[:ABOUT]->()-[steward:STEWARDED_BY]->(person)
  WHERE steward IN active
    AND (lesson.audience = 'AUTHORS' OR EXISTS { (lesson)-[:LEARNED_BY|RESTRICTED_TO_PERSON]->(person) } OR EXISTS {
      MATCH (person)-[member:MEMBER_OF]->(home)
      WHERE (member.from IS NULL OR member.from <= date($today)) AND (member.to IS NULL OR date($today) < member.to)
      MATCH (home) (()-[part:PART_OF]->() WHERE (part.from IS NULL OR part.from <= date($today)) AND (part.to IS NULL OR date($today) < part.to)){0,} (department)
      WHERE (department)<-[:RESTRICTED_TO_DEPARTMENT]-(lesson)
    })
  WITH DISTINCT person.id AS id ORDER BY id
  RETURN id
} AS stewards
WHERE $everything OR $unstewarded AND stewards = [] OR $steward IN stewards
WITH lesson, since, stewards LIMIT $most
WITH collect({lesson: lesson.id, title: lesson.title, at: since, stewards: stewards}) AS items
RETURN {
  total: size(items),
  items: [
    item IN items
    WHERE $afterId IS NULL OR item.at > datetime($afterAt) OR (item.at = datetime($afterAt) AND item.lesson > $afterId)
    | item {.lesson, .title, .stewards, at: toString(item.at)}
  ][..$size]
} AS queue
"""
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
    queue = await graph.read(REVIEW_QUEUE_QUERY, parameters)
    return queue["total"], [QueuedLesson(row["lesson"], row["title"], row["at"], tuple(row["stewards"])) for row in queue["items"]]
