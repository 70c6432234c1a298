"""Figures in words, as the report prints them: the same everywhere, and right for one and for none."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from graph_service.analysis.measures.savings import Money
from graph_service.domain.money import DECIMALS

WHOLE = 100  # from here on a figure has no decimals
WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
NONE = "–"  # a figure that isn't known


def number(value: float | None) -> str:
    """With one decimal where it isn't whole and small enough for it to matter: 26, 7.6, 1,204."""
    if value is None:
        return NONE
    rounded = round(value) if abs(value) >= WHOLE else round(value, 1)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"


def percent(share: float | None) -> str:
    """A share of one: 54%. What is not quite nothing, or not quite all, does not read so."""
    if share is None:
        return NONE
    if 0 < share < 0.005:  # what rounds to 0%
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 else f"{100 * share:.0f}%"


def plural(count: float, one: str, several: str | None = None) -> str:
    """A number with its noun: 1 reuse, 2 reuses, 0 reuses."""
    return f"{number(count)} {one if number(count) == '1' else several or one + 's'}"


def spelled(count: int, one: str, several: str | None = None) -> str:
    """The same as a sentence begins with it: One reuse, Two reuses, 14 reuses."""
    if count >= len(WORDS):
        return plural(count, one, several)
    return f"{WORDS[count]} {one if count == 1 else several or one + 's'}"


def listed(names: Sequence[str], most: int = 3) -> str:
    """Names in a row: A, B and C; beyond `most`: A, B and 4 others."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} others"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def amount_of(amount: Money) -> str:
    """An amount with its currency: EUR 84,000."""
    decimals = DECIMALS.get(amount.currency, 2)
    value = Decimal(round(amount.minor_units)).scaleb(-decimals)
    return f"{amount.currency} {value:,.0f}" if value == int(value) else f"{amount.currency} {value:,.{decimals}f}"


def day(value: date) -> str:
    """1 January 2025."""
    return f"{value.day} {value:%B} {value.year}"


def span(start: date, end: date) -> str:
    """The days of a half-open window, the last one named: 1 January to 31 December 2025."""
    last = end - timedelta(days=1)
    if last <= start:
        return day(start)
    return f"{start.day} {start:%B} to {day(last)}" if start.year == last.year else f"{day(start)} to {day(last)}"
