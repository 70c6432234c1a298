"""Suspends Neo4j, and fills its disk."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import httpx

from tests.benchmarks.faults.installation import running
from tests.benchmarks.faults.writers import FAILED, PASSED, find_written, writing

READ = {"query": "{ lessons(first: 5) { nodes { title } } }"}
DISK_SIZE = 512  # MB
WRITING_SECONDS = 10.0


class Probes:
    """Requests that are sent repeatedly: the slowest response of each in seconds, and the number of each result."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.slowest: dict[str, float] = {}
        self.results: Counter[str] = Counter()

    async def run(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Sends each of them repeatedly for these seconds, or until the condition is met."""
        async with httpx.AsyncClient(timeout=60) as client:
            end = monotonic() + seconds
            await asyncio.gather(
                *(self._repeat(client, name, end, until) for name in ("/healthz", "/readyz", "/metrics", "read", "read", "read"))
            )

    async def _repeat(self, client: httpx.AsyncClient, name: str, end: float, until: Callable[[], bool]) -> None:
        while monotonic() < end and not until():
            began = monotonic()
            result = await self.send(client, name)
            self.slowest[name] = max(self.slowest.get(name, 0), monotonic() - began)
            self.results[f"{name} {result}"] += 1
            await asyncio.sleep(0.1)

    async def send(self, client: httpx.AsyncClient, name: str) -> str:
        """The status of the response, or the code of its error."""
        if name != "read":
            return str((await client.get(self.address + name)).status_code)
        body = (await client.post(f"{self.address}/graphql", json=READ)).json()
        return body["errors"][0]["extensions"]["code"] if "errors" in body else "ok"


async def suspend_neo4j(seconds: float, folder: Path) -> Iterator[str]:
    """Suspends Neo4j for these seconds during reads and writes."""
    async with running(folder / "suspended", folder / "suspended.log") as (database, service):
        async with writing(service.address) as writers:
            await asyncio.sleep(2)
            probes, after = Probes(service.address), Probes(service.address)
            os.kill(database.neo4j.process, signal.SIGSTOP)
            try:
                await probes.run(seconds)
            finally:
                os.kill(database.neo4j.process, signal.SIGCONT)
            resumed = monotonic()
            await after.run(60, lambda: after.results["read ok"] > 0)
            recovered = monotonic() - resumed
            await service.wait_until_ready()
        comparison = await find_written(database.settings, writers)
    return iter(
        [
            f"### Neo4j suspended for {seconds:.0f} s",
            "",
            "| request | slowest response | results |",
            "|---|---|---|",
            *(f"| {name} | {took:.2f} s | {_results(probes, name)} |" for name, took in sorted(probes.slowest.items())),
            "",
            f"The first read succeeded {recovered:.1f} s after Neo4j was resumed.",
            "",
            "| | |",
            "|---|---|",
            *comparison.rows(),
            "",
            PASSED if comparison.passed else FAILED,
        ]
    )


def _results(probes: Probes, name: str) -> str:
    found = {key.removeprefix(f"{name} "): count for key, count in probes.results.items() if key.startswith(f"{name} ")}
    return ", ".join(f"{key} ({count:,})" for key, count in sorted(found.items()))


@contextmanager
def small_disk(folder: Path) -> Generator[Path | None]:
    """A file system of DISK_SIZE MB in memory; None if this process may not mount one."""
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_SIZE}m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, check=False, stderr=subprocess.PIPE).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


async def fill_disk(folder: Path) -> Iterator[str]:
    """Fills the disk of Neo4j during writes, frees the space, and restarts Neo4j."""
    with small_disk(folder / "disk") as disk:
        if disk is None:
            return iter(["### Full disk", "", "Not measured: this process may not mount a tmpfs. Run it as root."])
        async with running(disk / "data", folder / "disk.log") as (database, service):
            async with writing(service.address) as writers:
                await asyncio.sleep(3)
                before = len(writers.acknowledged)
                writers.errors.clear()
                await asyncio.to_thread(_fill, disk / "filler")
                print(f"The disk is full after {before:,} writes.", file=sys.stderr)
                probes = Probes(service.address)
                await probes.run(WRITING_SECONDS)
                during, errors = len(writers.acknowledged) - before, dict(writers.errors)
                (disk / "filler").unlink()
                await probes.run(WRITING_SECONDS, lambda: len(writers.acknowledged) > before + during)
                recovered = len(writers.acknowledged) > before + during
                await database.kill()
                await database.start()
                await service.wait_until_ready()
            comparison = await find_written(database.settings, writers)
    return iter(
        [
            f"### Full disk of {DISK_SIZE} MB",
            "",
            f"While it was full, {during:,} writes were acknowledged; the others failed with: {errors or 'none'}.",
            f"Reads meanwhile: {_results(probes, 'read')}.",
            f"After space was freed, writes resumed {'automatically' if recovered else 'after a restart of Neo4j'}.",
            "",
            "| | |",
            "|---|---|",
            *comparison.rows(),
            "",
            PASSED if comparison.passed else FAILED,
        ]
    )


def _fill(file: Path) -> None:
    block = bytes(1 << 20)
    with file.open("wb", buffering=0) as out:
        while block:
            try:
                out.write(block)
            except OSError:
                block = block[: len(block) // 2]
