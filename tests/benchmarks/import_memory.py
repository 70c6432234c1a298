"""Memory of an import by phase: python -m tests.benchmarks.import_memory [--register] [--dry-run] [ROWS ...]

A quarter of the rows are lessons, the others reuses of them. --register: one file of lessons with the headers of a register instead. --dry-run: nothing is written.
Starts a Neo4j of its own, unless NEO4J_TEST_URI and NEO4J_TEST_PASSWORD name one that may be emptied; its memory does not count. Each phase prints its seconds, those of the processor, and the most memory that the
process held during it, in megabytes.
"""

import argparse
import asyncio
import csv
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from graph_service.graph import Graph, connect
from graph_service.graph.migrations import migrate
from graph_service.ingest import import_files
from graph_service.ingest.conversion import Choices, prepare
from graph_service.ingest.input_files import read_input
from graph_service.package_data import find_package_data
from tests.benchmarks.imports import empty
from tests.benchmarks.large_organisation import PEOPLE, PROJECTS, write_tables
from tests.benchmarks.own_neo4j import neo4j_settings

HEADERS = {
    "id": "Ref",
    "title": "Lesson Title",
    "context": "Background",
    "wentWell": "What went well",
    "wentWrong": "What went wrong",
    "recommendation": "Recommendation",
    "learnedOn": "Date Raised",
    "learnedBy": "Raised By",
    "project": "Project Name",
    "topics": "Category",
}
READ_TIMEOUT = 300.0  # seconds


@contextmanager
def measured(phase: str) -> Generator[None]:
    """Prints what the block took."""
    Path("/proc/self/clear_refs").write_text("5")  # forget the earlier peak
    began, processor = time.perf_counter(), time.process_time()
    yield
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    used = time.process_time() - processor
    print(
        f"  {phase}: {time.perf_counter() - began:.1f} s ({used:.1f} s of the processor), {int(peak.split()[1]) / 1024:.0f} MB", flush=True
    )


async def measure(graph: Graph, paths: list[Path], *, dry_run: bool) -> None:
    """Goes through the phases of the command."""
    with measured("reading"):
        input_files = read_input(paths)
    with measured("preparing"):
        prepared = await prepare(graph, input_files.exact, input_files.proposals, Choices(accept=True))
    with measured("checking only"):
        await import_files(graph, prepared.files, dry_run=True, unknown=prepared.rules)
    if dry_run:
        return
    with measured("checking and writing"):
        report = await import_files(graph, prepared.files, unknown=prepared.rules)
    with measured("importing again"):
        again = await import_files(graph, prepared.files, unknown=prepared.rules)
    print("  " + ", ".join(f"{table.loaded:,} of {table.table} ({table.refused:,} refused)" for table in report.tables))
    print(f"  again: {sum(table.loaded for table in again.tables):,} rows change")


def write_register(folder: Path) -> Path:
    """The lessons as a register with names of people and projects, semicolons and days as dd/mm/yyyy."""
    csv.field_size_limit(10_000_000)
    register = folder / "register.csv"
    with (folder / "lessons.csv").open(encoding="utf-8", newline="") as source, register.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, delimiter=";")
        writer.writerow([*HEADERS.values(), "Site"])
        for number, row in enumerate(csv.DictReader(source)):
            row["learnedOn"] = "/".join(reversed(row["learnedOn"].split("-")))
            row["learnedBy"] = "; ".join(f"Person {name.removeprefix('p')}" for name in row["learnedBy"].split("|"))
            row["project"] = f"Project {row['project'].removeprefix('j')}"
            writer.writerow([*(row[name] for name in HEADERS), f"Site {number % 40}"])
    return register


async def main(size: int, *, is_register: bool, dry_run: bool) -> None:
    """Measures one size, against an empty graph or, for a register, against one with its people and projects."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "tables"
        lessons = size if is_register else size // 4
        # In a process of its own, because Python does not give back all of the memory.
        script = f"from pathlib import Path; from {write_tables.__module__} import write_tables; write_tables(Path({str(folder)!r}), {lessons}, {0 if is_register else size - lessons})"
        await (await asyncio.create_subprocess_exec(sys.executable, "-c", script)).wait()
        async with neo4j_settings() as settings, connect(replace(settings, read_timeout=READ_TIMEOUT)) as graph:
            await migrate(graph, find_package_data("schema"))
            await empty(graph)
            paths = sorted(folder.glob("*.csv"))
            if is_register:
                register = write_register(folder)
                input_files = read_input([path for path in paths if path.stem not in ("lessons", "reuses")])
                await import_files(graph, input_files.exact)
                paths = [register]
            megabytes = sum(path.stat().st_size for path in paths) / 1e6
            print(f"{size:,} rows{' of a register' if is_register else ''}, {PEOPLE:,} people, {PROJECTS:,} projects, {megabytes:.0f} MB:")
            await measure(graph, paths, dry_run=dry_run)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--register", action="store_true")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("rows", nargs="*", type=int, default=[100_000])
    options = parser.parse_args()
    for rows in options.rows:
        asyncio.run(main(rows, is_register=options.register, dry_run=options.dry_run))
