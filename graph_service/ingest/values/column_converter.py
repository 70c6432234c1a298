"""Converts the cells of one column to the form that its cell type accepts. Columns whose cells are all accepted are left as they are."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote

from graph_service.errors import InvalidInput
from graph_service.ingest import cell_types
from graph_service.ingest.cell_types import CellType
from graph_service.ingest.values.choice_words import BOOLEANS, CHOICES, is_no_value, word_key
from graph_service.ingest.values.days import DayColumn, DayOrder, read_days
from graph_service.ingest.values.languages import read_language
from graph_service.ingest.values.names import split_address
from graph_service.ingest.values.numbers import read_numbers

DAYS = (cell_types.DATE, cell_types.PAST_DATE, cell_types.END)
NUMBERS = (cell_types.HOURS, cell_types.AMOUNT)
OPEN_ENDS = frozenset(["open", "present", "current", "now", "ongoing", "todate"])
PLAIN_AMOUNT = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
ZONELESS = re.compile(r"(\d{1,2}:\d{2}(?::\d{2})?)\s*([ap])?\.?(?:m\.?)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ValueChoices:
    """How to read what a column leaves open: the order of day and month, and whether a month without a day means its first day."""

    order: DayOrder | None = None
    missing_day_first: bool = False


@dataclass(slots=True)
class ColumnValues:
    """The result of converting the distinct texts of a column.

    `converted` maps a text to the text for the import table, "" for no value; texts that are in neither mapping stay as they are.
    `faults` maps a text to what is wrong with it. `notes` say how the column was read. `undecided` are dates that fit both orders.
    `contradiction` names dates of the same column that each fit another order.
    """

    converted: dict[str, str] = field(default_factory=dict[str, str])
    faults: dict[str, str] = field(default_factory=dict[str, str])
    notes: list[str] = field(default_factory=list[str])
    undecided: list[str] = field(default_factory=list[str])
    order: DayOrder | None = None
    contradiction: str = ""


def convert_column(cell_type: CellType, texts: Iterable[str], choices: ValueChoices, *, required: bool = False) -> ColumnValues:
    """Converts the distinct texts of a column. In an optional column, words such as N/A and TBC become empty and are counted."""
    result = ColumnValues()
    convert = _converter(cell_type)
    if convert is None:
        return result
    distinct = {text: text.strip() for text in texts if text.strip()}
    rejected = [text for text, value in distinct.items() if not is_accepted(cell_type, value)]
    if not rejected:
        return result
    empty = [] if required else [text for text in rejected if is_no_value(text) and not _is_choice(cell_type, text)]
    if empty:
        result.notes.append(f"read as empty: {', '.join(sorted({distinct[text] for text in empty}))}")
        result.converted.update(dict.fromkeys(empty, ""))
    convert([text for text in distinct if text not in result.converted], choices, result)
    result.converted = {text: value for text, value in result.converted.items() if value != distinct[text]}
    return result


def _converter(cell_type: CellType) -> Callable[[Collection[str], ValueChoices, ColumnValues], None] | None:
    if cell_type in DAYS:
        return partial(_convert_days, is_end=cell_type is cell_types.END)
    if cell_type in NUMBERS:
        return _convert_numbers
    if cell_type is cell_types.LANGUAGE:
        return _convert_languages
    if (words := _choice_words(cell_type)) is not None:
        return partial(_convert_words, words=words)
    single = {id(cell_types.EMAIL): _email, id(cell_types.URL): _url}.get(id(cell_type))
    if single is not None:
        return partial(_convert_each, single=single)
    return _convert_instants if cell_type is cell_types.INSTANT else None


def _choice_words(cell_type: CellType) -> Mapping[str, str] | None:
    if cell_type is cell_types.BOOLEAN:
        return BOOLEANS
    return next((words for name, words in CHOICES.items() if getattr(cell_types, name) is cell_type), None)


def _is_choice(cell_type: CellType, text: str) -> bool:
    return word_key(text) in (_choice_words(cell_type) or ())


def is_convertible(cell_type: CellType) -> bool:
    """Whether texts that this type does not accept may be converted."""
    return _converter(cell_type) is not None


def is_accepted(cell_type: CellType, text: str) -> bool:
    """Whether this type accepts the text as it is."""
    if cell_type is cell_types.AMOUNT:
        return PLAIN_AMOUNT.fullmatch(text) is not None
    try:
        cell_type.parse(text)
    except InvalidInput:
        return False
    return True


def _convert_days(texts: Collection[str], choices: ValueChoices, result: ColumnValues, *, is_end: bool = False) -> None:
    if is_end and (opened := [text for text in texts if word_key(text) in OPEN_ENDS]):
        result.converted.update(dict.fromkeys(opened, ""))
        texts = [text for text in texts if text not in opened]
    days = read_days(texts, choices.order, missing_day_first=choices.missing_day_first)
    result.converted |= days.days
    result.faults |= days.faults
    _take_order(days, result)
    result.notes += _describe_days(days, texts)


def _take_order(days: DayColumn, result: ColumnValues) -> None:
    result.undecided, result.order = days.undecided, days.order
    result.contradiction = days.evidence if days.order is None else ""


def _describe_days(days: DayColumn, texts: Collection[str]) -> Iterable[str]:
    if days.order is not None:
        reason = f": {days.evidence}" if days.evidence else ""
        yield f"days are read {days.order.value}{reason}"
    elif days.evidence:
        yield f"the days are written in two orders: {days.evidence}"
    if days.first_days:
        yield f"{days.first_days:,} dates without a day are read as the first day"
    if texts and all(text.strip().isdigit() and len(text.strip()) == 5 for text in texts):
        yield "days are read as day numbers of a spreadsheet"


def _convert_numbers(texts: Collection[str], _: ValueChoices, result: ColumnValues) -> None:
    numbers, result_faults = read_numbers(texts)
    result.converted |= numbers
    result.faults |= result_faults
    commas = [text for text, number in numbers.items() if "," in text and number != text]
    if commas:
        result.notes.append(f"numbers with a comma: {commas[0]} is read as {numbers[commas[0]]}")


def _convert_words(texts: Collection[str], _: ValueChoices, result: ColumnValues, *, words: Mapping[str, str]) -> None:
    _note_words({text: str(words[key]) for text in texts if (key := word_key(text)) in words}, result)


def _convert_languages(texts: Collection[str], _: ValueChoices, result: ColumnValues) -> None:
    _note_words({text: code for text in texts if (code := read_language(text)) is not None}, result)


def _note_words(found: Mapping[str, str], result: ColumnValues) -> None:
    """Takes the words over, and notes those that are not the value itself."""
    result.converted |= found
    changed = [f"{text.strip()} as {value}" for text, value in found.items() if text.strip().casefold() != value.casefold()]
    if changed:
        result.notes.append(f"read {', '.join(changed[:8])}{' and others' if len(changed) > 8 else ''}")


def _convert_each(texts: Collection[str], _: ValueChoices, result: ColumnValues, *, single: Callable[[str], str]) -> None:
    result.converted |= {text: single(text.strip()) for text in texts}


def _email(text: str) -> str:
    return (split_address(text)[1] or text).removeprefix("mailto:").removeprefix("MAILTO:")


def _url(text: str) -> str:
    if text.lower().startswith("www."):
        text = f"https://{text}"
    return quote(text, safe="%/:?#[]@!$&'()*+,;=~") if text.startswith(("http://", "https://")) and " " in text else text


def _convert_instants(texts: Collection[str], choices: ValueChoices, result: ColumnValues) -> None:
    """Rewrites the day of a time; a time without a zone is UTC, as everywhere."""
    days = read_days(texts, choices.order, missing_day_first=choices.missing_day_first)
    result.faults |= days.faults
    _take_order(days, result)
    for text, day in days.days.items():
        time = _time_of(text)
        if time is not None:
            result.converted[text] = f"{day}T{time}" if time else day
    result.notes += _describe_days(days, ())
    zoneless = [text for text in texts if ZONELESS.search(text)]
    if zoneless:
        result.notes.append(f"{len(zoneless):,} times without a time zone are read as UTC")


def _time_of(text: str) -> str | None:
    """The time of day as hh:mm:ss; "" if there is none, None if it has a zone, which stays as it is."""
    match = ZONELESS.search(text)
    if match is None:
        return None if ":" in text else ""
    hours, _, rest = match[1].partition(":")
    number = int(hours)
    if match[2]:
        number = number % 12 + (12 if match[2].lower() == "p" else 0)
    return f"{number:02}:{rest}"
