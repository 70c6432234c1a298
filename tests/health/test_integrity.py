"""Relationships that exist twice and periods that overlap are found; duplicates are deleted on request."""

from typing import Any

import pytest

from graph_service.domain.log_reading import read_log
from graph_service.graph import Graph
from graph_service.health import integrity
from graph_service.health.check import State
from graph_service.health.integrity import check_duplicates, check_periods, repair_duplicates
from graph_service.model.relationships import RelationshipType
from tests.thorough import one_in

DUPLICATES = """
CREATE (start:$($start) {id: 'a'}), (end:$($end) {id: 'b'}), (third:$($end) {id: 'c'})
FOREACH (_ IN range(1, 3) | CREATE (start)-[:$($type) {from: date('2020-01-01'), role: 'lead'}]->(end))
CREATE (start)-[:$($type) {from: date('2020-01-01'), role: 'lead'}]->(third)
CREATE (start)-[:$($type) {from: date('2021-01-01')}]->(end)
"""
COUNT = "MATCH ()-[link]->() RETURN count(link)"
PERIODS = """
UNWIND $rows AS row
MERGE (person:Person {id: row[0]})
MERGE (department:Department {id: row[1]})
CREATE (person)-[:MEMBER_OF {from: date(row[2]), to: date(row[3])}]->(department)
"""


@pytest.mark.parametrize("kind", one_in(10, RelationshipType))
async def test_relationships_with_the_same_ends_and_properties_are_duplicates(graph: Graph, kind: RelationshipType) -> None:
    await graph.command(DUPLICATES, {"type": kind, "start": kind.start, "end": kind.end})
    (check,) = await check_duplicates(graph)
    assert (check.state, check.message) == (State.WRONG, f"2 {kind} relationships are duplicates of another.")
    (repair,) = await repair_duplicates(graph)
    assert repair.message == f"Duplicate relationships were deleted: {kind} 2. One of each remains."
    assert await graph.read(COUNT) == 3
    assert [activity.action for activity in await read_log(graph)] == ["REPAIR"]
    assert [check.state for check in await check_duplicates(graph)] == [State.OK]
    assert (await repair_duplicates(graph))[0].message == "There were no duplicates to delete."
    assert len(await read_log(graph)) == 1


async def test_many_duplicates_are_deleted_in_several_transactions(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "DELETIONS_PER_TRANSACTION", 4)
    await graph.command("CREATE (a:Lesson {id: 'a'}), (b:Topic {id: 'b'}) FOREACH (_ IN range(0, 9) | CREATE (a)-[:ABOUT]->(b))")
    assert (await repair_duplicates(graph))[0].figures == {"ABOUT": 9}
    assert (await graph.read(COUNT), len(await read_log(graph))) == (1, 3)


@pytest.mark.parametrize(
    ("rows", "people"),
    [
        ([["p", "d", "2020-01-01", None], ["p", "e", "2021-01-01", None]], "1 people"),
        ([["p", "d", "2020-01-01", "2021-01-02"], ["p", "d", "2021-01-01", None]], "1 people"),
        ([[f"p{n}", department, "2020-01-01", None] for n in range(4) for department in "de"], "4 people"),
        ([["p", "d", "2020-01-01", "2021-01-01"], ["p", "e", "2021-01-01", None], ["q", "d", "2020-01-01", None]], None),
        ([["p", "d", "2020-01-01", None]] * 2, None),
    ],
)
async def test_two_home_departments_on_one_day_are_found(graph: Graph, rows: list[list[Any]], people: str | None) -> None:
    await graph.command(PERIODS, {"rows": rows})
    (check,) = await check_periods(graph)
    assert check.state == (State.WRONG if people else State.OK)
    if people:
        assert check.message.startswith(f"{people} have more than one home department on the same day: 'p")
        assert check.message.endswith("'p2', ...." if people.startswith("4") else "'p'.")


async def test_two_owners_and_two_parents_on_one_day_are_found(graph: Graph) -> None:
    await graph.command(
        "CREATE (a:Department {id: 'a'}), (b:Department {id: 'b'}), (c:Department {id: 'c'}), (j:Project {id: 'j'}) "
        "CREATE (a)-[:OWNS]->(j), (b)-[:OWNS {from: date('2020-01-01')}]->(j), (a)-[:PART_OF]->(b), (a)-[:PART_OF {from: date('2020-01-01')}]->(c)"
    )
    owners, parents = await check_periods(graph)
    assert owners.message == "1 projects have more than one owner on the same day: 'j'."
    assert "ownerships.csv" in owners.remedy
    assert parents.message == "1 departments have more than one parent on the same day: 'a'."
    assert "structure.csv" in parents.remedy
