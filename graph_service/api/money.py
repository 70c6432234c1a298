"""Amounts of money: stored as a whole number of the currency's smallest unit, shown as a decimal in text."""

import decimal
from collections.abc import Mapping
from typing import NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

from graph_service.domain.currencies import DECIMALS

Decimal = NewType("Decimal", str)


def write_amount(minor_units: int, currency: str | None) -> Decimal:
    """An amount as text in major units: 1250 and "EUR" give "12.50"."""
    return Decimal(str(decimal.Decimal(minor_units).scaleb(-DECIMALS.get(currency or "", 2))))


def write_decimal(value: tuple[int, str | None] | str) -> str:
    """The scalar in a response: what is text already, or an amount as the graph holds it, with its currency."""
    return value if isinstance(value, str) else write_amount(*value)


def parse_amount(value: object) -> str:
    """An amount in major units as text. ValueError when it is none."""
    try:
        if not isinstance(value, str | int) or not decimal.Decimal(value).is_finite():
            raise ValueError
    except (ValueError, decimal.InvalidOperation):
        raise ValueError(f'{value!r} is not an amount; write it like "1250.50".') from None
    return str(value)


MONEY_SCALARS: Mapping[object, ScalarDefinition] = {
    Decimal: strawberry.scalar(
        name="Decimal", description='A decimal number as text, such as "1250.50".', serialize=write_decimal, parse_value=parse_amount
    ),
}
