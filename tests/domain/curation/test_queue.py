"""The review queue reads the stewards of no more lessons than it returns, in the order in which they were submitted."""

from typing import Any, Final

import pytest

from graph_service.domain.curation.queue import REVIEW_QUEUE_STATEMENT, UNLIMITED, QueueScope, read_review_queue
from graph_service.graph import Graph

TODAY: Final = "2026-06-15"
# 200 lessons about one topic of which 20 people are stewards, submitted in another order than that of their ids.
SUBMITTED: Final = """
CREATE (topic:Topic {id: 'topic'}), (home:Department {id: 'home'})
WITH topic, home
CALL (topic, home) {
  UNWIND range(1, 20) AS number
  CREATE (topic)-[:STEWARDED_BY {from: date('2020-01-01')}]->(:Person {id: 'p' + number, active: true})-[:MEMBER_OF {from: date('2020-01-01')}]->(home)
}
UNWIND range(1, 200) AS number
CREATE (:Lesson {id: 'l' + number, title: 'L', status: 'SUBMITTED', audience: 'AUTHORS', submittedAt: datetime('2026-01-01T00:00Z') + duration({minutes: number * 37 % 200})})
  -[:ABOUT]->(topic)
"""


@pytest.mark.thorough
async def test_stewards_of_no_more_lessons_are_read_than_are_returned(graph: Graph) -> None:
    await graph.command(SUBMITTED)
    parameters: dict[str, Any] = {
        "steward": "p1", "unstewarded": False, "everything": False, "viewer": None, "named": False, "today": TODAY, "afterAt": None,
        "afterId": None, "size": 5,
    }  # fmt: skip
    hits = [(await graph.profile(REVIEW_QUEUE_STATEMENT, parameters | {"most": most}))[1].hits for most in (5, UNLIMITED)]
    assert hits[0] < hits[1] / 4, hits


async def test_lessons_are_in_the_order_of_their_submission(graph: Graph) -> None:
    await graph.command(SUBMITTED)
    for most in (50, UNLIMITED):
        total, queue = await read_review_queue(graph, QueueScope(steward="p1"), TODAY, 50, most=most)
        assert total == min(most, 200)
        assert [lesson.at for lesson in queue] == sorted(lesson.at for lesson in queue)
        assert len(queue[0].stewards) == 20
        after = (queue[-1].at, queue[-1].lesson)
        assert (await read_review_queue(graph, QueueScope(steward="p1"), TODAY, 1, after))[1][0].at > after[0]
