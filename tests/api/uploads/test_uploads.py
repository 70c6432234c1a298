"""Files are uploaded, checked, corrected and imported through the routes of the import page."""

import asyncio
import os
import time
from pathlib import Path
from typing import Any

import pytest

from graph_service.access import Role
from graph_service.callers import LOCAL_CALLER
from graph_service.errors import Conflict
from graph_service.graph import Graph
from graph_service.ingest import batches
from graph_service.ingest.readers import read_file
from graph_service.ingest.uploads import MAX_FILES, runner, store
from graph_service.ingest.uploads.job import JobState
from graph_service.settings import Settings
from tests.api.uploads.conftest import Client, checked, ended, loaded, serving, upload
from tests.ingest.workbooks import workbook

REGISTER = [
    ["Lesson Title", "What went wrong", "Recommendation", "Date Raised", "Raised By", "Category", "Status"],
    ["Order cable early", "Cable came late", "Order it first", "2021-06-30", "Ada Brook", "Procurement", "Published"],
    ["Test the pump", "It leaked", "Test before fitting", "2021-07-13", "Ada Brook", "Testing", "Published"],
    ["No day", "It leaked", "Test", "soon", "Ada Brook", "Testing", "Published"],
]
FILE = ("register.xlsx", workbook({"Register": REGISTER}))
CREATE = ["people", "topics"]
TITLES = "MATCH (lesson:Lesson) WITH lesson.title AS title ORDER BY title RETURN collect(title)"


async def test_register_is_checked_imported_and_unchanged_when_it_comes_again(client: Client, graph: Graph) -> None:
    job = await upload(client, FILE)
    state = await checked(client, job, create=CREATE)
    (table,) = state["review"]["tables"]
    assert (state["state"], table["noun"], table["sheet"], table["rows"]) == ("checked", "lessons", "Register", 3)
    title = table["columns"][0]
    assert (title["header"], title["target"], title["examples"][0]) == ("Lesson Title", "title", "Order cable early")
    assert title["confidence"] > 0.9
    review = state["review"]
    assert {count["table"]: (count["new"], count["refused"]) for count in review["counts"]}["lessons"] == (2, 1)
    (row,) = review["refused"]["rows"]
    assert (row["file"], row["line"], row["faults"][0]["field"], row["faults"][0]["value"]) == (
        "register.xlsx, sheet Register", 4, "Date Raised", "soon",
    )  # fmt: skip
    assert await graph.read(TITLES) == []
    state = await loaded(client, job)
    assert (state["state"], state["error"]) == ("loaded", "")
    assert await graph.read(TITLES) == ["Order cable early", "Test the pump"]
    ids = await graph.read("MATCH (lesson:Lesson) WITH lesson ORDER BY lesson.title RETURN collect(lesson.id)")
    response = await client.get(f"/imports/{job}/files/0")
    assert response.headers["content-disposition"] == "attachment; filename*=UTF-8''register.xlsx"
    (table,) = read_file("register.xlsx", response.content)
    assert [row.cells[7:9] for row in table.rows][1:] == [[ids[0], "new"], [ids[1], "new"], ["", "refused"]]
    assert (await client.get(f"/imports/{job}/files/1")).status_code == 404

    again = await checked(client, await upload(client, FILE), create=CREATE)
    counts = {count["table"]: (count["new"], count["changed"], count["unchanged"]) for count in again["review"]["counts"]}
    assert counts["lessons"] == (0, 0, 2)
    assert (again["review"]["mayLoad"], again["review"]["isNothingNew"]) == (False, True)


async def test_row_that_is_imported_without_one_value_is_not_said_to_be_refused(client: Client) -> None:
    people = [["Employee ID", "Name", "E-Mail"], ["1", "Ada Brook", "a@firm.example"], ["2", "Ben Ito", "b@firm.example"]]
    people.append(["3", "Ben Ito", "i@firm.example"])
    projects = [["Project name", "Project manager", "Start date"], ["Quay", "Ben Ito", "2021-01-01"], ["Pier", "Ada Brook", "2021-01-01"]]
    register = [REGISTER[0], [*REGISTER[1][:4], "Ada Brook; Ben Ito", *REGISTER[1][5:]]]
    book = workbook({"Staff": people, "Projects": projects, "Register": register})
    state = await checked(client, await upload(client, ("all.xlsx", book)), create=CREATE)
    review = state["review"]
    assert review["refused"]["rows"] == []
    assert {(row["line"], row["faults"][0]["field"]) for row in review["incomplete"]["rows"]} == {(2, "Project manager"), (2, "Raised By")}


async def test_name_in_another_encoding_stops_only_its_row(client: Client) -> None:
    rows = "Title;Date Raised;Raised By\nFrüh bestellen;2021-06-30;Ada Brook\n".encode() + "Sperren;2021-07-01;Jörg Ek\n".encode("cp1252")
    state = await checked(client, await upload(client, ("mixed.csv", rows)), create=CREATE)
    assert (state["state"], state["error"]) == ("checked", "")
    lines = {row["line"] for part in ("refused", "incomplete") for row in state["review"][part]["rows"]}
    assert lines == {3}


async def test_faults_show_what_the_cell_says(client: Client) -> None:
    state = await checked(client, await upload(client, FILE), create=CREATE)
    values = {fault["value"] for row in state["review"]["unattributed"]["rows"] for fault in row["faults"]}
    assert values == {"Ada Brook"}


async def test_changed_value_is_shown_with_the_old_one(client: Client) -> None:
    await loaded(client, (job := await upload(client, FILE)) and (await checked(client, job, create=CREATE))["id"])
    corrected = [REGISTER[0], [*REGISTER[1][:2], "Order it a year before", *REGISTER[1][3:]]]
    state = await checked(client, await upload(client, ("register.xlsx", workbook({"Register": corrected}))), create=CREATE)
    (change,) = state["review"]["changes"]
    assert (change["field"], change["old"], change["new"]) == ("recommendation", "Order it first", "Order it a year before")


async def test_unknown_names_are_refused_until_they_may_be_created(client: Client) -> None:
    state = await checked(client, await upload(client, FILE))
    rows = state["review"]["refused"]["rows"] + state["review"]["incomplete"]["rows"]
    rules = [fault["rule"] for row in rows for fault in row["faults"]]
    assert "no person has this id or name; tick “people” under “Create unknown names” to create it" in rules
    assert not any("--" in rule for rule in rules)


async def test_column_and_table_are_corrected_or_left_out(client: Client) -> None:
    job = await upload(client, FILE)
    state = await checked(client, job, create=CREATE, tables={"0": {"noun": "lessons", "columns": {"1": "event", "5": None}}})
    columns = {column["header"]: column for column in state["review"]["tables"][0]["columns"]}
    assert (columns["What went wrong"]["target"], columns["What went wrong"]["reason"]) == ("event", "chosen")
    assert columns["Category"]["target"] is None
    assert "topics" not in {count["table"] for count in state["review"]["counts"]}
    state = await checked(client, job, tables={"0": {"noun": None}})
    assert (state["review"]["tables"][0]["noun"], state["review"]["mayLoad"]) == (None, False)
    state = await checked(client, job, tables={"0": {"noun": "topics"}})
    assert state["review"]["tables"][0]["noun"] == "topics"


async def test_undecidable_order_of_days_is_asked_before_anything_is_written(client: Client, graph: Graph) -> None:
    rows = [REGISTER[0], [*REGISTER[1][:3], "03/04/2021", *REGISTER[1][4:]]]
    job = await upload(client, ("register.xlsx", workbook({"Register": rows})))
    state = await checked(client, job, create=CREATE)
    (question,) = state["review"]["questions"]
    assert question["text"] == "the order of day and month is not clear: 03/04/2021. Choose the order of days"
    assert (await client.post(f"/imports/{job}/load")).status_code == 400
    await checked(client, job, create=CREATE, order="month-first")
    await loaded(client, job)
    assert await graph.read("MATCH (lesson:Lesson) RETURN toString(lesson.learnedOn)") == "2021-03-04"


async def test_file_that_is_no_table_is_named_and_does_not_stop_the_others(client: Client) -> None:
    state = await checked(client, await upload(client, ("notes.docx", b"PK\x03\x04 no table"), FILE), create=CREATE)
    assert any(notice["place"] == "notes.docx" and notice["kind"] == "fault" for notice in state["review"]["notices"])
    assert state["review"]["mayLoad"]
    state = await checked(client, await upload(client, ("notes.txt", b"one line")))
    assert (state["state"], state["error"]) == ("failed", "No table was found in these files.")


async def test_size_and_number_of_files_are_limited_and_nothing_is_left_behind(
    client: Client, upload_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_service.api.uploads.routes.MAX_FILE_SIZE", 1_000_000)
    job = await upload(client, ("a.csv", b"title\nx"))
    response = await client.post(f"/imports/{job}/files", params={"name": "big.csv"}, content=b"x" * 1_000_001)
    assert response.status_code == 400
    assert response.json()["errors"][0]["message"].startswith("big.csv is larger than 1 MB.")
    assert upload_settings.data is not None
    assert sorted(path.name for path in (upload_settings.data / "uploads" / job).iterdir()) == ["file-0", "job.json"]
    for number in range(1, MAX_FILES):
        await client.post(f"/imports/{job}/files", params={"name": f"{number}.csv"}, content=b"title\nx")
    response = await client.post(f"/imports/{job}/files", params={"name": "more.csv"}, content=b"title\nx")
    assert f"at most {MAX_FILES} are imported at once" in response.json()["errors"][0]["message"]
    response = await client.post(f"/imports/{job}/files", params={"name": "empty.csv"}, content=b"")
    assert response.status_code == 400
    await client.post(f"/imports/{job}/remove")
    assert list((upload_settings.data / "uploads").iterdir()) == []


async def test_workbook_that_unpacks_to_much_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_UNPACKED", 1_000)
    job = (await client.post("/imports/new")).json()["id"]
    response = await client.post(f"/imports/{job}/files", params={"name": "r.xlsx"}, content=FILE[1])
    assert "unpacks to" in response.json()["errors"][0]["message"]


async def test_expired_imports_are_removed(client: Client, upload_settings: Settings) -> None:
    job = await upload(client, FILE)
    assert upload_settings.data is not None
    old = time.time() - store.MAX_AGE_SECONDS - 10
    os.utime(upload_settings.data / "uploads" / job, (old, old))
    await client.post("/imports/new")
    response = await client.get(f"/imports/{job}")
    assert (response.status_code, "older than 24 hours" in response.text) == (404, True)


async def test_another_worker_finds_the_import_and_an_interrupted_one_says_so(client: Client, upload_settings: Settings) -> None:
    job = await upload(client, FILE)
    async with serving(upload_settings) as other:
        assert (await checked(other, job, create=CREATE))["state"] == "checked"
    assert (await client.get(f"/imports/{job}")).json()["review"]["mayLoad"]
    assert upload_settings.data is not None
    folder = upload_settings.data / "uploads" / job
    (folder / "job.json").write_text((folder / "job.json").read_text().replace('"state": "checked"', '"state": "loading"'))
    state = (await client.get(f"/imports/{job}")).json()
    assert (state["state"], state["error"]) == ("failed", store.INTERRUPTED_LOAD)
    assert (await checked(client, job, create=CREATE))["state"] == "checked"


async def test_a_running_import_is_stopped_and_goes_on_when_it_is_imported_again(
    client: Client, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "HEARTBEAT_SECONDS", 0.05)
    monkeypatch.setattr(batches, "ROWS_PER_BATCH", 1)
    lessons = "id,title,learnedOn,learners,project\n" + "".join(f"l{n},Lesson {n},2021-04-01,Ann Lee,Bridge\n" for n in range(300))
    job = await upload(client, ("lessons.csv", lessons.encode()))
    assert (await client.post(f"/imports/{job}/stop")).status_code == 409
    await checked(client, job, create=[*CREATE, "projects"])
    await client.post(f"/imports/{job}/load")
    for _ in range(1_000):
        if await graph.read("MATCH (lesson:Lesson) RETURN count(lesson)"):
            break
        await asyncio.sleep(0.05)
    assert (await client.post(f"/imports/{job}/stop")).status_code == 202
    state = await ended(client, job)
    assert (state["state"], state["error"]) == ("failed", store.STOPPED_LOAD)
    assert (state["number"], state["isUndoable"]) == (1, True)
    assert 0 < await graph.read("MATCH (lesson:Lesson) RETURN count(lesson)") < 300
    monkeypatch.setattr(batches, "ROWS_PER_BATCH", 100)
    await checked(client, job, create=[*CREATE, "projects"])
    state = await loaded(client, job)
    assert await graph.read("MATCH (lesson:Lesson) RETURN count(lesson)") == 300
    assert state["number"] > 1


async def test_what_a_stopped_import_wrote_is_undone(client: Client, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "HEARTBEAT_SECONDS", 0.05)
    monkeypatch.setattr(batches, "ROWS_PER_BATCH", 1)
    lessons = "id,title,learnedOn\n" + "".join(f"l{n},Lesson {n},2021-04-01\n" for n in range(300))
    job = await upload(client, ("lessons.csv", lessons.encode()))
    await checked(client, job)
    await client.post(f"/imports/{job}/load")
    for _ in range(1_000):
        if await graph.read("MATCH (lesson:Lesson) RETURN count(lesson)"):
            break
        await asyncio.sleep(0.05)
    await client.post(f"/imports/{job}/stop")
    assert (await ended(client, job))["isUndoable"]
    assert (await client.post(f"/imports/{job}/undo")).status_code == 202
    assert (await ended(client, job))["state"] == "undone"
    assert await graph.read("MATCH (lesson:Lesson) RETURN count(lesson)") == 0


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"order": "sideways"}, "order is 'sideways', but must be day-first or month-first."),
        ({"create": ["lessons"]}, "create is 'lessons', but must be a list of people, departments, projects, topics."),
        ({"since": "soon"}, "since is 'soon', but must be a day such as 2021-03-31, or always."),
        ({"tables": {"0": {"noun": "wishes"}}}, "tables.0.noun is 'wishes'"),
        ({"tables": {"0": {"noun": "lessons", "columns": {"0": "password"}}}}, "'password' is not a property of lessons."),
        ({"force": True}, "'force' is not an answer."),
        ([], "The answers must be a JSON object."),
    ],
)
async def test_invalid_answer_is_refused_with_field_and_rule(client: Client, answers: Any, message: str) -> None:
    job = await upload(client, ("a.csv", b"title\nx"))
    response = await client.post(f"/imports/{job}/check", json=answers)
    assert (response.status_code, response.json()["errors"][0]["message"].startswith(message)) == (400, True), response.text


async def test_roles(tokens: tuple[Settings, dict[Role, str]], graph: Graph) -> None:
    settings, of = tokens
    async with serving(settings) as nobody:
        assert (await nobody.get("/imports")).status_code == 401
    async with serving(settings, of[Role.CONTRIBUTOR]) as contributor:
        answer = (await contributor.get("/imports")).json()
        assert (answer["mayImport"], answer["why"]) == (False, "An import requires the role curator; you have the role contributor.")
        assert (await contributor.post("/imports/new")).status_code == 403
    async with serving(settings, of[Role.CURATOR]) as curator:
        job = await upload(curator, FILE)
        state = await checked(curator, job, create=CREATE)
        assert state["state"] == "failed"
        assert "As a curator you import only lessons, topics and projects" in state["error"]
        state = await checked(curator, job, create=["topics"], tables={"0": {"noun": "lessons", "columns": {"4": None}}})
        assert (await loaded(curator, job))["state"] == "loaded"
    query = "MATCH (a:Activity {action: 'IMPORT'}) RETURN collect(DISTINCT a.callerSubject)"
    assert await graph.read(query) == ["token:curator"]
    await graph.command("MATCH (lesson:Lesson) SET lesson.audience = 'NAMED'")
    async with serving(settings, of[Role.CURATOR]) as curator:
        state = await checked(
            curator, await upload(curator, FILE), create=["topics"], tables={"0": {"noun": "lessons", "columns": {"4": None}}}
        )
        assert (state["error"], state["review"]["mayLoad"]) == ("", True)
        rows = await graph.read("MATCH (lesson:Lesson) RETURN count(lesson)")
        assert "only named people may read" in str((await loaded(curator, state["id"]))["review"])
    assert await graph.read("MATCH (lesson:Lesson) RETURN count(lesson)") == rows
    async with serving(settings, of[Role.ADMINISTRATOR]) as administrator:
        assert (await administrator.get(f"/imports/{job}")).status_code == 404
        assert (await administrator.get("/imports/..%2F..%2Ftokens")).status_code == 404


async def test_pages_of_other_origins_import_nothing(client: Client) -> None:
    response = await client.post("/imports/new", headers={"Origin": "https://evil.example"})
    assert response.status_code == 403


async def test_two_checks_of_one_import_do_not_run_at_once(client: Client) -> None:
    job = await upload(client, FILE)
    first = await client.post(f"/imports/{job}/check", json={})
    second = await client.post(f"/imports/{job}/check", json={})
    assert (first.status_code, second.status_code) in ((202, 409), (202, 202))
    assert (await ended(client, job))["state"] == "checked"


def test_names_of_files_are_never_paths(tmp_path: Path) -> None:
    uploads = store.UploadStore(tmp_path)
    job = uploads.create(LOCAL_CALLER)
    with uploads.receive(job, "..\\..\\/etc/pass\x00wd.csv") as file:
        file.write(b"a")
    assert job.files == [("passwd.csv", 1)]


def test_request_to_stop_a_job_is_not_lost_when_the_job_is_begun_twice(tmp_path: Path) -> None:
    uploads = store.UploadStore(tmp_path)
    job = uploads.create(LOCAL_CALLER)
    uploads.begin(job, JobState.CHECKING)
    uploads.request_stop(job)
    with pytest.raises(Conflict):
        uploads.begin(job, JobState.CHECKING)
    assert uploads.is_stop_requested(job)
    uploads.end(job)
    uploads.begin(job, JobState.CHECKING)
    assert not uploads.is_stop_requested(job)


async def test_import_is_undone_from_its_page_and_from_the_log(client: Client, graph: Graph) -> None:
    await checked(client, job := await upload(client, FILE), create=CREATE)
    assert (await client.post(f"/imports/{job}/undo")).status_code == 400
    state = await loaded(client, job)
    assert (state["number"], state["isUndoable"]) == (1, True)
    entries = (await client.post("/graphql", json={"query": "{ activity { seq undoable undoableImport } }"})).json()["data"]["activity"]
    assert [(entry["undoable"], entry["undoableImport"]) for entry in entries] == [(False, 1)] * len(entries)
    assert (await client.post(f"/imports/{job}/undo")).status_code == 202
    state = await ended(client, job)
    assert (state["state"], state["error"], await graph.read(TITLES)) == ("undone", "", [])
    assert (await client.post(f"/imports/{job}/undo")).status_code == 400
    again = await upload(client, FILE)
    await checked(client, again, create=CREATE)
    number = (await loaded(client, again))["number"]
    undone = (await client.post(f"/imports/undo/{number}")).json()["id"]
    assert ((await ended(client, undone))["state"], await graph.read(TITLES)) == ("undone", [])
    state = await ended(client, (await client.post(f"/imports/undo/{number}")).json()["id"])
    assert (state["state"], state["error"]) == ("loaded", "This import was already undone.")
    assert (await client.post("/imports/undo/x")).status_code == 404


@pytest.mark.thorough
async def test_undo_says_what_depends_on_the_import(client: Client, graph: Graph) -> None:
    await checked(client, job := await upload(client, FILE), create=CREATE)
    await loaded(client, job)
    query = 'mutation { createTopic(input: {id: "pumps", name: "Pumps", broader: ["testing"]}) { topic { id } } }'
    assert (await client.post("/graphql", json={"query": query})).json()["data"]
    assert (await client.post(f"/imports/{job}/undo")).status_code == 202
    state = await ended(client, job)
    assert state["state"] == "loaded"
    assert state["error"].startswith("The topic 'testing' is needed by the topic 'pumps' (createTopic on the service's own machine on ")
    assert len(await graph.read(TITLES)) == 2


async def test_curator_undoes_only_own_imports(tokens: tuple[Settings, dict[Role, str]], graph: Graph) -> None:
    settings, of = tokens
    async with serving(settings, of[Role.ADMINISTRATOR]) as administrator:
        await checked(administrator, job := await upload(administrator, FILE), create=CREATE)
        number = (await loaded(administrator, job))["number"]
    async with serving(settings, of[Role.CURATOR]) as curator:
        state = await ended(curator, (await curator.post(f"/imports/undo/{number}")).json()["id"])
        assert state["error"] == "Only the person who imported, and administrators, can undo an import."
    async with serving(settings, of[Role.CONTRIBUTOR]) as contributor:
        assert (await contributor.post(f"/imports/undo/{number}")).status_code == 403
    assert len(await graph.read(TITLES)) == 2


async def test_corrected_columns_are_kept_and_used_for_the_next_file_until_they_are_forgotten(client: Client, graph: Graph) -> None:
    job = await upload(client, FILE)
    correction = {"0": {"noun": "lessons", "columns": {"1": "event", "5": None}}}
    await checked(client, job, create=CREATE, tables=correction, missingDay="first")
    await loaded(client, job)
    (kept,) = (await client.get("/imports")).json()["mappings"]
    assert (kept["name"], kept["tables"][0]["noun"]) == ("register", "lessons")
    assert {"header": "What went wrong", "target": "event"} in kept["tables"][0]["columns"]

    later = [REGISTER[0], ["Ask the mill", "No slot", "Ask earlier", "July 2022", "Ada Brook", "Steel", "Published"]]
    again = await upload(client, ("Register Q2 2022.xlsx", workbook({"Register": later})))
    (table,) = (await checked(client, again))["review"]["tables"]
    assert table["mapping"] == "register"
    assert [column["target"] for column in table["columns"]][1::4] == ["event", None]
    await loaded(client, again)
    lesson = await graph.read("MATCH (l:Lesson {title: 'Ask the mill'}) RETURN [l.context, toString(l.learnedOn), l.extra]")
    assert lesson == ["No slot", "2022-07-01", None]

    assert (await client.post("/imports/mappings/register/forget")).status_code == 200
    assert (await client.get("/imports")).json()["mappings"] == []
    assert (await client.post("/imports/mappings/register/forget")).status_code == 404
    assert (await client.post("/imports/mappings/..%2Fregister/forget")).status_code == 404
    (table,) = (await checked(client, await upload(client, FILE)))["review"]["tables"]
    assert table["mapping"] == ""


async def test_an_import_without_corrections_keeps_nothing(client: Client) -> None:
    await checked(client, job := await upload(client, FILE), create=CREATE)
    await loaded(client, job)
    assert (await client.get("/imports")).json()["mappings"] == []
