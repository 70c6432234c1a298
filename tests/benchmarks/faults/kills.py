"""Kills workers, the supervisor, Neo4j, and both, during writes and an import."""

import asyncio
import os
import random
import statistics
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from graph_service.graph import connect
from graph_service.ingest import import_folder
from tests.benchmarks.faults.installation import COMMAND, Database, Service, running
from tests.benchmarks.faults.writers import FAILED, PASSED, find_written, writing
from tests.seeding import wipe

TARGETS = ("worker", "supervisor", "Neo4j", "supervisor and Neo4j")


async def import_until_done(environment: dict[str, str], folder: Path, log: Path) -> int:
    """Repeats the import until it succeeds; returns the number of attempts."""
    for runs in range(1, 1_000):
        with log.open("a") as output:
            process = await asyncio.create_subprocess_exec(
                COMMAND, "import", str(folder), env=environment, stdin=DEVNULL, stdout=output, stderr=output
            )
            if await process.wait() == 0:
                return runs
        await asyncio.sleep(0.5)
    raise RuntimeError(f"The import does not succeed; see {log}.")


async def kill(target: str, database: Database, service: Service) -> None:
    """Kills the processes, and restarts those that are not restarted automatically."""
    if target == "worker":
        await service.kill_worker()
    if target == "Neo4j":
        await database.kill()
        await database.start()
    if target == "supervisor":
        await service.kill_supervisor()
    if target == "supervisor and Neo4j":
        _, _ = await asyncio.gather(service.kill_supervisor(), database.kill())
        await database.start()


async def kill_processes(number: int, tables: Path, folder: Path) -> Iterator[str]:
    """Kills processes `number` times and returns the lines of the report."""
    recoveries: dict[str, list[float]] = {target: [] for target in TARGETS}
    async with running(folder / "kills", folder / "kills.log") as (database, service):
        async with writing(service.address) as writers:
            importing = asyncio.create_task(import_until_done(service.environment, tables, folder / "import.log"))
            for at in range(number):
                target = TARGETS[at % len(TARGETS)]
                await asyncio.sleep(random.uniform(0.5, 3))
                began = monotonic()
                await kill(target, database, service)
                await service.wait_until_ready()
                recoveries[target].append(monotonic() - began)
                state = f"{len(writers.acknowledged):,} writes acknowledged, the import is {'done' if importing.done() else 'running'}"
                print(f"{at + 1} of {number}: {target} killed, ready after {recoveries[target][-1]:.1f} s; {state}", file=sys.stderr)
            runs = await importing
        comparison = await find_written(database.settings, writers)
        async with connect(database.settings) as graph:
            report = await import_folder(graph.with_read_timeout(at_least=120), tables, dry_run=True)
    missing = sum(table.loaded for table in report.tables)
    return iter(
        [
            f"### {number} kills during {comparison.acknowledged:,} writes and one import",
            "",
            "| killed | times | median time until ready | longest |",
            "|---|---|---|---|",
            *(
                f"| {name} | {len(took)} | {statistics.median(took):.1f} s | {max(took):.1f} s |"
                for name, took in recoveries.items()
                if took
            ),
            "",
            "| | |",
            "|---|---|",
            *comparison.rows(),
            f"| attempts until the import succeeded | {runs} |",
            f"| rows of the import that are missing or different | {missing} |",
            f"| failed attempts of the clients, by kind | {_counts(writers.errors)} |",
            "",
            PASSED if comparison.passed and not missing else FAILED,
        ]
    )


def _counts(errors: "dict[str, int]") -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(errors.items())) or "none"


async def interrupt_import(number: int, tables: Path, folder: Path) -> Iterator[str]:
    """Kills an import `number` times and completes it; compares the graph with that of an uninterrupted import."""
    from tests.ingest.sample_tables import dump

    graphs: list[list[object]] = []
    killed = 0
    seconds = 0.0
    for name in ("uninterrupted", "killed"):
        database = Database(folder / name)
        await database.start()
        try:
            await database.load_demonstration()
            environment = os.environ | {"NEO4J_URI": database.settings.neo4j_uri or "", "NEO4J_PASSWORD": database.settings.password or ""}
            if name == "killed":
                while killed < number:
                    if await _kill_import(environment, tables, seconds * random.uniform(0.2, 0.6)):
                        killed += 1
                    else:  # it completed in time, because earlier runs had loaded almost everything
                        await _wipe(database)
                    print(f"import killed {killed} of {number} times", file=sys.stderr)
            began = monotonic()
            await import_until_done(environment, tables, folder / "import.log")
            seconds = monotonic() - began
            async with connect(database.settings) as graph:
                graphs.append(await dump(graph))
        finally:
            await database.stop()
    same = graphs[0] == graphs[1]
    different = len(set(map(str, graphs[0])) ^ set(map(str, graphs[1])))
    return iter(
        [
            f"### An import killed {killed} times, then completed",
            "",
            f"{len(graphs[0]):,} properties and relationships; {different} differ from an uninterrupted import.",
            PASSED if same else FAILED,
        ]
    )


async def _wipe(database: Database) -> None:
    async with connect(database.settings) as graph:
        await wipe(graph)
    await database.load_demonstration()


async def _kill_import(environment: dict[str, str], tables: Path, after: float) -> bool:
    process = await asyncio.create_subprocess_exec(
        COMMAND, "import", str(tables), env=environment, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        await asyncio.wait_for(process.wait(), after)
    except TimeoutError:
        process.kill()
        await process.wait()
        return True
    return False
