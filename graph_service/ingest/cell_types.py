"""Cell types: the parser for the text of a cell, and the rule that is reported for an invalid cell, the same for every value."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from graph_service.domain.parsing import (
    MAX_HOURS,
    MAX_SHORT_TEXT,
    Parser,
    choice,
    parse_boolean,
    parse_date,
    parse_email,
    parse_end,
    parse_hours,
    parse_instant,
    parse_language,
    parse_past_date,
    parse_short_text,
    parse_text,
    parse_url,
)
from graph_service.errors import InvalidInput
from graph_service.model.days import EARLIEST_DAY, FIRST_DAY, LAST_DAY
from graph_service.model.enums import (
    Audience,
    Decision,
    DescribedEnum,
    Finding,
    LessonStatus,
    Outcome,
    Phase,
    ProjectStatus,
    ReviewDecision,
)
from graph_service.name_values import MAX_FIELDS, MAX_TEXT, MAX_VALUE, format_pairs, parse_pairs
from graph_service.unicode import normalize, without_invisible

LIST_SEPARATOR = "|"
# Control characters without tabs and line breaks: no text contains them on purpose.
CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class CellType:
    """Parser for a non-empty cell. `parse` raises InvalidInput if the text breaks `rule`.

    `read_stored` makes a value of the text of an existing one, which may be older than the rule; None if it stays text.
    """

    parse: Callable[[str], Any]
    rule: str
    read_stored: Callable[[str], Any] | None = None


def _cell_parser(parser: Parser) -> Callable[[str], Any]:
    return lambda text: parser(text, "the cell")


def _text_parser(parser: Parser) -> Callable[[str], Any]:
    def parse(text: str) -> str:
        if not text.isprintable() and CONTROL.search(text):
            raise InvalidInput("A text must not contain control characters.")
        return parser(text, "the cell")

    return parse


def _choice(enum: type[DescribedEnum]) -> CellType:
    return CellType(_cell_parser(choice(enum)), f"the value must be one of {', '.join(enum)}")


def _parse_id(text: str) -> str:
    if LIST_SEPARATOR in text:
        raise InvalidInput(f"An id must not contain {LIST_SEPARATOR}, which separates the entries of a list.")
    return parse_short_text(text, "the cell")


def _parse_ids(text: str) -> tuple[str, ...]:
    if "\0" in text:
        raise InvalidInput("An id must not contain a NUL character.")
    return tuple(dict.fromkeys(normalize(entry) for entry in map(str.strip, without_invisible(text).split(LIST_SEPARATOR)) if entry))


def _parse_extra(text: str) -> str:
    try:
        pairs = parse_pairs(text)
    except ValueError:
        raise InvalidInput("Each line must begin with a name and a colon.") from None
    formatted = format_pairs(pairs)
    if len(pairs) > MAX_FIELDS or len(formatted) > MAX_TEXT or any(len(value) > MAX_VALUE for _, value in pairs):
        raise InvalidInput("There are too many additional fields, or they are too long.")
    return formatted


# Cached, because a table has many rows but few distinct dates.
_parse_date, _parse_past_date, _parse_end = (
    lru_cache(maxsize=100_000)(_cell_parser(parser)) for parser in (parse_date, parse_past_date, parse_end)
)
_read_date = lru_cache(maxsize=100_000)(date.fromisoformat)
WRITTEN_DATE = "a date must exist, be written as YYYY-MM-DD and be between"
ANY_DATE = f"{WRITTEN_DATE} {EARLIEST_DAY} and {LAST_DAY}"

ID = CellType(_parse_id, f"an id must have at most {MAX_SHORT_TEXT:,} characters and must not contain |")
IDS = CellType(_parse_ids, "a list must consist of ids separated by |")
SHORT_TEXT = CellType(_text_parser(parse_short_text), f"the text must have at most {MAX_SHORT_TEXT:,} characters and be valid Unicode")
TEXT = CellType(_text_parser(parse_text), "the text must be valid Unicode")
DATE = CellType(_parse_date, ANY_DATE, _read_date)
PAST_DATE = CellType(_parse_past_date, f"{WRITTEN_DATE} {FIRST_DAY} and tomorrow", _read_date)
END = CellType(_parse_end, f"{ANY_DATE}; 9999-12-31 means that the end is open", _read_date)
INSTANT = CellType(
    _cell_parser(parse_instant), "a time must be written like 2026-01-30T09:30:00Z, and not be in the future", datetime.fromisoformat
)
BOOLEAN = CellType(_cell_parser(parse_boolean), "the value must be true or false")
HOURS = CellType(_cell_parser(parse_hours), f"hours must be written like 12.5 and be between -{MAX_HOURS:,} and {MAX_HOURS:,}")
# Stays text, because the valid amounts depend on the currency, which is in another cell.
AMOUNT = CellType(str, "an amount must be written like 1250.50")
EMAIL = CellType(_cell_parser(parse_email), "an e-mail address must look like name@example.org")
EXTRA = CellType(
    _text_parser(lambda text, field: _parse_extra(parse_text(text, field))),
    f"additional fields must be lines like Name: value, at most {MAX_FIELDS}, with values of at most {MAX_VALUE:,} characters",
)
URL = CellType(_cell_parser(parse_url), "a web address must begin with https:// or http://")
LANGUAGE = CellType(_cell_parser(parse_language), "a language must be a code of ISO 639-1, such as en or de")
PROJECT_STATUS = _choice(ProjectStatus)
LESSON_STATUS = _choice(LessonStatus)
AUDIENCE = _choice(Audience)
PHASE = _choice(Phase)
OUTCOME = _choice(Outcome)
DECISION = _choice(Decision)
REVIEW_DECISION = _choice(ReviewDecision)
FINDING = _choice(Finding)
