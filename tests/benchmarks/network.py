"""Benchmark of network queries on a large organisation: python -m tests.benchmarks.network [LESSONS REUSES PEOPLE DEPARTMENTS]."""

import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from time import perf_counter
from typing import Any

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import MAX_DAY, MIN_DAY, UNKNOWN, day_number, enum_code
from graph_service.analysis.facts.ragged import Ragged
from graph_service.analysis.facts.tables import (
    Assignments,
    Considerations,
    Conversations,
    DepartmentParents,
    Departments,
    Events,
    Lessons,
    Memberships,
    Ownerships,
    People,
    Projects,
    Recurrences,
    Rundowns,
    Topics,
)
from graph_service.analysis.measures.benefits import BenefitsBy, benefits
from graph_service.analysis.measures.flow import flow
from graph_service.analysis.measures.introductions import introductions
from graph_service.analysis.measures.most_reused import most_reused
from graph_service.analysis.measures.node_graph import node_graph
from graph_service.analysis.measures.participation.capture import capture
from graph_service.analysis.measures.participation.conversations import conversations
from graph_service.analysis.measures.participation.participation import participation
from graph_service.analysis.measures.participation.rundown_use import rundown_use
from graph_service.analysis.measures.shelf import shelf
from graph_service.analysis.measures.silos import silos
from graph_service.analysis.measures.story_balance import story_balance
from graph_service.analysis.null_model.pair_draws import pair_draws
from graph_service.analysis.organisation.small_departments import each_alone
from graph_service.analysis.organisation.view import View
from graph_service.model.enums import ReuseScope

FIGURES: dict[str, Callable[[Columns, View], object]] = {
    "benefits": benefits,
    "benefits by quarter": partial(benefits, by={BenefitsBy.PERIOD}),
    "benefits by group and quarter": partial(benefits, by=set(BenefitsBy)),
    "shelf": partial(shelf, today=date(2026, 1, 1)),
    "story balance": story_balance,
    "participation": participation,
    "capture": partial(capture, today=date(2026, 1, 1)),
    "rundown use": partial(rundown_use, today=date(2026, 1, 1)),
    "conversations": partial(conversations, today=date(2026, 1, 1)),
    "flow compared with chance": lambda columns, view: flow(columns, view, pair_draws(columns, view), compare_with_chance=True),
    "node graph": lambda columns, view: node_graph(columns, view, flow(columns, view), silos(columns, view)),
    "introductions": introductions,
}
FIRST_DAY = day_number(date(2018, 1, 1))
DAYS = 8 * 365
TOPICS = 200


def organisation(lessons: int, reuses: int, people: int, departments: int, seed: int = 7) -> Columns:
    """Lessons have one to three learners, departments and topics; three of four reuses stay at home; a tenth of lessons is retired."""
    random = np.random.default_rng(seed)
    home = random.integers(0, departments, people)
    published = FIRST_DAY + random.integers(0, DAYS - 100, lessons)
    retired = np.where(random.random(lessons) < 0.1, published + 700, MAX_DAY)
    learner = random.integers(0, people, (lessons, 3))
    learners = ragged_rows(learner, random.choice([1, 2, 3], lessons, p=[0.65, 0.3, 0.05]))
    lesson_departments = ragged_rows(home[learner], np.diff(learners.offsets))
    topics = ragged_rows(random.zipf(1.3, (lessons, 3)) % TOPICS, random.integers(1, 4, lessons))
    lesson = random.integers(0, lessons, reuses)
    day = np.minimum(published[lesson] + 1 + random.exponential(400, reuses).astype(int), FIRST_DAY + DAYS)
    members = np.argsort(home, kind="stable")
    ends = np.searchsorted(home[members], np.arange(departments + 1))
    where = np.where(random.random(reuses) < 0.75, home[learner[lesson, 0]], random.integers(0, departments, reuses))
    person = members[(ends[where] + random.random(reuses) * (ends[where + 1] - ends[where])).astype(int)]
    own = np.array(
        [(learners.values[a:b] == p).any() for a, b, p in zip(learners.offsets[lesson], learners.offsets[lesson + 1], person, strict=True)]
    )
    inside = np.array(
        [
            (lesson_departments.values[a:b] == d).any()
            for a, b, d in zip(lesson_departments.offsets[lesson], lesson_departments.offsets[lesson + 1], where, strict=True)
        ]
    )
    own_code, internal, cross = (enum_code(scope) for scope in (ReuseScope.OWN, ReuseScope.INTERNAL, ReuseScope.CROSS))
    scope = np.where(own, own_code, np.where(inside, internal, cross))
    order = np.lexsort((day, person))
    nothing = np.zeros(0, np.int32)
    hours = np.where(random.random(reuses) < 0.7, random.gamma(1.5, 12, reuses), np.nan)
    return Columns(
        as_of=0,
        departments=tree(departments),
        topics=Topics(
            [f"t{i:03}" for i in range(TOPICS)], ragged_rows((np.arange(TOPICS) // 5)[:, None], (np.arange(TOPICS) >= 5).astype(int))
        ),
        people=People([f"p{i:07}" for i in range(people)], np.ones(people, np.bool_), np.ones(people, np.bool_)),
        memberships=Memberships(
            np.arange(people, dtype=np.int32), home.astype(np.int32), np.full(people, MIN_DAY, np.int32), np.full(people, MAX_DAY, np.int32)
        ),
        assignments=assignments(people),
        currencies=["CHF", "EUR"],
        projects=projects(people),
        recurrences=Recurrences(nothing, nothing),
        dismissed=Recurrences(nothing, nothing),
        **meetings(lessons, people, departments),
        lessons=Lessons(
            ids=[f"l{i:07}" for i in range(lessons)],
            learned=(published - 14).astype(np.int32),
            recorded=(published - 7).astype(np.int32),
            published=published.astype(np.int32),
            retired=retired.astype(np.int32),
            considered=np.where(random.random(lessons) < 0.2, published + 200, MAX_DAY).astype(np.int32),
            went_well=random.random(lessons) < 0.6,
            went_wrong=random.random(lessons) < 0.5,
            project=np.full(lessons, UNKNOWN, np.int32),
            phase=np.full(lessons, UNKNOWN, np.int8),
            departments=lesson_departments,
            learners=learners,
            topics=topics,
        ),
        events=Events(
            ids=[f"r{i}" for i in order.tolist()],
            day=day[order].astype(np.int32),
            recorded=(day[order] + 9).astype(np.int32),
            lesson=lesson[order].astype(np.int32),
            person=person[order].astype(np.int32),
            project=np.full(reuses, UNKNOWN, np.int32),
            scope=scope[order].astype(np.int8),
            outcome=np.full(reuses, UNKNOWN, np.int8),
            hours=hours[order],
            cost=random.integers(0, 10**6, reuses),
            currency=random.integers(-1, 2, reuses).astype(np.int16),
            confirmed=random.random(reuses) < 0.3,
            departments=ragged_rows(where[order, None], np.ones(reuses, int)),
        ),
    )


def projects(people: int) -> Projects:
    """One project per ten people, with every status, and one to three topics each."""
    random, number = np.random.default_rng(8), people // 10
    started, unknown = random.integers(FIRST_DAY, FIRST_DAY + DAYS, number).astype(np.int32), np.full(number, MIN_DAY, np.int32)
    topics = ragged_rows(random.integers(0, TOPICS, (number, 3)), random.integers(1, 4, number))
    return Projects([f"j{i:06}" for i in range(number)], random.integers(0, 4, number).astype(np.int8), started, unknown, topics)


def meetings(lessons: int, people: int, departments: int) -> dict[str, Any]:
    """An owner for each project; two rundowns and two conversations for each, and three decisions in each rundown."""
    random, number = np.random.default_rng(10), people // 10
    project = np.repeat(np.arange(number, dtype=np.int32), 2)
    day = random.integers(FIRST_DAY, FIRST_DAY + DAYS, len(project)).astype(np.int32)
    some = lambda most, size: random.integers(0, most, size).astype(np.int32)  # noqa: E731
    always = np.full(number, MIN_DAY, np.int32), np.full(number, MAX_DAY, np.int32)
    rundown = np.repeat(np.arange(len(project), dtype=np.int32), 3)
    return {
        "ownerships": Ownerships(np.arange(number, dtype=np.int32), some(departments, number), *always),
        "rundowns": Rundowns([f"m{i:07}" for i in range(len(project))], project, some(3, len(project)).astype(np.int8), day),
        "considerations": Considerations(rundown, some(lessons, len(rundown)), some(3, len(rundown)).astype(np.int8)),
        "conversations": Conversations(
            [f"c{i:07}" for i in range(len(project))], project, some(people, len(project)), some(people, len(project)), day
        ),
    }


def assignments(people: int) -> Assignments:
    """Each person works on two projects."""
    random, person = np.random.default_rng(9), np.repeat(np.arange(people, dtype=np.int32), 2)
    project = random.integers(0, people // 10, len(person)).astype(np.int32)
    order = np.lexsort((project, person))
    return Assignments(person, project[order], np.full(len(person), MIN_DAY, np.int32), np.full(len(person), MAX_DAY, np.int32))


def ragged_rows(table: np.ndarray, counts: np.ndarray) -> Ragged:
    """The first `counts` entries of each row of a table, each value once."""
    rows = [list(dict.fromkeys(row[:count])) for row, count in zip(table.tolist(), counts.tolist(), strict=True)]
    return Ragged(np.cumsum([0, *map(len, rows)]).astype(np.int32), np.array([value for row in rows for value in row], np.int32))


def tree(departments: int) -> Departments:
    """A tree with one root, in which each department has up to six children."""
    child = np.arange(1, departments, dtype=np.int32)
    names = [f"Department {i}" for i in range(departments)]
    since, until = np.full(len(child), -(2**31), np.int32), np.full(len(child), MAX_DAY, np.int32)
    parent = ((child - 1) // 6).astype(np.int32)
    return Departments(
        [f"d{i:03}" for i in range(departments)], names, DepartmentParents(child, parent, since, until), each_alone(departments)
    )


def milliseconds(ask: Callable[[], object], times: int = 9) -> float:
    """Median time of several runs in milliseconds."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        ask()
        taken.append(perf_counter() - start)
    return 1000 * sorted(taken)[times // 2]


def main() -> None:
    """Prints one line per query."""
    columns = organisation(*(map(int, sys.argv[1:]) if len(sys.argv) == 5 else (100_000, 300_000, 20_000, 60)))
    today = date(2026, 1, 1)
    views = {
        "all": View(today),
        "level 1": View(today, level=1),
        "one year": View(today, start=date(2024, 1, 1), end=date(2025, 1, 1)),
        "a topic": View(today, topic="t003"),
    }
    for name, view in views.items():
        print(f"flow, {name}: {milliseconds(lambda view=view: flow(columns, view)):.1f} ms")
        print(f"most reused, {name}: {milliseconds(lambda view=view: most_reused(columns, view)):.1f} ms")
        for question, ask in FIGURES.items():
            print(f"{question}, {name}: {milliseconds(lambda ask=ask, view=view: ask(columns, view)):.1f} ms")
        print(f"silos, {name}: {milliseconds(lambda view=view: silos(columns, view)):.1f} ms")
    for name, view in views.items():
        print(f"silos on topic, {name}: {milliseconds(lambda view=view: silos(columns, view, on_topic=True), 3):.1f} ms")


if __name__ == "__main__":
    main()
