"""The departments of a lesson are those of its learners on that day, that of a reuse is its reuser's; the scope follows from both."""

from typing import Any

import pytest

from graph_service.domain.organisation.attribution import attribute_lessons, attribute_reuses
from graph_service.graph import Graph, WriteTransaction

# Ann was in north until the end of 2021 and in south since; Bob in south; Cy in no department; Dee in north.
PEOPLE = """
CREATE (north:Department {id: 'north'}), (south:Department {id: 'south'}), (east:Department {id: 'east'})
CREATE (ann:Person {id: 'ann'}), (bob:Person {id: 'bob'}), (:Person {id: 'cy'}), (dee:Person {id: 'dee'})
CREATE (ann)-[:MEMBER_OF {from: date('2020-01-01'), to: date('2022-01-01')}]->(north),
       (ann)-[:MEMBER_OF {from: date('2022-01-01')}]->(south),
       (bob)-[:MEMBER_OF {from: date('2020-01-01')}]->(south),
       (dee)-[:MEMBER_OF {from: date('2020-01-01')}]->(north)
"""
CREATE_LESSON = """
CREATE (lesson:Lesson {id: $id, learnedOn: date($on)})
WITH lesson
CALL (lesson) { UNWIND $people AS person MATCH (p:Person {id: person}) CREATE (lesson)-[:LEARNED_BY]->(p) }
CALL (lesson) { UNWIND $departments AS department MATCH (d:Department {id: department}) CREATE (lesson)-[:LEARNED_IN]->(d) }
"""
CREATE_REUSE = """
MATCH (lesson:Lesson {id: $lesson})
CREATE (reuse:Reuse {id: $id, reusedOn: date($on)})-[:REUSE_OF]->(lesson)
WITH reuse
CALL (reuse) { UNWIND $people AS person MATCH (p:Person {id: person}) CREATE (reuse)-[:REUSED_BY]->(p) }
CALL (reuse) { UNWIND $departments AS department MATCH (d:Department {id: department}) CREATE (reuse)-[:REUSED_IN]->(d) }
"""
LEARNED_IN = "MATCH (:Lesson {id: $id})-[:LEARNED_IN]->(d) RETURN collect(d.id)"
REUSED_IN = "MATCH (:Reuse {id: $id})-[:REUSED_IN]->(d) RETURN collect(d.id)"
SCOPE = "MATCH (r:Reuse {id: $id}) RETURN r.scope"


@pytest.fixture
async def people(graph: Graph) -> Graph:
    await graph.command(PEOPLE)
    return graph


async def learn(graph: Graph, lesson: str, on: str, people: list[str], departments: list[str] | None = None) -> None:
    await graph.command(CREATE_LESSON, {"id": lesson, "on": on, "people": people, "departments": departments or []})
    await attribute(graph, lessons=[lesson])


async def reuse(graph: Graph, on: str, people: list[str], departments: list[str] | None = None) -> Any:
    parameters = {"id": "r", "lesson": "l", "on": on, "people": people, "departments": departments or []}
    await graph.command(CREATE_REUSE, parameters)
    await attribute(graph, reuses=["r"])
    return await graph.read(SCOPE, {"id": "r"})


async def attribute(graph: Graph, lessons: list[str] | None = None, reuses: list[str] | None = None) -> None:
    async def work(tx: WriteTransaction) -> None:
        await attribute_lessons(tx, lessons or [])
        await attribute_reuses(tx, reuses or [])

    await graph.write(work)


async def learned_in(graph: Graph, lesson: str = "l") -> list[str]:
    return sorted(await graph.read(LEARNED_IN, {"id": lesson}))


@pytest.mark.parametrize(
    ("on", "learners", "departments"),
    [
        ("2021-12-31", ["ann"], ["north"]),  # the last day of a membership that ends on the next
        ("2022-01-01", ["ann"], ["south"]),  # its first day in the new one
        ("2021-06-01", ["ann", "bob"], ["north", "south"]),
        ("2022-06-01", ["ann", "bob"], ["south"]),  # two people of one department count it once
        ("2019-12-31", ["ann"], []),  # before anyone belonged anywhere
        ("2021-06-01", ["ann", "cy"], ["north"]),  # who belongs nowhere adds nothing
        ("2021-06-01", ["cy"], []),
    ],
)
async def test_lesson_departments_are_those_of_its_learners_on_that_day(
    people: Graph, on: str, learners: list[str], departments: list[str]
) -> None:
    await learn(people, "l", on, learners)
    assert await learned_in(people) == departments


async def test_stated_departments_are_kept_if_no_learner_is_known(people: Graph) -> None:
    await learn(people, "l", "2021-06-01", [], ["east", "north"])
    assert await learned_in(people) == ["east", "north"]


async def test_derived_departments_replace_stated_ones_if_a_learner_is_known(people: Graph) -> None:
    await learn(people, "l", "2021-06-01", ["bob"], ["east", "south"])
    assert await learned_in(people) == ["south"]
    await learn(people, "nowhere", "2021-06-01", ["cy"], ["east"])
    assert await learned_in(people, "nowhere") == []


async def test_reuse_department_is_that_of_the_reuser_on_that_day(people: Graph) -> None:
    await learn(people, "l", "2021-01-01", ["bob"])
    await reuse(people, "2022-01-01", ["ann"], ["east"])
    assert await people.read(REUSED_IN, {"id": "r"}) == ["south"]


async def test_stated_department_is_kept_if_the_reuser_is_unknown(people: Graph) -> None:
    await learn(people, "l", "2021-01-01", ["bob"])
    assert await reuse(people, "2022-01-01", [], ["east"]) == "CROSS"
    assert await people.read(REUSED_IN, {"id": "r"}) == ["east"]


@pytest.mark.parametrize(
    ("learners", "on", "reuser", "scope"),
    [
        (["ann", "bob"], "2021-06-01", "dee", "INTERNAL"),  # one shared department is enough
        (["ann"], "2021-06-01", "bob", "CROSS"),
        (["ann"], "2021-06-01", "ann", "OWN"),
        (["ann"], "2022-06-01", "ann", "OWN"),  # even from another department
        (["cy"], "2021-06-01", "cy", "OWN"),  # and from none
        (["ann"], "2021-06-01", "cy", "UNATTRIBUTED"),
        (["cy"], "2021-06-01", "ann", "UNATTRIBUTED"),
    ],
)
async def test_scope_of_own_internal_and_cross_department_reuse(
    people: Graph, learners: list[str], on: str, reuser: str, scope: str
) -> None:
    await learn(people, "l", "2021-01-01", learners)
    assert await reuse(people, on, [reuser]) == scope


async def test_attributing_a_lesson_again_updates_the_scope_of_its_reuses(people: Graph) -> None:
    await learn(people, "l", "2021-01-01", ["bob"])
    assert await reuse(people, "2021-06-01", ["dee"]) == "CROSS"
    await people.command("MATCH (:Person {id: 'bob'})-[m:MEMBER_OF]->() DELETE m")
    await people.command(
        "MATCH (p:Person {id: 'bob'}), (d:Department {id: 'north'}) CREATE (p)-[:MEMBER_OF {from: date('2020-01-01')}]->(d)"
    )
    await attribute(people, lessons=["l"])
    assert await people.read(SCOPE, {"id": "r"}) == "INTERNAL"
