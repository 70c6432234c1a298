"""The files of schema/ are applied once, in order, also when several workers start together."""

import asyncio
from pathlib import Path

import pytest

from graph_service.errors import Conflict, InvalidInput
from graph_service.graph import Graph
from graph_service.graph.migrations import migrate

RECORDED = "MATCH (m:Migration) WHERE m.name STARTS WITH '9' WITH m ORDER BY m.name RETURN collect(m.name)"


@pytest.fixture
async def folder(graph: Graph, tmp_path: Path):
    """A folder with two migrations, which are undone after the test."""
    (tmp_path / "901_gadget.cypher").write_text(
        "// a comment; with a semicolon\nCREATE CONSTRAINT gadget_id FOR (n:Gadget) REQUIRE n.id IS UNIQUE;\n"
    )
    (tmp_path / "902_gadget.cypher").write_text(
        "CREATE INDEX gadget_size FOR (n:Gadget) ON (n.size);\nCREATE FULLTEXT INDEX gadget_text FOR (n:Gadget) ON EACH [n.name];"
    )
    yield tmp_path
    await graph.command("DROP CONSTRAINT gadget_id IF EXISTS")
    await graph.command("DROP INDEX gadget_size IF EXISTS")
    await graph.command("DROP INDEX gadget_text IF EXISTS")
    await graph.command("MATCH (m:Migration) WHERE m.name STARTS WITH '9' DELETE m")


async def test_each_file_is_applied_once_in_order(graph: Graph, folder: Path) -> None:
    assert await migrate(graph, folder) == ["901_gadget.cypher", "902_gadget.cypher"]
    assert await migrate(graph, folder) == []
    assert await graph.read(RECORDED) == ["901_gadget.cypher", "902_gadget.cypher"]
    states = await graph.command("SHOW INDEXES YIELD name, state WHERE name STARTS WITH 'gadget_' RETURN name, state ORDER BY name")
    assert [(row["name"], row["state"]) for row in states] == [
        ("gadget_id", "ONLINE"),
        ("gadget_size", "ONLINE"),
        ("gadget_text", "ONLINE"),
    ]


async def test_concurrent_workers_apply_each_file_once(graph: Graph, folder: Path) -> None:
    done = await asyncio.gather(*(migrate(graph, folder) for _ in range(4)))
    # Each file is recorded by one of them, whoever gets to it first.
    assert sorted(file for applied in done for file in applied) == ["901_gadget.cypher", "902_gadget.cypher"]
    assert await graph.read(RECORDED) == ["901_gadget.cypher", "902_gadget.cypher"]


async def test_changed_file_is_a_conflict_that_names_it(graph: Graph, folder: Path) -> None:
    await migrate(graph, folder)
    (folder / "901_gadget.cypher").write_text("CREATE CONSTRAINT gadget_id FOR (n:Gadget) REQUIRE n.code IS UNIQUE;")
    (folder / "903_gadget.cypher").write_text("CREATE INDEX gadget_colour FOR (n:Gadget) ON (n.colour);")
    with pytest.raises(Conflict, match=r"901_gadget\.cypher was changed after it was applied"):
        await migrate(graph, folder)
    assert await graph.read(RECORDED) == ["901_gadget.cypher", "902_gadget.cypher"]


@pytest.mark.parametrize(("name", "said"), [("gadget.cypher", "must be named"), ("901_twin.cypher", "same number")])
async def test_file_with_an_invalid_name_is_rejected(graph: Graph, folder: Path, name: str, said: str) -> None:
    (folder / name).write_text("RETURN 1")
    with pytest.raises(InvalidInput, match=said):
        await migrate(graph, folder)
