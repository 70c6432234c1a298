"""A backup and its restoration give the same graph, and nothing is written before the archive is checked."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_service.backup import back_up, restore
from graph_service.backup.archive import MANIFEST, Manifest
from graph_service.errors import Conflict, InvalidInput
from graph_service.graph import Graph
from tests.analysis.columns.random_verbs import RandomVerbs
from tests.cli.processes import invoke
from tests.conftest import ROOT
from tests.export.contents import read_contents
from tests.seeding import wipe
from tests.thorough import one_in

SCHEMA = ROOT / "schema"
# What is kept for a day to undo changes is in no archive; the restored graph has an id of its own.
NOT_KEPT = ("undo", "undoUntil", "graph", "locked")


async def everything(graph: Graph) -> list[object]:
    return await read_contents(graph, log=True, without=NOT_KEPT)


@pytest.fixture
async def archive(seeded: Graph, tmp_path: Path) -> Path:
    """A backup of the demonstration organisation."""
    await back_up(seeded, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def rewrite(path: Path, name: str, change: Callable[[str], str] | None) -> Path:
    """A copy of an archive in which the text of one file is changed by a function, or the file is left out if that is None."""
    changed = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.namelist():
            text = old.read(entry).decode()
            if entry != name:
                new.writestr(entry, text)
            elif change is not None:
                new.writestr(entry, change(text))
    return changed


def read(path: Path) -> bytes:
    return path.read_bytes()


def mode(path: Path) -> int:
    return path.stat().st_mode


@pytest.mark.parametrize("seed", [pytest.param(5, marks=pytest.mark.thorough), pytest.param(6, marks=pytest.mark.exhaustive)])
async def test_restored_graph_is_identical_with_its_log(graph: Graph, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("export.tables.PAGE_SIZE", "backup.dump.PAGE_SIZE", "backup.restoration.ROWS_PER_BATCH"):
        monkeypatch.setattr(f"graph_service.{name}", 7)
    company = RandomVerbs(graph, seed)
    await company.found_company()
    for _ in range(150):
        await company.act()
    before = await everything(graph)
    backup = await back_up(graph, tmp_path / "backup.zip")
    assert (backup.unknown_nodes, backup.unknown_relationships) == (0, 0)
    await wipe(graph)
    await restore(graph, tmp_path / "backup.zip", SCHEMA)
    assert await everything(graph) == before
    await company.act("addPerson")  # the log goes on after its last number


@pytest.mark.thorough
async def test_restoration_replaces_contents_only_on_request(seeded: Graph, archive: Path) -> None:
    before = await everything(seeded)
    await seeded.command("CREATE (:Topic {id: 'later', name: 'Later'})")
    changed = await everything(seeded)
    with pytest.raises(Conflict, match="--replace"):
        await restore(seeded, archive, SCHEMA)
    assert await everything(seeded) == changed
    result = await restore(seeded, archive, SCHEMA, replace=True)
    assert result.deleted == sum(result.manifest.nodes.values()) + 1
    assert await everything(seeded) == before


async def test_existing_file_is_not_overwritten(seeded: Graph, archive: Path) -> None:
    with pytest.raises(Conflict, match="already exists"):
        await back_up(seeded, archive)


def with_newer_migration(text: str) -> str:
    manifest = json.loads(text)
    return json.dumps(manifest | {"migrations": manifest["migrations"] | {"999_later.cypher": "x"}})


DAMAGED: dict[str, tuple[str, Callable[[str], str] | None, str]] = {
    "a changed file": ("nodes/Topic.jsonl", lambda text: text.replace("a", "b"), "nodes/Topic.jsonl has changed"),
    "a missing file": ("nodes/Topic.jsonl", None, "does not contain the files"),
    "no manifest": (MANIFEST, None, "has no manifest"),
    "a newer layout": (MANIFEST, lambda text: text.replace('"layout": 1', '"layout": 2'), "is newer"),
    "a newer schema": (MANIFEST, with_newer_migration, "lacks 999_later.cypher"),
    "another manifest": (MANIFEST, lambda _: "[]", "is not a backup"),
}


@pytest.mark.parametrize("fault", one_in(3, DAMAGED, thorough=1))
async def test_faulty_archive_is_refused_before_anything_is_written(seeded: Graph, archive: Path, fault: str) -> None:
    name, change, message = DAMAGED[fault]
    before = await everything(seeded)
    with pytest.raises((InvalidInput, Conflict), match=message):
        await restore(seeded, rewrite(archive, name, change), SCHEMA, replace=True)
    assert await everything(seeded) == before


async def test_truncated_archive_and_other_files_are_refused(seeded: Graph, archive: Path, tmp_path: Path) -> None:
    for data in (read(archive)[:-100], b"no archive", b""):
        (tmp_path / "other.zip").write_bytes(data)
        with pytest.raises(InvalidInput, match="damaged or is not a backup"):
            await restore(seeded, tmp_path / "other.zip", SCHEMA, replace=True)


@pytest.mark.thorough
async def test_archive_of_an_older_version_is_brought_up_to_date(seeded: Graph, archive: Path) -> None:
    def older(text: str) -> str:
        manifest = json.loads(text)
        del manifest["migrations"]["008_normalized.cypher"]
        return json.dumps(manifest)

    result = await restore(seeded, rewrite(archive, MANIFEST, older), SCHEMA, replace=True)
    assert result.migrations == ["008_normalized.cypher"]


@pytest.mark.thorough
async def test_archive_of_a_version_without_conversations_is_restored(seeded: Graph, archive: Path) -> None:
    [migration] = [file.name for file in SCHEMA.glob("*_conversations.cypher")]

    def older(text: str) -> str:
        manifest = json.loads(text)
        del manifest["sha256"]["nodes/Conversation.jsonl"], manifest["migrations"][migration]
        return json.dumps(manifest)

    await seeded.command("MATCH (conversation:Conversation) DETACH DELETE conversation")
    before = await everything(seeded)
    without = rewrite(archive, "nodes/Conversation.jsonl", None).rename(archive.with_name("older.zip"))
    result = await restore(seeded, rewrite(without, MANIFEST, older), SCHEMA, replace=True)
    assert result.migrations == [migration]
    assert await everything(seeded) == before


async def test_manifest_counts_what_is_in_the_archive(archive: Path) -> None:
    with zipfile.ZipFile(archive) as file:
        manifest = Manifest(**json.loads(file.read(MANIFEST)))
        lines = {Path(name).stem: file.read(name).count(b"\n") for name in manifest.sha256}
    assert {label: count for label, count in lines.items() if count} == dict(manifest.nodes)


async def test_only_the_owner_can_read_an_archive(archive: Path) -> None:
    assert mode(archive) & 0o077 == 0


def test_without_a_database_nothing_is_backed_up(tmp_path: Path) -> None:
    result = invoke("backup", str(tmp_path / "b.zip"), "--data", str(tmp_path / "nothing"))
    assert (result.exit_code, "There is no database in" in result.output) == (1, True)
