"""After any sequence of commands the derived data equals a recomputation from the other data."""

import random
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.log_reading import read_log
from graph_service.domain.organisation.memberships import CorrectMembership, MoveMember, correct_membership, move_member
from graph_service.domain.reuses import RecordReuse, WithdrawReuse, record_reuse, withdraw_reuse
from graph_service.errors import GraphServiceError
from tests.domain.company import Company
from tests.thorough import one_in

FACTS = """
RETURN {
  memberships: COLLECT {
    MATCH (p:Person)-[m:MEMBER_OF]->(d:Department) RETURN [p.id, d.id, toString(m.from), coalesce(toString(m.to), '9999-12-31')]
  },
  lessons: COLLECT {
    MATCH (l:Lesson) RETURN {id: l.id, on: toString(l.learnedOn), people: [(l)-[:LEARNED_BY]->(p) | p.id], held: [(l)-[:LEARNED_IN]->(d) | d.id]}
  },
  reuses: COLLECT {
    MATCH (r:Reuse)-[:REUSE_OF]->(l:Lesson)
    RETURN {
      id: r.id, lesson: l.id, on: toString(r.reusedOn), scope: r.scope,
      people: [(r)-[:REUSED_BY]->(p) | p.id], held: [(r)-[:REUSED_IN]->(d) | d.id]
    }
  }
}
"""
PEOPLE = ("ann", "bob", "cy", "dee")
DEPARTMENTS = ("hq", "north", "south", None)


def any_day(chance: random.Random) -> date:
    return date(2020, 1, 1) + timedelta(days=chance.randrange(1800))


def any_step(chance: random.Random, step: int) -> tuple[Any, Any]:
    """A random handler and command. Many break a rule and must then change nothing."""
    day, other = sorted((any_day(chance), any_day(chance)))
    person, department, project = chance.choice(PEOPLE), chance.choice(DEPARTMENTS), chance.choice("pq")
    learners = chance.sample(PEOPLE, chance.randint(1, 3))
    lesson = chance.choice(("l", *(f"l{number}" for number in range(step))))
    end = chance.choice((other, None))
    return chance.choice(
        (
            (move_member, MoveMember(person=person, department=department, on=day)),
            (correct_membership, CorrectMembership(person=person, department=department, from_=day, to=end)),
            (record_lesson, RecordLesson(id=f"l{step}", title="T", learned_on=day, learners=learners, project=project, status="PUBLISHED")),
            (revise_lesson, ReviseLesson(lesson=lesson, learners=learners)),
            (revise_lesson, ReviseLesson(lesson=lesson, learned_on=day)),
            (record_reuse, RecordReuse(id=f"r{step}", lesson=lesson, person=person, project=project, reused_on=other, confirm=True)),
            (
                record_reuse,
                RecordReuse(id=f"r{step}", lesson="l", person=person, project=project, reused_on=date(2025, 1, 1), confirm=True),
            ),
            (withdraw_reuse, WithdrawReuse(reuse=f"r{chance.randrange(step + 1)}")),
        )
    )


def departments_of(facts: dict[str, Any], people: list[str], day: str) -> set[str]:
    return {home for person, home, start, end in facts["memberships"] if person in people and start <= day < end}


def scope_of(reuse: dict[str, Any], lesson: dict[str, Any], used_in: set[str], learned_in: set[str]) -> str:
    if set(reuse["people"]) & set(lesson["people"]):
        return "OWN"
    if not used_in or not learned_in:
        return "UNATTRIBUTED"
    return "INTERNAL" if used_in & learned_in else "CROSS"


def assert_derived(facts: dict[str, Any]) -> None:
    lessons = {lesson["id"]: lesson for lesson in facts["lessons"]}
    learned_in = {lesson["id"]: departments_of(facts, lesson["people"], lesson["on"]) for lesson in facts["lessons"]}
    for lesson in facts["lessons"]:
        assert sorted(lesson["held"]) == sorted(learned_in[lesson["id"]]), lesson
    for reuse in facts["reuses"]:
        used_in = departments_of(facts, reuse["people"], reuse["on"])
        assert sorted(reuse["held"]) == sorted(used_in), reuse
        assert reuse["scope"] == scope_of(reuse, lessons[reuse["lesson"]], used_in, learned_in[reuse["lesson"]]), reuse


def assert_one_home_at_a_time(facts: dict[str, Any]) -> None:
    for person in PEOPLE:
        periods = sorted((start, end) for who, _, start, end in facts["memberships"] if who == person)
        assert all(start < end for start, end in periods)
        assert all(before[1] <= after[0] for before, after in pairwise(periods))


@pytest.mark.parametrize("seed", one_in(6, range(6), thorough=2))
async def test_departments_and_scopes_equal_a_recomputation_after_random_commands(company: Company, seed: int) -> None:
    chance = random.Random(seed)
    before = len(await read_log(company.graph, size=1000))
    done = 0
    for step in range(60):
        handler, command = any_step(chance, step)
        try:
            await company.do(handler, command)
            done += 1
        except GraphServiceError as error:
            assert error.field, error  # noqa: PT017 - a refusal is a valid result here
    facts = await company.graph.read(FACTS)
    assert_derived(facts)
    assert_one_home_at_a_time(facts)
    assert done > 20
    assert len(facts["reuses"]) > 3
    assert [activity.seq for activity in await read_log(company.graph, size=1000)] == list(range(1, before + done + 1))
