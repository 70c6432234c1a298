"""What an export does with its folder, and with changes that are made meanwhile."""

import asyncio
import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import networkx
import pytest

from graph_service.callers import LOCAL_CALLER
from graph_service.domain.organisation.people import AddPerson, add_person
from graph_service.errors import Conflict, InvalidInput
from graph_service.export import Format, export_graph
from graph_service.graph import Graph, connect
from graph_service.settings import Settings

COUNTS_QUERY = """
RETURN [
  COUNT { () } - COUNT { (:Migration) } - COUNT { (:Activity) } - COUNT { (:Sequence) },
  COUNT { ()-->() }
]
"""
NOW = datetime(2026, 1, 1, tzinfo=UTC)


class StoppedError(Exception):
    """Ends an export in the middle."""


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.thorough
async def test_folder_has_all_tables_the_log_and_their_digests(seeded: Graph, tmp_path: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    export = await export_graph(seeded, tmp_path / "out", progress=lambda *call: calls.append(call))
    manifest = json.loads((tmp_path / "out" / "log" / "export.json").read_text())
    assert manifest["rows"] == export.rows | {"activities": export.activities}
    assert manifest["lastActivity"] == export.position == int(read_csv(tmp_path / "out" / "log" / "activities.csv")[-1]["seq"])
    assert {f"{table}.csv" for table in export.rows} | {"log/activities.csv"} == set(manifest["sha256"])
    assert len(read_csv(tmp_path / "out" / "lessons.csv")) == export.rows["lessons"] == calls[-1][1] or calls[-1][0] == "activities"
    assert calls[0][:2] == ("departments", 0)


@pytest.mark.thorough
async def test_other_files_are_never_overwritten_and_an_earlier_export_is_replaced(seeded: Graph, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(Conflict, match=r"not empty .*\(notes.txt\)"):
        await export_graph(seeded, tmp_path / "mine")
    await export_graph(seeded, tmp_path / "out", Format.JSONL)
    await export_graph(seeded, tmp_path / "out", Format.CSV)
    assert not list((tmp_path / "out").glob("*.jsonl"))
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with pytest.raises(Conflict, match=r"other files .* such as notes.txt"):
        await export_graph(seeded, tmp_path / "out")
    assert names(tmp_path) == ["mine", "out"]


@pytest.mark.thorough
async def test_interrupted_export_leaves_the_earlier_one_and_nothing_else(seeded: Graph, tmp_path: Path) -> None:
    await export_graph(seeded, tmp_path / "out")
    before = (tmp_path / "out" / "log" / "export.json").read_bytes()

    def stop(table: str, _done: int, _total: int) -> None:
        if table == "lessons":
            raise StoppedError

    for name in ("out", "new"):
        with pytest.raises(StoppedError):
            await export_graph(seeded, tmp_path / name, progress=stop)
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out" / "log" / "export.json").read_bytes() == before


async def test_export_shows_one_state_although_others_write(graph: Graph, tmp_path: Path, database_settings: Settings) -> None:
    """A person is added during each of the first two rounds; in the last one, the command waits until the export has finished."""
    added: list[str] = []
    threads: list[Thread] = []

    def add() -> None:
        async def run() -> None:
            async with connect(database_settings) as other:
                await add_person(other, AddPerson(id=f"p{len(added)}", name="P"), now=NOW, caller=LOCAL_CALLER)

        asyncio.run(run())
        added.append(f"p{len(added)}")

    def progress(table: str, done: int, _total: int) -> None:
        if table == "projects" and done == 0:
            threads.append(Thread(target=add))
            threads[-1].start()
            if len(threads) < 3:
                threads[-1].join()

    export = await export_graph(graph, tmp_path / "out", progress=progress)
    assert (export.rounds, export.position) == (3, 2)
    assert [row["id"] for row in read_csv(tmp_path / "out" / "people.csv")] == ["p0", "p1"]
    await asyncio.to_thread(threads[-1].join)
    assert added == ["p0", "p1", "p2"]


@pytest.mark.thorough
async def test_graphml_has_every_node_and_relationship(seeded: Graph, tmp_path: Path) -> None:
    """networkx reads it, as Gephi does."""
    export = await export_graph(seeded, tmp_path / "out", Format.GRAPHML)
    network = networkx.read_graphml(tmp_path / "out" / "graph.graphml", force_multigraph=True)
    nodes, links = await seeded.read(COUNTS_QUERY)
    assert (network.number_of_nodes(), network.number_of_edges()) == (nodes, links)
    lesson = next(data for _, data in network.nodes(data=True) if data["label"] == "Lesson")
    assert {"title", "learnedOn", "status"} <= set(lesson)
    assert {kind for *_, kind in network.edges(data="type")} >= {"MEMBER_OF", "OWNS", "PART_OF", "REUSE_OF", "LEARNED_BY"}
    assert export.rows["reuses"] == sum(1 for _, label in network.nodes(data="label") if label == "Reuse")


async def test_text_that_no_cell_holds_is_refused_with_its_place(seeded: Graph, tmp_path: Path) -> None:
    await seeded.command("MATCH (lesson:Lesson) WITH lesson ORDER BY lesson.id LIMIT 1 SET lesson.context = $text", {"text": "x" * 32_768})
    with pytest.raises(InvalidInput, match=r"lessons, row 2: context has 32,768 characters.*csv or jsonl"):
        await export_graph(seeded, tmp_path / "out", Format.XLSX)
    assert names(tmp_path) == []
