"""What is kept of thousands of random operations stays within its bounds, and Neo4j plans each question once, whatever its values are."""

import gc
import random
import re
import time
import tracemalloc
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from strawberry.extensions import parser_cache, validation_cache

from graph_service.api import limits
from graph_service.api.schema import schema
from graph_service.compiler import cursors, operations
from graph_service.graph import Graph
from tests.api.random_operations import Operation, write

CLEAR_COMMAND = "CALL db.clearQueryCaches() YIELD value RETURN value"
MOST_PLANS = 1_000  # server.memory.query_cache.per_db_cache_num_entries of a Neo4j that is told nothing else


@dataclass
class Asking:
    """The application over HTTP, and the statements it ran."""

    http: httpx.AsyncClient
    statements: set[str] = field(default_factory=set)
    roots: int = 0
    """Of all that was answered."""

    async def round(self, asked: list[Operation], seed: str, before: str = "") -> float:
        """All operations once, with values of their own for each seed; the seconds that took."""
        begun = time.perf_counter()
        for operation in asked:
            body = operation.body(random.Random(f"{seed} {operation.text}"))
            response = await self.http.post("/graphql", json=body | {"query": before + body["query"]})
            assert response.status_code == 200, response.text
            self.roots += len(response.json()["data"] or {})
        return time.perf_counter() - begun


@pytest.fixture
def asking(http: httpx.AsyncClient, seeded: Graph, monkeypatch: pytest.MonkeyPatch) -> Asking:
    """Over the demonstration organisation."""
    made, read = Asking(http), Graph.read

    async def noted(graph: Graph, query: Any, *args: Any, **named: Any) -> Any:
        made.statements.add(query)
        return await read(graph, query, *args, **named)

    monkeypatch.setattr(Graph, "read", noted)
    return made


def compiled(how_many: int) -> list[Operation]:
    """So many operations that Neo4j answers alone."""
    found: list[Operation] = []
    for seed in range(5_000, 5_000 + 10 * how_many):
        operation = write(seed, 0)
        if operation.kind == "compiled":
            found.append(operation)
        if len(found) == how_many:
            break
    return found


async def plans(graph: Graph) -> int:
    """How many plans Neo4j has kept, which are gone then: the only place where its Community Edition tells it."""
    (row,) = await graph.command(CLEAR_COMMAND)
    return int((re.findall(r"\d+", row["value"]) or ["0"])[0])


@pytest.mark.parametrize(("documents", "rounds"), [(15, 3), pytest.param(200, 25, marks=pytest.mark.thorough)])
async def test_other_values_are_nothing_new_to_prepare_or_to_plan(asking: Asking, seeded: Graph, documents: int, rounds: int) -> None:
    """Neo4j makes a plan for each statement and for each order of magnitude that its texts and lists have, so a few follow later."""
    asked = compiled(documents)
    await plans(seeded)
    cold = await asking.round(asked, "0")
    statements, roots = set(asking.statements), asking.roots
    assert len(statements) <= roots
    for seed in range(1, rounds):
        await asking.round(asked, f"{seed}")
    planned = await plans(seeded)
    warm = [await asking.round(asked, f"{seed}") for seed in range(2 * rounds)]
    planned_in_all = await plans(seeded)
    print(
        f"{2 * rounds * documents} operations, {len(statements)} statements, {planned} plans, then {planned_in_all}, {cold:.1f} s, {warm}"
    )
    assert asking.statements == statements
    assert len(statements) <= planned <= planned_in_all <= min(MOST_PLANS, 4 * len(statements))
    assert planned_in_all - planned <= rounds * documents / 10
    kept = [schema.operations.find(operation.text, operation.name) for operation in asked]
    assert {prepared.cached_plans for prepared in kept if prepared} == {1}


@pytest.mark.parametrize(("documents", "rounds"), [(5, 105), pytest.param(200, 50, marks=pytest.mark.thorough)])
async def test_what_is_kept_of_any_number_of_documents_is_bounded(asking: Asking, seeded: Graph, documents: int, rounds: int) -> None:
    asked = compiled(documents)
    await plans(seeded)
    for number in range(rounds):
        await asking.round(asked, f"{number}", "\n" * number)
    assert len(asking.statements) <= asking.roots / rounds
    assert await plans(seeded) <= min(MOST_PLANS, 4 * len(asking.statements))
    assert schema.operations.cached_operations == operations.MAX_OPERATIONS < documents * rounds
    caches: tuple[Any, ...] = (parser_cache._get_parse_cache, validation_cache._get_validate_cache)  # Strawberry types them as functions
    for cache in caches:
        assert cache(limits.MAX_CACHED_DOCUMENTS).cache_info().currsize == limits.MAX_CACHED_DOCUMENTS


async def test_cursors_of_any_length_are_not_kept(http: httpx.AsyncClient) -> None:
    body = {"query": "query($after: String) { lessons(after: $after) { nodes { id } } }"}
    tracemalloc.start()
    for number in range(20):
        cursor = cursors.encode_cursor(number, ["x" * 1_000_000])
        (error,) = (await http.post("/graphql", json=body | {"variables": {"after": cursor}})).json()["errors"]
        assert error["extensions"]["code"] == "INVALID_INPUT"
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 10_000_000
