"""Classifies the cells of a column from a sample."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from graph_service.ingest.matching.vocabulary import Content, Target, header_key
from graph_service.ingest.values.choice_words import CHOICES, is_no_value, read_direction, word_key
from graph_service.ingest.values.days import DAY_MISSING, UNDECIDED, read_days
from graph_service.ingest.values.languages import read_language

SAMPLE = 60
MOST = 0.8
LONG = 25  # characters, on average
CHOICE_TARGETS: Mapping[tuple[str, str], str] = {
    ("lessons", "status"): "LESSON_STATUS",
    ("lessons", "phase"): "PHASE",
    ("projects", "status"): "PROJECT_STATUS",
    ("reuses", "outcome"): "OUTCOME",
}


def content_factor(kind: str, target: Target, values: Sequence[str]) -> float:
    """By what the score of a name is multiplied for these values: 1 if they fit the target or there are none."""
    values = [value for value in values if not is_no_value(value)]
    if not values:
        return 1.0
    days = day_share(values)
    if target.content is Content.DAY:
        return 1.0 if days >= 0.5 else 0.2
    if target.content is Content.EMAIL:
        return 1.0 if email_share(values) >= 0.5 else 0.2
    if target.content is Content.NUMBER:
        return 1.0 if _share(values, lambda value: any(map(str.isdigit, value))) >= 0.5 else 0.2
    if days >= 0.8 and target.name != "id":
        return 0.3
    if target.content is Content.LONG_TEXT:
        return 0.3 if has_directions(values) else 1.0 if sum(map(len, values)) / len(values) >= LONG else 0.9
    if target.content is Content.NAME:
        return 1.0 if _share(values, _may_be_name) >= 0.5 else 0.3
    return _choice_factor(kind, target, values)


def has_directions(values: Iterable[str]) -> bool:
    """Whether most of the values say that something went well, or that it did not, and both occur."""
    values = [value for value in values if not is_no_value(value)]
    return _share(values, _is_direction) >= MOST and len(set(map(read_direction, values)) - {None}) > 1 if values else False


def _is_direction(value: str) -> bool:
    return len(value) <= LONG and read_direction(value) is not None


def has_languages(values: Iterable[str]) -> bool:
    """Whether most of the values that a sample has are languages, or it has none."""
    values = [value for value in islice(values, SAMPLE) if not is_no_value(value)]
    return not values or _share(values, lambda value: read_language(value) is not None) >= MOST


def _choice_factor(kind: str, target: Target, values: Sequence[str]) -> float:
    if target.name == "direction":
        return 1.0 if _share(values, lambda value: read_direction(value) is not None) >= 0.5 else 0.1
    if target.name == "language":  # else a programming language, or the languages that a person speaks
        return float(has_languages(values))
    if words := CHOICES.get(CHOICE_TARGETS.get((kind, target.name), "")):
        return 1.0 if _share(values, lambda value: word_key(value) in words) >= 0.4 else 0.5
    return 1.0


def day_share(values: Sequence[str]) -> float:
    """The share of the values that are dates, months or years."""
    column = read_days(set(values))
    dates = {text for text in values if text in column.days or column.faults.get(text) in (DAY_MISSING, UNDECIDED)}
    plain_years = {text for text in dates if text.strip().isdigit() and len(text.strip()) <= 5}
    return _share(values, lambda value: value in dates and value not in plain_years) if len(plain_years) < len(dates) else 0.6 * bool(dates)


def email_share(values: Sequence[str]) -> float:
    """The share of the values that contain an e-mail address."""
    return _share(values, lambda value: "@" in value and "." in value.rpartition("@")[2])


def _may_be_name(value: str) -> bool:
    return len(value) <= 200 and not header_key(value).isdigit()


def _share(values: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, values)) / len(values)
