"""Numbers, shares, amounts and dates as the report prints them."""

from datetime import date

import pytest

from graph_service.analysis.measures.benefits import Money
from graph_service.report.formatting import format_amount, format_number, format_percent, format_range, join_names, plural


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0, "0"),
        (26.0, "26"),
        (7.599, "7.6"),
        (-2.25, "-2.2"),
        (99.96, "100"),
        (1204.4, "1,204"),
        (0.04, "0"),
        (1e6, "1,000,000"),
    ],
)
def test_format_number(value: float | None, text: str) -> None:
    assert format_number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, "–"),
        (0, "0%"),
        (0.004, "under 1%"),
        (0.005, "0%"),
        (0.54, "54%"),
        (0.994, "99%"),
        (0.996, "over 99%"),
        (1, "100%"),
        (-0.02, "-2%"),
    ],
)
def test_format_percent(share: float | None, text: str) -> None:
    assert format_percent(share) == text


def test_numbers_agree_with_their_nouns() -> None:
    assert [plural(count, "reuse") for count in (0, 1, 1.0, 1.02, 1.5, 2)] == [
        "0 reuses",
        "1 reuse",
        "1 reuse",
        "1 reuse",
        "1.5 reuses",
        "2 reuses",
    ]
    assert plural(3, "person", "people") == "3 people"


def test_join_names() -> None:
    assert [join_names(["A", "B", "C", "D", "E"][:count]) for count in range(6)] == [
        "",
        "A",
        "A and B",
        "A, B and C",
        "A, B and 2 others",
        "A, B and 3 others",
    ]


def test_format_amount() -> None:
    assert [format_amount(Money(*money)) for money in (("EUR", 8_400_000), ("EUR", 1250), ("JPY", 1250), ("KWD", 1250.4))] == [
        "EUR 84,000",
        "EUR 12.50",
        "JPY 1,250",
        "KWD 1.250",
    ]


def test_format_range() -> None:
    assert format_range(date(2025, 1, 1), date(2026, 1, 1)) == "1 January to 31 December 2025"
    assert format_range(date(2024, 11, 26), date(2025, 11, 26)) == "26 November 2024 to 25 November 2025"
    assert format_range(date(2025, 5, 13), date(2025, 5, 14)) == "13 May 2025"
