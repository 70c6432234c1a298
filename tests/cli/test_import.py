"""`import --dry-run` on a database without our schema: it writes nothing, and reports what the import then does."""

from pathlib import Path
from typing import LiteralString, cast

import pytest

from graph_service.graph import Graph
from graph_service.graph.migrations import migrate
from graph_service.settings import Settings
from tests.cli.processes import run
from tests.conftest import ROOT
from tests.ingest.sample_tables import ORGANISATION

SCHEMA_QUERY = """
SHOW INDEXES YIELD name, type, owningConstraint
WHERE type <> 'LOOKUP'
RETURN name, owningConstraint IS NOT NULL AS isConstraint
"""
EVERYTHING = "MATCH (n) RETURN count(n)"


@pytest.fixture
async def bare(graph: Graph):
    """A database without constraints, indexes and nodes; afterwards schema/ is applied again."""
    for row in await graph.command(SCHEMA_QUERY):
        kind = "CONSTRAINT" if row["isConstraint"] else "INDEX"
        await graph.command(cast("LiteralString", f"DROP {kind} {row['name']}"))
    await graph.command("MATCH (n:Migration) DELETE n")
    yield graph
    await migrate(graph, ROOT / "schema")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tables of a small organisation, with one row that is refused."""
    for table, text in {**ORGANISATION, "topics": "id,name\nmoney,Money\nclaims,\n"}.items():
        (tmp_path / f"{table}.csv").write_text(text)
    return tmp_path


@pytest.mark.thorough
async def test_dry_run_without_schema_writes_nothing_and_reports_what_the_import_does(
    bare: Graph, folder: Path, database_settings: Settings
) -> None:
    variables = {"NEO4J_URI": database_settings.neo4j_uri or "", "NEO4J_PASSWORD": database_settings.password or ""}
    arguments = ("import", str(folder), "--refused", str(folder / "refused.csv"))
    dry = run(*arguments, "--dry-run", **variables)
    assert (dry.returncode, await bare.command(SCHEMA_QUERY), await bare.read(EVERYTHING)) == (2, [], 0)
    assert "This database lacks 001_constraints.cypher" in dry.stderr
    assert "that no constraint has checked" not in dry.stderr
    await bare.command("CREATE (:Person {id: 'x'})")
    assert "It contains 1 nodes that no constraint has checked." in run(*arguments, "--dry-run", **variables).stderr
    await bare.command("MATCH (n) DETACH DELETE n")
    imported = run(*arguments, **variables)
    assert imported.returncode == 2
    assert dry.stdout.strip().startswith("Nothing was loaded")
    undo = "To undo this import within 24 hours: graph-service undo-import 1\n"
    assert undo in imported.stdout
    assert dry.stdout.endswith(imported.stdout.replace(undo, ""))
