"""Clients that record lessons with idempotency keys until each is acknowledged, and what the graph has of them afterwards."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from graph_service.graph import connect
from graph_service.settings import Settings
from tests.benchmarks.faults.installation import PATIENCE

CLIENTS = 6
PREFIX = "Written while processes are killed: "
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
    """What the clients have sent and received. acknowledged: the id in the response by title. errors: by code or kind of failure."""

    address: str
    acknowledged: dict[str, str] = field(default_factory=dict[str, str])
    open: set[str] = field(default_factory=set[str])
    errors: Counter[str] = field(default_factory=Counter[str])
    stopped: bool = False
    given_up: bool = False

    async def write(self, client: httpx.AsyncClient, person: str, project: str) -> None:
        """Records one lesson after another; each is sent again with the same key until it is acknowledged."""
        while not self.stopped:
            key = str(uuid4())
            lesson = {"title": PREFIX + key, "learnedOn": "2025-03-01", "learners": [person], "project": project, "idempotencyKey": key}
            self.open.add(key)
            while (found := await self.send(client, lesson)) is None:
                if self.given_up:
                    return
                await asyncio.sleep(0.1)
            self.open.discard(key)
            self.acknowledged[PREFIX + key] = found

    async def send(self, client: httpx.AsyncClient, lesson: Mapping[str, object]) -> str | None:
        """The id of the lesson; None when the response is lost or an error."""
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
    """Clients that write in the background. At the end each may finish the lesson that it has begun."""
    writers = Writers(address)
    limits = httpx.Limits(max_keepalive_connections=0)  # a kept connection tells nothing about a new process
    async with httpx.AsyncClient(timeout=60, limits=limits) as client:
        found = (await client.post(f"{address}/graphql", json={"query": NODES})).json()["data"]
        person, project = (found[name]["nodes"][0]["id"] for name in ("people", "projects"))
        tasks = [asyncio.create_task(writers.write(client, person, project)) for _ in range(CLIENTS)]
        try:
            yield writers
        finally:
            writers.stopped = True
            _, late = await asyncio.wait(tasks, timeout=PATIENCE)
            writers.given_up = True
            if late:
                await asyncio.wait(late)
            for task in tasks:
                task.result()


@dataclass(frozen=True)
class Findings:
    """What the graph has of the lessons that were written. Only `acknowledged`, `found` and `activities` may be above 0."""

    acknowledged: int
    found: int
    lost: int
    doubled: int
    never_acknowledged: int
    without_one_activity: int
    gaps: int
    activities: int

    @property
    def right(self) -> bool:
        """Whether nothing is lost or doubled and the log has no gap."""
        return not (self.lost or self.doubled or self.without_one_activity or self.gaps)

    def rows(self) -> list[str]:
        """As rows of a Markdown table."""
        return [f"| {name.replace('_', ' ')} | {value:,} |" for name, value in vars(self).items()]


async def find_written(settings: Settings, writers: Writers) -> Findings:
    """Compares what was acknowledged with what the graph has."""
    async with connect(settings) as graph:
        rows = await graph.read(LESSONS_QUERY, {"prefix": PREFIX}, timeout=60)
        last, numbers = await graph.read(ACTIVITIES_QUERY, timeout=60)
    ids = {title: found for title, found, _ in rows}
    times = Counter(title for title, _, _ in rows)
    return Findings(
        acknowledged=len(writers.acknowledged),
        found=sum(title in ids for title in writers.acknowledged),
        lost=sum(ids.get(title) != acknowledged for title, acknowledged in writers.acknowledged.items() if times[title] < 2),
        doubled=sum(count - 1 for count in times.values()),
        never_acknowledged=len(writers.open),
        without_one_activity=sum(count != 1 for _, _, count in rows),
        gaps=len(set(range(1, last + 1)) ^ set(numbers)) + len(numbers) - len(set(numbers)),
        activities=len(numbers),
    )
