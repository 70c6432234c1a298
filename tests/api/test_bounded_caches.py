"""Caches stay within their bounds over thousands of random operations, and Neo4j plans each operation once, for all values."""

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

from graph_service.api.limits import extensions
from graph_service.api.schema import NODES, schema
from graph_service.compiler.execution import operations
from graph_service.compiler.lists import cursors
from graph_service.graph import Graph
from tests.api.fast_path.random_operations import Operation, write

CLEAR_COMMAND = "CALL db.clearQueryCaches() YIELD value RETURN value"
MAX_PLANS = 1_000  # the default of server.memory.query_cache.per_db_cache_num_entries


@dataclass
class Client:
    """The application over HTTP, and the statements that it has run."""

    http: httpx.AsyncClient
    statements: set[str] = field(default_factory=set)
    roots: int = 0
    """The number of root fields in all responses."""
    refused: set[str] = field(default_factory=set)
    """The operations with an error, such as a filter without an operator: they have no plan."""

    async def run_all(self, requested: list[Operation], seed: str, prefix: str = "") -> float:
        """Runs all operations once, with values drawn from the seed, and returns the seconds taken."""
        begun = time.perf_counter()
        for operation in requested:
            body = operation.body(random.Random(f"{seed} {operation.text}"))
            response = await self.http.post("/graphql", json=body | {"query": prefix + body["query"]})
            assert response.status_code == 200, response.text
            self.roots += len(response.json()["data"] or {})
            if "errors" in response.json():
                self.refused.add(operation.text)
        return time.perf_counter() - begun


@pytest.fixture
def client(http: httpx.AsyncClient, seeded: Graph, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Over the demonstration organisation."""
    made, read = Client(http), Graph.read

    async def recorded(graph: Graph, query: Any, *args: Any, **named: Any) -> Any:
        made.statements.add(query)
        return await read(graph, query, *args, **named)

    monkeypatch.setattr(Graph, "read", recorded)
    return made


def compiled(count: int) -> list[Operation]:
    """This many operations that need no computation outside Neo4j."""
    found: list[Operation] = []
    for seed in range(5_000, 5_000 + 10 * count):
        operation = write(seed, 0)
        if operation.kind == "compiled":
            found.append(operation)
        if len(found) == count:
            break
    return found


async def clear_plans(graph: Graph) -> int:
    """Clears the cache of plans and returns how many there were; Community Edition reports the number nowhere else."""
    (row,) = await graph.command(CLEAR_COMMAND)
    return int((re.findall(r"\d+", row["value"]) or ["0"])[0])


@pytest.mark.parametrize(
    ("documents", "rounds"), [pytest.param(15, 3, marks=pytest.mark.thorough), pytest.param(60, 8, marks=pytest.mark.exhaustive)]
)
async def test_other_values_need_no_new_preparation_or_plan(client: Client, seeded: Graph, documents: int, rounds: int) -> None:
    """Neo4j plans each statement once per order of magnitude of its texts and lists, so a few plans are added later."""
    requested = compiled(documents)
    await clear_plans(seeded)
    cold = await client.run_all(requested, "0")
    statements, roots = set(client.statements), client.roots
    assert len(statements) <= roots
    for seed in range(1, rounds):
        await client.run_all(requested, f"{seed}")
    planned = await clear_plans(seeded)
    warm = [await client.run_all(requested, f"{seed}") for seed in range(2 * rounds)]
    planned_in_total = await clear_plans(seeded)
    print(
        f"{2 * rounds * documents} operations, {len(statements)} statements, {planned} plans, then {planned_in_total}, {cold:.1f} s, {warm}"
    )
    assert client.statements == statements
    assert len(statements) <= planned <= planned_in_total <= min(MAX_PLANS, 4 * len(statements))
    assert planned_in_total - planned <= 2 * rounds * documents / 10  # one operation in ten
    kept = [schema.operations.find(operation.text, operation.name) for operation in requested if operation.text not in client.refused]
    assert len(kept) > documents / 2
    assert {prepared.cached_plans for prepared in kept if prepared} == {1}


@pytest.mark.parametrize(
    ("documents", "rounds"), [pytest.param(5, 105, marks=pytest.mark.thorough), pytest.param(60, 10, marks=pytest.mark.exhaustive)]
)
async def test_caches_are_bounded_for_any_number_of_documents(client: Client, seeded: Graph, documents: int, rounds: int) -> None:
    requested = compiled(documents)
    await clear_plans(seeded)
    for number in range(rounds):
        await client.run_all(requested, f"{number}", "\n" * number)
    # An operation that reads a node by its nodeId has a statement for each type.
    assert len(client.statements) <= client.roots / rounds + len(NODES)
    assert await clear_plans(seeded) <= min(MAX_PLANS, 4 * len(client.statements))
    assert schema.operations.cached_operations == operations.MAX_OPERATIONS < documents * rounds
    caches: tuple[Any, ...] = (parser_cache._get_parse_cache, validation_cache._get_validate_cache)  # Strawberry types them as functions
    for cache in caches:
        assert cache(extensions.MAX_CACHED_DOCUMENTS).cache_info().currsize == extensions.MAX_CACHED_DOCUMENTS


@pytest.mark.thorough
async def test_long_cursors_are_not_cached(http: httpx.AsyncClient) -> None:
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
