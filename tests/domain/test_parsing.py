"""Parsers of single values: an error states the field, the value and the rule."""

from datetime import UTC, date, datetime, timedelta
from time import process_time
from typing import Any

import pytest

from graph_service.domain.parsing import (
    check_period,
    choice,
    optional,
    parse_boolean,
    parse_date,
    parse_email,
    parse_end,
    parse_hours,
    parse_ids,
    parse_instant,
    parse_number,
    parse_past_date,
    parse_short_text,
    parse_text,
    parse_url,
)
from graph_service.errors import InvalidInput
from graph_service.model.enums import Outcome


def refused(parser: Any, value: Any, expected: str) -> None:
    with pytest.raises(InvalidInput, match=expected) as error:
        parser(value, "thing")
    assert error.value.field == "thing"
    assert error.value.message.startswith("thing ")


@pytest.mark.parametrize("value", [None, ""])
def test_required_text_cannot_be_absent(value: Any) -> None:
    refused(parse_text, value, "is required")


@pytest.mark.parametrize("value", ["   ", "\t\n", "\u00a0"])
def test_required_text_cannot_be_blank(value: str) -> None:
    refused(parse_text, value, "which is blank")


def test_text_that_cannot_be_stored_is_refused() -> None:
    refused(parse_text, 3, "must be text")
    refused(parse_text, "half \ud83d", "lone surrogate")
    refused(parse_text, "a\0b", "NUL")
    assert parse_text("  whole 😀 ", "thing") == "whole 😀"


def test_short_text_fits_into_an_index_entry() -> None:
    refused(parse_short_text, "x" * 1001, "1,001 characters")
    assert parse_short_text("x" * 1000, "thing") == "x" * 1000
    assert parse_short_text("a \t\n \r\n b\nc  d", "thing") == "a b c  d"


def test_long_run_of_spaces_is_refused_at_once() -> None:
    start = process_time()
    refused(parse_short_text, "a\t" + " " * 200_000 + "b", "200,003 characters")
    assert process_time() - start < 2


def test_ids_are_unique_and_in_input_order() -> None:
    assert parse_ids(["b", "a", " b "], "thing") == ["b", "a"]
    assert parse_ids(None, "thing") == []
    refused(parse_ids, "ab", "must be a list")
    refused(parse_ids, ["a", ""], "is required")


@pytest.mark.parametrize(
    "value", ["2025-30-01", "2024-2-1", "yyyy-mm-dd", "2025-02-29", "20250130", "2025-W05-4", "2025-01-30T00:00", "０025-01-30"]
)
def test_date_must_exist_and_be_written_year_month_day(value: str) -> None:
    refused(parse_date, value, f"'{value}', which is not a date")


def test_leap_day_is_a_date() -> None:
    assert parse_date("2024-02-29", "thing") == date(2024, 2, 29)


@pytest.mark.parametrize("value", ["2026-01-30T09:30:00+02:00", "2026-01-30T07:30:00Z", "2026-01-30 07:30"])
def test_instant_is_converted_to_utc(value: str) -> None:
    assert parse_instant(value, "thing") == datetime(2026, 1, 30, 7, 30, tzinfo=UTC)


def test_invalid_instant_is_refused() -> None:
    refused(parse_instant, "2026-01-30T25:00", "not a point in time")


def test_choice_must_be_one_of_the_members() -> None:
    refused(choice((Outcome.HELPED, Outcome.NO_EFFECT)), "helped", "'helped', but must be one of HELPED, NO_EFFECT")


@pytest.mark.parametrize("value", ["yes", 1, "0"])
def test_boolean_must_be_true_or_false(value: Any) -> None:
    with pytest.raises(InvalidInput, match="thing"):
        parse_boolean(value, "thing")


@pytest.mark.parametrize("value", ["nan", "inf", "-Infinity", "many", True, float("nan"), 10**400])
def test_number_must_be_finite(value: Any) -> None:
    refused(parse_number, value, "finite number")


def test_number_may_be_negative() -> None:
    assert parse_number("-2.5", "thing") == -2.5


@pytest.mark.parametrize("value", ["ann", "ann@", "@example.org", "ann@example", "a b@example.org", "ann@@example.org", "ann@example..org"])
def test_invalid_email_is_refused(value: str) -> None:
    refused(parse_email, value, "not an e-mail address")


def test_email_is_lower_cased() -> None:
    assert parse_email("Ann@Example.ORG", "thing") == "ann@example.org"


@pytest.mark.parametrize("value", ["javascript:alert(1)", "example.org/page", "https://", "http://[", "https://example.org/a b"])
def test_url_must_be_http_or_https(value: str) -> None:
    refused(parse_url, value, "not a web address")


def test_period_must_end_after_it_begins() -> None:
    check_period(date(2026, 1, 1), date(2026, 1, 2), "to")
    check_period(None, date(2026, 1, 2), "to")
    with pytest.raises(InvalidInput, match="to is 2026-01-01, but must be after the first day, 2026-01-01"):
        check_period(date(2026, 1, 1), date(2026, 1, 1), "to")


def test_optional_value_is_absent_or_parsed() -> None:
    assert optional(parse_date)(" ", "thing") is None
    refused(optional(parse_date), "soon", "not a date")


def test_long_value_is_shortened_in_the_error() -> None:
    with pytest.raises(InvalidInput) as error:
        parse_date("x" * 5000, "learnedOn")
    assert len(error.value.message) < 200


@pytest.mark.parametrize("value", ["0001-01-01", "0202-05-06", "1799-12-31", "2101-01-01", "2205-01-01", "9999-12-31"])
def test_days_outside_of_1800_to_2100_are_refused(value: str) -> None:
    refused(parse_date, value, f"is {value}, but must be between 1800-01-01 and 2100-12-31")
    refused(parse_instant, f"{value}T00:00:00Z", "must be between")


def test_lessons_are_learned_and_reused_after_1950() -> None:
    refused(parse_past_date, "1949-12-31", "is 1949-12-31, but must be between 1950-01-01 and 2100-12-31")


def test_past_day_is_at_most_tomorrow() -> None:
    today = datetime.now(UTC).date()
    assert parse_past_date(today + timedelta(days=1), "thing") == today + timedelta(days=1)
    refused(parse_past_date, (today + timedelta(days=2)).isoformat(), "in the future")
    refused(parse_instant, (datetime.now(UTC) + timedelta(days=2)).isoformat(), "in the future")


def test_open_end_is_written_in_several_ways() -> None:
    assert [parse_end(value, "thing") for value in (None, " ", "9999-12-31")] == [None] * 3
    assert parse_end("2026-01-30", "thing") == date(2026, 1, 30)
    refused(parse_end, "9999-12-30", "must be between")


def test_hours_are_bounded() -> None:
    assert [parse_hours(value, "thing") for value in (100_000, "-100000", 0.5)] == [100_000, -100_000, 0.5]
    for value in (100_000.5, -1e6, 1.7e308):
        refused(parse_hours, value, "must be between -100,000 and 100,000")
