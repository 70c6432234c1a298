"""Benchmark of experts and lessonsFor over GraphQL on a large organisation: python -m tests.benchmarks.ranking_latency FOLDER.

FOLDER holds a Neo4j with 100,000 lessons, 300,000 reuses, 20,000 people and 60 departments; the first run creates and loads it, which takes
minutes. Every request uses different topics, words, projects and people. Prints the median and the 95th percentile, and the average CPU
time of the service and of Neo4j per request, which other load on the machine hardly affects.
"""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import httpx
import psutil

from graph_service.app import create_app
from graph_service.domain.log_reading import read_log
from graph_service.graph import Graph, connect
from graph_service.graph.local import find_installation, local_neo4j
from graph_service.graph.migrations import migrate
from graph_service.ingest import import_folder
from graph_service.package_data import find_package_data
from graph_service.settings import Settings, read_settings
from tests.benchmarks.large_organisation import PEOPLE, PROJECTS, TOPICS, WORDS, write_tables

TIMES, WARM_UP = 60, 20
EXPERTS = """query($topic: ID, $text: String, $project: ID, $awayFrom: ID, $asker: ID) {
  experts(topic: $topic, text: $text, project: $project, awayFrom: $awayFrom, asker: $asker) {
    score strength person { id name department { name } } lessons { lesson { id title } score } reuses { score } gained { group { name } events people }
    path { person { id name } project { name } } } }"""
LESSONS_FOR = """query($project: ID!) { lessonsFor(project: $project) { score lesson { id title }
  reasons { textShare viaProjects { project { name } share } viaTopics { topic { name } share } text topics { name } reuses projects { name } proof { judged helped atLeast } samePhase } } }"""
chance = Random(1)


def topic() -> str:
    return f"t{int(TOPICS * chance.random() ** 3)}"


def person() -> str:
    return f"p{chance.randrange(PEOPLE)}"


def project() -> str:
    return f"j{chance.randrange(PROJECTS)}"


def questions() -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """(title, GraphQL document, variables of each request) of every query."""
    yield "experts in a topic", EXPERTS, [{"topic": topic()} for _ in range(TIMES)]
    yield "experts in a common topic, from an asker", EXPERTS, [{"topic": "t0", "asker": person(), "awayFrom": "d0"} for _ in range(TIMES)]
    yield "experts in five words", EXPERTS, [{"text": " ".join(chance.sample(WORDS, 5))} for _ in range(TIMES)]
    yield "experts for a project, from an asker", EXPERTS, [{"project": project(), "asker": person()} for _ in range(TIMES)]
    yield "lessons for a project", LESSONS_FOR, [{"project": project()} for _ in range(TIMES)]


async def main(folder: Path) -> None:
    """Prints one line per query."""
    settings = replace(read_settings({}), data=folder, bolt_port=0, browser_port=0, answer_timeout=120.0)  # the columns are loaded first
    async with local_neo4j(find_installation(settings), settings) as neo4j:
        async with connect(neo4j.settings(settings)) as graph:
            await load(graph)
        await ask_all(neo4j.settings(settings), [psutil.Process(), psutil.Process(neo4j.process)])


async def load(graph: Graph) -> None:
    """Loads the organisation, unless it is already loaded."""
    await migrate(graph, find_package_data("schema"))
    if not await read_log(graph, size=1):
        with TemporaryDirectory() as tables:
            write_tables(Path(tables))
            await import_folder(graph, Path(tables))


async def ask_all(settings: Settings, processes: list[psutil.Process]) -> None:
    """Starts the service and runs all queries."""
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost", timeout=300) as client,
    ):
        for name, query, asked in questions():
            for variables in asked[:WARM_UP]:
                await milliseconds(client, query, variables)
            before = [busy(process) for process in processes]
            taken = [await milliseconds(client, query, variables) for variables in asked]
            service, neo4j = ((busy(process) - start) / TIMES for process, start in zip(processes, before, strict=True))
            print(
                f"{name:44} median {quantiles(taken, n=2)[0]:6.1f} ms, slowest in twenty {quantiles(taken, n=20)[-1]:6.1f} ms, "
                f"processor: service {service:6.1f} ms, Neo4j {neo4j:6.1f} ms",
                flush=True,
            )


def busy(process: psutil.Process) -> float:
    """CPU time of the process."""
    return 1000 * sum(process.cpu_times()[:2])


async def milliseconds(client: httpx.AsyncClient, query: str, variables: dict[str, Any]) -> float:
    """Duration of one request in milliseconds."""
    start = perf_counter()
    answer = (await client.post("/graphql", json={"query": query, "variables": variables})).json()
    assert "errors" not in answer, answer["errors"]
    return 1000 * (perf_counter() - start)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
