"""Numbers, amounts, dates and lists as the report prints them."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from graph_service.analysis.measures.benefits import Money
from graph_service.domain.money import DECIMALS

WHOLE_FROM = 100  # larger numbers have no decimals
NO_VALUE = "–"  # an unknown value


def format_number(value: float | None) -> str:
    """At most one decimal, and none from WHOLE_FROM on: 26, 7.6, 1,204."""
    if value is None:
        return NO_VALUE
    rounded = round(value) if abs(value) >= WHOLE_FROM else round(value, 1)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"


def format_percent(share: float | None) -> str:
    """A share between 0 and 1: 54%. Shares just above 0 or just below 1 are not rounded to 0% or 100%."""
    if share is None:
        return NO_VALUE
    if 0 < share < 0.005:  # would be rounded to 0%
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 else f"{100 * share:.0f}%"


def plural(count: float, singular: str, plural_form: str | None = None) -> str:
    """A number with its noun: 1 reuse, 2 reuses, 0 reuses."""
    return f"{format_number(count)} {singular if format_number(count) == '1' else plural_form or singular + 's'}"


def join_names(names: Sequence[str], most: int = 3) -> str:
    """A, B and C; with more than `most` names: A, B and 4 others."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} others"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def format_amount(amount: Money) -> str:
    """EUR 84,000."""
    decimals = DECIMALS.get(amount.currency, 2)
    value = Decimal(round(amount.minor_units)).scaleb(-decimals)
    return f"{amount.currency} {value:,.0f}" if value == int(value) else f"{amount.currency} {value:,.{decimals}f}"


def format_date(value: date) -> str:
    """1 January 2025."""
    return f"{value.day} {value:%B} {value.year}"


def format_range(start: date, end: date) -> str:
    """The days [start, end): 1 January to 31 December 2025."""
    last = end - timedelta(days=1)
    if last <= start:
        return format_date(start)
    return f"{start.day} {start:%B} to {format_date(last)}" if start.year == last.year else f"{format_date(start)} to {format_date(last)}"
