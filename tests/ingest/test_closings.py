"""Nothing that is imported reaches past the day on which its department closed or its project ended; what did is cut there and reported."""

from typing import Any

import pytest

from graph_service.domain.organisation.departments import CloseDepartment, close_department
from graph_service.graph import Graph
from graph_service.ingest import Report, import_folder
from graph_service.ingest.rules.closings import ASSIGNMENTS_BEGIN_LATER, ASSIGNMENTS_END_WITH_PROJECT
from tests.ingest.sample_tables import ORGANISATION, Write
from tests.ingest.test_periods import MEMBERSHIPS, OWNERS, PARENTS

DEPARTMENTS = "id,name,closedOn,partOf\nall,All,,\nold,Old,2022-01-01,all\n"
PEOPLE = "id,name\nann,Ann\nbo,Bo\ncy,Cy\n"
ASSIGNMENTS = "MATCH (p:Person)-[w:WORKED_ON]->() WITH p.id + ' ' + coalesce(toString(w.from), '') + ' ' + coalesce(toString(w.to), '') AS row ORDER BY row RETURN collect(row)"
SCOPES = "MATCH (r:Reuse) RETURN collect([r.id, r.scope, [(r)-[:REUSED_IN]->(d) | d.id]])"


def problems(report: Report) -> list[Any]:
    """The warnings and refusals of a report, as (table, line, field, value) and their rules' first words."""
    return [(found.table, found.line, found.field, found.value, found.rule.split()[:2]) for found in (*report.warnings, *report.refusals)]


@pytest.mark.thorough
async def test_a_membership_ends_when_its_department_closed(graph: Graph, write: Write) -> None:
    rows = "ann,old,2020-01-01,\nann,all,2022-01-01,\nbo,old,2020-01-01,2022-01-02\ncy,old,2022-01-01,\ncy,old,2020-01-01,2022-01-01\n"
    tables = write(departments=DEPARTMENTS, people=PEOPLE, memberships=f"person,department,from,to\n{rows}")
    report = await import_folder(graph, tables)
    assert problems(report) == [
        ("memberships", 2, "to", "", ["the", "period"]),
        ("memberships", 4, "to", "2022-01-02", ["the", "period"]),
        ("memberships", 5, "from", "2022-01-01", ["the", "department"]),
    ]
    assert await graph.read(MEMBERSHIPS) == [
        "ann all 2022-01-01 ",
        "ann old 2020-01-01 2022-01-01",
        "bo old 2020-01-01 2022-01-01",
        "cy old 2020-01-01 2022-01-01",
    ]
    again = await import_folder(graph, tables)
    assert (sum(table.loaded for table in again.tables), problems(again)) == (0, problems(report))


@pytest.mark.thorough
async def test_an_owner_and_a_parent_end_when_their_department_closed(graph: Graph, write: Write) -> None:
    tables = write(
        departments=f"{DEPARTMENTS}a,A,,old\nb,B,,\nc,C,2021-01-01,old\n",
        structure="department,partOf,from,to\nb,old,2020-01-01,\n",
        projects="id,name,status,endedOn,owner\nj,J,RUNNING,,old\nk,K,CLOSED,2021-06-01,old\nl,L,CLOSED,2023-06-01,\n",
        ownerships="project,department,from,to\nl,old,2020-01-01,\n",
    )
    report = await import_folder(graph, tables)
    assert problems(report) == [
        ("departments", 4, "partOf", "old", ["the", "period"]),
        ("structure", 2, "to", "", ["the", "period"]),
        ("projects", 2, "owner", "old", ["the", "period"]),
        ("ownerships", 2, "to", "", ["the", "period"]),
    ]
    assert await graph.read(PARENTS) == ["a old  2022-01-01", "b old 2020-01-01 2022-01-01", "c old  ", "old all  "]
    # The project that ended before its owner closed keeps its owner.
    assert await graph.read(OWNERS) == ["j old  2022-01-01", "k old  ", "l old 2020-01-01 2022-01-01"]
    assert sum(table.loaded for table in (await import_folder(graph, tables)).tables) == 0


async def test_an_assignment_ends_with_its_project(graph: Graph, write: Write) -> None:
    projects = "id,name,status,endedOn\nj,J,CLOSED,2021-12-31\nk,K,RUNNING,2021-12-31\n"
    rows = "ann,j,,2021-01-01,\nbo,j,,,2022-01-02\ncy,j,,,\nann,k,,2021-01-01,\nbo,j,late,2022-01-01,\n"
    tables = write(people=PEOPLE, projects=projects, assignments=f"person,project,role,from,to\n{rows}")
    report = await import_folder(graph, tables)
    assert problems(report) == [
        ("assignments", 2, "to", "", ["the", "assignment"]),
        ("assignments", 3, "to", "2022-01-02", ["the", "assignment"]),
        ("assignments", 6, "from", "2022-01-01", ["the", "project"]),
    ]
    assert await graph.read(ASSIGNMENTS) == ["ann 2021-01-01 ", "ann 2021-01-01 2022-01-01", "bo  2022-01-01", "cy  "]
    assert sum(table.loaded for table in (await import_folder(graph, tables)).tables) == 0


@pytest.mark.thorough
async def test_closing_a_department_by_import_ends_what_is_in_the_graph(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    tables = write(
        departments="id,name,closedOn\nsouth,South,2022-01-01\nall,All,2030-01-01\n",
        memberships="person,department,from,to\nbo,north,2022-01-01,\n",
    )
    report = await import_folder(graph, tables)
    assert problems(report) == [
        ("departments", 2, "closedOn", "2022-01-01", ["memberships,", "ownerships"]),
        ("departments", 3, "closedOn", "2030-01-01", ["memberships,", "ownerships"]),
    ]
    assert await graph.read(MEMBERSHIPS) == ["ann north 2020-01-01 ", "bo north 2022-01-01 ", "bo south 2020-01-01 2022-01-01"]
    assert await graph.read(PARENTS) == ["north all  2030-01-01", "south all  "]
    assert await graph.read(OWNERS) == ["bridge north  ", "tunnel south  "]  # the tunnel has ended
    assert await graph.read(SCOPES) == [["r1", "INTERNAL", ["north"]]]
    again = await import_folder(graph, tables)
    assert (problems(again), sum(table.loaded for table in again.tables)) == ([], 0)


@pytest.mark.thorough
async def test_a_row_keeps_the_closing_of_a_department_that_is_not_in_the_file(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    await close_department(graph, CloseDepartment(department="south", on="2023-01-01"))
    report = await import_folder(graph, write(ORGANISATION, departments=None))
    assert problems(report) == [("memberships", 3, "to", "", ["the", "period"])]
    assert "bo south 2020-01-01 2023-01-01" in await graph.read(MEMBERSHIPS)


@pytest.mark.thorough
async def test_what_goes_on_after_its_parent_or_owner_closed_no_longer_belongs_to_it(graph: Graph, write: Write) -> None:
    before = write(
        departments="id,name,closedOn\nall,All,2022-01-01\nold,Old,2021-01-01\n",
        structure="department,partOf,from,to\nold,all,2020-01-01,\n",
        projects="id,name,status,endedOn\nj,J,CLOSED,2021-06-01\n",
        ownerships="project,department,from,to\nj,all,2020-01-01,\n",
    )
    await import_folder(graph, before)
    assert await graph.read(PARENTS) == ["old all 2020-01-01 "]
    tables = write(departments="id,closedOn\nold,\n", projects="id,status,endedOn\nj,RUNNING,\n")
    report = await import_folder(graph, tables)
    assert problems(report) == [
        ("departments", 2, "partOf", "all", ["the", "period"]),
        ("projects", 2, "owner", "all", ["the", "period"]),
    ]
    assert await graph.read(PARENTS) == ["old all 2020-01-01 2022-01-01"]
    assert await graph.read(OWNERS) == ["j all 2020-01-01 2022-01-01"]
    again = await import_folder(graph, tables)
    assert (problems(again), sum(table.loaded for table in again.tables)) == ([], 0)


async def test_ending_a_project_by_import_ends_the_assignments_in_the_graph(graph: Graph, write: Write) -> None:
    rows = "ann,j,2021-01-01,\nbo,j,,\ncy,j,2023-01-01,\n"
    projects = "id,name,status,endedOn\nj,J,RUNNING,\n"
    await import_folder(graph, write(people=PEOPLE, projects=projects, assignments=f"person,project,from,to\n{rows}"))
    tables = write(projects="id,status,endedOn\nj,CLOSED,2022-06-30\n")
    report = await import_folder(graph, tables)
    assert [found.rule for found in report.warnings] == [ASSIGNMENTS_END_WITH_PROJECT, ASSIGNMENTS_BEGIN_LATER]
    assert await graph.read(ASSIGNMENTS) == ["ann 2021-01-01 2022-07-01", "bo  ", "cy 2023-01-01 "]
    again = await import_folder(graph, tables)
    assert ([found.rule for found in again.warnings], sum(table.loaded for table in again.tables)) == ([ASSIGNMENTS_BEGIN_LATER], 0)


@pytest.mark.thorough
async def test_existing_periods_that_begin_after_the_closing_stay_with_a_warning(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    before = await graph.read(MEMBERSHIPS)
    report = await import_folder(graph, write(departments="id,closedOn\nnorth,2019-01-01\n"))
    assert [problem[4] for problem in problems(report)] == [["memberships,", "ownerships"]] * 2
    assert report.warnings[1].rule.endswith("are unchanged; correct them")
    assert await graph.read(MEMBERSHIPS) == before


async def test_a_stated_department_that_was_closed_on_the_day_is_refused(graph: Graph, write: Write) -> None:
    tables = write(
        departments=DEPARTMENTS,
        projects="id,name,status\nj,J,RUNNING\n",
        lessons="id,title,learnedOn,learnedIn,project\nl,L,2022-01-01,old|all,j\nm,M,2021-12-31,old,j\n",
        reuses="id,lesson,department,project,reusedOn\nr,l,old,j,2022-01-01\ns,m,old,j,2021-12-31\n",
    )
    report = await import_folder(graph, tables)
    assert problems(report) == [
        ("lessons", 2, "learnedIn", "old", ["the", "department"]),
        ("reuses", 2, "department", "old", ["the", "department"]),
    ]
    assert (report.table("lessons").new, report.table("reuses").new) == (2, 1)
