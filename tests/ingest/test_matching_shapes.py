"""What columns are for is proposed for shapes of many organisations, measured by precision and recall."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from graph_service.ingest.input_files import read_upload
from graph_service.ingest.matching import TableProposal

# Registers, staff lists, project lists and organisation charts with the headers that templates and programs of many organisations give them.
# Each has its file, the kind of its table, the target of each header (null: an additional field or left out), and rows.
SHAPES = Path(__file__).with_name("matching_shapes.jsonl").read_text(encoding="utf-8").splitlines()
LATE = "The crane was late because nobody had asked the supplier"
ASK = "Ask the supplier for the crane in the first week"


def proposed(file: str, columns: Mapping[str, str | None], rows: Sequence[Sequence[str]]) -> TableProposal:
    text = io.StringIO()
    csv.writer(text).writerows([list(columns), *rows])
    (proposal,) = read_upload([(file, text.getvalue().encode())]).proposals
    return proposal


def test_columns_are_proposed_with_high_precision_and_recall() -> None:
    """Additional fields are columns that nothing matches."""
    found = right = wanted = 0
    for shape in map(json.loads, SHAPES):
        columns, proposal = shape["columns"], proposed(shape["file"], shape["columns"], shape["rows"])
        assert proposal.kind == shape["kind"], shape["file"]
        targets = {column.header: column.target for column in proposal.columns if column.target not in (None, "extra")}
        found += len(targets)
        wanted += sum(target is not None for target in columns.values())
        right += sum(columns[header] == target for header, target in targets.items())
    print(f"{len(SHAPES)} shapes, {wanted} columns: precision {right / found:.3f}, recall {right / wanted:.3f}")
    assert right / found >= 0.97
    assert right / wanted >= 0.97


@pytest.mark.parametrize(
    ("columns", "row", "kind"),
    [
        # A register may say what a lesson saved: that does not make it a list of reuses.
        ({"Lesson Title": "title", "Date": "learnedOn", "Project Name": "project", "Cost saving": "extra"}, ["A", "2021-01-02", "Q", "12"], "lessons"),
        ({"Lesson Title": "lesson", "Date": "reusedOn", "Reused by": "person", "Cost saving": "costAvoided"}, ["A", "2021-01-02", "Ana", "12"], "reuses"),
        # Days of something else are not the day of a lesson.
        ({"Lesson Title": "title", "Description": "event", "Due Date": "extra"}, ["A", LATE, "2021-01-02"], "lessons"),
        ({"Lesson Title": "title", "Action": "recommendation", "Next review date": "extra"}, ["A", ASK, "2021-01-02"], "lessons"),
        # A cost centre is a department only where nothing else is one.
        ({"Name": "name", "Email": "email", "Cost Center": "extra", "Department": "department"}, ["Ana", "a@x.example", "C1", "Ops"], "people"),
        ({"Name": "name", "Email": "email", "Cost Center": "department"}, ["Ana", "a@x.example", "C1"], "people"),
    ],
)  # fmt: skip
def test_column_that_is_like_another_is_not_taken_for_it(columns: dict[str, str | None], row: list[str], kind: str) -> None:
    proposal = proposed("table.csv", columns, [row])
    assert proposal.kind == kind
    assert {column.header: column.target for column in proposal.columns} == columns


def test_people_with_our_names_keep_their_departments_and_none_of_their_personal_data() -> None:
    columns = {"Name": "name", "Email": "email", "Department": "department", "Date of birth": "birthday", "Salary": "personal"}
    proposal = proposed("people.csv", columns, [["Ana Lopez", "a@firm.example", "Ops", "1980-01-31", "50000"]])
    assert {column.header: column.target for column in proposal.columns} == columns


@pytest.mark.parametrize(
    ("kind", "columns", "row"),
    [
        (
            "projects",
            {"Project": "name", "PM": "manager", "Start": "startedOn", "Status": "status", "Department": "owner"},
            ["Quay", "Ana Lopez", "2021-01-01", "Running", "Ops"],
        ),
        (
            "people",
            {"Person": "name", "Email": "email", "Job title": "title", "Department": "department", "From": "from"},
            ["Ana Lopez", "a@firm.example", "Engineer", "Ops", "2021-01-01"],
        ),
        (
            "memberships",
            {"Person": "person", "Department": "department", "From": "from", "Note": None},
            ["Ana Lopez", "Ops", "2021-01-01", "x"],
        ),
    ],
)
def test_a_list_with_two_of_our_names_is_not_read_for_these_alone(kind: str, columns: dict[str, str | None], row: list[str]) -> None:
    proposal = proposed("list.csv", columns, [row])
    assert (proposal.kind, {column.header: column.target for column in proposal.columns}) == (kind, columns)


def test_who_reused_a_lesson_is_read_beside_our_names() -> None:
    columns = {"Lesson": "lesson", "Reused by": "person", "Project": "project", "Reused on": "reusedOn", "Hours saved": "hoursSaved"}
    proposal = proposed("reuses.csv", columns, [["l1", "Ana Lopez", "Quay", "2021-01-31", "8"]])
    assert {column.header: column.target for column in proposal.columns} == columns


def test_a_column_that_does_not_look_like_its_name_says_what_it_is_like() -> None:
    proposal = proposed("register.csv", {"Lesson Title": None, "Recommendation": None, "Date Raised": None}, [["A", ASK, "soon"]])
    assert [(column.target, column.alternatives) for column in proposal.columns if column.header == "Date Raised"] == [
        ("extra", ["learnedOn"])
    ]


def test_a_code_that_repeats_is_not_the_id_of_people() -> None:
    columns = {"Company Code": "extra", "First name": "firstName", "Last name": "lastName"}
    proposal = proposed("staff.csv", columns, [["DE01", "Ana", "Lopez"], ["DE01", "Ben", "Ito"]])
    assert {column.header: column.target for column in proposal.columns} == columns
