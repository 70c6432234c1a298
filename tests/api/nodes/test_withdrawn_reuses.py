"""Withdrawn reuses: in no list, figure, filter, sort key or group unless the query includes them, but found by id."""

import pytest

from tests.api.seed_tables import Ask
from tests.api.test_mutations import RECORD, lesson, start

REUSE = """mutation($input: RecordReuseInput!) { recordReuse(input: $input) { reuse { id } } }"""
FIGURES = """
  count: reusesAggregate(%(only)s) { count hoursSaved { sum } costAvoided { currency sum } }
  list: reuses(%(first)s) { totalCount nodes { id } }
  found: reuses(%(first)s, where: {search: "twice"}) { totalCount }
  grouped: reusesGrouped(by: [PROJECT]%(also)s) { totalCount }
"""
QUESTIONS = """{ %(figures)s
  lessons(sort: [{reusesAggregate: {hoursSaved: {sum: DESC}}}]) { nodes { id %(figures)s } }
  project(id: "j") { %(figures)s }
  some: lessons(where: {reuses: {some: {}}}) { nodes { id } }
  byId: lessons(where: {reuses: {some: {id: {eq: "r"}}}}) { totalCount }
  byPath: projects(where: {lessons: {some: {reuses: {some: {person: {id: {eq: "q"}}}}}}}) { totalCount }
  never: lessons(where: {reuses: {none: {}}}) { nodes { id } }
  counted: lessons(where: {reusesAggregate: {count: {gte: 1}}}) { nodes { id } }
  groups: lessonsGrouped(by: [REUSES]) { nodes { keys { id } count } }
}"""


def questions(*, include: bool) -> str:
    argument = "includeWithdrawn: true" if include else ""
    only = argument or "where: {}"
    return QUESTIONS % {"figures": FIGURES % {"only": only, "first": f"first: 5 {argument}", "also": f" {argument}"}}


async def record(ask: Ask) -> None:
    """Two lessons, and a reuse of the first."""
    await start(ask)
    await ask(RECORD, input=lesson())
    await ask(RECORD, input=lesson(id="m"))
    reuse = {"id": "r", "lesson": "l", "person": "q", "project": "j", "reusedOn": "2024-06-01", "note": "reported twice", "confirm": True}
    await ask(REUSE, input={**reuse, "hoursSaved": 7, "costAvoided": "5", "currency": "EUR"})


async def withdraw(ask: Ask) -> None:
    await ask('mutation { withdrawReuse(input: {reuse: "r"}) { reuse { id withdrawnOn } } }')


@pytest.mark.thorough
async def test_no_answer_shows_that_a_withdrawn_reuse_was_recorded(ask: Ask) -> None:
    await start(ask)
    await ask(RECORD, input=lesson())
    await ask(RECORD, input=lesson(id="m"))
    before = await ask(questions(include=False))
    reuse = {"id": "r", "lesson": "l", "person": "q", "project": "j", "reusedOn": "2024-06-01", "note": "reported twice", "confirm": True}
    await ask(REUSE, input={**reuse, "hoursSaved": 7, "costAvoided": "5", "currency": "EUR"})
    assert await ask(questions(include=False)) != before
    await withdraw(ask)
    assert await ask(questions(include=False)) == before


@pytest.mark.thorough
async def test_withdrawn_reuses_are_included_on_request_and_found_by_id(ask: Ask) -> None:
    await record(ask)
    before = await ask(questions(include=True))
    await withdraw(ask)
    after = await ask(questions(include=True))
    conditions = {"some", "byId", "byPath", "never", "counted", "groups", "lessons"}
    assert {name: value for name, value in after.items() if name not in conditions} == {
        name: value for name, value in before.items() if name not in conditions
    }
    assert (await ask('{ reuse(id: "r") { id withdrawnOn } }'))["reuse"]["withdrawnOn"]
