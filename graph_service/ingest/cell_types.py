"""Cell types: the parser for the text of a cell, and the rule reported for an invalid cell, worded independently of its value."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graph_service.domain.parsing import (
    MAX_SHORT_TEXT,
    choice,
    parse_boolean,
    parse_date,
    parse_email,
    parse_instant,
    parse_number,
    parse_short_text,
    parse_text,
    parse_url,
)
from graph_service.errors import InvalidInput
from graph_service.model.enums import Decision, DescribedEnum, LessonStatus, Outcome, Phase, ProjectStatus

LIST_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Kind:
    """Parser for a non-empty cell. `read` raises InvalidInput if the text breaks `rule`."""

    read: Callable[[str], Any]
    rule: str


def _by(parse: Callable[[Any, str], Any]) -> Callable[[str], Any]:
    return lambda text: parse(text, "the cell")


def _choice(enum: type[DescribedEnum]) -> Kind:
    return Kind(_by(choice(enum)), f"this is one of {', '.join(enum)}")


def _read_id(text: str) -> str:
    if LIST_SEPARATOR in text:
        raise InvalidInput("An id holds no |, which separates the entries of lists.")
    return parse_short_text(text, "the cell")


def _read_ids(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry for entry in map(str.strip, text.split(LIST_SEPARATOR)) if entry))


# Cached, because a table has many rows but few distinct dates.
read_day = lru_cache(maxsize=100_000)(_by(parse_date))
read_instant = _by(parse_instant)

ID = Kind(_read_id, f"an id is at most {MAX_SHORT_TEXT:,} characters and holds no |")
IDS = Kind(_read_ids, "a list is ids joined by |")
LINE = Kind(_by(parse_short_text), f"a short text is at most {MAX_SHORT_TEXT:,} characters, all of them whole")
TEXT = Kind(_by(parse_text), "a text is made of whole characters")
DAY = Kind(read_day, "a date is a day that exists, written YYYY-MM-DD")
INSTANT = Kind(read_instant, "a time is written like 2026-01-30T09:30:00Z")
FLAG = Kind(_by(parse_boolean), "this is true or false")
NUMBER = Kind(_by(parse_number), "a number is written like 12.5")
# Kept as text, because the valid amounts depend on the currency, which is in another cell.
AMOUNT = Kind(str, "an amount is written like 1250.50")
EMAIL = Kind(_by(parse_email), "an e-mail address looks like name@example.org")
URL = Kind(_by(parse_url), "a web address begins with https:// or http://")
PROJECT_STATUS = _choice(ProjectStatus)
LESSON_STATUS = _choice(LessonStatus)
PHASE = _choice(Phase)
OUTCOME = _choice(Outcome)
DECISION = _choice(Decision)
