"""Hours and amounts as people write them: decimal commas, thousands separators and currency signs."""

import re
from collections.abc import Iterable

CURRENCIES = {
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "zł": "PLN",
    "₺": "TRY",
    "₩": "KRW",
    "R$": "BRL",
    "US$": "USD",
    "A$": "AUD",
    "C$": "CAD",
}
NUMBER = re.compile(r"[-+]?[\d.,'’\s\u00a0\u202f]*\d[\d.,'’\s\u00a0\u202f]*", re.ASCII)
SPACES = re.compile(r"[\s'’\u00a0\u202f]")
MONEY = re.compile(r"(?P<before>[^\d\s.,+-]{1,3})?\s*(?P<number>[-+]?\d[\d.,'’\s\u00a0\u202f]*)\s*(?P<after>[^\d\s.,]{1,3})?")
AMBIGUOUS_NUMBER = "the number can be read in two ways; write it without a thousands separator"


def read_numbers(texts: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Reads the distinct texts of a column: the numbers with a decimal point, and what is wrong with the others. Other texts are in neither."""
    plain = {text: SPACES.sub("", text.strip().removeprefix("'")) for text in texts if NUMBER.fullmatch(text.strip().removeprefix("'"))}
    decimal = _decimal_mark(plain.values())
    numbers: dict[str, str] = {}
    faults: dict[str, str] = {}
    for text, digits in plain.items():
        mark = _own_mark(digits) or decimal
        if mark is None and "," in digits:
            faults[text] = AMBIGUOUS_NUMBER
        else:
            numbers[text] = digits.replace("." if mark == "," else ",", "").replace(",", ".")
    return numbers, faults


def _own_mark(digits: str) -> str | None:
    """The decimal mark that a number shows by itself: the last of two different marks, or the only one if no three digits follow it."""
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        return "," if comma > point else "."
    mark, position = (",", comma) if comma >= 0 else (".", point)
    if position < 0:
        return None
    if digits.count(mark) > 1:
        return "." if mark == "," else ","
    return mark if len(digits) - position - 1 != 3 else None


def _decimal_mark(numbers: Iterable[str]) -> str | None:
    marks = {mark for number in numbers if (mark := _own_mark(number))}
    return marks.pop() if len(marks) == 1 else None


def split_money(text: str) -> tuple[str, str | None]:
    """The number of an amount and its currency: "£12,500" is ("12,500", "GBP"). The currency is None if the text has none that is clear."""
    match = MONEY.fullmatch(text.strip())
    if match is None:
        return text, None
    sign = match["before"] or match["after"] or ""
    code = CURRENCIES.get(sign) or (sign.upper() if re.fullmatch(r"[A-Za-z]{3}", sign) else None)
    return match["number"].strip(), code
