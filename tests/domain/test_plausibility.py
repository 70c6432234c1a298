"""Values that are possible but unlikely. The limits themselves are not unlikely."""

from datetime import date

import pytest

from graph_service.domain.plausibility import (
    LEARNED_LONG_AFTER_PROJECT,
    LEARNED_LONG_BEFORE_PROJECT,
    REUSED_BEFORE_PROJECT,
    REUSED_BEFORE_PUBLICATION,
    TOO_MANY_HOURS,
    UnlikelyValue,
    find_unlikely_day,
    find_unlikely_values,
)

DAY, NEXT_DAY = date(2025, 5, 5), date(2025, 5, 6)


@pytest.mark.parametrize("hours", [2_000.5, -2_000.5])
def test_each_unlikely_value_is_found_in_the_order_of_the_rules(hours: float) -> None:
    assert find_unlikely_values(reused_on=DAY, published_on=NEXT_DAY, project_started_on=NEXT_DAY, hours_saved=hours) == [
        UnlikelyValue("reusedOn", DAY, REUSED_BEFORE_PUBLICATION, NEXT_DAY),
        UnlikelyValue("reusedOn", DAY, REUSED_BEFORE_PROJECT, NEXT_DAY),
        UnlikelyValue("hoursSaved", hours, TOO_MANY_HOURS, 2_000),
    ]


@pytest.mark.parametrize("hours", [2_000, -2_000, None])
def test_the_limits_and_missing_values_are_not_unlikely(hours: float | None) -> None:
    assert find_unlikely_values(reused_on=DAY, published_on=DAY, project_started_on=DAY, hours_saved=hours) == []
    assert find_unlikely_values(reused_on=DAY) == []
    assert find_unlikely_values(published_on=DAY, project_started_on=DAY) == []


def test_day_far_outside_the_project_is_unlikely() -> None:
    started_on, ended_on = date(2025, 9, 1), date(2026, 3, 31)
    early, late = date(2024, 8, 30), date(2027, 4, 2)  # 367 days away
    assert find_unlikely_day(early, started_on, ended_on) == [UnlikelyValue("learnedOn", early, LEARNED_LONG_BEFORE_PROJECT, started_on)]
    assert find_unlikely_day(late, started_on, ended_on) == [UnlikelyValue("learnedOn", late, LEARNED_LONG_AFTER_PROJECT, ended_on)]
    for day in (date(2024, 8, 31), date(2027, 4, 1)):
        assert find_unlikely_day(day, started_on, ended_on) == []
    assert find_unlikely_day(early, None, None) == []
