"""All rows are validated before anything is written; invalid rows are refused with file, line, field, value and rule."""

import csv
from pathlib import Path

from graph_service.graph import Graph
from graph_service.ingest import Reason, import_folder
from tests.ingest.sample_tables import ORGANISATION, Write, dump

BAD, UNKNOWN, BROKEN = Reason.BAD_VALUE, Reason.UNKNOWN_ID, Reason.BROKEN_RULE
REUSES = "id,lesson,person,project,reusedOn,outcome,hoursSaved,costAvoided,currency,confirmedBy,confirmedAt\n"
LESSONS = "id,title,phase,status,learnedOn,publishedOn,retiredOn,learnedBy,project,sourceUrl\n"


REUSES_THAT_BREAK_A_RULE = [
    ("r,l1,bo,tunnel,2025-30-01,,,,,,", "reusedOn", BAD),
    ("r,l1,bo,tunnel,2025-1-2,,,,,,", "reusedOn", BAD),
    ("r,l1,bo,tunnel,20250102,,,,,,", "reusedOn", BAD),
    ("r,l1,bo,tunnel,yyyy-mm-dd,,,,,,", "reusedOn", BAD),
    ("r,l1,bo,tunnel,,,,,,,", "reusedOn", BAD),
    (",l1,bo,tunnel,2022-01-01,,,,,,", "id", BAD),
    ("r,,bo,tunnel,2022-01-01,,,,,,", "lesson", BAD),
    ("r|s,l1,bo,tunnel,2022-01-01,,,,,,", "id", BAD),
    ("r,l1,bo,tunnel,2022-01-01,helped,,,,,", "outcome", BAD),
    ("r,l1,bo,tunnel,2022-01-01,,many,,,,", "hoursSaved", BAD),
    ("r,l1,bo,tunnel,2022-01-01,,nan,,,,", "hoursSaved", BAD),
    ("r,l1,bo,tunnel,2022-01-01,,,12,,,", "currency", BAD),
    ("r,l1,bo,tunnel,2022-01-01,,,,EUR,,", "costAvoided", BAD),
    ("r,l1,bo,tunnel,2022-01-01,,,12,EURO,,", "currency", BAD),
    ("r,l1,bo,tunnel,2022-01-01,,,12.345,EUR,,", "costAvoided", BAD),
    ("r,l1,bo,tunnel,2022-01-01,,,1e99999999,EUR,,", "costAvoided", BAD),
    ("r,l1,bo,tunnel,2022-01-01,,,,,ann,yesterday", "confirmedAt", BAD),
    ("r,nothing,bo,tunnel,2022-01-01,,,,,,", "lesson", UNKNOWN),
    ("r,l1,nobody,tunnel,2022-01-01,,,,,,", "person", UNKNOWN),
    ("r,l1,bo,nowhere,2022-01-01,,,,,,", "project", UNKNOWN),
    ("r,l1,bo,tunnel,2022-01-01,,,,,nobody,", "confirmedBy", UNKNOWN),
    ("r,l1,bo,tunnel,2021-02-28,,,,,,", "reusedOn", BROKEN),
    ("r,draft,bo,tunnel,2022-01-01,,,,,,", "lesson", BROKEN),
    ("r,l1,bo,tunnel,2022-01-01,,,,,bo,", "confirmedBy", BROKEN),
    ("r,l1,bo,tunnel,2022-01-01,,,,,,2022-02-01T10:00:00Z", "confirmedAt", BROKEN),
    # A row is reported under its first reason, independent of the column order.
    ("r,nothing,bo,tunnel,2021-01-01,,oops,,,,", "hoursSaved", BAD),
    ("r,l1,bo,nowhere,2021-01-01,,,,,bo,", "project", UNKNOWN),
]
LESSONS_THAT_BREAK_A_RULE = [
    ("l,,,,2021-01-01,,,,,", "title", BAD),
    ("l, \t ,,,2021-01-01,,,,,", "title", BAD),
    (f"l,{'x' * 1_001},,,2021-01-01,,,,,", "title", BAD),
    ("l,T,,OPEN,2021-01-01,,,,,", "status", BAD),
    ("l,T,before,,2021-01-01,,,,,", "phase", BAD),
    ("l,T,,,,,,,,", "learnedOn", BAD),
    ("l,T,,,2021-01-01,,,,,javascript:alert(1)", "sourceUrl", BAD),
    ("l,T,,,2021-01-01,,,,nowhere,", "project", UNKNOWN),
    ("l,T,,PUBLISHED,2021-01-01,,2021-02-01,,,", "retiredOn", BROKEN),
    ("l,T,,DRAFT,2021-01-01,2021-02-01,,,,", "publishedOn", BROKEN),
]


async def test_reuses_that_break_a_rule_are_refused(graph: Graph, write: Write) -> None:
    lessons = ORGANISATION["lessons"].replace("project,topics", "project,status") + "draft,A draft,2021-01-01,ann,bridge,DRAFT\n"
    lessons = lessons.replace("claims|money", "")
    rows = "\n".join(_numbered(row, line) for line, (row, _, _) in enumerate(REUSES_THAT_BREAK_A_RULE, 3))
    report = await import_folder(graph, write(ORGANISATION, lessons=lessons, reuses=f"{REUSES}ok,l1,bo,tunnel,2021-03-01,,,,,,\n{rows}\n"))
    assert [(refusal.file, refusal.line, refusal.field, refusal.reason) for refusal in report.refusals] == [
        ("reuses.csv", line, field, reason) for line, (_, field, reason) in enumerate(REUSES_THAT_BREAK_A_RULE, 3)
    ]
    assert report.table("reuses").new == 1


async def test_lessons_that_break_a_rule_are_refused(graph: Graph, write: Write) -> None:
    rows = "\n".join(_numbered(row, line) for line, (row, _, _) in enumerate(LESSONS_THAT_BREAK_A_RULE, 2))
    report = await import_folder(graph, write(ORGANISATION, lessons=f"{LESSONS}{rows}\n", reuses=None))
    assert [(refusal.line, refusal.field, refusal.reason) for refusal in report.refusals] == [
        (line, field, reason) for line, (_, field, reason) in enumerate(LESSONS_THAT_BREAK_A_RULE, 2)
    ]


def _numbered(row: str, line: int) -> str:
    """The row with an id of its own, if it has one."""
    id_, comma, rest = row.partition(",")
    return f"{id_ and f'{id_}{line}'}{comma}{rest}"


async def test_rows_that_depend_on_a_refused_row_are_refused(graph: Graph, write: Write) -> None:
    projects = ORGANISATION["projects"].replace("tunnel,Tunnel,CLOSED", "tunnel,Tunnel,OVER")
    departments = "id,name,partOf\nall,All,\nnorth,,all\nsouth,South,north\nwest,West,south\n"
    report = await import_folder(graph, write(ORGANISATION, projects=projects, departments=departments))
    refusals = {(refusal.table, refusal.field, refusal.reason) for refusal in report.refusals}
    assert refusals == {
        ("departments", "name", BAD),  # north has no name
        ("departments", "partOf", UNKNOWN),  # south is part of north, west of south
        ("memberships", "department", UNKNOWN),
        ("projects", "owner", UNKNOWN),
        ("projects", "status", BAD),
        ("assignments", "project", UNKNOWN),
        ("lessons", "project", UNKNOWN),
        ("reuses", "lesson", UNKNOWN),
    }
    assert report.table("departments").new == 1


async def test_a_table_may_refer_to_nodes_in_the_graph(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    report = await import_folder(
        graph, write(reuses="id,lesson,person,project,reusedOn\nr2,l1,ann,bridge,2022-01-01\nr3,l1,ann,bridge,2021-01-01\n")
    )
    assert (report.table("reuses").new, report.refusals[0].field) == (1, "reusedOn")


async def test_invalid_list_entries_are_refused_and_the_rest_of_the_row_is_loaded(graph: Graph, write: Write) -> None:
    lessons = "id,title,learnedOn,learnedBy,project,topics,buildsOn,recurrenceOf\nl1,T,2021-03-01,ann|nobody,bridge,claims|claims||air,l9,l2\nl2,T,2021-04-01,,,,,\n"
    report = await import_folder(graph, write(ORGANISATION, lessons=lessons))
    assert [(refusal.line, refusal.field, refusal.value, refusal.reason) for refusal in report.refusals] == [
        (2, "learnedBy", "nobody", UNKNOWN),
        (2, "topics", "air", UNKNOWN),
        (2, "buildsOn", "l9", UNKNOWN),
        (2, "recurrenceOf", "l2", BROKEN),
    ]
    table = report.table("lessons")
    assert (table.new, table.refused, table.entries) == (2, 0, 4)
    assert await graph.read("MATCH (:Lesson {id: 'l1'})-[r]->(n) WITH type(r) + ' ' + n.id AS link ORDER BY link RETURN collect(link)") == [
        "ABOUT claims",
        "LEARNED_BY ann",
        "LEARNED_IN north",
        "LEARNED_ON bridge",
    ]


async def test_a_cycle_is_broken_at_the_lesson_learned_first(graph: Graph, write: Write) -> None:
    lessons = "id,title,learnedOn,buildsOn\nold,T,2020-01-01,new\nmid,T,2021-01-01,old|mid\nnew,T,2022-01-01,mid\n"
    report = await import_folder(graph, write(lessons=lessons))
    assert [(refusal.line, refusal.value) for refusal in report.refusals] == [(2, "new"), (3, "mid")]
    # Links already in the graph take precedence over new ones.
    again = await import_folder(graph, write(lessons="id,title,learnedOn,buildsOn\nnewest,T,2023-01-01,new\nold,T,2020-01-01,newest\n"))
    assert [(refusal.line, refusal.value) for refusal in again.refusals] == [(3, "newest")]


async def test_cycles_of_topics_and_departments_are_broken_in_file_order(graph: Graph, write: Write) -> None:
    folder = write(topics="id,name,broader\na,A,b\nb,B,a|c\nc,C,\n", departments="id,name,partOf\nx,X,y\ny,Y,x\nz,Z,z\n")
    report = await import_folder(graph, folder)
    assert [(refusal.table, refusal.line, refusal.value) for refusal in report.refusals] == [
        ("departments", 3, "x"),
        ("departments", 4, "z"),
        ("topics", 3, "a"),
    ]
    assert (report.table("topics").new, report.table("departments").new) == (3, 3)


async def test_an_email_address_belongs_to_one_person(graph: Graph, write: Write) -> None:
    folder = write(people="id,name,email\na,A,one@example.org\nb,B,ONE@example.org\nc,C,nonsense\n")
    report = await import_folder(graph, folder)
    assert [(refusal.line, refusal.reason) for refusal in report.refusals] == [(3, BROKEN), (4, BAD)]
    # An address may move from one person to another.
    report = await import_folder(graph, write(people="id,name,email\na,A,two@example.org\nd,D,one@example.org\n"))
    assert (report.table("people").new, report.table("people").changed, report.refusals) == (1, 1, ())
    report = await import_folder(graph, write(people="id,name,email\na,A,one@example.org\nd,D,two@example.org\n"))
    assert (report.table("people").changed, report.refusals) == (2, ())
    report = await import_folder(graph, write(people="id,name,email\ne,E,two@example.org\n"))
    assert [refusal.rule for refusal in report.refusals] == ["D (d) already has this e-mail address"]
    # d cannot take b's address, so d keeps its own, which a therefore cannot take.
    await import_folder(graph, write(people="id,name,email\nb,B,three@example.org\n"))
    report = await import_folder(graph, write(people="id,name,email\na,A,two@example.org\nd,D,three@example.org\n"))
    assert [refusal.value for refusal in report.refusals] == ["two@example.org", "three@example.org"]


async def test_days_that_contradict_each_other_are_refused(graph: Graph, write: Write) -> None:
    folder = write(
        departments="id,name,openedOn,closedOn\na,A,2022-01-01,2021-01-01\nb,B,2021-01-01,2021-01-01\n",
        people="id,name\np,P\n",
        projects="id,name,status,startedOn,endedOn\nj,J,CLOSED,2022-01-01,2021-12-31\nk,K,CLOSED,,\n",
        memberships="person,department,from,to\np,b,2022-01-01,2022-01-01\n",
        assignments="person,project,role,from,to\np,k,lead,2022-01-02,2022-01-01\np,k,,,\n",
    )
    report = await import_folder(graph, folder)
    assert [(refusal.table, refusal.line, refusal.field) for refusal in report.refusals] == [
        ("departments", 2, "closedOn"),
        ("memberships", 2, "to"),
        ("projects", 2, "endedOn"),
        ("assignments", 2, "to"),
    ]


async def test_a_lesson_learned_after_its_reuse_is_refused(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    before = await dump(graph)
    report = await import_folder(graph, write(lessons="id,learnedOn\nl1,2022-05-02\n"))
    assert [(refusal.field, refusal.value, refusal.reason) for refusal in report.refusals] == [("learnedOn", "2022-05-02", BROKEN)]
    report = await import_folder(graph, write(lessons="id,status\nl1,DRAFT\n"))
    assert [(refusal.field, refusal.reason) for refusal in report.refusals] == [("status", BROKEN)]
    assert await dump(graph) == before


async def test_the_refused_rows_are_written_as_csv(graph: Graph, write: Write, tmp_path: Path) -> None:
    path = tmp_path / "refused.csv"
    await import_folder(graph, write(topics='id,name,broader\na,A,"x|y"\nb,,\n'), refused=path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["file", "line", "field", "value", "rule"],
        ["topics.csv", "2", "broader", "x", "neither the import nor the graph contains this id"],
        ["topics.csv", "2", "broader", "y", "neither the import nor the graph contains this id"],
        ["topics.csv", "3", "name", "", "a value is required"],
    ]
