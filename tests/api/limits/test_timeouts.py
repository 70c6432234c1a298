"""A query over the time limit is ended in Neo4j itself and reported beside other errors."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.thorough import thorough_one_in

SECONDS = 1.0
# Everybody learned every lesson, so a path that alternates between learners and lessons can take 40 ** 5 routes.
CROWD_COMMAND = """
UNWIND range(1, 40) AS number
CREATE (:Person {id: 'p' + number, name: 'P' + number, active: true, discoverable: true}),
       (:Lesson {id: 'l' + number, title: 'L' + number, status: 'PUBLISHED', learnedOn: date('2025-01-01'), recordedAt: datetime('2025-01-01T00:00:00Z')})
"""
LEARNED_COMMAND = "MATCH (l:Lesson), (p:Person) CREATE (l)-[:LEARNED_BY]->(p)"
BROKEN_COMMAND = "CREATE (:Lesson {id: 'broken', title: 'No status', status: 'SECRET-STATUS'})"
# `single` counts all routes; `some` would start from the few people with that name.
WAYS = 'lessons: {single: {learners: {single: {lessons: {single: {learners: {single: {name: {contains: "nobody"}}}}}}}}}'
SLOW = f"slow: lessonsAggregate(where: {{learners: {{single: {{{WAYS}}}}}}}) {{ count }}"
BROKEN = 'lessons(where: {id: {in: ["broken", "l1"]}}) { nodes { id status } }'
BROKEN_ONE = 'lesson(id: "broken") { id status }'
RUNNING_COMMAND = """
SHOW TRANSACTIONS YIELD currentQuery, status WHERE currentQuery CONTAINS ':LEARNED_BY' AND NOT currentQuery CONTAINS 'SHOW TRANSACTIONS'
RETURN collect(status) AS running
"""


@pytest.fixture
async def client(graph: Graph, database_settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application with a read timeout of one second, over a graph where a query can take hours."""
    for command in (CROWD_COMMAND, LEARNED_COMMAND, BROKEN_COMMAND):
        await graph.command(command)
    app = create_app(dataclasses.replace(database_settings, read_timeout=SECONDS), background=False)
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


@pytest.mark.thorough
async def test_query_over_the_time_limit_is_ended_in_the_database(client: httpx.AsyncClient, graph: Graph) -> None:
    for _ in range(2):  # through graphql-core, then as a prepared operation
        request = asyncio.create_task(ask(client, f"{{ {SLOW} }}"))
        while not await running(graph):
            if request.done():  # planning alone took longer than the limit
                request = asyncio.create_task(ask(client, f"{{ {SLOW} }}"))
            await asyncio.sleep(0.02)
        answer = await request
        async with asyncio.timeout(60):
            while await running(graph):  # noqa: ASYNC110 - the database has no event to wait for
                await asyncio.sleep(0.02)
        (error,) = answer["errors"]
        assert (answer["data"], error["path"], error["extensions"]["code"]) == (None, ["slow"], "TIMEOUT")
        assert len(error["extensions"]["requestId"]) == 32
    assert (await ask(client, "{ lessons { totalCount } }"))["data"] == {"lessons": {"totalCount": 41}}


CASES = {
    "a failed field that is not null": (f"{{ {SLOW} broken: {BROKEN} }}", ["slow", "broken"]),
    "the same in the other order": (f"{{ broken: {BROKEN} {SLOW} }}", ["broken", "slow"]),
    "two nullable fields": (f"{{ one: {BROKEN_ONE} topics {{ totalCount }} {SLOW} two: {BROKEN_ONE} }}", ["one", "slow", "two"]),
    "a field that is not compiled": (
        f"{{ {SLOW} network(level: -1) {{ asOf {{ activity }} }} two: {BROKEN_ONE} }}",
        ["slow", "network", "two"],
    ),
}
CODES = {"slow": "TIMEOUT", "network": "INVALID_INPUT"}


@pytest.mark.parametrize(("query", "failed"), thorough_one_in(4, CASES.values()))
async def test_every_failed_root_field_is_reported_in_the_order_of_the_fields(
    client: httpx.AsyncClient, query: str, failed: list[str]
) -> None:
    for _ in range(2):  # through graphql-core, then as a prepared operation
        answer = await ask(client, query)
        reported = [(error["path"][0], error["extensions"]["code"]) for error in answer["errors"]]
        assert answer["data"] is None
        assert reported == [(key, CODES.get(key, "INTERNAL")) for key in failed]


async def test_other_root_fields_are_answered_beside_failed_nullable_ones(client: httpx.AsyncClient) -> None:
    for _ in range(2):
        answer = await ask(client, f"{{ two: {BROKEN_ONE} lessons {{ totalCount }} one: {BROKEN_ONE} }}")
        assert answer["data"] == {"two": None, "lessons": {"totalCount": 41}, "one": None}
        assert [error["path"] for error in answer["errors"]] == [["two", "status"], ["one", "status"]]
