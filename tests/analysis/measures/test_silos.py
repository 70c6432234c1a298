"""A group is held against what it could have reused."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, false_discovery_control

from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.measures.silos import Silo, Silos, Verdict, silos
from graph_service.analysis.organisation.view import View
from tests.analysis.network_reference import NOBODY, e_index_of, silos_of
from tests.analysis.random_organisations import columns_of, random_organisation, renamed, some_day
from tests.analysis.rows import DepartmentRow, LessonRow, ReuseRow, Rows
from tests.thorough import one_in

CHART = date(2024, 2, 10)
VIEWS = [
    View(CHART),
    View(CHART, level=0),
    View(date(2024, 1, 10), level=1),
    View(CHART, start=date(2024, 1, 20), end=date(2024, 2, 15)),
    View(CHART, topic="t0"),
    View(CHART, topic="t2", level=1, start=date(2024, 1, 15)),
]


def by_group(answer: Silos) -> dict[str, Silo]:
    return {silo.group.id: silo for silo in answer.silos}


@pytest.mark.parametrize("on_topic", [False, True], ids=["all", "on topic"])
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", one_in(6, range(12)))
def test_silos_are_what_loops_over_rows_find(seed: int, view: View, on_topic: bool) -> None:
    rows = random_organisation(seed)
    answer = silos(columns_of(rows), view, on_topic=on_topic)
    found, expected = by_group(answer), silos_of(rows, view, on_topic=on_topic)
    assert found.keys() == expected.keys()
    for group, silo in found.items():
        facts = expected[group]
        assert (silo.events, silo.people, silo.without_topic) == (facts["events"], facts["people"], facts["left_out"])
        assert silo.internal == pytest.approx(float(facts["internal"]), abs=1e-9)
        assert silo.expected == pytest.approx(float(facts["expected"]), abs=1e-9)
        assert silo.e_index == pytest.approx(float(facts["e_index"]), abs=1e-9)
        if facts["events"] == 0:
            assert (silo.p, silo.p_open, silo.excess, silo.z) == (None, None, None, None)
            continue
        assert silo.p == pytest.approx(float(facts["p"]), abs=1e-9)
        assert silo.p_open == pytest.approx(float(facts["p_open"]), abs=1e-9)
        room, gain = facts["events"] - facts["expected"], facts["internal"] - facts["expected"]
        assert silo.excess is None if room == 0 else silo.excess == pytest.approx(float(gain / room), abs=1e-8)
        assert silo.z is None if facts["spread"] == 0 else silo.z == pytest.approx(float(gain) / float(facts["spread"]) ** 0.5, abs=1e-6)
    whole = e_index_of(rows, view)
    assert answer.e_index is None if whole is None else answer.e_index == pytest.approx(float(whole), abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_q_adjusts_each_side_over_the_groups_with_ten_events_or_more(seed: int) -> None:
    answer = silos(columns_of(random_organisation(seed, reuses=160)), View(CHART))
    tested = [silo for silo in answer.silos if silo.events >= 10]
    assert len(tested) > 2
    assert [silo.q for silo in tested] == pytest.approx(false_discovery_control([silo.p for silo in tested]))
    assert [silo.q_open for silo in tested] == pytest.approx(false_discovery_control([silo.p_open for silo in tested]))
    rest = [silo for silo in answer.silos if silo.events < 10]
    assert all(silo.q is None and silo.q_open is None and silo.verdict is Verdict.TOO_LITTLE_EVIDENCE for silo in rest)
    for silo in tested:
        assert silo.q is not None
        assert silo.q_open is not None
        closed = silo.q < 0.05 and silo.excess is not None and silo.excess >= 0.5
        opened = silo.q_open < 0.05 and silo.excess is not None and silo.excess <= -0.1
        assert silo.verdict is (Verdict.SILO if closed else Verdict.OPEN if opened else Verdict.TYPICAL)


@pytest.mark.parametrize("seed", range(6))
def test_the_most_closed_come_first_and_those_that_cannot_be_measured_last(seed: int) -> None:
    answer = silos(columns_of(random_organisation(seed)), View(CHART, level=1))
    keys = [(silo.excess is None, -(silo.excess or 0), silo.group.id) for silo in answer.silos]
    assert keys == sorted(keys)


def two_departments(own: int, others: int, *, lessons: tuple[int, int] = (2, 8)) -> Rows:
    """Department a has 2 of 10 lessons and reuses its own so many times, and lessons of b so many."""
    day = day_number(CHART)
    made = [LessonRow(f"{d}{i}", day - 9, None, [d], [f"author-{d}"], []) for d, n in zip("ab", lessons, strict=True) for i in range(n)]
    reused = ["a0"] * own + ["b0"] * others
    reuses = [
        ReuseRow(f"r{i}", id_, "ann", ["a"], day, "INTERNAL" if id_ == "a0" else "CROSS", None, None, None) for i, id_ in enumerate(reused)
    ]
    return Rows([DepartmentRow("a", "A"), DepartmentRow("b", "B")], [], [], made, reuses)


def test_a_department_that_reuses_its_own_nine_times_in_ten_is_a_silo() -> None:
    # Ten draws, one in five from a: 2 expected. P(B >= 9) = 10 x 0.2^9 x 0.8 + 0.2^10 = 4.1984e-06; (9 - 2) / (10 - 2) = 0.875;
    # z = 7 / sqrt(10 x 0.16) = 5.534; of 10 ties 9 are within: (1 - 9) / 10.
    silo = by_group(silos(columns_of(two_departments(9, 1)), View(CHART)))["a"]
    assert (silo.events, silo.people, silo.internal, silo.expected) == (10, 1, 9, pytest.approx(2))
    assert silo.p == pytest.approx(4.1984e-06)
    assert silo.q == pytest.approx(4.1984e-06)
    assert silo.excess == pytest.approx(0.875)
    assert silo.z == pytest.approx(5.533986)
    assert silo.e_index == pytest.approx(-0.8)
    assert silo.verdict is Verdict.SILO


def test_nine_events_are_too_few_for_a_verdict() -> None:
    silo = by_group(silos(columns_of(two_departments(9, 0)), View(CHART)))["a"]
    assert (silo.verdict, silo.q) == (Verdict.TOO_LITTLE_EVIDENCE, None)
    assert silo.p == pytest.approx(0.2**9)


def test_a_department_that_hardly_reuses_its_own_is_open() -> None:
    # Nine lessons in ten are its own, yet of 12 reuses only 1 is: P(B <= 1) = 0.1^12 + 12 x 0.9 x 0.1^11.
    silo = by_group(silos(columns_of(two_departments(1, 11, lessons=(9, 1))), View(CHART)))["a"]
    assert silo.p_open == pytest.approx(1.09e-10)
    assert silo.verdict is Verdict.OPEN


def test_a_department_slightly_below_chance_is_not_open() -> None:
    # One lesson in ten is its own. Of 400 reuses 27 are, 40 were expected: qOpen is about 0.01, but excess only (27 - 40) / 360 = -0.036.
    silo = by_group(silos(columns_of(two_departments(27, 373, lessons=(1, 9))), View(CHART)))["a"]
    assert silo.q_open is not None
    assert silo.q_open < 0.05
    assert silo.excess == pytest.approx(-13 / 360)
    assert silo.verdict is Verdict.TYPICAL


def test_where_only_its_own_was_on_offer_there_is_no_excess() -> None:
    silo = by_group(silos(columns_of(two_departments(12, 0, lessons=(3, 0))), View(CHART)))["a"]
    assert (silo.excess, silo.z, silo.p, silo.verdict) == (None, None, 1.0, Verdict.TYPICAL)


def test_a_department_that_only_gave_is_listed_without_figures() -> None:
    silo = by_group(silos(columns_of(two_departments(0, 12)), View(CHART)))["b"]
    assert (silo.events, silo.excess, silo.p, silo.e_index) == (0, None, None, 1.0)


def test_thirds_that_add_up_to_one_are_one() -> None:
    rows = two_departments(0, 0)
    day = day_number(CHART)
    shared = LessonRow("s", day, None, ["a", "b", "c"], [], [])
    reuses = [ReuseRow(f"r{i}", "s", "ann", ["a"], day, "INTERNAL", None, None, None) for i in range(30)]
    rows = replace(rows, departments=[*rows.departments, DepartmentRow("c", "C")], lessons=[*rows.lessons, shared], reuses=reuses)
    silo, expected = by_group(silos(columns_of(rows), View(CHART)))["a"], silos_of(rows, View(CHART))["a"]
    assert expected["internal"] == 10  # as a sum of thirds in floating point it is 9.999999999999998
    assert silo.p == pytest.approx(float(expected["p"]))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), view=st.sampled_from(VIEWS), on_topic=st.booleans(), which=st.sets(st.integers(0, 13)))
@pytest.mark.thorough
def test_an_own_reuse_changes_no_silo(seed: int, view: View, on_topic: bool, which: set[int]) -> None:
    rows, random = random_organisation(seed), Random(seed)
    own = [
        ReuseRow(f"own{at}", row.id, row.learners[0], ["d0"], some_day(random), "OWN", 1.0, None, None)
        for at, row in enumerate(rows.lessons)
        if row.learners and at in which
    ]
    more = replace(rows, reuses=[*rows.reuses, *own])
    assert silos(columns_of(more), view, on_topic=on_topic) == silos(columns_of(rows), view, on_topic=on_topic)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), level=st.sampled_from([None, 0, 1]), on_topic=st.booleans(), order=st.permutations(range(6)))
@pytest.mark.thorough
def test_other_ids_of_departments_change_nothing_but_the_ids(seed: int, level: int | None, on_topic: bool, order: list[int]) -> None:
    rows, new = random_organisation(seed, reuses=120), {f"d{at}": f"x{to}" for at, to in enumerate(order)} | {NOBODY: NOBODY}
    view = View(CHART, level=level)
    before, after = (by_group(silos(columns_of(each), view, on_topic=on_topic)) for each in (rows, renamed(rows, new)))
    assert {new[id_] for id_ in before} == set(after)
    for id_, silo in before.items():
        other = after[new[id_]]
        for name in ("events", "people", "internal", "expected", "excess", "p", "q", "p_open", "q_open", "z", "e_index", "verdict"):
            assert getattr(other, name) == pytest.approx(getattr(silo, name), abs=1e-9) or getattr(other, name) is getattr(silo, name)


def test_above_a_thousand_events_the_normal_distribution_is_close_to_the_exact_one() -> None:
    random, day = Random(5), day_number(CHART)
    made = [LessonRow(f"l{i}", day, None, ["b" if i % 3 == 0 else "a"], [], []) for i in range(60)]
    reuses = []
    for i in range(1_400):
        lesson = random.choice(made)
        scope = "INTERNAL" if "a" in lesson.departments else "CROSS"
        reuses.append(ReuseRow(f"r{i}", lesson.id, f"p{i % 50}", ["a"], day, scope, None, None, None))
    rows = Rows([DepartmentRow("a", "A"), DepartmentRow("b", "B")], [], [], made, reuses)
    silo, exact = by_group(silos(columns_of(rows), View(CHART)))["a"], binom(1_400, 2 / 3)
    assert silo.p == pytest.approx(exact.sf(silo.internal - 1), abs=1e-3)
    assert silo.p_open == pytest.approx(exact.cdf(silo.internal), abs=1e-3)


def test_without_any_reuse_there_is_nothing_to_say() -> None:
    empty = Rows([], [], [], [], [])
    assert silos(columns_of(empty), View(CHART)) == Silos((), None, 0, 0)
    assert silos(columns_of(empty), View(CHART), on_topic=True) == Silos((), None, 0, 0)
