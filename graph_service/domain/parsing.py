"""Rules that can be seen from a value alone. Each takes a value and the name of its input field, and returns it clean.

InvalidInput names the field, the value and the rule. Text may stand for everything, as in a table; what is typed already passes too.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, auto
from typing import Any, cast
from urllib.parse import urlsplit

from graph_service.errors import InvalidInput
from graph_service.model.enums import DescribedEnum

Parser = Callable[[Any, str], Any]
Day = date | str

MAX_SHORT_TEXT = 1_000  # characters: an index entry holds 8 kB, and a character takes up to 4 bytes
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class Unset(Enum):
    """What a field of an update is when it was not given; None clears it."""

    UNSET = auto()


UNSET = Unset.UNSET


def parse_text(value: Any, field: str) -> str:
    """Text with something in it, without the blanks around it."""
    if value is None or value == "":
        raise InvalidInput(f"{field} is missing, and it is required.", field=field)
    if not isinstance(value, str):
        raise InvalidInput(f"{field} is {quote(value)}, and must be text.", field=field)
    if not value.strip():
        raise InvalidInput(f"{field} is {quote(value)}: it holds nothing but blanks, and must say something.", field=field)
    if "\0" in value:
        raise InvalidInput(f"{field} is {quote(value)}: it holds a NUL character, which no text has. Leave it out.", field=field)
    if not value.isascii() and re.search("[\ud800-\udfff]", value):
        raise InvalidInput(f"{field} is {quote(value)}: it holds half of a character (a lone surrogate). Send it as UTF-8.", field=field)
    return value.strip()


def parse_short_text(value: Any, field: str) -> str:
    """Text that is looked up or sorted by: an id, a name, a title. At most MAX_SHORT_TEXT characters."""
    text = parse_text(value, field)
    if len(text) > MAX_SHORT_TEXT:
        raise InvalidInput(f"{field} has {len(text):,} characters ({quote(text)}), and may have {MAX_SHORT_TEXT:,}.", field=field)
    return text


def parse_ids(value: Any, field: str) -> list[str]:
    """A list of ids, each once, in the order given. None is the empty list."""
    if value is None:
        return []
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise InvalidInput(f"{field} is {quote(value)}, and must be a list.", field=field)
    return list(dict.fromkeys(parse_short_text(each, field) for each in cast("Iterable[Any]", value)))


def parse_date(value: Any, field: str) -> date:
    """A day that exists, written YYYY-MM-DD."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = parse_text(value, field)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not DAY.fullmatch(text):  # Python reads 20260130 and 2026-W05-5 as well
        raise InvalidInput(f"{field} is {quote(value)}, which is no date. Write a day as YYYY-MM-DD, like 2026-01-30.", field=field)
    return day


def parse_instant(value: Any, field: str) -> datetime:
    """A moment in UTC, from ISO 8601. Without an offset it is taken as UTC, without a time as the start of the day."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(parse_text(value, field))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise InvalidInput(
            f"{field} is {quote(value)}, which is no moment in time. Write it as 2026-01-30T09:30:00Z.", field=field
        ) from None


def parse_boolean(value: Any, field: str) -> bool:
    """True or false, or these words."""
    known = {"true": True, "false": False}
    text = str(value).lower() if isinstance(value, bool) else parse_text(value, field).lower()
    if text not in known:
        raise InvalidInput(f"{field} is {quote(value)}, and must be true or false.", field=field)
    return known[text]


def parse_number(value: Any, field: str) -> float:
    """A finite number, negative ones too."""
    try:
        number = float(value if isinstance(value, int | float | Decimal) else parse_text(value, field))
    except (ValueError, OverflowError):
        number = math.nan
    if isinstance(value, bool) or not math.isfinite(number):
        raise InvalidInput(f"{field} is {quote(value)}, and must be a finite number.", field=field)
    return number


def parse_email(value: Any, field: str) -> str:
    """An e-mail address that could be one, in lower case: two that differ only in case are the same mailbox."""
    address = parse_short_text(value, field).lower()
    if not EMAIL.fullmatch(address):
        raise InvalidInput(f"{field} is {quote(value)}, which is no e-mail address. It looks like name@example.org.", field=field)
    return address


def parse_url(value: Any, field: str) -> str:
    """The address of a page. Only http and https, as readers will follow it."""
    text = parse_text(value, field)
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:
        sound = False
    if not sound:
        raise InvalidInput(f"{field} is {quote(value)}, which is no web address. It begins with https:// or http://.", field=field)
    return text


def one_of(members: Iterable[DescribedEnum]) -> Parser:
    """The rule that a value is one of these members of an enum. It returns the value as plain text."""
    choices = [member.value for member in members]

    def parse_choice(value: Any, field: str) -> str:
        text = parse_text(value, field)
        if text not in choices:
            raise InvalidInput(f"{field} is {quote(value)}, and must be one of {', '.join(choices)}.", field=field)
        return text

    return parse_choice


def optional(rule: Parser) -> Parser:
    """The rule that a value is absent (None or blank text), or else holds to the given one."""

    def parse_optional(value: Any, field: str) -> Any:
        return None if value is None or (isinstance(value, str) and not value.strip()) else rule(value, field)

    return parse_optional


def check_period(start: date | None, end: date | None, field: str) -> None:
    """Refuses a half-open period [start, end) that ends on or before the day it begins. Absent ends are open."""
    if start is not None and end is not None and end <= start:
        raise InvalidInput(f"{field} is {end}, and must lie after the first day, {start}.", field=field)


def parse_properties(command: Any, rules: Mapping[str, Parser]) -> dict[str, Any]:
    """The properties a command sets, clean, under the names they have in the graph. What it does not have, or leaves unset, is left out."""
    values = {name: getattr(command, snake_case(name), UNSET) for name in rules}
    return {name: rules[name](value, name) for name, value in values.items() if value is not UNSET}


def drop_absent(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Without those that are None: a new node has no properties to clear."""
    return {name: value for name, value in properties.items() if value is not None}


def snake_case(name: str) -> str:
    """learnedOn as learned_on: properties as Python names them."""
    return re.sub(r"[A-Z]", lambda capital: f"_{capital[0].lower()}", name)


def quote(value: Any) -> str:
    """A value as an error quotes it: not more of it than fits into a line."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
