"""The review of lessons over GraphQL: the queue, the conversation, the checks, and a conflict between two reviewers."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from graph_service.api.context import Context, Resources
from graph_service.api.schema import schema
from graph_service.callers import LOCAL_CALLER, Caller, Role
from graph_service.domain.curation.stewards import AppointSteward, appoint_steward
from graph_service.domain.curation.submission import SubmitLesson, submit_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.restrictions import RestrictLesson, restrict_lesson
from graph_service.domain.organisation.memberships import MoveMember, move_member
from graph_service.graph import Graph
from tests.callers import token_of

ORGANISATION: Final = """
CREATE (works:Department {id: 'works', name: 'Works'}), (:Project {id: 'bridge', name: 'Bridge', status: 'RUNNING'})
WITH works
UNWIND ['ana', 'bo', 'cy', 'dee'] AS id
CREATE (:Person {id: id, name: toUpper(id), active: true, discoverable: id <> 'bo', shownId: CASE id WHEN 'bo' THEN 'colleague-1' ELSE id END,
  shownName: CASE id WHEN 'bo' THEN 'a colleague' ELSE toUpper(id) END})-[:MEMBER_OF {from: date('2020-01-01')}]->(works)
WITH count(*) AS people
UNWIND ['steel', 'wood', 'glass'] AS id
CREATE (:Topic {id: id, name: toUpper(id)})
"""
ANA, BO, DEE = (token_of(name, Role.CONTRIBUTOR) for name in ("ana", "bo", "dee"))
CURATOR: Final = token_of("cy", Role.CURATOR)
ROOT: Final = Caller("token:root", "root", None, Role.ADMINISTRATOR)
QUEUE: Final = """query($steward: ID, $everything: Boolean = false, $first: Int = 20, $after: String) {
  reviewQueue(steward: $steward, everything: $everything, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { ageInDays stewards { id name } lesson { id } checks { check passed } } } }"""
Run = Callable[..., Awaitable[Any]]


@pytest.fixture
async def run(graph: Graph) -> Run:
    """Runs a query as a caller and returns the result. Bo is a steward of steel; five lessons of ana were submitted, the oldest first."""
    await graph.command(ORGANISATION)
    await appoint_steward(graph, AppointSteward(topic="steel", person="bo", from_="2024-01-01"))
    await appoint_steward(graph, AppointSteward(topic="wood", person="dee", from_="2024-01-01"))
    today = datetime.now(UTC)
    topics = {"a": ["steel"], "b": ["wood"], "c": ["glass"], "d": [], "e": ["glass", "steel"]}
    for age, (id_, about) in enumerate(topics.items()):
        fields: dict[str, Any] = {"learned_on": "2024-01-01", "learners": ["ana"], "project": "bridge"}
        await record_lesson(
            graph, RecordLesson(id=id_, title=f"Lesson {id_}", topics=about, **fields), caller=replace(ANA, role=Role.ADMINISTRATOR)
        )
        await submit_lesson(graph, SubmitLesson(lesson=id_), caller=ANA, now=today - timedelta(days=5 - age))

    async def execute(caller: Caller, query: str, **variables: Any) -> Any:
        resources = Resources.create(graph, max_cost=10**6, min_group=1, answer_timeout=60)
        return await schema.execute(query, variables, Context(resources, caller))

    return execute


async def queue(run: Run, caller: Caller, **variables: Any) -> list[str]:
    result = await run(caller, QUEUE, **variables)
    assert result.errors is None, result.errors
    nodes = result.data["reviewQueue"]["nodes"]
    assert result.data["reviewQueue"]["totalCount"] >= len(nodes)
    return [node["lesson"]["id"] for node in nodes]


@pytest.mark.thorough
async def test_the_queue_of_stewards_and_curators_has_the_longest_wait_first(run: Run) -> None:
    assert await queue(run, BO) == ["a", "e"]
    assert await queue(run, DEE) == ["b"]
    assert await queue(run, ANA) == []
    assert await queue(run, CURATOR) == ["c", "d"]  # without a steward
    assert await queue(run, CURATOR, everything=True) == list("abcde")
    assert await queue(run, CURATOR, steward="bo") == ["a", "e"]
    assert await queue(run, LOCAL_CALLER) == ["c", "d"]
    nodes = (await run(CURATOR, QUEUE, everything=True)).data["reviewQueue"]["nodes"]
    assert [node["ageInDays"] for node in nodes] == [5, 4, 3, 2, 1]
    assert nodes[0]["stewards"] == [{"id": "bo", "name": "BO"}]
    assert {each["check"]: each["passed"] for each in nodes[0]["checks"]}["TOPIC"] is True


@pytest.mark.thorough
async def test_the_queue_of_others_is_for_curators(run: Run) -> None:
    for variables in ({"steward": "bo"}, {"everything": True}):
        result = await run(DEE, QUEUE, **variables)
        assert result.errors[0].original_error.code == "FORBIDDEN"
    assert await queue(run, DEE, steward="dee") == ["b"]


@pytest.mark.thorough
async def test_the_queue_is_read_page_by_page(run: Run) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = (await run(CURATOR, QUEUE, everything=True, first=2, after=after)).data["reviewQueue"]
        assert page["totalCount"] == 5
        seen += [node["lesson"]["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == list("abcde")
    assert (await run(CURATOR, QUEUE, first=0)).data["reviewQueue"]["nodes"] == []
    for bad in ("nonsense", "W10=", "WyJ4IiwgMV0="):
        assert (await run(CURATOR, QUEUE, after=bad)).errors[0].original_error.code == "INVALID_INPUT"


async def test_the_queue_of_a_steward_who_has_left_goes_to_curators(run: Run, graph: Graph) -> None:
    await move_member(graph, MoveMember(person="bo", department=None))
    assert await queue(run, BO) == []
    assert await queue(run, CURATOR) == ["a", "c", "d", "e"]


async def test_a_restricted_lesson_waits_for_administrators_if_no_steward_and_no_curator_may_read_it(run: Run, graph: Graph) -> None:
    await restrict_lesson(graph, RestrictLesson(lesson="a", people=["dee"]), caller=ANA)
    assert await queue(run, BO) == ["e"]
    assert await queue(run, DEE) == ["b"]  # may read it, but is no steward of steel
    assert await queue(run, CURATOR, everything=True) == list("bcde")
    assert await queue(run, CURATOR, steward="bo") == ["e"]
    assert await queue(run, ROOT) == list("acd")
    assert await queue(run, ROOT, everything=True) == list("abcde")


@pytest.mark.parametrize("restriction", [{"people": ["bo"]}, {"departments": ["works"]}])
async def test_a_restricted_lesson_waits_for_the_stewards_who_may_read_it(run: Run, graph: Graph, restriction: dict[str, Any]) -> None:
    await restrict_lesson(graph, RestrictLesson(lesson="a", **restriction), caller=ROOT)
    assert await queue(run, BO) == ["a", "e"]
    everybody = "departments" in restriction
    assert await queue(run, CURATOR, everything=True) == list("abcde" if everybody else "bcde")
    assert await queue(run, CURATOR) == ["c", "d"]
    assert await queue(run, CURATOR, steward="bo") == (["a", "e"] if everybody else ["e"])
    sent = await run(BO, 'mutation { returnLesson(input: {lesson: "a", question: "Why?"}) { lesson { status } } }')
    assert sent.data == {"returnLesson": {"lesson": {"status": "RETURNED"}}}


async def test_a_restricted_lesson_without_such_a_steward_waits_for_the_curators_who_may_read_it(run: Run, graph: Graph) -> None:
    await restrict_lesson(graph, RestrictLesson(lesson="a", people=["cy"]), caller=ANA)
    assert await queue(run, BO) == ["e"]
    assert await queue(run, CURATOR) == ["a", "c", "d"]
    other = token_of("maria", Role.CURATOR, "dee")
    assert await queue(run, other) == ["b", "c", "d"]
    assert await queue(run, other, everything=True) == list("bcde")


REVIEWS: Final = '{ lessonReviews(lesson: "a") { decision note by { id name } } }'


@pytest.mark.thorough
async def test_the_conversation_is_for_those_who_may_see_the_draft(run: Run) -> None:
    sent = await run(BO, 'mutation { returnLesson(input: {lesson: "a", question: "Why?"}) { lesson { status } activity { undoable } } }')
    assert sent.data == {"returnLesson": {"lesson": {"status": "RETURNED"}, "activity": {"undoable": True}}}
    steps = (await run(CURATOR, REVIEWS)).data["lessonReviews"]
    assert steps[-1] == {"decision": "RETURNED", "note": "Why?", "by": {"id": "bo", "name": "BO"}}
    named = (await run(ANA, REVIEWS)).data["lessonReviews"][-1]["by"]
    assert named == {"id": "colleague-1", "name": "a colleague"}  # bo must not be named
    assert (await run(DEE, REVIEWS)).data["lessonReviews"] == []
    answered = await run(ANA, 'mutation { answerReturn(input: {lesson: "a", answer: "So.", title: "Better"}) { lesson { title status } } }')
    assert answered.data["answerReturn"]["lesson"] == {"title": "Better", "status": "SUBMITTED"}
    await run(CURATOR, 'mutation { publishLesson(input: {lesson: "a"}) { lesson { id } } }')
    assert (await run(DEE, '{ lesson(id: "a") { title } }')).data["lesson"] == {"title": "Better"}
    assert (await run(DEE, REVIEWS)).data["lessonReviews"] == []  # also once everybody reads the lesson
    assert [step["decision"] for step in (await run(ANA, REVIEWS)).data["lessonReviews"]] == [
        "SUBMITTED",
        "RETURNED",
        "ANSWERED",
        "PUBLISHED",
    ]


@pytest.mark.thorough
async def test_the_second_of_two_reviewers_is_told_of_the_first(run: Run) -> None:
    seen = (await run(CURATOR, '{ lesson(id: "a") { status revisedAt } }')).data["lesson"]
    await run(BO, 'mutation { publishLesson(input: {lesson: "a"}) { lesson { id } } }')
    late = """mutation($status: LessonStatus, $at: DateTime) {
      returnLesson(input: {lesson: "a", question: "Why?", expectedStatus: $status, expectedRevisedAt: $at}) { lesson { id } } }"""
    result = await run(CURATOR, late, status=seen["status"], at=seen["revisedAt"])
    error = result.errors[0].original_error
    assert error.code == "CONFLICT"
    assert "a colleague changed it (publishLesson) on " in error.message
    assert "Its status is now PUBLISHED" in error.message


CHECKS: Final = """query($lesson: ID, $recommendation: String, $topics: [ID!], $project: ID, $phase: Phase) {
  lessonChecks(lesson: $lesson, recommendation: $recommendation, topics: $topics, project: $project, phase: $phase) { check passed reason } }"""


async def test_checks_take_values_that_are_not_saved_yet(run: Run) -> None:
    found = (await run(ANA, CHECKS, lesson="a", recommendation="Ask the Bridge team first.", phase="BEFORE")).data["lessonChecks"]
    passed = {each["check"]: each["passed"] for each in found}
    assert passed == {"BEYOND_PROJECT": False, "UNDERSTANDABLE": False, "RECOMMENDATION": True, "TOPIC": True, "PHASE": True}
    new = (await run(DEE, CHECKS, recommendation="Ask the Bridge team first.", topics=["steel"], project="bridge")).data["lessonChecks"]
    assert [each["passed"] for each in new] == [False, False, True, True, False]
    assert (await run(DEE, CHECKS, lesson="a")).errors[0].original_error.code == "NOT_FOUND"
    too_long = await run(DEE, CHECKS, recommendation="x" * 100_000)
    assert "recommendation has 100,000 characters" in too_long.errors[0].message


async def test_stewards_of_a_topic(run: Run) -> None:
    query = '{ topic(id: "steel") { stewards { nodes { id } } stewardships { edges { from to node { id } } } } }'
    assert (await run(CURATOR, query)).data["topic"] == {
        "stewards": {"nodes": [{"id": "bo"}]},
        "stewardships": {"edges": [{"from": "2024-01-01", "to": None, "node": {"id": "bo"}}]},
    }
    ended = await run(CURATOR, 'mutation { endStewardship(input: {topic: "steel", person: "bo"}) { topic { stewards { totalCount } } } }')
    assert ended.data["endStewardship"]["topic"]["stewards"]["totalCount"] == 0
    assert (await run(CURATOR, '{ person(id: "dee") { stewardedTopics { nodes { id } } } }')).data["person"]["stewardedTopics"][
        "nodes"
    ] == [{"id": "wood"}]
