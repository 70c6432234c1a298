"""Tables are found under titles and beside notes, and their columns are matched by the words of the field."""

import json
from pathlib import Path

import pytest

from graph_service.errors import InvalidInput
from graph_service.ingest.input_files import read_upload
from graph_service.ingest.matching import MappedTable, Mapping, TableProposal, propose, read_mapping, write_mapping
from graph_service.ingest.matching.detection import detect_tables
from graph_service.ingest.readers import RawTable, read_file
from graph_service.ingest.readers.raw_table import RawRow
from tests.ingest.workbooks import workbook

REGISTER = [["Ref", "Lesson Title", "Date Raised", "Raised By"], ["L-1", "Order steel early", "2021-06-30", "Ana Lopez"]]


def sheet(rows: list[list[str]]) -> list[RawTable]:
    return read_file("register.xlsx", workbook({"Sheet": rows}))


def matched(proposal: TableProposal) -> dict[str, str | None]:
    return {column.header: column.target for column in proposal.columns}


def test_the_words_of_a_register_are_matched_with_confidence_and_examples() -> None:
    proposal = propose(sheet(REGISTER))[0][0]
    assert (proposal.kind, proposal.needs_answer) == ("lessons", True)
    assert matched(proposal) == {"Ref": "id", "Lesson Title": "title", "Date Raised": "learnedOn", "Raised By": "learnedBy"}
    assert [column.confidence for column in proposal.columns] == [0.95] * 4
    assert proposal.columns[1].examples == ["Order steel early"]


@pytest.mark.parametrize("headers", [["ID", "Title", "Learned On"], [" id ", "TITLE", "learned_on"], ["id", "title", "learnedOn"]])
def test_our_own_names_need_no_answer_whatever_their_case(headers: list[str]) -> None:
    proposal = propose(sheet([headers, ["a", "A", "2021-01-01"]]))[0][0]
    assert (proposal.kind, proposal.needs_answer) == ("lessons", False)
    assert list(matched(proposal).values()) == ["id", "title", "learnedOn"]


def test_content_contradicts_a_name() -> None:
    rows = [
        ["Lesson Title", "Raised By", "Date", "Type"],
        ["Order steel early", "Ana", "soon", "Procurement"],
        ["Ask", "Ben", "later", "Steel"],
    ]
    columns = matched(propose(sheet(rows))[0][0])
    assert (columns["Lesson Title"], columns["Date"], columns["Type"]) == ("title", "extra", "extra")


def test_a_table_under_titles_with_two_header_rows_and_notes_is_found() -> None:
    rows = [
        ["LESSONS REGISTER"],
        [""],
        ["Ref", "", "Where", "", "", "see the manual"],
        ["", "Lesson Title", "Department", "Team", "Date raised\nGive the day", ""],
        ["L-1", "Order steel early", "Quays", "Piling", "2021-06-30", ""],
        [""],
        ["End of register"],
    ]
    proposals, _ = propose(sheet(rows))
    table = proposals[0].table
    assert (table.header_line, [row.line for row in table.rows]) == (4, [5])
    assert [column.target for column in proposals[0].columns if column.header in ("Department", "Team")] == ["learnedIn", "learnedIn"]
    assert matched(proposals[0])["Date raised"] == "learnedOn"
    assert [notice.value for notice in table.notices if notice.value] == ["End of register"]


def test_a_transposed_table_is_read_column_by_column() -> None:
    rows = [[header, value] for header, value in zip(*REGISTER, strict=True)]
    proposal = propose(sheet(rows))[0][0]
    assert list(matched(proposal).values()) == ["id", "title", "learnedOn", "learnedBy"]
    assert [list(row.cells) for row in proposal.table.rows] == [REGISTER[1]]


def test_two_tables_on_one_sheet_are_two_tables() -> None:
    people = [["Employee ID", "First name", "Last name", "Email"], ["1", "Ana", "Lopez", "ana@firm.example"]]
    proposals, _ = propose(sheet([*REGISTER, [""], *people]))
    assert [(proposal.kind, len(proposal.table.rows)) for proposal in proposals] == [("lessons", 1), ("people", 1)]


def test_the_first_of_two_tables_is_read_although_the_second_one_has_more_columns() -> None:
    people = [["Employee ID", "First name", "Last name", "Email", "Department"], ["1", "Ana", "Lopez", "ana@firm.example", "Quays"]]
    proposals, _ = propose(sheet([*REGISTER, [""], *people]))
    assert [(proposal.kind, len(proposal.table.rows)) for proposal in proposals] == [("lessons", 1), ("people", 1)]


def test_a_sheet_without_a_table_is_said() -> None:
    proposals, notices = propose(sheet([["How to fill in"], ["One line per lesson"]]))
    assert (proposals, ["contains no table" in notice.text for notice in notices]) == ([], [True])


def test_a_header_that_is_repeated_on_every_page_is_said() -> None:
    table = propose(sheet([*REGISTER, REGISTER[0], ["L-2", "Ask the mill", "2021-07-01", "Ben Ito"]]))[0][0].table
    assert [row.line for row in table.rows] == [2, 4]
    assert [notice.text for notice in table.notices] == ["1 rows repeat the header: rows 3"]


def test_a_file_without_a_row_that_can_be_read_says_what_is_wrong_with_the_first_one() -> None:
    for name, data in {"x.json": b"[1, 2]", "x.jsonl": b"null\n", "y.jsonl": b'{"id": \n'}.items():
        proposals, notices = propose(read_file(name, data))
        assert (proposals, [("contains no row that can be read" in notice.text, notice.cell) for notice in notices]) == (
            [],
            [(True, "line 1")],
        )


def test_too_many_columns_are_a_fault_of_the_file() -> None:
    header = ["id", "title", "learnedOn", *(f"c{number}" for number in range(10_000))]
    proposals, notices = propose(read_file("wide.csv", ",".join(header).encode()))
    assert (proposals, ["10,003 columns" in notice.text for notice in notices]) == ([], [True])


def test_a_row_that_is_shifted_is_refused_and_trailing_empty_cells_are_not() -> None:
    data = b"Ref,Lesson Title,Date Raised\nL-1,A,2021-01-01,,\nL-2,B\nL-3,C,2021-01-01,x\n"
    rows = propose(read_file("x.csv", data))[0][0].table.rows
    assert [(row.line, bool(row.fault)) for row in rows] == [(2, False), (3, True), (4, True)]


def test_a_kept_mapping_matches_the_next_file_by_itself(tmp_path: Path) -> None:
    mapping = Mapping("ours", [MappedTable("lessons", {"Was war": "title", "Wann": "learnedOn", "Wo": None})], {"order": "day-first"})
    write_mapping(mapping, tmp_path / "ours.json")
    kept = read_mapping(tmp_path / "ours.json")
    assert kept is not None
    proposal = propose(sheet([["Wo", "was war", "Wann"], ["x", "Stahl", "2021-06-30"]]), [kept])[0][0]
    assert (proposal.mapping, proposal.needs_answer) == ("ours", False)
    assert matched(proposal) == {"Wo": None, "was war": "title", "Wann": "learnedOn"}
    assert read_mapping(tmp_path / "none.json") is None
    (tmp_path / "bad.json").write_text(json.dumps({"tables": 1}))
    with pytest.raises(InvalidInput, match="is not one"):
        read_mapping(tmp_path / "bad.json")


def test_a_column_is_matched_by_hand() -> None:
    proposal = propose(sheet(REGISTER), overrides={"raised by": None, "Ref": "topics"})[0][0]
    assert (matched(proposal)["Raised By"], matched(proposal)["Ref"]) == (None, "topics")


@pytest.mark.parametrize("first", ["Summer holiday is thirty working days", "Total station was out of calibration", "summary"])
def test_row_whose_first_word_begins_like_a_total_is_a_row(first: str) -> None:
    lines = ["title,recommendation,learnedOn,project", f"{first},Ask,2024-01-01,p1", "Other,Ask,2024-01-01,p1", "Total,,2,"]
    rows = [RawRow(number, line.split(",")) for number, line in enumerate(lines, 1)]
    (table,) = detect_tables(RawTable("register.csv", "", rows))
    assert [row.cells[0] for row in table.rows] == [first, "Other"]


def test_facts_above_a_register_are_read_for_all_rows() -> None:
    """As in a form: the project and the day stand once, beside or in one cell with their names."""
    text = (
        "Lessons Learned,,,\nToday's Date:,2023-04-27,Project Name:,Quay wall\nPrepared by the office,,,\nClient: Harbour Board,,,\n\n"
        "WIN or ISSUE,Describe What Happened,How Does This Change Future Projects?,Action Items\n"
        "WIN,The permit came early because we asked,Ask early for each permit,Write to the office\n"
        "ISSUE,The crane was late because nobody asked,Ask for the crane,Call them\nWIN,Steel came early,Order early,\nISSUE,It rained,Wait,\n"
    )
    (proposal,) = read_upload([("register.csv", text.encode())]).proposals
    assert {column.header: column.target for column in proposal.columns} == {
        "WIN or ISSUE": "direction",
        "Describe What Happened": "event",
        "How Does This Change Future Projects?": "recommendation",
        "Action Items": "extra",
        "Today's Date": "learnedOn",
        "Project Name": "project",
        "Client": "extra",
    }
    assert [row.cells[4:] for row in proposal.table.rows] == [["2023-04-27", "Quay wall", "Harbour Board"]] * 4


def test_header_is_matched_by_what_stands_before_a_preposition() -> None:
    text = "Lesson Title,Date Raised,Recommendation for next project\nOrder early,2021-01-01,Order steel in spring for the quay\n"
    (proposal,) = read_upload([("register.csv", text.encode())]).proposals
    assert proposal.columns[2].target == "recommendation"


MASTER_LIST = [
    ["Nordhafen SE: Mitarbeiterliste", "", "", "", "", "", ""],
    ["Personalnr.", "Name, Vorname", "E-Mail", "Stellenbezeichnung", "Abteilung", "Eintritt", "Geburtsdatum"],
    ["10023", "Müller, Anna", "a.mueller@firm.example", "Bauleiterin", "Technik / Bau", "2015-04-01", "1980-01-31"],
]
GERMAN_REGISTER = [
    [
        "LL-Nr.",
        "Titel / Title",
        "Was ist passiert?",
        "Was lief gut?",
        "Was lief schlecht?",
        "Empfehlung",
        "Projekt",
        "Erfasst von",
        "Datum",
    ],
    [
        "1",
        "Früh bestellen",
        "Spundwände kamen 14 Wochen zu spät.",
        "",
        "14 Wochen Verzug",
        "Früh bestellen.",
        "Kai West",
        "Anna Müller",
        "2023-05-12",
    ],
]
PROJECT_LIST = [
    ["Projekt-Nr.", "Projektname", "Projektleiter", "Zuständige Abteilung", "Beginn", "Ende", "Status"],
    ["P-1", "Kai West", "Anna Müller", "Bau", "2023-02-01", "2025-06-30", "abgeschlossen"],
]


@pytest.mark.parametrize(
    ("rows", "kind", "targets"),
    [
        (MASTER_LIST, "people", ["id", "name", "email", "title", "department", "from", "birthday"]),
        (
            GERMAN_REGISTER,
            "lessons",
            ["id", "title", "event", "wentWell", "wentWrong", "recommendation", "project", "learnedBy", "learnedOn"],
        ),
        (PROJECT_LIST, "projects", ["id", "name", "manager", "owner", "startedOn", "endedOn", "status"]),
        ([["Matricule", "Nom et prénom", "Courriel", "Service"], ["1", "Anne Le Gall", "a@firm.example", "Achats"]], "people", None),
    ],
)
def test_german_and_french_headers_are_known(rows: list[list[str]], kind: str, targets: list[str] | None) -> None:
    proposals, notices = propose(sheet(rows))
    assert ([proposal.kind for proposal in proposals], notices) == ([kind], [])
    assert [column.target for column in proposals[0].columns] == (targets or ["id", "name", "email", "department"])


def test_a_header_of_two_alternatives_is_not_taken_for_one_of_them() -> None:
    rows = [["Lesson Title", "Win / Issue", "Date"], ["Order steel early", "Issue", "2021-06-30"]]
    assert matched(propose(sheet(rows))[0][0])["Win / Issue"] == "direction"


def test_a_total_below_a_german_list_is_no_row() -> None:
    rows = [*MASTER_LIST, ["", "", "", "", "", "", ""], ["Anzahl:", "1", "", "", "", "", ""]]
    table = propose(sheet(rows))[0][0].table
    assert [row.line for row in table.rows] == [3]


def test_of_two_synonyms_the_more_readable_one_is_taken() -> None:
    rows = [["Summary", "Project key", "Project name", "Created"], ["Deploy on Tuesdays", "PAY", "Payments", "2024-03-12"]]
    assert matched(propose(sheet(rows))[0][0])["Project name"] == "project"


def test_the_id_of_a_list_with_our_other_names_is_found_by_its_own_word() -> None:
    rows = [["Employee ID", "Name", "E-Mail"], ["1", "Ben Ito", "b@firm.example"], ["2", "Ben Ito", "i@firm.example"]]
    proposal = propose(sheet(rows))[0][0]
    assert (proposal.kind, list(matched(proposal).values())) == ("people", ["id", "name", "email"])


@pytest.mark.parametrize(
    ("header", "values", "target"),
    [
        ("Language", ["German", "English", "Deutsch", "en-GB", "fra", "pt_BR"], "language"),
        ("Sprache", ["deutsch", "Englisch", "DE", "k.A."], "language"),
        ("Langue", ["français", "anglais"], "language"),
        ("Lang", ["", ""], "language"),
        ("Language", ["Java", "Python", "C#", "Go"], "extra"),
        ("Programming language", ["Perl", "Java", "R"], "extra"),
        ("Languages", ["German, French", "English and a little Dutch"], "extra"),
        ("Sprache", ["verhandlungssicher", "Grundkenntnisse"], "extra"),
    ],
)
def test_a_column_of_languages_is_that_of_the_lessons_and_any_other_is_kept(header: str, values: list[str], target: str) -> None:
    rows = [[f"Order steel early {at}", "2021-06-30", value] for at, value in enumerate(values)]
    assert matched(propose(sheet([["Lesson Title", "Date Raised", header], *rows]))[0][0])[header] == target
    with_our_names = propose(sheet([["Title", "Learned On", "Language"], *rows]))[0][0]
    assert matched(with_our_names)["Language"] == target


def test_lessons_learned_next_to_recommendations_are_both_read_as_such() -> None:
    text = "Order the steel before the design is frozen."
    headers = ["Title", "Abstract", "Driving Event", "Lesson(s) Learned", "Recommendation(s)", "Lesson Date", "Resolution"]
    proposal = propose(sheet([headers, ["Steel", text, text, text, text, "2021-06-30", "Fixed"]]))[0][0]
    columns = matched(proposal)
    assert (columns["Lesson(s) Learned"], columns["Recommendation(s)"]) == ("recommendation", "recommendation")
    assert columns["Resolution"] == "extra"


def test_a_column_of_positive_and_negative_is_the_direction_whatever_its_name() -> None:
    rows = [["Lesson Title", "Date", "What happened", "Impact (+/-)"]]
    rows += [[f"Steel {at}", "2021-06-30", "It came late because of the mill.", "Positive" if at % 2 else "Negative"] for at in range(6)]
    assert matched(propose(sheet(rows))[0][0])["Impact (+/-)"] == "direction"
    one_way = [[*row[:3], "Risk" if row[3] != "Impact (+/-)" else row[3]] for row in rows]
    assert matched(propose(sheet(one_way))[0][0])["Impact (+/-)"] != "direction"
