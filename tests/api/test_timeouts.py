"""A question that takes too long is ended in Neo4j itself, and told in plain words beside whatever else went wrong."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.settings import Settings

SECONDS = 1.0
# Everybody learned everything: whoever follows learners and their lessons in turn has 40 ** 5 ways to go.
CROWD_COMMAND = """
UNWIND range(1, 40) AS number
CREATE (:Person {id: 'p' + number, name: 'P' + number, active: true, discoverable: true}),
       (:Lesson {id: 'l' + number, title: 'L' + number, status: 'PUBLISHED', learnedOn: date('2025-01-01'), recordedAt: datetime('2025-01-01T00:00:00Z')})
"""
LEARNED_COMMAND = "MATCH (l:Lesson), (p:Person) CREATE (l)-[:LEARNED_BY]->(p)"
BROKEN_COMMAND = "CREATE (:Lesson {id: 'broken', title: 'No status', status: 'SECRET-STATUS'})"
WAYS = 'lessons: {some: {learners: {some: {lessons: {some: {learners: {some: {name: {contains: "nobody"}}}}}}}}}'
SLOW = f"slow: lessonsAggregate(where: {{learners: {{some: {{{WAYS}}}}}}}) {{ count }}"
BROKEN = 'lessons(where: {id: {in: ["broken", "l1"]}}) { nodes { id status } }'
BROKEN_ONE = 'lesson(id: "broken") { id status }'
RUNNING_COMMAND = """
SHOW TRANSACTIONS YIELD currentQuery, status WHERE currentQuery CONTAINS ':LEARNED_BY' AND NOT currentQuery CONTAINS 'SHOW TRANSACTIONS'
RETURN collect(status) AS running
"""


@pytest.fixture
async def impatient(graph: Graph, database_settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application that gives a read one second, over a graph where one can take hours."""
    for command in (CROWD_COMMAND, LEARNED_COMMAND, BROKEN_COMMAND):
        await graph.command(command)
    app = create_app(dataclasses.replace(database_settings, read_timeout=SECONDS), warm_up=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):
        while "TIMEOUT" in str(await ask(client, f"{{ broken: {BROKEN} one: {BROKEN_ONE} topics {{ totalCount }} }}")):
            pass  # until Neo4j has planned the statements of the fields that are not slow
        yield client


async def ask(http: httpx.AsyncClient, query: str) -> dict[str, Any]:
    response = await http.post("/graphql", json={"query": query})
    assert response.status_code == 200, response.text
    return response.json()


async def running(graph: Graph) -> list[str]:
    return (await graph.command(RUNNING_COMMAND))[0]["running"]


async def test_a_question_that_takes_too_long_is_ended_in_the_database(impatient: httpx.AsyncClient, graph: Graph) -> None:
    for _ in range(2):  # as graphql-core reads it, and by the short way
        asked = asyncio.create_task(ask(impatient, f"{{ {SLOW} }}"))
        while not await running(graph):
            if asked.done():  # Neo4j took longer to plan it than it may take
                asked = asyncio.create_task(ask(impatient, f"{{ {SLOW} }}"))
            await asyncio.sleep(0.02)
        answer = await asked
        async with asyncio.timeout(60):
            while await running(graph):  # noqa: ASYNC110 - the database has no event to wait for
                await asyncio.sleep(0.02)
        (error,) = answer["errors"]
        assert (answer["data"], error["path"], error["extensions"]["code"]) == (None, ["slow"], "TIMEOUT")
        assert len(error["extensions"]["requestId"]) == 32
    assert (await ask(impatient, "{ lessons { totalCount } }"))["data"] == {"lessons": {"totalCount": 41}}


BESIDE = {
    "one that is lost at once": (f"{{ {SLOW} broken: {BROKEN} }}", ["slow", "broken"]),
    "the same the other way round": (f"{{ broken: {BROKEN} {SLOW} }}", ["broken", "slow"]),
    "two that may be null": (f"{{ one: {BROKEN_ONE} topics {{ totalCount }} {SLOW} two: {BROKEN_ONE} }}", ["one", "slow", "two"]),
    "one that is not compiled": (f"{{ {SLOW} network(level: -1) {{ asOf }} two: {BROKEN_ONE} }}", ["slow", "network", "two"]),
}
CODES = {"slow": "TIMEOUT", "network": "INVALID_INPUT"}


@pytest.mark.parametrize(("query", "failed"), BESIDE.values(), ids=BESIDE)
async def test_every_root_field_that_failed_is_told_in_the_order_of_the_fields(
    impatient: httpx.AsyncClient, query: str, failed: list[str]
) -> None:
    for _ in range(2):  # as graphql-core reads it, and by the short way
        answer = await ask(impatient, query)
        told = [(error["path"][0], error["extensions"]["code"]) for error in answer["errors"]]
        assert answer["data"] is None
        assert told == [(key, CODES.get(key, "INTERNAL")) for key in failed]


async def test_what_did_not_fail_is_answered_beside_what_may_be_null(impatient: httpx.AsyncClient) -> None:
    for _ in range(2):
        answer = await ask(impatient, f"{{ two: {BROKEN_ONE} lessons {{ totalCount }} one: {BROKEN_ONE} }}")
        assert answer["data"] == {"two": None, "lessons": {"totalCount": 41}, "one": None}
        assert [error["path"] for error in answer["errors"]] == [["two", "status"], ["one", "status"]]
