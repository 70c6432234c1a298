"""The bounds of imported days, hours, amounts and texts: each limit is loaded, and the next value is refused. Unlikely values are loaded."""

from datetime import UTC, datetime, timedelta

import pytest

from graph_service.domain.plausibility import REUSED_BEFORE_PROJECT, REUSED_BEFORE_PUBLICATION, TOO_MANY_HOURS
from graph_service.graph import Graph
from graph_service.ingest import Reason, import_folder
from graph_service.ingest.rules.plausibility import REPEATED_REUSE
from graph_service.ingest.staged_table import NO_CONTROL
from tests.ingest.sample_tables import ORGANISATION, Write

TODAY = datetime.now(UTC).date()
TOMORROW, LATER = (TODAY + timedelta(days=days) for days in (1, 3))  # the test may run over midnight
REUSE_COLUMNS = "id,lesson,person,project,reusedOn,hoursSaved,costAvoided,currency,confirmedBy,confirmedAt\n"
TABLES = {
    "lesson": ("lessons", "id,title,learnedOn,publishedOn,retiredOn\n", "l,L,{learnedOn},{publishedOn},{retiredOn}\n"),
    "reuse": (
        "reuses",
        REUSE_COLUMNS,
        "r,l1,bo,tunnel,{reusedOn},{hoursSaved},{costAvoided},{currency},{confirmedBy},{confirmedAt}\n",
    ),
    "project": ("projects", "id,name,status,startedOn,endedOn\n", "p,P,RUNNING,{startedOn},{endedOn}\n"),
    "department": ("departments", "id,name,openedOn,closedOn\n", "d,D,{openedOn},{closedOn}\n"),
    "membership": ("memberships", "person,department,from,to\n", "cy,north,{from},{to}\n"),
    "ownership": ("ownerships", "project,department,from,to\n", "bridge,south,{from},{to}\n"),
    "assignment": ("assignments", "person,project,from,to\n", "ann,bridge,{from},{to}\n"),
    "rundown": ("rundowns", "id,project,phase,heldOn\n", "u,bridge,BEFORE,{heldOn}\n"),
}
DEFAULTS = {
    "lesson": {"learnedOn": "1950-01-01"},
    "reuse": {"reusedOn": "2022-01-01", "currency": "EUR", "costAvoided": "1", "confirmedBy": "ann"},
    "membership": {"from": "2022-01-01"},
}


@pytest.mark.parametrize(
    ("row", "field", "limit", "beyond"),
    [
        ("lesson", "learnedOn", "1950-01-01", "1949-12-31"),
        ("lesson", "learnedOn", str(TOMORROW), str(LATER)),
        ("lesson", "publishedOn", "1950-01-01", "1949-12-31"),
        ("lesson", "publishedOn", str(TOMORROW), str(LATER)),
        ("lesson", "retiredOn", "2100-12-31", "2101-01-01"),
        ("lesson", "retiredOn", "1950-01-01", "1799-12-31"),
        ("reuse", "reusedOn", str(TOMORROW), str(LATER)),
        ("reuse", "hoursSaved", "100000", "100000.01"),
        ("reuse", "hoursSaved", "-100000", "-100000.01"),
        ("reuse", "hoursSaved", "0", "1.7e308"),
        ("reuse", "costAvoided", "100000000000", "100000000000.01"),
        ("reuse", "costAvoided", "0", "-0.01"),
        ("reuse", "confirmedAt", f"{TODAY}T00:00:00Z", f"{LATER}T00:00:00Z"),
        ("reuse", "confirmedAt", "1950-01-01T00:00:00Z", "1949-12-31T23:59:59Z"),
        ("project", "startedOn", "1800-01-01", "1799-12-31"),
        ("project", "endedOn", "2100-12-31", "2101-01-01"),
        ("department", "openedOn", "1800-01-01", "1799-12-31"),
        ("department", "closedOn", "2100-12-31", "2101-01-01"),
        ("membership", "from", "1800-01-01", "1799-12-31"),
        ("membership", "to", "2100-12-31", "2101-01-01"),
        ("membership", "to", "9999-12-31", "9999-12-30"),
        ("ownership", "from", "1800-01-01", "1799-12-31"),
        ("ownership", "to", "2100-12-31", "2101-01-01"),
        ("assignment", "from", "1800-01-01", "1799-12-31"),
        ("assignment", "to", "2100-12-31", "2101-01-01"),
        ("rundown", "heldOn", "1800-01-01", "1799-12-31"),
        ("rundown", "heldOn", "2100-12-31", "2101-01-01"),
    ],
)
async def test_the_limit_is_loaded_and_the_next_value_is_refused(
    graph: Graph, write: Write, row: str, field: str, limit: str, beyond: str
) -> None:
    table, columns, line = TABLES[row]
    organisation = ORGANISATION | {
        "people": f"{ORGANISATION['people']}cy,Cy,\n",
        "projects": ORGANISATION["projects"].replace("north,", ","),
    }
    base = {} if table in ("departments", "lessons", "projects") else organisation
    for value, refused in ((limit, 0), (beyond, 1)):
        values = dict.fromkeys(columns.strip().split(","), "") | DEFAULTS.get(row, {}) | {field: value}
        report = await import_folder(graph, write(base, **{table: columns + line.format(**values)}), dry_run=True)
        assert [(refusal.table, refusal.field, refusal.reason) for refusal in report.refusals] == [
            (table, field, Reason.BAD_VALUE)
        ] * refused
        assert report.table(table).new == 1 - refused


@pytest.mark.thorough
async def test_unlikely_reuses_are_loaded_with_a_warning(graph: Graph, write: Write) -> None:
    tables = write(
        ORGANISATION,
        projects="id,name,status,startedOn\nbridge,Bridge,RUNNING,\ntunnel,Tunnel,RUNNING,2022-01-01\n",
        lessons="id,title,learnedOn,publishedOn,learnedBy,project\nl1,L,2021-03-01,2021-06-01,ann,bridge\n",
        reuses=REUSE_COLUMNS
        + "a,l1,bo,bridge,2021-05-31,2000,,,,\nb,l1,bo,tunnel,2021-12-31,2000.5,,,,\nc,l1,bo,tunnel,2022-01-01,-2000.5,,,,\n"
        "d,l1,bo,tunnel,2022-01-01,,,,,\n",
    )
    report = await import_folder(graph, tables, strict=True)
    assert (report.refusals, report.written, report.table("reuses").new) == ((), True, 4)
    expected = [
        (2, "reusedOn", "2021-05-31", REUSED_BEFORE_PUBLICATION),
        (3, "reusedOn", "2021-12-31", REUSED_BEFORE_PROJECT),
        (3, "hoursSaved", "2000.5", TOO_MANY_HOURS),
        (4, "hoursSaved", "-2000.5", TOO_MANY_HOURS),
        (5, "reusedOn", "2022-01-01", REPEATED_REUSE),
    ]
    assert [(each.line, each.field, each.value, each.rule) for each in report.warnings] == expected
    assert {(each.table, each.file) for each in report.warnings} == {("reuses", "reuses.csv")}
    assert report.table("reuses").warned == {TOO_MANY_HOURS: 2, REUSED_BEFORE_PUBLICATION: 1, REUSED_BEFORE_PROJECT: 1, REPEATED_REUSE: 1}
    # The lesson, the project and the earlier reuse may be in the graph instead of the files.
    rest = await import_folder(graph, write(reuses=REUSE_COLUMNS + "e,l1,bo,tunnel,2022-01-01,,,,,\nf,l1,bo,tunnel,2021-05-31,,,,,\n"))
    assert [(each.line, each.rule) for each in rest.warnings] == [
        (2, REPEATED_REUSE),
        (3, REUSED_BEFORE_PUBLICATION),
        (3, REUSED_BEFORE_PROJECT),
    ]


@pytest.mark.parametrize(("column", "row"), [("id", "a\0,N,"), ("name", "a,N\0,"), ("broader", "a,N,b\0")])
async def test_a_nul_character_is_refused_with_its_own_rule(graph: Graph, write: Write, column: str, row: str) -> None:
    report = await import_folder(graph, write(topics=f"id,name,broader\n{row}\n"))
    assert [(refusal.field, refusal.rule) for refusal in report.refusals] == [(column, NO_CONTROL)]


async def test_a_line_break_in_a_title_becomes_a_space(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(lessons='id,title,context,learnedOn\nl,"Ask \r\n\r\n twice","One\nTwo",2021-01-01\n'))
    assert await graph.read("MATCH (l:Lesson) RETURN [l.title, l.context]") == ["Ask twice", "One\nTwo"]
