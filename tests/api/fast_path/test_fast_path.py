"""Random operations of the whole schema have byte-identical responses on the fast path and through graphql-core: data, errors and cost."""

import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, LiteralString

import httpx
import pytest

from graph_service.api.http.endpoint import Endpoint
from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.api.fast_path.random_documents import OWN
from tests.api.fast_path.random_operations import write
from tests.seeding import seed as load_demonstration

EXHAUSTIVE_SEEDS = 120
# Each violates the schema: a missing value, an unknown enum value, a value of another type, money without a currency.
CORRUPT_COMMANDS: list[LiteralString] = [
    "MATCH (n:Lesson) WHERE size(n.id) % 3 = 0 REMOVE n.title, n.recordedAt, n.learnedOn",
    "MATCH (n:Lesson) WHERE size(n.id) % 3 = 1 SET n.status = 'LOST', n.phase = 1, n.wentWell = 5, n.publishedOn = true, n.recordedAt = 'then'",
    "MATCH (n:Reuse) WHERE size(n.id) % 3 = 0 SET n.hoursSaved = 'many', n.costAvoided = 100 REMOVE n.currency, n.recordedAt",
    "MATCH (n:Reuse) WHERE size(n.id) % 3 = 1 SET n.scope = 'WIDE', n.outcome = 0, n.note = 1.5 REMOVE n.reusedOn",
    "MATCH (n:Project) WHERE size(n.id) % 2 = 0 SET n.status = 7, n.summary = [] REMOVE n.name",
    "MATCH (n:Person) WHERE size(n.id) % 2 = 0 SET n.name = 7, n.active = 'yes', n.title = 8 REMOVE n.discoverable",
    "MATCH (n:Department) WHERE size(n.id) % 2 = 0 SET n.description = 1, n.openedOn = false REMOVE n.name",
    "MATCH (n:Topic) WHERE size(n.id) % 2 = 0 SET n.name = true, n.description = 2",
]


@dataclass
class Service:
    """The application over HTTP, and how many requests Strawberry has executed."""

    http: httpx.AsyncClient
    views: int = 0

    async def by_view(self, body: dict[str, Any]) -> dict[str, Any]:
        """The response of graphql-core: the fast path takes no request that mentions a receipt."""
        return await self._post({**body, "extensions": {"receipt": False}})

    async def by_either_path(self, body: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """The response, and whether it took the fast path."""
        before = self.views
        return await self._post(body), self.views == before

    async def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        response = await self.http.post("/graphql", content=json.dumps(body), headers={"content-type": "application/json"})
        return {"status": response.status_code} | json.loads(response.content)


@pytest.fixture(scope="module")
async def service(database: Graph, database_settings: Settings) -> AsyncIterator[Service]:
    """Over the demonstration organisation."""
    await load_demonstration(database)
    app, run = create_app(database_settings, background=False), Endpoint.run
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as http:
        made = Service(http)

        async def counted(endpoint: Endpoint, *args: Any, **named: Any) -> Any:
            made.views += 1
            return await run(endpoint, *args, **named)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Endpoint, "run", counted)
            yield made


@pytest.fixture
async def corrupt_service(service: Service, database: Graph) -> AsyncIterator[Service]:
    """The same with rows that violate the schema."""
    for command in CORRUPT_COMMANDS:
        await database.command(command)
    yield service
    await load_demonstration(database)


def assert_same(by_view: dict[str, Any], by_either: dict[str, Any]) -> None:
    """Byte by byte, including the order of keys and errors, except for the request id."""
    for answer in (by_view, by_either):
        for error in answer.get("errors", []):
            assert len(error["extensions"].pop("requestId")) == 32
    assert json.dumps(by_view) == json.dumps(by_either)


def cursors(answer: Any) -> Iterator[str]:
    """The cursors of all edges whose query asks for them to continue from."""
    if isinstance(answer, dict):
        for key, value in answer.items():
            yield from (edge["cursor"] for edge in value) if key == OWN else cursors(value)
    elif isinstance(answer, list):
        for each in answer:
            yield from cursors(each)


async def compare(service: Service, body: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The response, which must be the same on both paths, and the path taken."""
    by_view = await service.by_view(body)
    by_either, taken = await service.by_either_path(body)
    assert_same(by_view, by_either)
    assert by_view["status"] in (200, 400)
    return by_view, "fast path" if taken else "errors" if "errors" in by_view else "left to graphql-core"


async def run(service: Service, seeds: range, writings: int) -> Counter[tuple[str, str]]:
    """Number of operations by kind and path; an operation that continues from a cursor counts twice."""
    tally: Counter[tuple[str, str]] = Counter()
    for seed, writing in ((seed, writing) for seed in seeds for writing in range(writings)):
        operation, chance = write(seed, writing), random.Random(f"{seed}.{writing}.values")
        after: list[str | None] = [None]
        for cursor in after:
            body = operation.body(chance, cursor)
            try:
                answer, path = await compare(service, body)
            except AssertionError as error:
                error.add_note(f"question {seed}, writing {writing}:\n{operation.text}\n{json.dumps(body)}")
                raise
            tally[operation.kind, path] += 1
            after += [] if cursor else islice(cursors(answer.get("data")), 1)
    for (kind, path), number in sorted(tally.items()):
        print(f"{kind:26} {path:22} {number:5}")
    return tally


def fast_path_share(tally: Counter[tuple[str, str]]) -> float:
    return sum(number for (_, path), number in tally.items() if path == "fast path") / tally.total()


@pytest.mark.parametrize(
    ("seeds", "writings"),
    [
        (range(8), 1),
        pytest.param(range(8, 24), 2, marks=pytest.mark.thorough),
        *(pytest.param(range(start, start + 40), 3, marks=pytest.mark.exhaustive) for start in range(0, EXHAUSTIVE_SEEDS, 40)),
    ],
    ids=str,
)
async def test_random_operations_have_the_same_response_on_both_paths(service: Service, seeds: range, writings: int) -> None:
    tally = await run(service, seeds, writings)
    assert tally["compiled", "left to graphql-core"] == 0, "Valid rows are answered by the fast path."
    assert fast_path_share(tally) > 0.5


@pytest.mark.parametrize("seeds", [range(5), pytest.param(range(5, 40), marks=pytest.mark.thorough)], ids=str)
async def test_invalid_rows_have_the_same_errors_on_both_paths(corrupt_service: Service, seeds: range) -> None:
    tally = await run(corrupt_service, seeds, 1)
    assert tally["compiled", "errors"] + tally["compiled", "left to graphql-core"] > len(seeds) / 10
