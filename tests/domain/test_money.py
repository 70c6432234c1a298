"""Amounts are exact in minor units, and currencies are those of ISO 4217."""

from decimal import Decimal
from typing import Any

import pytest

from graph_service.domain.money import DECIMALS, Money, parse_money
from graph_service.errors import InvalidInput


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("12.50", "EUR", 1250), ("12.5", "EUR", 1250), (Decimal(12), "JPY", 12), ("1.234", "KWD", 1234), (3, "CLF", 30000), ("0", "USD", 0)],
)
def test_money_is_parsed_to_minor_units_of_its_currency(amount: Any, currency: str, minor: int) -> None:
    assert parse_money(amount, currency) == Money(minor, currency)


def test_absent_amount_and_currency_give_none() -> None:
    assert parse_money(None, None) is None
    assert parse_money("", " ") is None


@pytest.mark.parametrize(
    ("amount", "currency", "field", "expected"),
    [
        ("12.505", "EUR", "costAvoided", "EUR has 2 decimals"),
        ("0.5", "JPY", "costAvoided", "JPY has 0 decimals"),
        ("-1", "EUR", "costAvoided", "must not be negative"),
        ("much", "EUR", "costAvoided", "must be an amount"),
        ("NaN", "EUR", "costAvoided", "must be an amount"),
        ("1e3", "EUR", "costAvoided", "must be an amount"),
        (True, "EUR", "costAvoided", "must be an amount"),
        ("0.00000001", "EUR", "costAvoided", "decimals"),
        (Decimal("1e-400"), "EUR", "costAvoided", "must be an amount"),
        ("99999999999999", "EUR", "costAvoided", "above the maximum"),
        ("12", None, "currency", "currency is missing"),
        (None, "EUR", "costAvoided", "costAvoided is missing"),
        ("12", "eur", "currency", "not an ISO 4217 currency code"),
        ("12", "XXX", "currency", "not an ISO 4217 currency code"),
    ],
)
def test_invalid_money_is_refused(amount: Any, currency: Any, field: str, expected: str) -> None:
    with pytest.raises(InvalidInput, match=expected) as error:
        parse_money(amount, currency)
    assert error.value.field == field


@pytest.mark.parametrize(
    ("code", "decimals"), [("EUR", 2), ("USD", 2), ("JPY", 0), ("ISK", 0), ("UGX", 0), ("TND", 3), ("BHD", 3), ("CLF", 4), ("MGA", 2)]
)
def test_decimals_are_those_of_iso_4217(code: str, decimals: int) -> None:
    """From the list the maintenance agency publishes (list one, 1 January 2026)."""
    assert DECIMALS[code] == decimals
