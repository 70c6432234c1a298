"""Parses and checks single input values.

Each parser takes a value and the name of its input field and returns the parsed value. It accepts text, as in a cell of a table, as well as
a value of the right type. InvalidInput states the field, the value and the rule.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum, auto
from typing import Any, cast
from urllib.parse import urlsplit

from graph_service.errors import InvalidInput
from graph_service.iso_date import parse_iso_date
from graph_service.language.codes import LANGUAGES
from graph_service.model.days import EARLIEST_DAY, FIRST_DAY, LAST_DAY
from graph_service.model.enums import DescribedEnum
from graph_service.unicode import normalize, without_invisible

Parser = Callable[[Any, str], Any]
Day = date | str

MAX_SHORT_TEXT = 1_000  # characters: an index entry holds 8 kB, and a character takes up to 4 bytes
OPEN_END = date(9999, 12, 31)  # how other systems write an end that is not known
MAX_HOURS = 100_000  # fifty years of one person's work
# Begins only where a run of spaces begins: otherwise a run of 100,000 would be searched from each of them.
LINE_BREAKS = re.compile("(?<![ \t])[ \t]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+\\s*")
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class Unset(Enum):
    """The default of the optional fields of an update: the property keeps its value. None clears it."""

    UNSET = auto()


UNSET = Unset.UNSET


def parse_text(value: Any, field: str) -> str:
    """Text that is not blank, without leading and trailing white space, in NFC."""
    if value is None or value == "":
        raise InvalidInput(f"{field} is required.", field=field)
    if not isinstance(value, str):
        raise InvalidInput(f"{field} is {quote(value)}, but must be text.", field=field)
    if not value.strip():
        raise InvalidInput(f"{field} is {quote(value)}, which is blank, but it is required.", field=field)
    if "\0" in value:
        raise InvalidInput(f"{field} is {quote(value)}, which contains a NUL character. Remove it.", field=field)
    if not value.isascii() and re.search("[\ud800-\udfff]", value):
        raise InvalidInput(
            f"{field} is {quote(value)}, which contains half of a character (a lone surrogate). Send valid UTF-8.", field=field
        )
    return normalize(value.strip())


def parse_short_text(value: Any, field: str) -> str:
    """An id, a name or a title: one line of at most MAX_SHORT_TEXT characters, because it is indexed. A line break becomes a space, and characters
    without a width are left out.
    """
    text = parse_text(value, field)
    if not text.isprintable():
        text = LINE_BREAKS.sub(" ", parse_text(without_invisible(text), field))
    if len(text) > MAX_SHORT_TEXT:
        raise InvalidInput(f"{field} has {len(text):,} characters ({quote(text)}); the maximum is {MAX_SHORT_TEXT:,}.", field=field)
    return text


def parse_ids(value: Any, field: str) -> list[str]:
    """A list of ids in input order, without duplicates. None is the empty list."""
    if value is None:
        return []
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise InvalidInput(f"{field} is {quote(value)}, but must be a list.", field=field)
    return list(dict.fromkeys(parse_short_text(item, field) for item in cast("Iterable[Any]", value)))


def parse_date(value: Any, field: str) -> date:
    """A date that exists, written YYYY-MM-DD, between EARLIEST_DAY and LAST_DAY."""
    return _check_range(_read_date(value, field), field, EARLIEST_DAY)


def _check_range(day: date, field: str, first: date) -> date:
    if not first <= day <= LAST_DAY:
        raise InvalidInput(f"{field} is {day}, but must be between {first} and {LAST_DAY}.", field=field)
    return day


def parse_past_date(value: Any, field: str, today: date | None = None) -> date:
    """The day on which something was learned or reused: from FIRST_DAY to one day after `today` (UTC; by default the current day), for
    distant time zones.
    """
    day = _check_range(_read_date(value, field), field, FIRST_DAY)
    if day > (today or datetime.now(UTC).date()) + timedelta(days=1):
        raise InvalidInput(f"{field} is {day}, which is in the future.", field=field)
    return day


def parse_end(value: Any, field: str) -> date | None:
    """The day after a period. None, blank text and OPEN_END mean that it is open."""
    day = None if value is None or (isinstance(value, str) and not value.strip()) else _read_date(value, field)
    return None if day in (None, OPEN_END) else parse_date(day, field)


def _read_date(value: Any, field: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return parse_iso_date(parse_text(value, field))
    except ValueError:
        raise InvalidInput(
            f"{field} is {quote(value)}, which is not a date. Write it as YYYY-MM-DD, like 2026-01-30.", field=field
        ) from None


def parse_instant(value: Any, field: str) -> datetime:
    """A past point in time in UTC, from ISO 8601. The offset defaults to UTC, the time to the start of the day."""
    try:
        instant = value if isinstance(value, datetime) else datetime.fromisoformat(parse_text(value, field))
        instant = instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise InvalidInput(
            f"{field} is {quote(value)}, which is not a point in time. Write it like 2026-01-30T09:30:00Z.", field=field
        ) from None
    parse_past_date(instant.date(), field)
    return instant


def parse_boolean(value: Any, field: str) -> bool:
    """A boolean, or the word true or false in any case."""
    words = {"true": True, "false": False}
    text = str(value).lower() if isinstance(value, bool) else parse_text(value, field).lower()
    if text not in words:
        raise InvalidInput(f"{field} is {quote(value)}, but must be true or false.", field=field)
    return words[text]


def parse_number(value: Any, field: str) -> float:
    """A finite number; it may be negative."""
    try:
        number = float(value if isinstance(value, int | float | Decimal) else parse_text(value, field))
    except (ValueError, OverflowError):
        number = math.nan
    if isinstance(value, bool) or not math.isfinite(number):
        raise InvalidInput(f"{field} is {quote(value)}, but must be a finite number.", field=field)
    return number


def parse_hours(value: Any, field: str) -> float:
    """A number of hours, at most MAX_HOURS in either direction."""
    hours = parse_number(value, field)
    if abs(hours) > MAX_HOURS:
        raise InvalidInput(f"{field} is {quote(value)}, but must be between -{MAX_HOURS:,} and {MAX_HOURS:,}.", field=field)
    return hours


def parse_email(value: Any, field: str) -> str:
    """A plausible e-mail address in lower case: addresses that differ only in case are the same mailbox."""
    address = parse_short_text(value, field).lower()
    if not EMAIL.fullmatch(address):
        raise InvalidInput(f"{field} is {quote(value)}, which is not an e-mail address. Write it like name@example.org.", field=field)
    return address


def parse_url(value: Any, field: str) -> str:
    """A web address. Only http and https, because users open it from a page."""
    text = parse_text(value, field)
    try:
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:
        valid = False
    if not valid:
        raise InvalidInput(f"{field} is {quote(value)}, which is not a web address. It must begin with https:// or http://.", field=field)
    return text


def parse_language(value: Any, field: str) -> str:
    """The code of a language in ISO 639-1, in lower case."""
    code = parse_text(value, field).lower()
    if code not in LANGUAGES:
        raise InvalidInput(
            f"{field} is {quote(value)}, which is not a code of ISO 639-1. Write two letters, such as en, de, fr or es.", field=field
        )
    return code


def choice(members: Iterable[DescribedEnum]) -> Parser:
    """The parser for a value that must be one of these members of an enum. It returns plain text."""
    choices = [member.value for member in members]

    def parse_choice(value: Any, field: str) -> str:
        text = parse_text(value, field)
        if text not in choices:
            raise InvalidInput(f"{field} is {quote(value)}, but must be one of {', '.join(choices)}.", field=field)
        return text

    return parse_choice


def optional(parser: Parser) -> Parser:
    """The parser for an optional value: None and blank text give None, anything else is parsed."""

    def parse_optional(value: Any, field: str) -> Any:
        return None if value is None or (isinstance(value, str) and not value.strip()) else parser(value, field)

    return parse_optional


def check_period(start: date | None, end: date | None, field: str) -> None:
    """Checks that a half-open period [start, end) is not empty. None is an open end."""
    if start is not None and end is not None and end <= start:
        raise InvalidInput(f"{field} is {end}, but must be after the first day, {start}.", field=field)


def parse_properties(command: Any, parsers: Mapping[str, Parser]) -> dict[str, Any]:
    """The parsed values of a command by property name, without properties that it lacks or leaves UNSET."""
    values = {name: getattr(command, snake_case(name), UNSET) for name in parsers}
    return {name: parsers[name](value, name) for name, value in values.items() if value is not UNSET}


def drop_absent(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that are not None: a new node has no properties to clear."""
    return {name: value for name, value in properties.items() if value is not None}


def snake_case(name: str) -> str:
    """The Python name of a property: learned_on for learnedOn."""
    return re.sub(r"[A-Z]", lambda capital: f"_{capital[0].lower()}", name)


def quote(value: Any) -> str:
    """A value as quoted in an error, shortened to 80 characters."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
