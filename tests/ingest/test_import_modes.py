"""Dry runs and refused strict imports write nothing; readers see what a killed import wrote, and the next import completes it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph_service.analysis.columns.snapshot import SnapshotCache
from graph_service.graph import Graph
from graph_service.ingest import import_folder
from graph_service.settings import Settings
from tests.ingest.sample_tables import ORGANISATION, Write, dump

IMPORT = """
import asyncio, sys
from pathlib import Path
from graph_service.graph import connect
from graph_service.ingest import batches, import_folder, lease
from graph_service.settings import read_settings

batches.ROWS_PER_BATCH = int(sys.argv[2])
lease.LEASE_SECONDS = 2.0

async def main():
    async with connect(read_settings()) as graph:
        await import_folder(graph, Path(sys.argv[1]), progress=lambda *done: print(*done, flush=True))

asyncio.run(main())
"""
ACTIVITIES = "MATCH (a:Activity) RETURN count(a)"
LESSONS_AND_REUSES = "RETURN [COUNT { (:Lesson) }, COUNT { (:Reuse) }]"
EVERYTHING = "MATCH (n) WHERE NOT n:Migration RETURN count(n)"


async def test_dry_run_reports_the_same_and_writes_nothing(graph: Graph, write: Write) -> None:
    folder = write(ORGANISATION, topics="id,name\nmoney,Money\nclaims,\n")
    expected = await import_folder(graph, folder, dry_run=True)
    assert not expected.written
    assert await graph.read(EVERYTHING) == 0
    report = await import_folder(graph, folder)
    assert (expected.tables, expected.refusals) == (report.tables, report.refusals)
    assert report.written


async def test_strict_import_loads_all_or_nothing(graph: Graph, write: Write) -> None:
    folder = write(ORGANISATION, topics="id,name\nmoney,Money\nclaims,\n")
    report = await import_folder(graph, folder, strict=True)
    assert not report.written
    assert await graph.read(EVERYTHING) == 0
    assert (await import_folder(graph, write(ORGANISATION), strict=True)).written


async def test_progress_reaches_the_total_of_each_table(graph: Graph, write: Write) -> None:
    progress: dict[str, tuple[int, int]] = {}
    await import_folder(graph, write(ORGANISATION), progress=lambda table, done, total: progress.update({table: (done, total)}))
    assert progress["lessons"] == (1, 1)
    assert all(done == total for done, total in progress.values())


@pytest.mark.parametrize(
    ("tables", "rows", "batch"),
    [
        pytest.param(("memberships", "reuses"), 3_000, 500, marks=pytest.mark.thorough),
        pytest.param(("lessons",), 11_000, 5_000, marks=pytest.mark.exhaustive),
    ],
)
async def test_killed_import_is_completed_by_the_next(
    graph: Graph,
    database_settings: Settings,
    write: Write,
    tables: tuple[str, ...],
    rows: int,
    batch: int,
) -> None:
    lessons = (
        f"l{n},Lesson {n},2021-03-{n % 28 + 1:02},ann|bo,bridge,claims,{f'l{n - 1}' if n % 3 else ''},{f'l{n - 7}' if n % 9 == 8 else ''}\n"
        for n in range(rows)
    )
    reuses = (f"r{n},l{n},{'bo' if n % 2 else 'ann'},tunnel,2022-05-01\n" for n in range(rows))
    folder = write(
        ORGANISATION,
        lessons="id,title,learnedOn,learnedBy,project,topics,buildsOn,supersedes\n" + "".join(lessons),
        reuses="id,lesson,person,project,reusedOn\n" + "".join(reuses),
    )
    await import_folder(graph, folder)
    clean = await dump(graph)
    for table in tables:
        await graph.command("MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
        snapshots = SnapshotCache(graph, 5)
        await snapshots.current()
        written = kill_after(table, folder, batch, database_settings)
        killed_at = await graph.read(EVERYTHING)
        assert written <= await graph.read(ACTIVITIES) <= written + 1  # the last batch may have been written without being reported
        columns = (await snapshots.current()).columns
        assert [len(columns.lessons.ids), len(columns.events.ids)] == await graph.read(LESSONS_AND_REUSES)
        report = await import_folder(graph, folder)
        assert 0 < killed_at < await graph.read(EVERYTHING)
        assert report.table("people").unchanged == 2
        assert await dump(graph) == clean


def kill_after(table: str, folder: Path, batch: int, settings: Settings) -> int:
    """Runs an import in a subprocess and kills it while it writes the batches after the first batch of `table`.

    Returns the number of batches that it reported.
    """
    environment = os.environ | {"NEO4J_URI": settings.neo4j_uri or "", "NEO4J_PASSWORD": settings.password or ""}
    with subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(folder), str(batch)], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        reported: list[str] = []
        for line in process.stdout:
            reported.append(line)
            if line.startswith(table):
                time.sleep(0.02)
                process.send_signal(signal.SIGKILL)
                break
        reported += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    return len(reported)
