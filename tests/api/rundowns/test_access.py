"""Who reads what of rundowns and conversations: a restricted lesson that was decided on is shown only to those who may read it."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from graph_service.api.context import Context, Resources
from graph_service.api.schema import schema
from graph_service.callers import Caller, Role
from graph_service.domain.lessons.restrictions import RestrictLesson, restrict_lesson
from graph_service.domain.rundowns.decisions import DecideLesson, decide_lesson
from graph_service.domain.rundowns.rundowns import HoldRundown, hold_rundown
from graph_service.graph import Graph
from graph_service.model.enums import Decision
from tests.api.read_rules.test_read_rules import ADMINISTRATOR, ANA, CURATOR, CY, DEE, GUEST, ORGANISATION

PIER: Final = """
CREATE (:Project {id: 'pier', name: 'Pier', status: 'PLANNED'})
WITH * MATCH (bo:Person {id: 'bo'}), (cy:Person {id: 'cy'}), (pier:Project {id: 'pier'})
CREATE (talk:Conversation {id: 'talk', heldOn: date('2024-06-01'), note: 'Steel'})-[:HELD_FOR]->(pier),
  (talk)-[:HELD_WITH]->(bo), (talk)-[:HELD_BY]->(cy)
"""
CONSIDERED: Final = """{ project(id: "pier") { rundowns { nodes {
  considered { totalCount edges { reason node { id } } } consideredAggregate { count } reuses { nodes { id lesson { id } } } } } } }"""
OFFERED: Final = '{ rundownOffers(project: "pier", phase: DURING) { reason lesson { id } } }'
RISKS: Final = '{ riskList(project: "pier") { event lesson { id } } }'
Read = Callable[..., Awaitable[Any]]


@pytest.fixture
async def read(graph: Graph) -> Read:
    """Runs a query as a caller. The pier postponed the secret lesson, which only the works may read, and applies the open one."""
    await graph.command(ORGANISATION)
    await graph.command(PIER)
    await hold_rundown(graph, HoldRundown(id="u", project="pier", phase="BEFORE", held_on="2024-06-01"), caller=ANA)
    for lesson, decision in (("secret", Decision.LATER), ("open", Decision.APPLY)):
        command = DecideLesson(rundown="u", lesson=lesson, decision=decision, reason=f"reason {lesson}")
        await decide_lesson(graph, command, caller=ANA)
    await restrict_lesson(graph, RestrictLesson(lesson="secret", departments=["works"]))

    async def run(caller: Caller, query: str) -> Any:
        resources = Resources.create(graph, max_cost=10**6, min_group=1, answer_timeout=60)
        try:
            result = await schema.execute(query, {}, Context(resources, caller))
        finally:
            await resources.close()
        assert result.errors is None, result.errors
        return result.data

    return run


@pytest.mark.parametrize(
    ("caller", "shown"), [(GUEST, False), (DEE, False), (CURATOR, False), (ANA, True), (CY, True), (ADMINISTRATOR, True)]
)
@pytest.mark.thorough
async def test_restricted_lesson_in_a_rundown_is_shown_only_to_those_who_may_read_it(read: Read, caller: Caller, shown: bool) -> None:
    for query in (CONSIDERED, OFFERED, RISKS):
        data = await read(caller, query)
        assert ("secret" in str(data).lower()) is shown, query
    [rundown] = (await read(caller, CONSIDERED))["project"]["rundowns"]["nodes"]
    assert rundown["considered"]["totalCount"] == rundown["consideredAggregate"]["count"] == (2 if shown else 1)
    assert [reuse["lesson"]["id"] for reuse in rundown["reuses"]["nodes"]] == ["open"]


@pytest.mark.parametrize(("caller", "name"), [(GUEST, "a colleague"), (DEE, "a colleague"), (CURATOR, "Bo Lind")])
async def test_people_of_conversations_are_named_as_everywhere(read: Read, caller: Caller, name: str) -> None:
    data = await read(caller, "{ conversations { nodes { note with { name } heldBy { name } } } }")
    assert data["conversations"]["nodes"] == [{"note": "Steel", "with": {"name": name}, "heldBy": {"name": "Cy Oke"}}]


@pytest.mark.parametrize(
    "mutation",
    [
        'holdRundown(input: {project: "pier", phase: BEFORE}) { rundown { id } }',
        'decideLesson(input: {rundown: "u", lesson: "open", decision: LATER, reason: "x"}) { rundown { id } }',
        'recordConversation(input: {project: "pier", with: "cy"}) { conversation { id } }',
    ],
)
async def test_readers_change_nothing(graph: Graph, read: Read, mutation: str) -> None:
    resources = Resources.create(graph, max_cost=10**6, min_group=1, answer_timeout=60)
    result = await schema.execute(f"mutation {{ {mutation} }}", {}, Context(resources, Caller("token:r", "r", "dee", Role.READER)))
    assert result.errors is not None
    assert "contributor" in result.errors[0].message
