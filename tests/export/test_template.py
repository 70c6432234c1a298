"""The template has the names of this graph, and what is entered in it is imported without a question."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from graph_service.export import write_template
from graph_service.export.template import COLUMNS
from graph_service.graph import Graph
from graph_service.ingest import Report, import_files
from graph_service.ingest.conversion import Choices, prepare
from graph_service.ingest.input_files import read_input
from tests.cli.processes import invoke

LESSONS_SHEET = "xl/worksheets/sheet1.xml"
LESSON_QUERY = """
MATCH (lesson:Lesson {title: $title})
RETURN [
  toString(lesson.learnedOn), lesson.status, lesson.phase,
  [(lesson)-[:LEARNED_ON]->(project) | project.name],
  COLLECT { MATCH (lesson)-[:LEARNED_BY]->(person) RETURN person.id ORDER BY person.id },
  COLLECT { MATCH (lesson)-[:ABOUT]->(topic) RETURN topic.name ORDER BY topic.name }
]
"""
NAMES_QUERY = """
MATCH (project:Project) WITH project ORDER BY project.id LIMIT 1
WITH project.name AS project, COLLECT { MATCH (topic:Topic) RETURN topic.name ORDER BY topic.name LIMIT 2 } AS topics
RETURN [project, topics, COLLECT { MATCH (person:Person {active: true}) RETURN [person.id, person.name] ORDER BY person.id LIMIT 2 }]
"""
HEADERS = [column.name for column in COLUMNS for _ in range(column.repeat)]


def fill_in(template: Path, filled: Path, row: list[tuple[str, str]]) -> None:
    """Enters a row of texts, as a spreadsheet does. A name may occur as often as its column."""
    cells, used = "", set[int]()
    for name, text in row:
        index = next(number for number, header in enumerate(HEADERS) if header == name and number not in used)
        used.add(index)
        cells += f'<c r="{chr(65 + index)}2" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(filled, "w") as new:
        for entry in old.namelist():
            text = old.read(entry).decode()
            if entry == LESSONS_SHEET:
                text = text.replace("</sheetData>", f'<row r="2">{cells}</row></sheetData>')
            new.writestr(entry, text)


async def import_workbook(graph: Graph, path: Path) -> Report:
    """Imports as the command does without --yes: nothing may need an answer."""
    input_files = read_input([path])
    assert input_files.to_confirm == []
    prepared = await prepare(graph, input_files.exact, input_files.proposals, Choices())
    assert prepared.questions == []
    return await import_files(graph, prepared.files, unknown=prepared.rules)


async def test_filled_template_is_imported_without_a_question(seeded: Graph, tmp_path: Path) -> None:
    template = await write_template(seeded, tmp_path / "template.xlsx")
    assert min(template.people, template.projects, template.topics) > 0
    project, topics, people = await seeded.read(NAMES_QUERY)
    names = [("learnedBy", name) for _, name in people] + [("topics", topic) for topic in topics]
    row = [("title", "Ask first"), ("learnedOn", "2026-03-02"), ("project", project), ("phase", "BEFORE"), *names]
    fill_in(tmp_path / "template.xlsx", tmp_path / "filled.xlsx", row)
    report = await import_workbook(seeded, tmp_path / "filled.xlsx")
    assert report.refusals == ()
    expected = ["2026-03-02", "PUBLISHED", "BEFORE", [project], [id_ for id_, _ in people], topics]
    assert await seeded.read(LESSON_QUERY, {"title": "Ask first"}) == expected
    again = await import_workbook(seeded, tmp_path / "filled.xlsx")
    assert all(table.loaded == 0 for table in again.tables)


async def test_template_offers_names_once_and_checks_days(graph: Graph, tmp_path: Path) -> None:
    await graph.command(
        "UNWIND $people AS p CREATE (n:Person) SET n = p",
        {
            "people": [
                {"id": "a", "name": "Ann", "active": True},
                {"id": "b", "name": "ann", "active": True, "email": "b@example.org"},
                {"id": "c", "name": "=Cy", "active": True},
                {"id": "d", "name": "Gone", "active": False},
            ]
        },
    )
    assert (await write_template(graph, tmp_path / "t.xlsx")).people == 3
    with zipfile.ZipFile(tmp_path / "t.xlsx") as file:
        texts = file.read("xl/sharedStrings.xml").decode()
        sheet = file.read(LESSONS_SHEET).decode()
    assert all(f"<t>{text}</t>" in texts for text in ("a", "b@example.org", "=Cy"))
    assert ">Gone<" not in texts
    assert '<dataValidation type="date"' in sheet
    assert "list of people'!$A$1:$A$3" in sheet.replace("&apos;", "'")


def test_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_text("mine")
    result = invoke("template", str(tmp_path / "t.xlsx"))
    assert (result.exit_code, (tmp_path / "t.xlsx").read_text()) == (1, "mine")
    assert "already exists" in result.output
