"""How often the test of silos is wrong: its p is what writing out every draw gives, and where nobody keeps to themselves it hardly ever says so."""

from datetime import date
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.measures.silos import Verdict, silos
from graph_service.analysis.organisation.view import View
from tests.analysis.random_organisations import columns_of
from tests.analysis.rows import DepartmentRow, LessonRow, ReuseRow, Rows

CHART = date(2024, 2, 10)
FIRST = day_number(date(2024, 1, 1))
DEPARTMENTS, PEOPLE = "abc", ("ann", "bob", "cyd")
PLACES = st.sampled_from(DEPARTMENTS)
LESSONS = st.lists(
    st.tuples(st.integers(0, 5), st.one_of(st.none(), st.integers(1, 6)), PLACES, st.sampled_from(PEOPLE)), min_size=1, max_size=6
)
REUSES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6), st.sampled_from(PEOPLE)), min_size=1, max_size=5)


@settings(max_examples=150, deadline=None)
@given(LESSONS, REUSES)
@pytest.mark.thorough
def test_p_is_what_writing_out_every_draw_gives(made: list, reused: list) -> None:
    """Each reuse, all made in department a, could have been of any lesson available on its day or of its own, and not the reuser's."""
    lessons = [
        LessonRow(f"l{at}", FIRST + day, None if gone is None else FIRST + gone, [where], [by], [])
        for at, (day, gone, where, by) in enumerate(made)
    ]
    events = [(lessons[at % len(lessons)], FIRST + day, by) for at, day, by in reused if by not in lessons[at % len(lessons)].learners]
    assume(events)
    reuses = [
        ReuseRow(f"r{at}", lesson.id, by, ["a"], day, "INTERNAL" if lesson.departments == ["a"] else "CROSS", None, None, None)
        for at, (lesson, day, by) in enumerate(events)
    ]
    offered = [
        [
            lesson.departments == ["a"]
            for lesson in lessons
            if lesson is really
            or (by not in lesson.learners and lesson.published <= day and (lesson.retired is None or day < lesson.retired))
        ]
        for really, day, by in events
    ]
    internal = sum(lesson.departments == ["a"] for lesson, _, _ in events)
    draws = [sum(draw) for draw in product(*offered)]
    assert len(draws) == prod(map(len, offered))
    rows = Rows([DepartmentRow(id_, id_) for id_ in DEPARTMENTS], lessons=lessons, reuses=reuses)
    silo = next(silo for silo in silos(columns_of(rows), View(CHART)).silos if silo.group.id == "a")
    assert (silo.events, silo.internal) == (len(events), internal)
    assert silo.p == pytest.approx(sum(draw >= internal for draw in draws) / len(draws))
    assert silo.p_open == pytest.approx(sum(draw <= internal for draw in draws) / len(draws))
    assert silo.expected == pytest.approx(sum(draws) / len(draws))


def without_silos(seed: int) -> Rows:
    """60 departments that learn more or less, each of which reuses 10 to 30 times, evenly among what others learned and is there that day."""
    random = np.random.default_rng(seed)
    ids = [f"d{at:02}" for at in range(60)]
    weight = 1 / np.arange(2, 62)
    learned_in = random.choice(60, 300, p=weight / weight.sum())
    published = random.integers(0, 200, 300)
    retired = np.where(random.random(300) < 0.2, published + 150, 10**6)
    lessons = [
        LessonRow(f"l{at:03}", int(published[at]), int(retired[at]), [ids[learned_in[at]]], [f"author-{at % 40}"], []) for at in range(300)
    ]
    reuses = []
    for where, times in enumerate(random.integers(10, 31, 60)):
        for day in random.integers(200, 400, times).tolist():
            author = int(random.integers(0, 80))  # half of those who reuse have learned something themselves
            offered = np.flatnonzero((published <= day) & (day < retired) & (np.arange(300) % 40 != author))
            lesson = lessons[random.choice(offered)]
            scope = "INTERNAL" if lesson.departments == [ids[where]] else "CROSS"
            reuses.append(ReuseRow(f"r{len(reuses)}", lesson.id, f"author-{author}", [ids[where]], day, scope, None, None, None))
    return Rows([DepartmentRow(id_, id_) for id_ in ids], lessons=lessons, reuses=reuses)


@pytest.mark.parametrize("seeds", [range(40), pytest.param(range(300), marks=pytest.mark.exhaustive)], ids=str)
def test_of_organisations_without_silos_at_most_one_in_twenty_is_said_to_have_one(seeds: range) -> None:
    """The same holds for departments said to be open: both follow from q, which is 0.05 at the most."""
    verdicts = [{silo.verdict for silo in silos(columns_of(without_silos(seed)), View(CHART)).silos} for seed in seeds]
    for alarm in (Verdict.SILO, Verdict.OPEN):
        assert sum(alarm in found for found in verdicts) <= 0.05 * len(seeds)


def with_hits(seed: int) -> Rows:
    """15 departments with 20 lessons and 120 reuses each. The chance to be reused is proportional to 1 / rank of the lesson, for everyone."""
    random = np.random.default_rng(seed)
    ids, day = [f"d{at:02}" for at in range(15)], day_number(CHART)
    lessons = [LessonRow(f"l{at:03}", FIRST, None, [ids[at % 15]], [f"author-{at}"], []) for at in range(300)]
    chance = random.permutation(1 / np.arange(1, 301))
    reused = random.choice(300, (15, 120), p=chance / chance.sum()).tolist()
    reuses = [
        ReuseRow(f"{where}-{at}", f"l{code:03}", "ann", [where], day, "INTERNAL" if code % 15 == row else "CROSS", None, None, None)
        for row, where in enumerate(ids)
        for at, code in enumerate(reused[row])
    ]
    return Rows([DepartmentRow(id_, id_) for id_ in ids], lessons=lessons, reuses=reuses)


@pytest.mark.parametrize(
    "seeds", [pytest.param(range(40), marks=pytest.mark.thorough), pytest.param(range(300), marks=pytest.mark.exhaustive)], ids=str
)
def test_where_everybody_reuses_the_same_few_lessons_the_others_are_not_said_to_be_open(seeds: range) -> None:
    """Most departments learned none of these and reuse fewer of their own lessons than by an even draw, but none avoids its own."""
    verdicts = [{silo.verdict for silo in silos(columns_of(with_hits(seed)), View(CHART)).silos} for seed in seeds]
    assert sum(Verdict.OPEN in found for found in verdicts) <= 0.05 * len(seeds)
