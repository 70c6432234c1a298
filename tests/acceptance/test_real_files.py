"""Files of the kinds that real registers, HR lists and trackers have, loaded as a user would: each folder gives what its expected.txt says.

GRAPH_SERVICE_REAL_DATA names the folder that holds their folder `intake`.
"""

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.ingest import Report, import_files, import_folder
from graph_service.ingest.conversion import Choices, PreparedImport, prepare
from graph_service.ingest.input_files import InputFiles, read_input
from graph_service.settings import Settings
from tests import seeding
from tests.cli.processes import COMMAND, environment, invoke

DATA = Path(os.environ.get("GRAPH_SERVICE_REAL_DATA", "/nonexistent")) / "intake"
pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(not DATA.is_dir(), reason="GRAPH_SERVICE_REAL_DATA names no folder with intake"),
]

LESSONS_QUERY = """
MATCH (l:Lesson) WHERE l.id <> 'base-1'
WITH l ORDER BY l.id
RETURN collect({id: l.id, on: toString(l.learnedOn), status: l.status, well: l.wentWell, wrong: l.wentWrong,
  by: [x IN COLLECT { MATCH (l)-[:LEARNED_BY]->(p) RETURN p.id ORDER BY p.id } | x],
  in: [x IN COLLECT { MATCH (l)-[:LEARNED_IN]->(d) RETURN d.id ORDER BY d.id } | x],
  topics: [x IN COLLECT { MATCH (l)-[:ABOUT]->(t) RETURN t.id ORDER BY t.id } | x]})
"""
MEMBERSHIPS_QUERY = """
MATCH (p:Person)-[m:MEMBER_OF]->(d) WHERE NOT p.id IN ['ana', 'ben', 'cem']
WITH p, m, d ORDER BY p.id, m.from
RETURN collect([p.name, d.id, toString(m.from), toString(m.to)])
"""
WRITTEN_QUERY = "MATCH (lesson:Lesson) WHERE lesson.id STARTS WITH 'i-' RETURN count(lesson)"
PATHS_QUERY = "MATCH path = (d:Department)-[:PART_OF*]->(top) WHERE NOT (top)-[:PART_OF]->() RETURN collect([n IN nodes(path) | n.name])"

# Folder -> the table, its new and refused rows and refused values, and what is said.
EXPECTED: dict[str, tuple[str, int, int, int, tuple[str, ...]]] = {
    "01-xlsx-right-name": ("lessons", 1, 0, 0, ()),
    "02-xlsx-own-name": ("lessons", 1, 0, 0, ()),
    "03-xlsx-ignored-beside-csv": ("lessons", 1, 0, 0, ()),
    "04-utf8-bom": ("lessons", 1, 0, 0, ()),
    "05-utf16-excel-unicode-text": ("lessons", 1, 0, 0, ("separated by tab",)),
    "06-windows-1252": ("lessons", 1, 0, 0, ("Windows-1252", "Café door")),
    "07-semicolons": ("lessons", 1, 0, 0, ("semicolon",)),
    "08-tabs": ("lessons", 1, 0, 0, ("tab",)),
    "10-decimal-comma": ("reuses", 2, 1, 0, ("8 h",)),
    "11-date-dmy": ("lessons", 1, 0, 0, ("day-first",)),
    "12-date-mdy": ("lessons", 1, 0, 0, ("month-first",)),
    "14-date-excel-serial": ("lessons", 1, 0, 0, ("day numbers",)),
    "15-date-with-time": ("lessons", 1, 0, 0, ()),
    "16-date-short": ("lessons", 1, 0, 0, ()),
    "18-date-month-only": ("lessons", 0, 1, 0, ("the day is missing",)),
    "19-date-tbc": ("lessons", 0, 1, 0, ("TBC",)),
    "20b-date-iso-instant": ("lessons", 1, 0, 0, ()),
    "20c-date-compact": ("lessons", 1, 0, 0, ()),
    "20d-date-week": ("lessons", 0, 1, 0, ()),
    "20e-date-future": ("lessons", 0, 1, 0, ()),
    "21-headers-own-words": ("lessons", 1, 0, 0, ()),
    "22-headers-case": ("lessons", 1, 0, 0, ()),
    "24-extra-column": ("lessons", 1, 0, 0, ("'category' (like topics)",)),
    "25-title-rows-on-top": ("lessons", 1, 0, 0, ("header is in row 4",)),
    "26b-repeated-header": ("lessons", 1, 0, 0, ()),
    "27-names-semicolon": ("lessons", 1, 0, 0, ()),
    "28-names-comma": ("lessons", 1, 0, 0, ()),
    "30-person-by-name": ("lessons", 1, 0, 0, ()),
    "31-person-by-email": ("lessons", 1, 0, 0, ()),
    "31b-person-name-and-bar": ("lessons", 1, 0, 0, ()),
    "32-department-by-name": ("lessons", 1, 0, 0, ()),
    "34-no-id-column": ("lessons", 1, 0, 0, ("made of title and learnedOn",)),
    "36-duplicates": ("lessons", 2, 2, 0, ()),
    "37-blank-rows": ("lessons", 1, 0, 0, ()),
    "38-newlines-and-quotes": ("lessons", 1, 0, 0, ()),
    "39-bad-quote": ("lessons", 2, 1, 0, ("must be doubled", 'Bolt of 5" long', "line 3")),
    "41-long-cell-100kB": ("lessons", 1, 0, 0, ()),
    "42-long-title": ("lessons", 0, 1, 0, ("1,999 characters",)),
    "45-header-only": ("lessons", 0, 0, 0, ()),
    "47-folder-with-other-files": ("lessons", 1, 0, 0, ("Lessons.docx", "notes.txt", ".DS_Store")),
    "48-lessons-copy-name": ("lessons", 1, 0, 0, ("lessons (1).csv: looks like a copy",)),
    "48b-other-csv": ("lessons", 1, 0, 0, ("budget.csv: contains no table",)),
    "48d-singular-name": ("lessons", 1, 0, 0, ()),
    "48e-capital-name": ("lessons", 1, 0, 0, ()),
    "48g-txt": ("lessons", 1, 0, 0, ()),
    "50-numbers-as-text": ("reuses", 1, 0, 0, ()),
    "52-percent": ("reuses", 0, 1, 0, ()),
    "54-time-zones": ("reuses", 6, 1, 0, ("read as UTC",)),
    "55-odd-ids": ("lessons", 19, 1, 0, ()),
    "57-project-status": ("projects", 6, 2, 0, ("In progress as RUNNING",)),
    "58-outcome-spellings": ("reuses", 4, 2, 0, ()),
    "60-cr-only": ("lessons", 1, 0, 0, ()),
    "61-nul-and-control": ("lessons", 2, 2, 0, ("at position 4", "at position 5")),
    "62-spaces-around": ("lessons", 1, 0, 0, ()),
    "64-formula-cells": ("lessons", 1, 0, 0, ()),
    "65-all-refused": ("lessons", 2, 0, 0, ("day-first",)),
    "66-no-membership": ("lessons", 1, 0, 0, ("belongs to a department on that day", "zoe")),
    "67-unknown-project-keeps": ("lessons", 2, 1, 2, ("neither a learner nor a department",)),
    "69-zip-as-csv": ("lessons", 1, 0, 0, ("is a workbook, although its name ends in .csv",)),
    "71-json": ("lessons", 1, 0, 0, ()),
    "72-jsonl-numbers": ("lessons", 3, 1, 0, ("line 3",)),
    "72b-jsonl-numbers": ("lessons", 3, 2, 2, ()),
    "73-email-forms": ("people", 3, 2, 0, ()),
    "75-unescaped-comma-in-list": ("projects", 1, 0, 1, ("concrete",)),
    "76-url-forms": ("lessons", 3, 1, 0, ()),
    "78-strict-and-blank-rows": ("lessons", 1, 0, 0, ()),
    "79-year-0202": ("lessons", 0, 2, 0, ()),
    "80-lesson-in-no-department": ("lessons", 1, 0, 0, ("neither a learner nor a department",)),
    "82-two-faults-in-one-row": ("lessons", 1, 0, 0, ()),  # all three values are read
    "85-refused-into-the-folder": ("lessons", 1, 0, 0, ()),
    "87-stale": ("reuses", 2, 0, 0, ()),
}
LEARNERS = {
    "27-names-semicolon": ["ana", "ben"],
    "28-names-comma": ["ana", "ben"],
    "30-person-by-name": ["ana"],
    "31-person-by-email": ["ana"],
    "31b-person-name-and-bar": ["ana", "ben"],
    "66-no-membership": ["zoe"],
}


async def load(graph: Graph, folder: str, choices: Choices = Choices()) -> tuple[InputFiles, PreparedImport, Report]:  # noqa: B008
    await seeding.load(graph, "intake", lambda: import_folder(graph, DATA / "base"))
    input_files = read_input([DATA / folder])
    prepared = await prepare(graph, input_files.exact, input_files.proposals, choices)
    return input_files, prepared, prepared.locate(await import_files(graph, prepared.files, unknown=prepared.rules))


def everything_said(input_files: InputFiles, prepared: PreparedImport, report: Report) -> str:
    lines = [f"{notice.place}: {notice.text} {notice.value}" for notice in [*input_files.notices, *prepared.notices]]
    lines += [f"{entry.file}, line {entry.line}: {entry.value} {entry.rule}" for entry in [*report.refusals, *report.warnings]]
    return "\n".join(lines)


@pytest.mark.parametrize("folder", EXPECTED)
async def test_folder_gives_what_is_expected(graph: Graph, folder: str) -> None:
    table, new, refused, entries, sentences = EXPECTED[folder]
    input_files, prepared, report = await load(graph, folder)
    counts = report.table(table)
    said = everything_said(input_files, prepared, report)
    assert (counts.new, counts.refused, counts.entries) == (new, refused, entries), said
    assert [sentence for sentence in sentences if sentence not in said] == [], said
    lessons = await graph.read(LESSONS_QUERY)
    day = "2021-06-03" if folder == "16-date-short" else "2021-06-30"
    if folder[:2] in ("11", "12", "14", "15", "16") or folder[:3] in ("20b", "20c"):
        assert [lesson["on"] for lesson in lessons] == [day]
    if folder in LEARNERS:
        assert [lesson["by"] for lesson in lessons] == [LEARNERS[folder]]


def test_the_list_of_refused_rows_is_gone_after_a_clean_run(graph: Graph, database_settings: Settings, tmp_path: Path) -> None:
    refused = tmp_path / "refused.csv"
    variables = {"NEO4J_URI": database_settings.neo4j_uri or "", "NEO4J_PASSWORD": database_settings.password or ""}
    lists = ("--refused", str(refused), "--warnings", str(tmp_path / "warnings.csv"))
    for folder in ("bad", "good"):
        refused.write_text("file,line,field,value,rule\nlessons.csv,2,learnedOn,30/06/2021,an earlier import\n")
        result = invoke("import", str(DATA / "84-stale-refused-file" / folder), *lists, **variables, GRAPH_SERVICE_DATA=str(tmp_path))
        assert (result.exit_code, refused.exists()) == (0, False), result.output


async def test_what_an_interrupted_import_wrote_is_in_the_answers_within_seconds(
    graph: Graph, database_settings: Settings, tmp_path: Path
) -> None:
    await seeding.load(graph, "intake", lambda: import_folder(graph, DATA / "base"))
    rows, topic = 40_000, await graph.read("MATCH (topic:Topic) RETURN min(topic.id)")
    lines = [f"i-{number},Lesson {number},2021-06-30,ana,{topic}" for number in range(rows)]
    (tmp_path / "lessons.csv").write_text("\n".join(["id,title,learnedOn,learnedBy,topics", *lines]))
    variables = {"NEO4J_URI": database_settings.neo4j_uri or "", "NEO4J_PASSWORD": database_settings.password or ""}
    app = create_app(replace(database_settings, data=tmp_path))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):
        topic_and_network = f'{{ topic(id: "{topic}") {{ lessons {{ totalCount }} }} experts(topic: "{topic}") {{ person {{ id }} }} network {{ asOf {{ activity }} shelf {{ published }} }} }}'

        async def ask(published: float = 0) -> dict[str, Any]:
            """The answer as soon as the network is known and counts so many lessons."""
            async with asyncio.timeout(20):
                while True:
                    data = (await client.post("/graphql", json={"query": topic_and_network})).json()["data"]
                    if data and data["network"] and data["network"]["shelf"]["published"] >= published:
                        return data
                    await asyncio.sleep(0.2)

        published = (await ask())["network"]["shelf"]["published"]
        process = await asyncio.create_subprocess_exec(
            COMMAND, "import", "lessons.csv", cwd=tmp_path, env=environment() | variables, stderr=asyncio.subprocess.PIPE
        )
        while await graph.read(WRITTEN_QUERY) < 5_000:  # noqa: ASYNC110 - another process writes
            await asyncio.sleep(0.02)
        process.send_signal(signal.SIGINT)
        said = (await process.communicate())[1].decode()
        written: int = await graph.read(WRITTEN_QUERY)
        assert f"Stopped. {written:,} of {rows:,} lessons were written; run the same command to continue." in said
        answer = await ask(published + written)
        assert answer["topic"]["lessons"]["totalCount"] >= written
        assert "ana" in [expert["person"]["id"] for expert in answer["experts"]]


async def test_a_folder_without_tables_says_why(graph: Graph) -> None:
    for folder, sentence in {
        "44-zero-bytes": "is empty",
        "46-only-blank-lines": "is empty",
        "48h-subfolder": "is a subfolder with lessons.csv",
    }.items():
        input_files = read_input([DATA / folder])
        assert (input_files.is_empty, any(sentence in notice.text for notice in input_files.notices)) == (True, True), folder


async def test_a_register_with_a_title_block_gives_lessons_departments_people_topics_and_projects(graph: Graph) -> None:
    input_files, prepared, report = await load(graph, "r1-form-with-title-block", Choices(accept=True))
    lessons = await graph.read(LESSONS_QUERY)
    assert [lesson["on"] for lesson in lessons] == ["2021-06-30", "2021-07-04", "2021-07-19"]
    assert [lesson["by"] for lesson in lessons] == [["tove-lind"], ["ivo-brandt", "tove-lind"], ["anders-ek"]]
    assert [[bool(lesson["well"]), bool(lesson["wrong"])] for lesson in lessons] == [[True, False], [False, True], [True, True]]
    assert [lesson["topics"] for lesson in lessons] == [["permits"], ["procurement"], ["survey"]]
    assert ["Piling", "Quays", "Marine"] in await graph.read(PATHS_QUERY)
    assert (report.table("projects").new, report.refusals) == (2, ())
    said = everything_said(input_files, prepared, report)
    for sentence in (
        "header is in row 7",
        "End of register",
        "Postive as wentWell",
        "new people: Tove Lind, Ivo Brandt, Anders Ek",
        "sheet Instructions: contains no table",
        "'Cost saving'",
    ):
        assert sentence in said
    again = await import_files(graph, (await prepare(graph, [], input_files.proposals, Choices(accept=True))).files)
    assert [(table.table, table.loaded) for table in again.tables if table.loaded] == []


async def test_an_hr_list_gives_people_departments_and_memberships(graph: Graph) -> None:
    input_files, prepared, report = await load(graph, "r3-hr-list", Choices(accept=True))
    assert await graph.read(MEMBERSHIPS_QUERY) == [
        ["Rhea Vance", "executive-office", "2004-11-12", None],
        ["Kwame Osei", "production", "2009-03-30", None],
        ["Per Lindqvist", "it-is", "2014-08-25", "2018-06-13"],
        ["Edith K Marlowe", "production", "2011-07-05", "2018-06-13"],
        ["Edith K Marlowe", "it-is", "2018-06-13", None],
    ]
    assert await graph.read("MATCH (p:Person {id: '10088'}) RETURN p.active") is False
    said = everything_said(input_files, prepared, report)
    assert "day-first" in said
    assert "personal data is not read: 'DOB'" in said
    assert "people in several rows: 1" in said


async def test_an_issue_tracker_export_gives_lessons_of_one_project(graph: Graph) -> None:
    await load(graph, "r5-jira-export", Choices(accept=True))
    lessons = await graph.read(LESSONS_QUERY)
    assert [(lesson["id"], lesson["on"], lesson["by"], lesson["topics"]) for lesson in lessons] == [
        ("OPS-12", "2026-02-25", ["nina.w"], ["gateway", "security"]),
        ("OPS-14", "2026-03-03", ["omar.t"], ["testing"]),
    ]
    assert lessons[0]["wrong"] == "Nobody owned the date"


async def test_an_organisation_chart_asks_for_the_first_day_of_memberships(graph: Graph) -> None:
    _, prepared, _ = await load(graph, "r8-organogram")
    assert ["2021-03-31 is proposed" in question.text and "--since always" in question.text for question in prepared.questions] == [True]
    input_files, prepared, report = await load(graph, "r8-organogram", Choices(accept=True))
    top = "ministry-of-works-works-agency"
    assert await graph.read(MEMBERSHIPS_QUERY) == [
        ["Imogen Ashby", f"{top}-executive", "2021-03-31", None],
        ["Rafe Obi", top, "2021-03-31", None],
    ]
    paths = await graph.read(PATHS_QUERY)
    for unit in ("Executive", "Bridges", "Tunnels"):
        assert [unit, "Works Agency", "Ministry of Works"] in paths
    said = everything_said(input_files, prepared, report)
    assert "not read, because they have no name: columns A" in said
    assert "Eliminated" in said


async def test_post_mortems_become_drafts(graph: Graph) -> None:
    input_files, prepared, report = await load(graph, "r6-post-mortems", Choices(accept=True))
    (lesson,) = await graph.read(LESSONS_QUERY)
    assert (lesson["id"], lesson["on"], lesson["status"], lesson["by"]) == ("PM2023-004", "2023-05-09", "DRAFT", [])
    texts = await graph.read("MATCH (l:Lesson {id: 'PM2023-004'}) RETURN [l.title, l.context, l.recommendation, l.extra]")
    assert texts[:3] == [
        "PM2023-004 Queue stalled",
        "The order queue stood still after a broker restart.",
        "- Alarms watched the broker, not the age of the oldest message.",
    ]
    assert "Initials (attendees):\tNW, OT, PL" in texts[3]
    assert "Alarm on message age; Owner: OT; Due: 2023-05-20" in texts[3]
    assert [(refusal.file, refusal.field, refusal.value) for refusal in report.refusals] == [("PM2023-009", "Date", "20203-09-16")]
    (proposal,) = input_files.proposals
    column = next(column for column in proposal.columns if column.target == "recurrenceOf")
    assert column.examples == ["PM2023-004"]
    assert all("'-'" not in line for line in everything_said(input_files, prepared, report).split("\n"))


async def test_the_table_of_the_service_itself_changes_nothing(graph: Graph) -> None:
    _, _, report = await load(graph, "88-round-trip")
    assert [(table.table, table.loaded, table.unchanged, table.refused) for table in report.tables] == [("lessons", 0, 1, 0)]


# Folder -> the target of each header, as a person would match them.
MATCHED: dict[str, dict[str, str | None]] = {
    "21-headers-own-words": {
        "Ref": "id",
        "Lesson Title": "title",
        "Date Raised": "learnedOn",
        "Raised By": "learnedBy",
        "Project Title": "project",
        "What went wrong": "wentWrong",
    },
    "r1-form-with-title-block": {
        "No.": "id",
        "Date raised": "learnedOn",
        "Business unit": "learnedIn",
        "Division": "learnedIn",
        "Team": "learnedIn",
        "Raised by": "learnedBy",
        "Positive / Negative": "direction",
        "Event": "event",
        "Cost saving": None,
        "Recommendation": "recommendation",
        "Discipline": "topics",
        "Project name": "project",
    },
    "r3-hr-list": {
        "Employee_Name": "name",
        "EmpID": "id",
        "DOB": "birthday",
        "Department": "department",
        "Position": "title",
        "ManagerName": "manager",
        "DateofHire": "from",
        "DateofTermination": "to",
        "EmploymentStatus": None,
        "Active?": "active",
    },
    "r5-jira-export": {
        "Summary": "title",
        "Issue key": "id",
        "Issue Type": None,
        "Status": "status",
        "Project name": "project",
        "Created": "learnedOn",
        "Updated": None,
        "Labels": "topics",
        "Assignee": "learnedBy",
        "Watchers": None,
        "Comment": None,
        "Custom field (Root cause)": "wentWrong",
    },
    "r8-organogram": {
        "Post Unique Reference": None,
        "Name": "name",
        "Grade": None,
        "Job Title": "title",
        "Parent Department": "department",
        "Organisation": "department",
        "Unit": "department",
        "Reports to Senior Post": "manager",
        "FTE": None,
    },
}


def test_proposed_columns_have_a_high_precision_and_recall() -> None:
    """Additional fields are columns that nothing matches."""
    proposed = right = wanted = 0
    for folder, columns in MATCHED.items():
        every = [column for proposal in read_input([DATA / folder]).proposals for column in proposal.columns]
        found = {column.header: None if column.target == "extra" else column.target for column in every}
        proposed += sum(target is not None for target in found.values())
        wanted += sum(target is not None for target in columns.values())
        right += sum(target is not None and columns.get(header) == target for header, target in found.items())
    assert right / proposed >= 0.95
    assert right / wanted >= 0.9
