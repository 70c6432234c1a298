"""Export, wipe and import give an identical graph."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph_service.callers import LOCAL_CALLER
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.organisation.people import AddPerson, add_person
from graph_service.domain.projects import StartProject, start_project
from graph_service.export import Format, export_graph
from graph_service.graph import Graph
from graph_service.ingest import import_files
from graph_service.ingest.conversion import Choices, prepare
from graph_service.ingest.input_files import read_input
from tests.analysis.columns.random_verbs import RandomVerbs
from tests.export.contents import content_hash, files, read_contents
from tests.seeding import wipe
from tests.thorough import one_in

STEPS = 200
NEEDED = (
    "recordReuse",
    "judgeReuse",
    "confirmReuse",
    "withdrawReuse",
    "dismissRecurrence",
    "supersedeLesson",
    "moveMember",
    "closeDepartment",
    "holdRundown",
    "decideLesson",
    "recordConversation",
    "closeTask",
)
ODD_TEXTS = (
    "=1+1",
    "'=quoted formula",
    "''already twice",
    "-5 degrees",
    "@home",
    "＝full width",
    "007",
    'He said "no", then:\r\nleft;\n\n  indented|piped\ttabbed',
    "😀 👩‍👩‍👧 naïve Ω‮right to left",
    "2026-01-30",
    "1e5",
    "TRUE",
    "NULL",
)


async def export_and_import(graph: Graph, folder: Path, file_format: Format) -> None:
    """Replaces the graph by its own export, imported as the command does."""
    await export_graph(graph, folder, file_format)
    await wipe(graph)
    input_files = read_input([folder])
    assert input_files.to_confirm == []
    prepared = await prepare(graph, input_files.exact, input_files.proposals, Choices())
    assert prepared.questions == []
    report = await import_files(graph, prepared.files, unknown=prepared.rules)
    assert report.refusals == ()


@pytest.mark.parametrize("file_format", one_in(3, [Format.CSV, Format.JSONL, Format.XLSX], thorough=1))
async def test_demonstration_is_identical_after_export_and_import(seeded: Graph, tmp_path: Path, file_format: Format) -> None:
    before = await content_hash(seeded)
    await export_and_import(seeded, tmp_path / "out", file_format)
    assert await content_hash(seeded) == before


@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(1, marks=pytest.mark.thorough),
        pytest.param(2, marks=pytest.mark.exhaustive),
        pytest.param(3, marks=pytest.mark.exhaustive),
    ],
)
async def test_graph_of_random_commands_is_identical_after_export_and_import(
    graph: Graph, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In pages of a few nodes."""
    for module in ("tables", "activity_log"):
        monkeypatch.setattr(f"graph_service.export.{module}.PAGE_SIZE", 7)
    company = RandomVerbs(graph, seed)
    await company.found_company()
    for _ in range(STEPS):
        await company.act()
    for attempt in range(60):  # in turns, since some need what others make
        if attempt < 20 or not set(NEEDED) <= set(company.done):
            for verb in NEEDED:
                await company.act(verb)
    assert set(NEEDED) <= set(company.done)
    before = await read_contents(graph)
    await export_and_import(graph, tmp_path / "out", Format.CSV)
    assert await read_contents(graph) == before
    await export_and_import(graph, tmp_path / "workbook", Format.XLSX)
    assert await read_contents(graph) == before
    await export_graph(graph, tmp_path / "again", Format.CSV)
    assert files(tmp_path / "again") == files(tmp_path / "out")


@pytest.mark.parametrize("file_format", [Format.CSV, Format.JSONL, Format.XLSX])
@pytest.mark.thorough
async def test_texts_lose_nothing(graph: Graph, tmp_path: Path, file_format: Format) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    await add_person(graph, AddPerson(id="-1", name="=P()"), now=now, caller=LOCAL_CALLER)
    await start_project(graph, StartProject(id="007", name="'J", started_on="2025-01-01"), now=now, caller=LOCAL_CALLER)
    for number, text in enumerate(ODD_TEXTS):
        lesson = RecordLesson(
            id=f"@{number}",
            title=text,
            context=text,
            recommendation=text,
            learned_on="2025-02-01",
            learners=["-1"],
            project="007",
            confirm=True,
        )
        await record_lesson(graph, lesson, now=now, caller=LOCAL_CALLER)
    before = await read_contents(graph)
    await export_and_import(graph, tmp_path / "out", file_format)
    assert await read_contents(graph) == before
