"""Amounts of money: stored as integers in the currency's minor units, sent as decimal text in major units."""

import decimal
from collections.abc import Mapping
from typing import NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

from graph_service.analysis.measures.benefits import Money as ComputedMoney
from graph_service.domain.money import DECIMALS

Decimal = NewType("Decimal", str)


def format_amount(minor_units: int, currency: str | None) -> Decimal:
    """The amount as text in major units: 1250 and "EUR" give "12.50"."""
    return Decimal(str(decimal.Decimal(minor_units).scaleb(-DECIMALS.get(currency or "", 2))))


def format_money(root: ComputedMoney) -> Decimal:
    """The amount, rounded to whole minor units."""
    return format_amount(round(root.minor_units), root.currency)


@strawberry.type(description="An amount of money in one currency. Amounts in different currencies are never added.")
class Money:
    currency: str = strawberry.field(description="The currency as an ISO 4217 code, such as EUR.")
    sum: Decimal = strawberry.field(resolver=format_money, description="The amount.")


def serialize_decimal(value: tuple[int, str | None] | str) -> str:
    """The scalar in a response, from text or from minor units with their currency."""
    return value if isinstance(value, str) else format_amount(*value)


def parse_decimal(value: object) -> str:
    """An amount in major units as text. ValueError if it is not a finite decimal number."""
    try:
        if not isinstance(value, str | int) or not decimal.Decimal(value).is_finite():
            raise ValueError
    except (ValueError, decimal.InvalidOperation):
        raise ValueError(f'{value!r} is not an amount; write it like "1250.50".') from None
    return str(value)


MONEY_SCALARS: Mapping[object, ScalarDefinition] = {
    Decimal: strawberry.scalar(
        name="Decimal",
        description='A decimal number as text, such as "1250.50".',
        specified_by_url="https://www.w3.org/TR/xmlschema11-2/#decimal",
        serialize=serialize_decimal,
        parse_value=parse_decimal,
    ),
}
