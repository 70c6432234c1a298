"""The workbook template for lessons: a sheet with drop-downs of the people, projects and topics of this graph, and instructions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, LiteralString

from xlsxwriter import Workbook

from graph_service.export.spreadsheet_xml import DAY_FORMAT
from graph_service.export.workbook import MAX_ROWS
from graph_service.graph import Graph
from graph_service.model.days import FIRST_DAY
from graph_service.model.enums import LessonStatus, Phase

ROWS: Final = 1_000  # with drop-downs
QUERY_TIMEOUT: Final = 300.0  # seconds

ACTIVE_PEOPLE_QUERY: LiteralString = """
MATCH (person:Person)
WHERE person.active
WITH person ORDER BY person.name, person.id
RETURN collect([person.name, coalesce(person.email, person.id)])
"""
PROJECTS_QUERY: LiteralString = """
MATCH (project:Project)
WITH project ORDER BY project.name, project.id
RETURN collect([project.name, project.id])
"""
TOPICS_QUERY: LiteralString = """
MATCH (topic:Topic)
WITH topic ORDER BY topic.name, topic.id
RETURN collect([topic.name, topic.id])
"""
LIST_QUERIES: Final[Mapping[str, LiteralString]] = {"people": ACTIVE_PEOPLE_QUERY, "projects": PROJECTS_QUERY, "topics": TOPICS_QUERY}


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of the template. values: the fixed values of its drop-down; source: the list of its drop-down; repeat: how often it occurs."""

    name: str
    help: str
    width: int
    values: Sequence[str] = ()
    source: str = ""
    repeat: int = 1
    required: bool = False


# The names of the columns are those of the lessons table; several columns of one name make a list.
COLUMNS: Final = (
    TemplateColumn("title", "one line that says what was learned", 40, required=True),
    TemplateColumn("context", "what happened", 40),
    TemplateColumn("wentWell", "what went well", 30),
    TemplateColumn("wentWrong", "what went wrong", 30),
    TemplateColumn("recommendation", "what to do next time", 40),
    TemplateColumn("learnedOn", "the day on which it was learned", 13, required=True),
    TemplateColumn("project", "the project on which it was learned", 30, source="projects"),
    TemplateColumn("learnedBy", "who learned it; one person in each of these columns", 22, source="people", repeat=3),
    TemplateColumn("topics", "what it is about; one topic in each of these columns", 20, source="topics", repeat=3),
    TemplateColumn("phase", "when in a project it is useful", 11, values=tuple(Phase)),
    TemplateColumn("status", "PUBLISHED if empty", 12, values=(LessonStatus.DRAFT, LessonStatus.PUBLISHED)),
    TemplateColumn("sourceUrl", "the address of a document", 30),
)
EXAMPLE: Final[Mapping[str, str]] = {
    "title": "Ask who holds the keys before the first site visit",
    "context": "The crew waited two hours in front of a locked plant room.",
    "recommendation": "Name the key holder in the work order.",
    "learnedOn": "2026-03-02",
    "phase": "BEFORE",
}


@dataclass(frozen=True, slots=True)
class Template:
    """How many people, projects and topics the drop-downs of a template offer."""

    people: int
    projects: int
    topics: int


async def write_template(graph: Graph, path: Path) -> Template:
    """Writes the template with the active people, the projects and the topics of the graph. A name that two of them share is replaced by
    the e-mail address or id.
    """
    lists = {name: _unique(await graph.read(query, timeout=QUERY_TIMEOUT)) for name, query in LIST_QUERIES.items()}
    _write(path, lists)
    return Template(*(len(lists[name]) for name in LIST_QUERIES))


def _unique(rows: Sequence[tuple[str, str]]) -> list[str]:
    names = Counter(name.casefold() for name, _ in rows)
    return [name if names[name.casefold()] == 1 else key for name, key in rows][: MAX_ROWS - 1]


def _write(path: Path, lists: Mapping[str, Sequence[str]]) -> None:
    workbook: Any = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})  # its methods have no type hints
    _write_lessons(workbook, lists)
    _write_instructions(workbook)
    for name, entries in lists.items():
        sheet = workbook.add_worksheet(f"list of {name}")
        sheet.write_column(0, 0, entries)
        sheet.hide()
    workbook.close()


def _write_lessons(workbook: Any, lists: Mapping[str, Sequence[str]]) -> None:
    sheet = workbook.add_worksheet("lessons")
    sheet.freeze_panes(1, 1)
    required, optional = (workbook.add_format({"bold": True, "bg_color": color}) for color in ("#FFD966", "#D9E1F2"))
    day = workbook.add_format({"num_format": DAY_FORMAT})
    text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    index = 0
    for column in COLUMNS:
        for _ in range(column.repeat):
            sheet.set_column(index, index, column.width, day if column.name.endswith("On") else text)
            sheet.write_string(0, index, column.name, required if column.required else optional)
            sheet.write_comment(0, index, column.help)
            if rule := _rule(column, lists):
                sheet.data_validation(1, index, ROWS, index, rule)
            index += 1


def _rule(column: TemplateColumn, lists: Mapping[str, Sequence[str]]) -> dict[str, Any] | None:
    """The validation of the cells of a column. A name that is not in the list is possible after a warning: a register may name others."""
    if column.values:
        return {"validate": "list", "source": list(column.values), "error_message": f"Choose one of {', '.join(column.values)}."}
    if column.name == "learnedOn":
        limits = {"minimum": date(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day), "maximum": "=TODAY()+1"}
        return {"validate": "date", "criteria": "between", **limits, "error_message": "Enter a day up to today, such as 2026-01-30."}
    if entries := lists.get(column.source):
        source = f"='list of {column.source}'!$A$1:$A${len(entries)}"
        message = f"This name is not in the list of {column.source}. The import asks what to do with it."
        return {"validate": "list", "source": source, "error_type": "warning", "error_message": message}
    return None


def _write_instructions(workbook: Any) -> None:
    """One text per row, so that the import finds no table here."""
    sheet = workbook.add_worksheet("instructions")
    sheet.set_column(0, 0, 110)
    bold = workbook.add_format({"bold": True})
    lines = [
        "Enter one lesson per row of the sheet lessons. Yellow columns are required.",
        "Leave the first row as it is. Rows and columns may be left empty.",
        "Load the file with: graph-service import FILE",
        *(f"{column.name}: {column.help}" for column in COLUMNS),
    ]
    sheet.write_string(0, 0, "How to fill in this workbook", bold)
    sheet.write_column(1, 0, lines)
    sheet.write_string(len(lines) + 2, 0, "Example of a row", bold)
    sheet.write_column(len(lines) + 3, 0, [f"{name}: {value}" for name, value in EXAMPLE.items()])
