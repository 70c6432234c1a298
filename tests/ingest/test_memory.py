"""The memory of an import grows by little more than the ids of its rows."""

import gc
import tracemalloc
from pathlib import Path

import pytest

from graph_service.graph import Graph
from graph_service.ingest import import_files, import_folder, stored_rows
from graph_service.ingest.conversion import Choices, prepare
from graph_service.ingest.input_files import read_input
from tests.ingest.sample_tables import ORGANISATION, Write

FEW, MANY = 2_000, 8_000
BYTES_PER_ROW = 500  # a lesson of this test has 2,600 characters
BYTES_PER_REUSE = 600  # with a quarter of a lesson
TEXT = "Steel came late because the mill had no capacity. " * 50


def lessons(folder: Path, rows: int, *, is_register: bool) -> Path:
    """A file with our names, or a register with names and days as people write them."""
    if is_register:
        lines = (f"R-{number};Lesson {number};{TEXT};28/02/2021;Ann;Bridge;Site {number % 9}" for number in range(rows))
        header, name = "Ref;Lesson Title;Background;Date Raised;Raised By;Project Name;Site", "register.csv"
    else:
        lines = (f"l{number},Lesson {number},{TEXT},2021-02-28,ann,bridge,claims" for number in range(rows))
        header, name = "id,title,context,learnedOn,learnedBy,project,topics", "lessons.csv"
    (folder / name).write_text("\n".join((header, *lines)))
    return folder / name


async def peak(graph: Graph, file: Path) -> int:
    """The bytes that Python objects held at most while the file was read, prepared, checked and compared."""
    gc.collect()
    tracemalloc.start()
    input_files = read_input([file])
    prepared = await prepare(graph, input_files.exact, input_files.proposals, Choices(accept=True))
    report = await import_files(graph, prepared.files, dry_run=True, unknown=prepared.rules)
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert report.table("lessons").loaded >= FEW
    return held


@pytest.mark.thorough
@pytest.mark.parametrize("is_register", [False, True])
async def test_memory_does_not_grow_with_the_texts(
    graph: Graph, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_register: bool
) -> None:
    await import_folder(graph, write(ORGANISATION))
    monkeypatch.setattr(stored_rows, "MAX_IN_MEMORY", 500)
    monkeypatch.setattr(stored_rows, "ROWS_PER_PART", 500)
    monkeypatch.setattr("graph_service.ingest.readers.files.LARGE", 0)
    monkeypatch.setattr("graph_service.ingest.existing_data.IDS_PER_READ", 500)
    few, many = [await peak(graph, lessons(tmp_path, rows, is_register=is_register)) for rows in (FEW, MANY)]
    assert many - few < BYTES_PER_ROW * (MANY - FEW)


@pytest.mark.thorough
async def test_importing_again_keeps_nothing_of_unchanged_reuses(
    graph: Graph, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await import_folder(graph, write(ORGANISATION))
    for name in ("MAX_IN_MEMORY", "ROWS_PER_PART"):
        monkeypatch.setattr(stored_rows, name, 200)
    monkeypatch.setattr("graph_service.ingest.existing_data.IDS_PER_READ", 200)
    held: list[int] = []
    for size in (FEW // 2, FEW * 2):
        lessons = "\n".join(f"m{number},Lesson {number},2021-02-28,ann,bridge" for number in range(size // 4))
        reuses = "\n".join(f"reuse-{number},m{number % (size // 4)},bo,tunnel,2022-05-01" for number in range(size))
        folder = tmp_path / f"{size}"
        folder.mkdir()
        (folder / "lessons.csv").write_text(f"id,title,learnedOn,learnedBy,project\n{lessons}")
        (folder / "reuses.csv").write_text(f"id,lesson,person,project,reusedOn\n{reuses}")
        files = read_input(sorted(folder.iterdir())).exact
        await import_files(graph, files)
        gc.collect()
        tracemalloc.start()
        report = await import_files(graph, files, dry_run=True)
        held.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert sum(table.loaded for table in report.tables) == 0
    assert held[1] - held[0] < BYTES_PER_REUSE * (FEW + FEW // 2)
