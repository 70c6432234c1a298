"""Clients that record lessons with idempotency keys, and a comparison of the acknowledged lessons with the graph."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from graph_service.graph import connect
from graph_service.settings import Settings
from tests.benchmarks.faults.installation import TIMEOUT

CLIENTS = 6
PREFIX = "Written by the fault benchmark: "
PASSED, FAILED = "Passed.", "FAILED."
NODES = "{ people(first: 1) { nodes { id } } projects(first: 1) { nodes { id } } }"
RECORD = "mutation($input: RecordLessonInput!) { recordLesson(input: $input) { lesson { id } } }"
LESSONS_QUERY = """
MATCH (lesson:Lesson)
WHERE lesson.title STARTS WITH $prefix
RETURN collect([lesson.title, lesson.id, COUNT { (:Activity {subjectId: lesson.id}) }])
"""
ACTIVITIES_QUERY = """
MATCH (sequence:Sequence {name: 'activity'})
RETURN [sequence.value, COLLECT { MATCH (activity:Activity) RETURN activity.seq ORDER BY activity.seq }]
"""


@dataclass
class Writers:
    """Clients and their results.

    acknowledged: the id in the response, by title. pending: the keys of lessons without a response. errors: by code or kind of failure.
    """

    address: str
    acknowledged: dict[str, str] = field(default_factory=dict[str, str])
    pending: set[str] = field(default_factory=set[str])
    errors: Counter[str] = field(default_factory=Counter[str])
    stopped: bool = False
    cancelled: bool = False

    async def write(self, client: httpx.AsyncClient, person: str, project: str) -> None:
        """Records lessons one after another. Repeats each with the same key until it is acknowledged."""
        while not self.stopped:
            key = str(uuid4())
            lesson = {
                "title": PREFIX + key,
                "learnedOn": "2025-03-01",
                "learners": [person],
                "project": project,
                "confirm": True,
                "idempotencyKey": key,
            }
            self.pending.add(key)
            while (found := await self.send(client, lesson)) is None:
                if self.cancelled:
                    return
                await asyncio.sleep(0.1)
            self.pending.discard(key)
            self.acknowledged[PREFIX + key] = found

    async def send(self, client: httpx.AsyncClient, lesson: Mapping[str, object]) -> str | None:
        """The id of the lesson; None if the response was lost or is an error."""
        try:
            response = await client.post(f"{self.address}/graphql", json={"query": RECORD, "variables": {"input": lesson}})
        except httpx.HTTPError as error:
            self.errors[type(error).__name__] += 1
            return None
        if "json" not in response.headers.get("content-type", ""):
            self.errors[f"status {response.status_code}, {response.text[:80]!r}"] += 1
            return None
        body = response.json()
        if errors := body.get("errors"):
            self.errors[errors[0]["extensions"]["code"]] += 1
            return None
        return body["data"]["recordLesson"]["lesson"]["id"]


@asynccontextmanager
async def writing(address: str) -> AsyncGenerator[Writers]:
    """Clients that write in the background. At the end of the context, each may finish its current lesson."""
    writers = Writers(address)
    limits = httpx.Limits(max_keepalive_connections=0)  # a new connection for each request, because processes are replaced
    async with httpx.AsyncClient(timeout=60, limits=limits) as client:
        found = (await client.post(f"{address}/graphql", json={"query": NODES})).json()["data"]
        person, project = (found[name]["nodes"][0]["id"] for name in ("people", "projects"))
        tasks = [asyncio.create_task(writers.write(client, person, project)) for _ in range(CLIENTS)]
        try:
            yield writers
        finally:
            writers.stopped = True
            _, late = await asyncio.wait(tasks, timeout=TIMEOUT)
            writers.cancelled = True
            if late:
                await asyncio.wait(late)
            for task in tasks:
                task.result()


@dataclass(frozen=True)
class Comparison:
    """The number of lessons by outcome. `lost`, `duplicated`, `without_one_activity` and `gaps` must be 0."""

    acknowledged: int
    found: int
    lost: int
    duplicated: int
    never_acknowledged: int
    without_one_activity: int
    gaps: int
    activities: int

    @property
    def passed(self) -> bool:
        """Whether nothing is lost or duplicated and the log has no gap."""
        return not (self.lost or self.duplicated or self.without_one_activity or self.gaps)

    def rows(self) -> list[str]:
        """As rows of a Markdown table."""
        return [f"| {name.replace('_', ' ')} | {value:,} |" for name, value in vars(self).items()]


async def find_written(settings: Settings, writers: Writers) -> Comparison:
    """Compares the acknowledged lessons with the graph."""
    async with connect(settings) as graph:
        rows = await graph.read(LESSONS_QUERY, {"prefix": PREFIX}, timeout=60)
        last, numbers = await graph.read(ACTIVITIES_QUERY, timeout=60)
    ids = {title: found for title, found, _ in rows}
    times = Counter(title for title, _, _ in rows)
    return Comparison(
        acknowledged=len(writers.acknowledged),
        found=sum(title in ids for title in writers.acknowledged),
        lost=sum(ids.get(title) != acknowledged for title, acknowledged in writers.acknowledged.items() if times[title] < 2),
        duplicated=sum(count - 1 for count in times.values()),
        never_acknowledged=len(writers.pending),
        without_one_activity=sum(count != 1 for _, _, count in rows),
        gaps=len(set(range(1, last + 1)) ^ set(numbers)) + len(numbers) - len(set(numbers)),
        activities=len(numbers),
    )
