"""Tables of others become rows of the import tables, loaded into a graph that knows people, departments and projects."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from graph_service.callers import Caller, Role
from graph_service.graph import Graph
from graph_service.ingest import Report, import_files, import_folder
from graph_service.ingest.conversion import Choices, PreparedImport, prepare
from graph_service.ingest.input_files import read_upload
from graph_service.ingest.values import DayOrder
from graph_service.language.lesson_stems import recognise
from tests.ingest.sample_tables import ORGANISATION, Write

LEARNERS = "MATCH (l:Lesson {id: $id}) RETURN COLLECT { MATCH (l)-[:LEARNED_BY]->(p) RETURN p.id ORDER BY p.id }"
MEMBERSHIPS = "MATCH (p:Person)-[m:MEMBER_OF]->(d) WITH p, m, d ORDER BY p.id, m.from RETURN collect([p.id, d.id, toString(m.from)])"


async def load(graph: Graph, files: dict[str, str], choices: Choices = Choices()) -> tuple[PreparedImport, Report]:  # noqa: B008
    input_files = read_upload([(name, text.encode()) for name, text in files.items()])
    prepared = await prepare(graph, input_files.exact, input_files.proposals, choices)
    return prepared, prepared.locate(await import_files(graph, prepared.files, unknown=prepared.rules))


@pytest.fixture
async def organisation(graph: Graph, write: Write) -> Graph:
    await import_folder(graph, write(ORGANISATION))
    return graph


async def test_all_faults_of_a_row_are_listed_with_the_names_in_the_file(organisation: Graph) -> None:
    rows = "x,,32/06/2021,Lost,Sometime\ny,Y,30/06/2021,Published,During\n"
    _, report = await load(organisation, {"register.csv": f"Ref,Lesson Title,Date Raised,Status,Phase\n{rows}"})
    assert [(refusal.line, refusal.field, refusal.value) for refusal in report.refusals] == [
        (2, "Lesson Title", ""),
        (2, "Phase", "Sometime"),
        (2, "Status", "Lost"),
        (2, "Date Raised", "32/06/2021"),
    ]
    assert (report.table("lessons").new, report.table("lessons").refused) == (1, 1)


async def test_languages_of_a_register_are_read_by_name_and_code(organisation: Graph) -> None:
    rows = "".join(
        f"x{at},Order steel early because the mill is slow,30/06/2021,{value}\n"
        for at, value in enumerate(("German", "en-GB", "ITA", "", "n/a", "Klingon", "français"))
    )
    prepared, report = await load(organisation, {"register.csv": f"Ref,Lesson Title,Date Raised,Language\n{rows}"})
    (refusal,) = report.refusals
    assert (refusal.line, refusal.field, refusal.value) == (7, "Language", "Klingon")
    recognised = [recognise({"title": "Order steel early because the mill is slow"})] * 2  # of the rows without a language
    found = await organisation.read(
        "MATCH (l:Lesson) WHERE l.title STARTS WITH 'Order steel' WITH l ORDER BY l.id RETURN collect(l.language)"
    )
    assert found == ["de", "en", "it", *recognised, "fr"]
    assert any("German as de" in notice.text for notice in prepared.notices)


@pytest.mark.parametrize(
    ("learner", "ids"),
    [
        ("Ann", ["ann"]),
        ("bo@example.org", ["bo"]),
        ("ann; bo", ["ann", "bo"]),
        ("BO and ann", ["ann", "bo"]),
        ("ann@example.org, bo", ["ann", "bo"]),
        ("Ann (PM); Bo (on behalf of Cy)", ["ann", "bo"]),
    ],
)
async def test_people_are_found_by_name_address_and_login(organisation: Graph, learner: str, ids: list[str]) -> None:
    _, report = await load(organisation, {"lessons.csv": f'id,title,learnedOn,learnedBy\nx,X,2021-01-01,"{learner}"\n'})
    assert report.refusals == ()
    assert await organisation.read(LEARNERS, {"id": "x"}) == ids


async def test_an_unknown_name_is_refused_with_the_nearest_and_an_ambiguous_one_with_the_choice(organisation: Graph) -> None:
    people = "id,name\nx1,Ida Lind\nx2,Ida Lind\nx3,Bernhard\n"
    lessons = "id,title,learnedOn,learnedBy\na,A,2021-01-01,Bernard\nb,B,2021-01-01,Ida Lind\nc,C,2021-01-01,Quentin\n"
    _, report = await load(organisation, {"people.csv": people, "lessons.csv": lessons})
    assert [(refusal.value, refusal.rule, refusal.entry) for refusal in report.refusals] == [
        ("Bernard", "no person has this id or name; did you mean Bernhard (x3)?", True),
        ("Ida Lind", "several people have this name; write the id of one of them: Ida Lind (x1); Ida Lind (x2)", True),
        ("Quentin", "no person has this id or name; --create people creates it", True),
    ]


async def test_people_of_the_same_name_are_told_apart_by_department_and_address(organisation: Graph) -> None:
    people = "id,name,email\nx1,Ida Lind,ida@example.org\nx2,Ida Lind,\n"
    memberships = "person,department,from,to\nx1,north,2020-01-01,2021-01-01\nx1,south,2021-01-01,\nx2,north,2020-01-01,\n"
    await load(organisation, {"people.csv": people, "memberships.csv": memberships})
    files = {"lessons.csv": "id,title,learnedOn,learnedBy\nb,B,2021-01-01,Ida Lind\n"}
    rule = "several people have this name; write the id of one of them: Ida Lind, South{} (x1); Ida Lind, North (x2)"
    _, report = await load(organisation, files)
    assert [refusal.rule for refusal in report.refusals] == [rule.format(", ida@example.org")]
    input_files = read_upload([(name, text.encode()) for name, text in files.items()])
    prepared = await prepare(
        organisation, input_files.exact, input_files.proposals, Choices(), Caller("token:a", "A", "x2", Role.CONTRIBUTOR)
    )
    assert list(prepared.rules.values()) == [rule.format("")]


async def test_unknown_names_are_created_only_on_request(organisation: Graph) -> None:
    files = {"lessons.csv": "id,title,learnedOn,learnedBy,topics,project\na,A,2021-01-01,Ida Lind,Steel,Quay\n"}
    _, refused = await load(organisation, files)
    assert (refused.table("lessons").new, len(refused.refusals)) == (0, 1)
    prepared, report = await load(organisation, files, Choices(create=frozenset({"people", "topics", "projects"})))
    assert (prepared.created, report.refusals) == ({"people": 1, "topics": 1, "projects": 1}, ())
    assert await organisation.read(LEARNERS, {"id": "a"}) == ["ida-lind"]


async def test_an_open_order_of_day_and_month_is_a_question(organisation: Graph) -> None:
    files = {"lessons.csv": "id,title,learnedOn\na,A,01/02/2021\n"}
    prepared, report = await load(organisation, files)
    assert [question.value for question in prepared.questions] == ["01/02/2021"]
    assert report.table("lessons").refused == 1
    prepared, report = await load(organisation, files, Choices(DayOrder.MONTH_FIRST))
    assert (prepared.questions, report.table("lessons").new) == ([], 1)
    assert await organisation.read("MATCH (l:Lesson {id: 'a'}) RETURN toString(l.learnedOn)") == "2021-01-02"


async def test_days_in_two_orders_are_a_question_also_if_the_proposals_are_accepted(organisation: Graph) -> None:
    files = {"lessons.csv": "id,title,learnedOn\na,A,13/01/2021\nb,B,01/14/2021\nc,C,03/04/2021\n"}
    prepared, report = await load(organisation, files, Choices(accept=True))
    assert [question.value for question in prepared.questions] == ["03/04/2021"]
    assert "13/01/2021 only fits day-first, 01/14/2021 only month-first" in "".join(notice.text for notice in prepared.notices)
    assert (report.table("lessons").new, [refusal.value for refusal in report.refusals]) == (2, ["03/04/2021"])


async def test_departments_are_levels_of_a_path_and_punctuation_is_none(organisation: Graph) -> None:
    rows = "a,A,2021-01-01,Ann,West > Quays\nb,B,2021-01-01,Ann,West\\Piling\nc,C,2021-01-01,Ann,/\n"
    prepared, report = await load(
        organisation, {"register.csv": f"Ref,Lesson Title,Date Raised,Raised By,Department\n{rows}"}, Choices(accept=True)
    )
    assert report.refusals == ()
    assert "new departments: West, Quays, Piling" in [notice.text for notice in prepared.notices]
    assert "read as empty: /" in [notice.text for notice in prepared.notices]


async def test_an_hr_list_feeds_people_departments_and_memberships(organisation: Graph) -> None:
    text = "Employee ID,First name,Last name,Work email,Division,Team,Salary\n7,Eva,Roth,eva@example.org,North,Roads,100\n,,Bo,bo@example.org,South,,90\n"
    choices = Choices(since=date(2020, 1, 1), accept=True)
    prepared, report = await load(organisation, {"staff.csv": text}, choices)
    assert [(table.table, table.new, table.refused) for table in report.tables if table.new] == [
        ("departments", 1, 0),
        ("people", 1, 0),
        ("memberships", 1, 0),
    ]
    assert await organisation.read(MEMBERSHIPS) == [
        ["7", "north-roads", "2020-01-01"],
        ["ann", "north", "2020-01-01"],
        ["bo", "south", "2020-01-01"],
    ]
    assert any("personal data is not read: 'Salary'" in notice.text for notice in prepared.notices)


async def test_a_table_without_rows_stops_nothing(organisation: Graph) -> None:
    _, report = await load(organisation, {"assignments.txt": "Person,Project,Role\n", "topics.txt": "ID,Name\nx,X\n"})
    assert [(table.table, table.new) for table in report.tables if table.new] == [("topics", 1)]


async def test_made_ids_stay_the_same_when_the_file_comes_again(organisation: Graph) -> None:
    files = {"lessons.csv": "title,learnedOn\nOrder steel early,2021-06-30\nOrder steel early,2021-07-30\n"}
    results: Sequence[Any] = [(await load(organisation, files))[1].table("lessons") for _ in range(2)]
    assert [(table.new, table.unchanged) for table in results] == [(2, 0), (0, 2)]


async def test_an_empty_cell_keeps_the_value_and_the_change_of_another_is_shown(organisation: Graph) -> None:
    _, report = await load(organisation, {"people.csv": "id,name,email\nann,Ann Berg,\n"})
    assert [(change.id, change.field, change.old, change.new) for change in report.changes] == [("ann", "name", "Ann", "Ann Berg")]
    assert [(warning.field, warning.value) for warning in report.warnings] == [("email", "ann@example.org")]


async def test_a_repeated_row_is_reported_by_its_title_and_the_line_of_the_first(organisation: Graph) -> None:
    rows = "Order steel early,2021-06-30\nAsk first,2021-06-30\nOrder steel early,2021-06-30\n"
    _, report = await load(organisation, {"register.csv": f"Lesson Title,Date Raised\n{rows}"})
    (refusal,) = report.refusals
    assert (refusal.line, refusal.field, refusal.value) == (4, "Lesson Title", "Order steel early")
    assert refusal.rule == "line 2 has the same Lesson Title and Date Raised"
    _, report = await load(organisation, {"lessons.csv": "id,title,learnedOn\nx,Other,2021-06-30\nx,Another,2021-06-30\n"})
    assert [(refusal.value, refusal.rule) for refusal in report.refusals] == [("x", "line 2 has the same id")]


async def test_characters_that_nobody_sees_are_left_out_of_names_and_found_without_them(organisation: Graph) -> None:
    rows = "Order\u200b steel,30/06/2021,An\u200bn\ufeff; \u202aBo\u202c,\u2060Bridge\n"
    _, report = await load(organisation, {"register.csv": f"Lesson Title,Date Raised,Raised By,Project Name\n{rows}"})
    assert report.refusals == ()
    found = "MATCH (l:Lesson {title: 'Order steel'}) RETURN [l.id, COLLECT { MATCH (l)-[:LEARNED_BY|LEARNED_ON]->(n) RETURN n.id ORDER BY n.id }]"
    assert (await organisation.read(found))[1] == ["ann", "bo", "bridge"]
    people = "name,email\nاحمد می\u200cرود,am\u200bir@example.org\n"
    await load(organisation, {"people.csv": people}, Choices(accept=True))
    assert await organisation.read("MATCH (p:Person {email: 'amir@example.org'}) RETURN collect(p.name)") == ["احمد می\u200cرود"]


async def test_names_that_are_made_of_addresses_are_noted(organisation: Graph) -> None:
    text = "Employee ID,Name,Email,Department\n1,,tove.lind@example.org,North\n2,Ivo Brandt,ivo@example.org,North\n"
    prepared, _ = await load(organisation, {"staff.csv": text}, Choices(since=date(2020, 1, 1), accept=True))
    notes = [notice.text for notice in prepared.notices]
    assert "1 without a name, which is made of the address: tove.lind@example.org as Tove Lind" in notes
    register = "Lesson Title,Date Raised,Raised By\nAsk,30/06/2021,max@example.org\nAsk again,30/06/2021,Eva Mohr\n"
    prepared, _ = await load(organisation, {"register.csv": register}, Choices(accept=True))
    notes = [notice.text for notice in prepared.notices]
    assert "1 of them get their address as their name, because no name is given: max@example.org" in notes


async def test_numbered_rows_of_a_file_that_came_back_under_another_name_are_the_same_lessons(organisation: Graph) -> None:
    rows = ("1,Order steel early,30/06/2021", "2,Ask first,30/06/2021")
    _, first = await load(organisation, {"register.csv": "ID,Lesson Title,Date Raised\n" + "\n".join(rows)})
    header = "ID,Lesson Title,Date Raised,Graph: id,Graph: status\n"
    back = f"{header}{rows[0]},register-1,new\n{rows[1]},register-2,new\n3,Test the pump,30/06/2021,,\n"
    _, again = await load(organisation, {"corrected.csv": back})
    assert (first.table("lessons").new, again.table("lessons").new, again.table("lessons").unchanged) == (2, 1, 2)
    ids = await organisation.read("MATCH (l:Lesson) WHERE l.id CONTAINS '-' WITH l.id AS id ORDER BY id RETURN collect(id)")
    assert ids == ["corrected-3", "register-1", "register-2"]
