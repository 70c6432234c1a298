"""Histories, compared with a computation day by day."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from graph_service.domain.organisation.periods import NO_END, NO_START, Period, first_day_in_cycle, overlay

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(12)]
days = st.sampled_from(DAYS)
intervals = st.tuples(days, days).filter(lambda pair: pair[0] < pair[1])
corrections = st.lists(st.tuples(st.sampled_from(["a", "b", None]), intervals), max_size=8)


def on(history: list[Period], day: date) -> str | None:
    return next((period.of for period in history if period.covers(day)), None)


@given(corrections)
def test_last_correction_applies_on_each_day(made: list[tuple[str | None, tuple[date, date]]]) -> None:
    history: list[Period] = []
    expected: dict[date, str | None] = dict.fromkeys(DAYS)
    for of, (start, end) in made:
        history = overlay(history, of, start, end)
        expected |= {day: of for day in DAYS if start <= day < end}
    assert {day: on(history, day) for day in DAYS} == expected
    assert all(period.start < period.end for period in history)
    for before, after in pairwise(history):
        assert before.end <= after.start
        assert (before.of, before.end) != (after.of, after.start), "neighbours of the same one are one period"


@given(st.dictionaries(st.sampled_from("abcde"), corrections, max_size=5), st.sampled_from("abcde"), st.sampled_from("abcde"), intervals)
def test_cycle_is_found_on_its_first_day(
    made: dict[str, list[tuple[str | None, tuple[date, date]]]], child: str, parent: str, interval: tuple[date, date]
) -> None:
    tree: dict[str, list[Period]] = {}
    for node, history in made.items():
        for of, (start, end) in history:
            tree[node] = overlay(tree.get(node, []), of, start, end)

    def climbs_to_child(day: date) -> bool:
        node, seen = parent, set[str]()
        while node is not None and node != child and node not in seen:
            seen.add(node)
            node = on(tree.get(node, []), day)
        return node == child

    expected = next((day for day in DAYS if interval[0] <= day < interval[1] and climbs_to_child(day)), None)
    assert first_day_in_cycle(tree, child, Period(parent, *interval)) == expected


def test_period_without_days_covers_every_day() -> None:
    assert Period("a").covers(date(1, 1, 1))
    assert first_day_in_cycle({"b": [Period("a")]}, "a", Period("b", FIRST)) == FIRST
    assert overlay([Period("a")], "b", FIRST, NO_END) == [Period("a", NO_START, FIRST), Period("b", FIRST, NO_END)]
