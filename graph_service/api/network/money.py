"""Amounts of money in the network's answers."""

import strawberry

from graph_service.analysis.measures.savings import Money as MoneyAnswer
from graph_service.api.money import Decimal, write_amount


@strawberry.type(description="An amount of money in one currency. Amounts of different currencies are never added.")
class Money:
    """An amount of money in one currency."""

    currency: str = strawberry.field(description="The currency by its three letters (ISO 4217).")
    sum: Decimal = strawberry.field(description="The amount.")

    @classmethod
    def of(cls, money: MoneyAnswer) -> "Money":
        """As the schema shows it, rounded to the currency's smallest unit."""
        return cls(currency=money.currency, sum=write_amount(round(money.minor_units), money.currency))
