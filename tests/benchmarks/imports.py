"""Import time compared with plain UNWIND batches of the same data: python -m tests.benchmarks.imports [LESSONS REUSES]

Starts a Neo4j of its own, unless NEO4J_TEST_URI and NEO4J_TEST_PASSWORD name one that may be emptied. The plain batches get prepared rows: no files to read, no rules
to check, no departments to derive. Both write the same graph; counts are compared at the end.
"""

import asyncio
import csv
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from graph_service.graph import Graph, WriteTransaction, connect
from graph_service.graph.migrations import migrate
from graph_service.ingest import import_folder
from tests.benchmarks.large_organisation import write_tables
from tests.benchmarks.own_neo4j import neo4j_settings

# A department has hundreds of thousands of relationships: too many to delete in one transaction, and transactions have a time limit.
UNTIE = "MATCH ()-[r]->() WITH r LIMIT 50000 DELETE r RETURN count(*) AS gone"
WIPE = "MATCH (n) WHERE NOT n:Migration WITH n LIMIT 20000 DELETE n RETURN count(*) AS gone"
COUNTS = """
CALL () { MATCH (n) WHERE NOT n:Migration AND NOT n:Activity AND NOT n:Sequence RETURN labels(n)[0] AS kind, count(*) AS number
  UNION ALL MATCH ()-[r]->() RETURN type(r) AS kind, count(*) AS number
  UNION ALL MATCH (r:Reuse) RETURN r.scope AS kind, count(*) AS number }
WITH kind, number ORDER BY kind
RETURN collect([kind, number])
"""
AT_ONCE = 5_000
MOST = 2.5  # times the plain batches
LISTS = {"topics", "learnedBy", "buildsOn", "broader"}
DAYS = {"startedOn", "endedOn", "learnedOn", "reusedOn"}
NODES = {"departments": "Department", "topics": "Topic", "people": "Person", "projects": "Project", "lessons": "Lesson", "reuses": "Reuse"}
LINKS = (
    ("departments", "partOf", "PART_OF", "Department"),
    ("topics", "broader", "BROADER", "Topic"),
    ("projects", "owner", "<OWNS", "Department"),
    ("projects", "topics", "CONCERNS", "Topic"),
    ("lessons", "learnedBy", "LEARNED_BY", "Person"),
    ("lessons", "project", "LEARNED_ON", "Project"),
    ("lessons", "departments", "LEARNED_IN", "Department"),
    ("lessons", "topics", "ABOUT", "Topic"),
    ("lessons", "buildsOn", "BUILDS_ON", "Lesson"),
    ("reuses", "lesson", "REUSE_OF", "Lesson"),
    ("reuses", "person", "REUSED_BY", "Person"),
    ("reuses", "project", "REUSED_ON", "Project"),
    ("reuses", "departments", "REUSED_IN", "Department"),
)
LINKED = {(table, column) for table, column, _, _ in LINKS}


def read_tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Every table with parsed values and derived departments and scopes."""
    csv.field_size_limit(10_000_000)
    tables: dict[str, list[dict[str, Any]]] = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = [{name: _value(name, cell) for name, cell in row.items() if cell} for row in csv.DictReader(file)]
    memberships: dict[str, list[tuple[str, str, str]]] = {}
    for row in tables["memberships"]:
        memberships.setdefault(row["person"], []).append((row["from"], row.get("to", "9999"), row["department"]))

    def departments(people: list[str], on: date) -> list[str]:
        found = (of for person in people for begins, ends, of in memberships[person] if begins <= on.isoformat() < ends)
        return list(dict.fromkeys(found))

    for lesson in tables["lessons"]:
        lesson |= {
            "departments": departments(lesson["learnedBy"], lesson["learnedOn"]),
            "publishedOn": lesson["learnedOn"],
        }
    lessons = {lesson["id"]: lesson for lesson in tables["lessons"]}
    for reuse in tables["reuses"]:
        lesson = lessons[reuse["lesson"]]
        reuse["departments"] = departments([reuse["person"]], reuse["reusedOn"])
        shared = set(reuse["departments"]) & set(lesson["departments"])
        reuse["scope"] = "OWN" if reuse["person"] in lesson["learnedBy"] else "INTERNAL" if shared else "CROSS"
    return tables


def _value(name: str, cell: str) -> Any:
    if name in LISTS:
        return cell.split("|")
    if name in DAYS:
        return date.fromisoformat(cell)
    if name in ("active", "discoverable"):
        return cell == "true"
    if name == "hoursSaved":
        return float(cell)
    return round(float(cell) * 100) if name == "costAvoided" else cell


def statements(tables: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each statement with all its rows."""
    for table, label in NODES.items():
        rows = [{name: value for name, value in row.items() if (table, name) not in LINKED} for row in tables[table]]
        yield f"UNWIND $rows AS row CREATE (n:{label}) SET n = row{', n.recordedAt = $now' if label in ('Lesson', 'Reuse') else ''}", rows
    for table, column, link, label in LINKS:
        pairs = [
            {"a": row["id"], "b": other}
            for row in tables[table]
            for other in (row.get(column, []) if isinstance(row.get(column, []), list) else [row[column]])
        ]
        pattern = f"(b)-[:{link[1:]}]->(a)" if link.startswith("<") else f"(a)-[:{link}]->(b)"
        yield f"UNWIND $rows AS row MATCH (a:{NODES[table]} {{id: row.a}}) MATCH (b:{label} {{id: row.b}}) CREATE {pattern}", pairs
    dated = "UNWIND $rows AS row MATCH (a:Person {id: row.person}) MATCH (b:Department {id: row.department}) "
    yield dated + "CREATE (a)-[:MEMBER_OF {from: date(row.from), to: date(row.to)}]->(b)", tables["memberships"]
    worked = "UNWIND $rows AS row MATCH (a:Person {id: row.person}) MATCH (b:Project {id: row.project}) "
    yield worked + "CREATE (a)-[:WORKED_ON {role: row.role}]->(b)", tables["assignments"]


async def load_bare(graph: Graph, tables: dict[str, list[dict[str, Any]]]) -> float:
    """Seconds the plain batches take, one transaction each."""
    work, now = list(statements(tables)), datetime.now(UTC)
    began = time.perf_counter()
    for query, rows in work:
        for start in range(0, len(rows), AT_ONCE):

            async def write(tx: WriteTransaction, query: str = query, part: list[Any] = rows[start : start + AT_ONCE]) -> None:
                await tx.run(query, {"rows": part, "now": now})  # pyright: ignore[reportArgumentType]

            await graph.write(write)
    return time.perf_counter() - began


async def empty(graph: Graph) -> None:
    """Deletes everything except the schema."""
    for statement in (UNTIE, WIPE):
        while (await graph.command(statement))[0]["gone"]:
            pass


async def main() -> None:
    """Runs plain batches, an import, and a repeated import; a first round on a small organisation warms up the database."""
    sizes = [int(size) for size in sys.argv[1:3]] or [100_000, 300_000]
    async with neo4j_settings() as settings, connect(settings) as graph:
        await migrate(graph, Path(__file__).parents[2] / "schema")
        for lessons, reuses in ([2_000, 6_000], sizes):
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                write_tables(folder, lessons, reuses)
                await empty(graph)
                bare = await load_bare(graph, read_tables(folder))
                expected = await graph.read(COUNTS, timeout=120)
                await empty(graph)
                began = time.perf_counter()
                report = await import_folder(graph, folder)
                imported = time.perf_counter() - began
                assert not report.refusals, report.refusals[:3]
                assert (found := await graph.read(COUNTS, timeout=120)) == expected, (found, expected)
                began = time.perf_counter()
                await import_folder(graph, folder)
                again = time.perf_counter() - began
            print(
                f"{lessons:,} lessons, {reuses:,} reuses: bare {bare:.1f} s, import {imported:.1f} s ({imported / bare:.2f}), again {again:.1f} s"
            )
            print(f"The import takes {imported / bare:.2f} times the plain batches; at most {MOST} is the bar.")


if __name__ == "__main__":
    asyncio.run(main())
