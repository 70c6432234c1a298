"""Imported periods: one home department, one parent and one owner at a time, with half-open periods [from, to)."""

from graph_service.graph import Graph
from graph_service.ingest import import_folder
from tests.ingest.sample_tables import Write

PEOPLE = "id,name\nann,Ann\nbo,Bo\n"
DEPARTMENTS = "id,name\na,A\nb,B\nc,C\nd,D\n"
HEAD = "person,department,from,to\n"
MEMBERSHIPS = "MATCH (p:Person)-[m:MEMBER_OF]->(d) WITH p.id + ' ' + d.id + ' ' + toString(m.from) + ' ' + coalesce(toString(m.to), '') AS row ORDER BY row RETURN collect(row)"
PARENTS = "MATCH (d:Department)-[m:PART_OF]->(p) WITH d.id + ' ' + p.id + ' ' + coalesce(toString(m.from), '') + ' ' + coalesce(toString(m.to), '') AS row ORDER BY row RETURN collect(row)"
OWNERS = "MATCH (d)-[m:OWNS]->(p:Project) WITH p.id + ' ' + d.id + ' ' + coalesce(toString(m.from), '') + ' ' + coalesce(toString(m.to), '') AS row ORDER BY row RETURN collect(row)"


async def test_a_second_affiliation_is_refused_in_the_order_of_the_file(graph: Graph, write: Write) -> None:
    rows = "ann,a,2020-01-01,2021-01-01\nann,b,2021-01-01,\nann,c,2022-01-01,\nbo,c,2021-06-01,\nbo,a,2020-01-01,2021-06-02\nbo,b,2020-01-01,2021-06-01\n"
    report = await import_folder(graph, write(people=PEOPLE, departments=DEPARTMENTS, memberships=HEAD + rows))
    assert [(refusal.line, refusal.rule) for refusal in report.refusals] == [
        (4, "a person can belong to only one department at a time"),
        (6, "a person can belong to only one department at a time"),
        (7, "an earlier row of this table has the same key"),
    ]
    assert await graph.read(MEMBERSHIPS) == ["ann a 2020-01-01 2021-01-01", "ann b 2021-01-01 ", "bo c 2021-06-01 "]


async def test_existing_memberships_block_new_ones_unless_the_file_changes_them(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(people=PEOPLE, departments=DEPARTMENTS, memberships=f"{HEAD}ann,a,2020-01-01,\n"))
    report = await import_folder(graph, write(memberships=f"{HEAD}ann,b,2022-01-01,\n"))
    assert [refusal.field for refusal in report.refusals] == ["from"]
    # The new row may precede the row that ends the old period; a changed department corrects the history.
    report = await import_folder(graph, write(memberships=f"{HEAD}ann,b,2022-01-01,\nann,c,2020-01-01,2022-01-01\n"))
    assert (report.refusals, report.table("memberships").new, report.table("memberships").changed) == ((), 1, 1)
    assert await graph.read(MEMBERSHIPS) == ["ann b 2022-01-01 ", "ann c 2020-01-01 2022-01-01"]


async def test_an_existing_membership_stays_when_its_change_is_refused(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(people=PEOPLE, departments=DEPARTMENTS, memberships=f"{HEAD}ann,a,2020-01-01,2022-01-01\n"))
    rows = "ann,b,2021-01-01,\nann,a,2020-01-01,2021-06-01\n"
    report = await import_folder(graph, write(memberships=HEAD + rows))
    assert len(report.refusals) == 2
    assert await graph.read(MEMBERSHIPS) == ["ann a 2020-01-01 2022-01-01"]


async def test_an_undated_parent_applies_until_the_first_dated_parent_starts(graph: Graph, write: Write) -> None:
    tables = {
        "departments": "id,name,partOf\na,A,\nb,B,a\nc,C,a\nd,D,a\n",
        "structure": "department,partOf,from,to\nc,b,2022-01-01,2024-01-01\nc,d,2024-01-01,\nd,b,,\n",
    }
    report = await import_folder(graph, write(tables))
    assert report.refusals == ()
    expected = ["b a  ", "c a  2022-01-01", "c b 2022-01-01 2024-01-01", "c d 2024-01-01 ", "d b  "]
    assert await graph.read(PARENTS) == expected
    again = await import_folder(graph, write(tables))
    assert sum(table.loaded for table in again.tables) == 0
    assert await graph.read(PARENTS) == expected
    # Importing only one of the two tables keeps the data of the other.
    assert sum(table.loaded for table in (await import_folder(graph, write(structure=tables["structure"]))).tables) == 0
    changed = await import_folder(graph, write(departments="id,name,partOf\nb,B,\nc,C,b\n"))
    assert changed.table("departments").changed == 2
    assert await graph.read(PARENTS) == ["c b  2022-01-01", *expected[2:]]


async def test_a_dated_parent_ends_an_existing_undated_one(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(departments="id,name,partOf\na,A,\nb,B,\nc,C,a\n"))
    await import_folder(graph, write(structure="department,partOf,from,to\nc,b,2022-01-01,\n"))
    assert await graph.read(PARENTS) == ["c a  2022-01-01", "c b 2022-01-01 "]
    assert sum(table.loaded for table in (await import_folder(graph, write(departments="id,name,partOf\nc,C,a\n"))).tables) == 0


async def test_no_department_is_part_of_itself_on_any_day(graph: Graph, write: Write) -> None:
    structure = "department,partOf,from,to\na,b,2020-01-01,2021-01-01\nb,a,2021-01-01,2022-01-01\nb,c,2022-01-01,\nc,a,2019-01-01,2020-01-01\nc,b,2021-12-31,\n"
    report = await import_folder(graph, write(departments=DEPARTMENTS, structure=structure))
    assert [(refusal.line, refusal.rule) for refusal in report.refusals] == [
        (6, "a department cannot be part of itself, directly or through other departments, on any day")
    ]
    assert report.table("structure").new == 4


async def test_a_dated_owner_ends_the_undated_owner(graph: Graph, write: Write) -> None:
    tables = {
        "departments": DEPARTMENTS,
        "projects": "id,name,status,owner\nj,J,RUNNING,a\nk,K,RUNNING,a\n",
        "ownerships": "project,department,from,to\nj,b,2022-01-01,\nj,c,2023-01-01,\n",
    }
    report = await import_folder(graph, write(tables))
    assert [(refusal.line, refusal.rule) for refusal in report.refusals] == [(3, "a project can have only one owner at a time")]
    assert await graph.read(OWNERS) == ["j a  2022-01-01", "j b 2022-01-01 ", "k a  "]
    await import_folder(graph, write(projects="id,owner\nk,d\nj,\n"))
    assert await graph.read(OWNERS) == ["j b 2022-01-01 ", "k d  "]
