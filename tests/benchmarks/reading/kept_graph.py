"""One local Neo4j per size, loaded once and kept. Uses the code of `graph-service up`, `migrate` and `import`."""

import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from neo4j import Driver, GraphDatabase

from graph_service.domain.log_reading import read_log
from graph_service.graph import Graph, connect
from graph_service.graph.local import LocalNeo4j, find_installation, local_neo4j
from graph_service.graph.migrations import migrate
from graph_service.ingest import import_folder
from graph_service.package_data import find_package_data
from graph_service.settings import Settings, read_settings
from tests.benchmarks.reading.seeded_organisation import write_tables

# Updates statistics and drops plans made while the graph was smaller.
REPLAN_COMMAND = "CALL db.prepareForReplanning(300)"


@asynccontextmanager
async def kept_graph(data: Path, name: str, tables: Path | None = None) -> AsyncGenerator[LocalNeo4j]:
    """Runs the Neo4j with these tables (default: the seeded organisation of size `name`) in data/name; stops it on exit."""
    settings = replace(read_settings({}), data=data / name, bolt_port=0, browser_port=0)
    async with local_neo4j(find_installation(settings), settings) as neo4j:
        async with connect(neo4j.settings(settings)) as graph:
            await migrate(graph, find_package_data("schema"))
            # An import writes its log entry last; running an interrupted import again completes it.
            if not await read_log(graph, size=1):
                await _load(graph, name, tables)
            await graph.command(REPLAN_COMMAND)
        yield neo4j


async def _load(graph: Graph, name: str, tables: Path | None) -> None:
    begun = time.monotonic()
    with TemporaryDirectory() as folder:
        if tables is None:
            write_tables(Path(folder), name)
        report = await import_folder(graph, tables or Path(folder))
    if report.refusals and tables is None:
        raise SystemExit(f"{len(report.refusals)} rows of the seeded tables were refused, the first because: {report.refusals[0]}")
    print(f"Loaded {name} in {time.monotonic() - begun:.0f} s; it is kept.", file=sys.stderr)


def bare_driver(neo4j: LocalNeo4j) -> Driver:
    """The plain synchronous driver."""
    login = (neo4j.connection.user, neo4j.connection.password)
    return GraphDatabase.driver(neo4j.connection.bolt, auth=login, telemetry_disabled=True, notifications_min_severity="OFF")


def login_variables(neo4j: LocalNeo4j) -> dict[str, str]:
    """Environment variables with which another process can log in to this Neo4j."""
    settings = neo4j.settings(Settings())
    return {"NEO4J_URI": settings.neo4j_uri or "", "NEO4J_USERNAME": settings.neo4j_username, "NEO4J_PASSWORD": settings.password or ""}
