"""`import`: what is asked, what is written without an answer, and the exit codes."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, LiteralString

import pytest
from neo4j import GraphDatabase

from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.cli.processes import COMMAND, PATIENCE, environment, invoke
from tests.ingest.sample_tables import ORGANISATION

Read = Callable[[LiteralString], Any]

COUNTS_QUERY: LiteralString = "RETURN [COUNT { (:Lesson) }, COUNT { (:Person) }, COUNT { (:Topic) }]"
NUMBERED_QUERY: LiteralString = "MATCH (l:Lesson) RETURN collect(l.id)"
REGISTER = "Ref;Lesson Title;Date Raised;Raised By;Category\nL-1;Order steel early;30/06/2021;Lind, Tove;Steel\n"


@pytest.fixture
def read(graph: Graph, database_settings: Settings) -> Iterator[Read]:
    """Reads the only value of a statement, without the event loop, which the command needs for itself."""
    auth = (database_settings.neo4j_username, database_settings.password or "")
    with GraphDatabase.driver(str(database_settings.neo4j_uri), auth=auth) as driver:
        yield lambda statement: driver.execute_query(statement).records[0][0]


@pytest.fixture
def variables(database_settings: Settings, tmp_path: Path) -> dict[str, str]:
    return {
        "NEO4J_URI": database_settings.neo4j_uri or "",
        "NEO4J_PASSWORD": database_settings.password or "",
        "GRAPH_SERVICE_DATA": str(tmp_path / "data"),
    }


def test_a_register_is_written_only_after_an_answer_and_its_mapping_is_used_again(
    read: Read, tmp_path: Path, variables: dict[str, str]
) -> None:
    register = tmp_path / "register.csv"
    register.write_text(REGISTER)
    lists = ("--refused", str(tmp_path / "refused.csv"), "--warnings", str(tmp_path / "warnings.csv"))
    unanswered = invoke("import", str(register), *lists, **variables)
    assert (unanswered.exit_code, read(COUNTS_QUERY)) == (2, [0, 0, 0])
    assert "Date Raised" in unanswered.stdout
    assert "Nothing was written" in unanswered.stderr
    accepted = invoke("import", str(register), "--yes", "--map", "register", *lists, **variables)
    assert (accepted.exit_code, read(COUNTS_QUERY)) == (0, [1, 1, 1])
    register.write_text(REGISTER.replace("L-1", "L-2").replace("30/06", "31/07"))
    again = invoke("import", str(register), *lists, **variables)
    assert (again.exit_code, read(COUNTS_QUERY)) == (0, [2, 1, 1])
    assert "by the mapping register" in again.stdout


def test_numbered_rows_and_open_dates_are_read_as_the_kept_mapping_says(read: Read, tmp_path: Path, variables: dict[str, str]) -> None:
    lists = ("--refused", str(tmp_path / "refused.csv"), "--warnings", str(tmp_path / "warnings.csv"))
    register = tmp_path / "LL register Q1 2021.csv"
    register.write_text("No.,Lesson Title,Date Raised\n1,Order steel early,01/02/2021\n")
    undecided = invoke("import", str(register), *lists, **variables)
    assert (undecided.exit_code, "--day-first or --month-first" in undecided.stdout) == (2, True)
    invoke("import", str(register), "--yes", "--month-first", "--map", "site", *lists, **variables)
    later = tmp_path / "LL register Q2 2021.csv"
    later.write_text("No.,Lesson Title,Date Raised\n1,Order steel early,01/02/2021\n2,Ask the mill,03/04/2021\n")
    assert invoke("import", str(later), *lists, **variables).exit_code == 0
    assert sorted(read(NUMBERED_QUERY)) == ["site-1", "site-2"]
    assert read("MATCH (l:Lesson {id: 'site-2'}) RETURN toString(l.learnedOn)") == "2021-03-04"


def test_exit_codes_lists_and_emptied_cells(read: Read, tmp_path: Path, variables: dict[str, str]) -> None:
    folder, refused = tmp_path / "tables", tmp_path / "refused.csv"
    folder.mkdir()
    lists = ("--refused", str(refused), "--warnings", str(tmp_path / "warnings.csv"))
    assert invoke("import", str(folder), *lists, **variables).exit_code == 1
    for table, text in ORGANISATION.items():
        (folder / f"{table}.csv").write_text(text)
    (folder / "topics.csv").write_text("id,name,description,broader\nmoney,Money,About money,\nclaims,,x,claims\n")
    first = invoke("import", str(folder), *lists, **variables)
    assert (first.exit_code, "topics.csv, line 3: name is '': a value is required" in first.stdout) == (2, True)
    assert refused.exists()
    (folder / "topics.csv").write_text("id,name,description\nmoney,Money,\nclaims,Claims,\n")
    assert invoke("import", str(folder), *lists, **variables).exit_code == 0
    assert not refused.exists()
    description = "MATCH (t:Topic {id: 'money'}) RETURN t.description"
    assert read(description) == "About money"
    assert "description, value" not in (tmp_path / "warnings.csv").read_text()
    assert "--clear removes it" in (tmp_path / "warnings.csv").read_text()
    invoke("import", str(folder), "--clear", *lists, **variables)
    assert read(description) is None


def test_file_is_written_again_with_what_became_of_each_row(read: Read, tmp_path: Path, variables: dict[str, str]) -> None:
    register = tmp_path / "register.csv"
    register.write_text(REGISTER + "L-2;No day;soon;Lind, Tove;Steel\n")
    lists = ("--refused", str(tmp_path / "refused.csv"), "--warnings", str(tmp_path / "warnings.csv"))
    replaced = invoke("import", str(register), "--yes", "--results", str(tmp_path), *lists, **variables)
    assert (replaced.exit_code, "which it would replace" in replaced.stderr) == (2, True)
    again = invoke("import", str(register), "--yes", "--results", str(tmp_path / "results"), *lists, **variables)
    assert f"Results by row: {tmp_path / 'results' / 'register.csv'}" in again.stdout
    rows = (tmp_path / "results" / "register.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].endswith(";Graph: id;Graph: status;Graph: what is wrong")
    assert [row.split(";")[5:7] for row in rows[1:]] == [["L-1", "unchanged"], ["", "refused"]]


def test_import_is_undone_by_its_number(read: Read, tmp_path: Path, variables: dict[str, str]) -> None:
    register = tmp_path / "register.csv"
    register.write_text(REGISTER)
    lists = ("--refused", str(tmp_path / "refused.csv"), "--warnings", str(tmp_path / "warnings.csv"))
    assert "Nothing has been imported" in invoke("undo-import", **variables).stdout
    imported = invoke("import", str(register), "--yes", *lists, **variables)
    assert "To undo this import within 24 hours: graph-service undo-import 1" in imported.stdout
    listed = invoke("undo-import", **variables).stdout
    assert ("can be undone" in listed, "yes" in listed) == (True, True)
    undone = invoke("undo-import", "1", **variables)
    assert (undone.exit_code, undone.stdout) == (0, "Import 1 is undone: 3 nodes removed, 0 restored.\n")
    assert read(COUNTS_QUERY) == [0, 0, 0]
    again = invoke("undo-import", "1", **variables)
    assert (again.exit_code, "This import was already undone." in again.stderr) == (1, True)


@pytest.mark.thorough
async def test_interrupted_import_says_what_is_in_and_the_same_command_goes_on(
    graph: Graph, tmp_path: Path, variables: dict[str, str]
) -> None:
    rows = 40_000
    lines = [f"l{number},Lesson {number},2021-01-01,Text {number}" for number in range(rows)]
    (tmp_path / "lessons.csv").write_text("\n".join(["id,title,learnedOn,context", *lines]))
    command = (COMMAND, "import", "lessons.csv")
    process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, env=environment() | variables, stderr=asyncio.subprocess.PIPE)
    async with asyncio.timeout(PATIENCE):
        while await graph.read("MATCH (l:Lesson) RETURN count(l)") < 5_000:  # noqa: ASYNC110 - another process writes
            await asyncio.sleep(0.02)
    process.send_signal(signal.SIGINT)
    said = (await process.communicate())[1].decode()
    written: int = await graph.read("MATCH (l:Lesson) RETURN count(l)")
    assert process.returncode == 130
    assert 5_000 <= written < rows
    assert f"Stopped. {written:,} of 40,000 lessons were written; run the same command to continue." in said
    assert "graph-service undo-import 1" in said
    again = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, env=environment() | variables)
    assert (await again.wait(), await graph.read("MATCH (l:Lesson) RETURN count(l)")) == (0, rows)
