"""The checks of migrations, constraints and indexes: problems are named, and their remedies work."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import LiteralString, cast

import pytest

from graph_service.graph import Graph
from graph_service.graph.migrations import migrate
from graph_service.health.check import Check, State
from graph_service.health.schema import check_indexes, check_schema

UNDO: list[LiteralString] = [
    "DROP INDEX widget_size IF EXISTS",
    "DROP INDEX widget_text IF EXISTS",
    "DROP CONSTRAINT widget_id IF EXISTS",
    "DROP INDEX widget_id IF EXISTS",
    "MATCH (m:Migration {name: '951_widget.cypher'}) DELETE m",
]
WIDGETS = """
CREATE CONSTRAINT widget_id FOR (n:Widget) REQUIRE n.id IS UNIQUE;
CREATE INDEX widget_size FOR (n:Widget) ON (n.size);
CREATE FULLTEXT INDEX widget_text FOR (n:Widget) ON EACH [n.name, n.note] OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}};
"""


@pytest.fixture
async def folder(graph: Graph, tmp_path: Path) -> AsyncIterator[Path]:
    """A schema folder that is applied, and undone after the test."""
    (tmp_path / "951_widget.cypher").write_text(WIDGETS)
    await migrate(graph, tmp_path)
    yield tmp_path
    for statement in UNDO:
        await graph.command(statement)


async def follow(graph: Graph, check: Check) -> None:
    """Runs the statements of the remedy."""
    assert check.remedy.startswith("Run in Neo4j Browser: ")
    for statement in check.remedy.removeprefix("Run in Neo4j Browser: ").split("; then: "):
        await graph.command(cast("LiteralString", statement))
    await graph.command("CALL db.awaitIndexes(60)")


async def test_applied_schema_passes(graph: Graph, folder: Path) -> None:
    checks = await check_schema(graph, folder) + await check_indexes(graph, folder)
    assert [(check.name, check.state) for check in checks] == [("schema", State.OK), ("indexes", State.OK)]


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (["DROP INDEX widget_size"], "The index widget_size does not exist."),
        (["DROP CONSTRAINT widget_id"], "The constraint widget_id does not exist."),
        (
            ["DROP INDEX widget_size", "CREATE TEXT INDEX widget_size FOR (n:Widget) ON (n.size)"],
            "The index widget_size is not defined as the service requires: CREATE TEXT INDEX",
        ),
        (
            ["DROP INDEX widget_text", "CREATE FULLTEXT INDEX widget_text FOR (n:Widget) ON EACH [n.name, n.note]"],
            "The index widget_text is not defined as the service requires",
        ),
        (
            ["DROP CONSTRAINT widget_id", "CREATE INDEX widget_id FOR (n:Widget) ON (n.id)"],
            "The constraint widget_id is not defined as the service requires",
        ),
    ],
)
async def test_missing_or_different_index_is_named_and_its_remedy_works(
    graph: Graph, folder: Path, damage: list[LiteralString], found: str
) -> None:
    for statement in damage:
        await graph.command(statement)
    await graph.command("CALL db.awaitIndexes(60)")
    (check,) = await check_indexes(graph, folder)
    assert (check.state, check.message[: len(found)]) == (State.WRONG, found)
    await follow(graph, check)
    assert [check.state for check in await check_indexes(graph, folder)] == [State.OK]


async def test_missing_or_changed_file_is_named(graph: Graph, folder: Path) -> None:
    (folder / "952_gizmo.cypher").write_text("CREATE INDEX gizmo_size FOR (n:Gizmo) ON (n.size);")
    (outstanding,) = await check_schema(graph, folder)
    assert outstanding.message == "1 of 2 files of schema/ are not applied: 952_gizmo.cypher."
    assert outstanding.remedy == "Run `graph-service migrate`."
    assert [check.state for check in await check_indexes(graph, folder)] == [State.OK], "what is not applied is not missed twice"

    (folder / "951_widget.cypher").write_text(WIDGETS + "// and more\n")
    changed, _ = await check_schema(graph, folder)
    assert changed.message == "schema/951_widget.cypher was changed after it was applied."
