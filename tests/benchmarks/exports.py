"""Export time compared with reading the same rows with the bare driver: python -m tests.benchmarks.exports [LESSONS REUSES]

Starts a Neo4j of its own, unless NEO4J_TEST_URI and NEO4J_TEST_PASSWORD name one that may be emptied. The bare reads return every property and, by id, every
relationship of the same nodes, one statement per table, as records of the synchronous driver; they write no file. The bar is 1.5 for CSV files.
"""

import asyncio
import resource
import sys
import tempfile
import time
from pathlib import Path

from neo4j import GraphDatabase

from graph_service.backup import back_up, restore
from graph_service.export import Format, export_graph
from graph_service.graph import Graph, connect
from graph_service.graph.migrations import migrate
from graph_service.ingest import import_folder
from graph_service.package_data import find_package_data
from graph_service.settings import Settings
from tests.benchmarks.imports import empty
from tests.benchmarks.large_organisation import write_tables
from tests.benchmarks.own_neo4j import neo4j_settings

SCHEMA = Path(__file__).parents[2] / "schema"
MOST = 1.5  # times the bare reads
ROUNDS = 5  # of the demonstration, which takes a moment; the fastest counts
TABLES = (
    "MATCH (n:Department) RETURN properties(n)",
    "MATCH (n:Department)-[r:PART_OF]->(m) RETURN n.id, m.id, r.from, r.to",
    "MATCH (n:Topic) RETURN properties(n), [(n)-[:BROADER]->(m) | m.id]",
    "MATCH (n:Person) RETURN properties(n)",
    "MATCH (n:Person)-[r:MEMBER_OF]->(m) RETURN n.id, m.id, r.from, r.to",
    "MATCH (n:Project) RETURN properties(n), [(n)-[:CONCERNS]->(m) | m.id]",
    "MATCH (m)-[r:OWNS]->(n:Project) RETURN n.id, m.id, r.from, r.to",
    "MATCH (n:Person)-[r:WORKED_ON]->(m) RETURN n.id, m.id, r.role, r.from, r.to",
    """
    MATCH (n:Lesson) RETURN properties(n), [(n)-[:LEARNED_BY]->(m) | m.id], [(n)-[:LEARNED_IN]->(m) | m.id],
      [(n)-[:LEARNED_ON]->(m) | m.id], [(n)-[:ABOUT]->(m) | m.id], [(n)-[:BUILDS_ON]->(m) | m.id], [(n)-[:SUPERSEDES]->(m) | m.id],
      [(n)-[:RECURRENCE_OF]->(m) | m.id], [(n)-[:NOT_RECURRENCE_OF]->(m) | m.id], [(n)-[:RESTRICTED_TO_PERSON]->(m) | m.id],
      [(n)-[:RESTRICTED_TO_DEPARTMENT]->(m) | m.id]
    """,
    """
    MATCH (n:Reuse) RETURN properties(n), [(n)-[:REUSE_OF]->(m) | m.id], [(n)-[:REUSED_BY]->(m) | m.id], [(n)-[:REUSED_IN]->(m) | m.id],
      [(n)-[:REUSED_ON]->(m) | m.id], [(n)-[:JUDGED_BY]->(m) | m.id], [(n)-[:CONFIRMED_BY]->(m) | m.id]
    """,
    "MATCH (n:Rundown) RETURN properties(n), [(n)-[:FOR]->(m) | m.id]",
    "MATCH (n:Rundown)-[r:CONSIDERED]->(m) RETURN n.id, m.id, r.decision, r.reason, r.decidedAt",
    "MATCH (n:Conversation) RETURN properties(n), [(n)-[:HELD_FOR|HELD_WITH|HELD_BY]->(m) | m.id]",
    "MATCH (n:Task) RETURN properties(n), [(n)-[:ASKED_OF|ASKED_BY]->(m) | m.id]",
    "MATCH (n:Activity) RETURN properties(n)",
)


def read_bare(settings: Settings) -> tuple[float, int]:
    """Seconds and rows."""
    auth = ("neo4j", settings.neo4j_password or "")
    with (
        GraphDatabase.driver(settings.neo4j_uri or "", auth=auth, notifications_min_severity="OFF") as driver,
        driver.session() as session,
    ):
        session.run("RETURN 1").consume()
        began = time.perf_counter()
        rows = sum(1 for statement in TABLES for _ in session.run(statement))
        return time.perf_counter() - began, rows


async def measure(graph: Graph, settings: Settings, name: str, rounds: int) -> None:
    """Prints the fastest of each."""
    read_bare(settings)
    bare, rows = min(read_bare(settings) for _ in range(rounds))
    times: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for file_format in Format:
            times[file_format.value] = min(
                [await export_once(graph, Path(folder) / f"{file_format}{round_}", file_format) for round_ in range(rounds)]
            )
        began = time.perf_counter()
        await back_up(graph, Path(folder) / "backup.zip")
        times["backup"] = time.perf_counter() - began
        size = (Path(folder) / "backup.zip").stat().st_size
        began = time.perf_counter()
        await restore(graph, Path(folder) / "backup.zip", SCHEMA, replace=True)
        restored = time.perf_counter() - began
    figures = ", ".join(f"{kind} {seconds:.2f} s ({seconds / bare:.2f})" for kind, seconds in times.items())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name}, {rows:,} rows: bare {bare:.2f} s, {figures}; backup {size / 1e6:.1f} MB, restore {restored:.1f} s; peak {memory:.0f} MB"
    )
    print(f"An export as CSV takes {times['csv'] / bare:.2f} times the bare reads; at most {MOST} is the bar.")


async def export_once(graph: Graph, folder: Path, file_format: Format) -> float:
    """Seconds."""
    began = time.perf_counter()
    await export_graph(graph, folder, file_format)
    return time.perf_counter() - began


async def main() -> None:
    """Measures the demonstration, then a generated organisation."""
    lessons, reuses = [int(size) for size in sys.argv[1:3]] or [100_000, 300_000]
    async with neo4j_settings() as settings, connect(settings) as graph:
        await migrate(graph, SCHEMA)
        await empty(graph)
        await import_folder(graph, find_package_data("seed"))
        await measure(graph, settings, "demonstration", ROUNDS)
        await empty(graph)
        with tempfile.TemporaryDirectory() as folder:
            write_tables(Path(folder), lessons, reuses)
            await import_folder(graph, Path(folder))
        await measure(graph, settings, f"{lessons:,} lessons and {reuses:,} reuses", 2)


if __name__ == "__main__":
    asyncio.run(main())
