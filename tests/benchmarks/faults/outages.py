"""Neo4j that stops responding for a while, and Neo4j on a full disk."""

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
from tests.benchmarks.faults.writers import find_written, writing

READ = {"query": "{ lessons(first: 5) { nodes { title } } }"}
DISK = 512  # MB
WRITING_SECONDS = 10.0


class Probes:
    """Requests that are sent again and again: the slowest response of each in seconds, and how often each result came."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.slowest: dict[str, float] = {}
        self.results: Counter[str] = Counter()

    async def run(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Sends all of them, each for so long or until the condition is met."""
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
        return body["errors"][0]["extensions"]["code"] if "errors" in body else "answered"


async def stop_responding(seconds: float, folder: Path) -> Iterator[str]:
    """Suspends Neo4j for some seconds under reads and writes."""
    async with running(folder / "stopped", folder / "stopped.log") as (database, service):
        async with writing(service.address) as writers:
            await asyncio.sleep(2)
            probes, after = Probes(service.address), Probes(service.address)
            os.kill(database.neo4j.process, signal.SIGSTOP)
            try:
                await probes.run(seconds)
            finally:
                os.kill(database.neo4j.process, signal.SIGCONT)
            resumed = monotonic()
            await after.run(60, lambda: after.results["read answered"] > 0)
            recovered = monotonic() - resumed
            await service.wait_until_ready()
        findings = await find_written(database.settings, writers)
    return iter(
        [
            f"### Neo4j suspended for {seconds:.0f} s",
            "",
            "| request | slowest response | results |",
            "|---|---|---|",
            *(f"| {name} | {took:.2f} s | {_results(probes, name)} |" for name, took in sorted(probes.slowest.items())),
            "",
            f"The first read was answered {recovered:.1f} s after Neo4j went on.",
            "",
            "| | |",
            "|---|---|",
            *findings.rows(),
            "",
            "Right." if findings.right else "WRONG.",
        ]
    )


def _results(probes: Probes, name: str) -> str:
    found = {key.removeprefix(f"{name} "): count for key, count in probes.results.items() if key.startswith(f"{name} ")}
    return ", ".join(f"{key} ({count:,})" for key, count in sorted(found.items()))


@contextmanager
def small_disk(folder: Path) -> Generator[Path | None]:
    """A file system of DISK MB in memory; None where this process may not mount one."""
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, check=False, stderr=subprocess.PIPE).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


async def fill_disk(folder: Path) -> Iterator[str]:
    """Fills the disk of Neo4j under writes, frees it again, and restarts Neo4j."""
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
                healed = len(writers.acknowledged) > before + during
                await database.kill()
                await database.start()
                await service.wait_until_ready()
            findings = await find_written(database.settings, writers)
    return iter(
        [
            f"### Full disk of {DISK} MB",
            "",
            f"While it was full, {during:,} writes were acknowledged and the others failed with: {errors or 'none'}.",
            f"Reads meanwhile: {_results(probes, 'read')}.",
            f"After space was free, writes went on {'by themselves' if healed else 'after a restart of Neo4j'}.",
            "",
            "| | |",
            "|---|---|",
            *findings.rows(),
            "",
            "Right." if findings.right else "WRONG.",
        ]
    )


def _fill(file: Path) -> None:
    piece = bytes(1 << 20)
    with file.open("wb", buffering=0) as out:
        while piece:
            try:
                out.write(piece)
            except OSError:
                piece = piece[: len(piece) // 2]
