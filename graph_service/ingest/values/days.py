"""Dates as people write them. The order of day and month is decided by a whole column, never by a cell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(20_000, 65_000)  # 1954 to 2077
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january januar janvier enero gennaio januari janeiro janv ene gen",
            "feb february februar février fevrier febrero febbraio februari fevereiro févr fevr fev",
            "mar march märz maerz mars marzo maart março marco mrz mär mrt",
            "apr april avril abril aprile avr abr",
            "may mai mayo maggio mei maio mag",
            "jun june juni juin junio giugno junho giu",
            "jul july juli juillet julio luglio julho juil lug",
            "aug august août aout agosto augustus ago",
            "sep sept september septembre septiembre settembre setembro set",
            "oct october oktober octobre octubre ottobre outubro okt ott out",
            "nov november novembre noviembre novembro",
            "dec december dezember décembre decembre diciembre dicembre dezembro dez déc dic",
        ),
        1,
    )
    for word in words.split()
}
WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE)
TIME = re.compile(
    r"[T\s,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|[A-Z]{3,4}|[+-]\d{2}:?\d{2})?$", re.IGNORECASE
)
ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
NUMERIC = re.compile(r"(\d{1,2})([-/. ])\s?(\d{1,2})\2\s?(\d{4}|\d{2})", re.ASCII)
WORDS = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s\-/.]*(?:of\s+|de\s+)?([^\W\d_]+)\.?[\s\-/.,]*(?:de\s+)?['’]?(\d{4}|\d{2})", re.IGNORECASE
)
MONTH_WORDS = re.compile(r"([^\W\d_]+)\.?[\s\-/.]*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})", re.IGNORECASE)
YEAR_WORDS = re.compile(r"(\d{4})[\s\-/.]+([^\W\d_]+)[\s\-/.]+(\d{1,2})")
MONTH_ONLY = re.compile(
    r"(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})|(?P<m2>\d{1,2})[-/.](?P<y2>\d{4})|(?P<word>[^\W\d_]+)\.?[\s\-/.,']*(?P<y3>\d{4}|\d{2})", re.ASCII
)
QUARTER = re.compile(r"(?:q([1-4])[\s\-/.]*(\d{4}))|(?:(\d{4})[\s\-/.]*q([1-4]))", re.IGNORECASE)
YEAR = re.compile(r"(19|20)\d{2}", re.ASCII)
SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
DAY_MISSING = "the day is missing; --missing-day first takes the first day"
UNDECIDED = "the order of day and month is not clear from the column; --day-first or --month-first decides"


class DayOrder(StrEnum):
    """Whether 03/04/2021 is in April or in March."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"

    @property
    def option(self) -> str:
        """The option of the command line that chooses this order."""
        return f"--{self.value}"


@dataclass(slots=True)
class DayColumn:
    """The days of a column: `days` by the text of the cell, in ISO 8601, and what is wrong with the other texts.

    `evidence` says what decided the order of day and month; `undecided` are texts that fit both orders where nothing does.
    """

    days: dict[str, str] = field(default_factory=dict[str, str])
    faults: dict[str, str] = field(default_factory=dict[str, str])
    order: DayOrder | None = None
    evidence: str = ""
    undecided: list[str] = field(default_factory=list[str])
    first_days: int = 0


def read_days(texts: Iterable[str], order: DayOrder | None = None, *, missing_day_first: bool = False) -> DayColumn:
    """Reads the distinct texts of a column. `order` decides where the column does not."""
    texts = list(texts)
    column = DayColumn()
    parts = {text: _split(text) for text in texts}
    numeric = {text: match for text in texts if (match := NUMERIC.fullmatch(parts[text]))}
    column.order, column.evidence = _find_order(numeric, order)
    serials = all(SERIAL.fullmatch(part) for part in parts.values())
    for text, part in parts.items():
        day = _serial_day(part) if serials else _unambiguous_day(part)
        if day is None and text in numeric:
            day = _numeric_day(numeric[text], column, text)
        elif day is None and (start := _period_start(part)):
            if missing_day_first:
                day = start
                column.first_days += 1
            else:
                column.faults[text] = DAY_MISSING
        if day is not None:
            column.days[text] = day.isoformat()
    return column


def _split(text: str) -> str:
    """The text without a time of day, the name of a weekday and Excel's leading apostrophe."""
    part = WEEKDAY.sub("", text.strip().removeprefix("'").strip())
    return TIME.sub("", part).strip()


def _unambiguous_day(part: str) -> date | None:
    if match := ISO.fullmatch(part):
        return _day(match[1], match[3], match[4])
    if match := COMPACT.fullmatch(part):
        return _day(match[1], match[2], match[3])
    for pattern, year, month, day in ((WORDS, 3, 2, 1), (MONTH_WORDS, 3, 1, 2), (YEAR_WORDS, 1, 2, 3)):
        if (match := pattern.fullmatch(part)) and (number := MONTHS.get(match[month].lower())):
            return _day(match[year], str(number), match[day])
    return None


def _serial_day(part: str) -> date | None:
    number = int(part[:5])
    return EXCEL_EPOCH + timedelta(days=number) if number in SERIALS else None


def _find_order(numeric: dict[str, re.Match[str]], order: DayOrder | None) -> tuple[DayOrder | None, str]:
    day_first = [text for text, match in numeric.items() if int(match[1]) > 12 >= int(match[3])]
    month_first = [text for text, match in numeric.items() if int(match[3]) > 12 >= int(match[1])]
    if day_first and not month_first:
        return DayOrder.DAY_FIRST, f"{day_first[0]} and {len(day_first) - 1:,} others only fit" if len(
            day_first
        ) > 1 else f"{day_first[0]} only fits"
    if month_first and not day_first:
        others = len(month_first) - 1
        return DayOrder.MONTH_FIRST, f"{month_first[0]} and {others:,} others only fit" if others else f"{month_first[0]} only fits"
    if order is not None:
        return order, "chosen"
    if numeric and not month_first and all(match[2] == "." for match in numeric.values()):
        return DayOrder.DAY_FIRST, "dates with points are written day-first"
    return None, f"{day_first[0]} only fits day-first, {month_first[0]} only month-first" if day_first and month_first else ""


def _numeric_day(match: re.Match[str], column: DayColumn, text: str) -> date | None:
    first, second, year = match[1], match[3], match[4]
    if column.order is None and first != second and int(first) <= 12 and int(second) <= 12:
        column.undecided.append(text)
        column.faults[text] = UNDECIDED
        return None
    if column.order is DayOrder.MONTH_FIRST or (column.order is None and int(second) > 12):
        first, second = second, first
    return _day(year, second, first)


def _period_start(part: str) -> date | None:
    """The first day of a month, quarter or year."""
    if match := QUARTER.fullmatch(part):
        return _day(match[2] or match[3], str(int(match[1] or match[4]) * 3 - 2), "1")
    if match := MONTH_ONLY.fullmatch(part):
        month = match["m1"] or match["m2"] or str(MONTHS.get((match["word"] or "").lower(), 0))
        return _day(match["y1"] or match["y2"] or match["y3"], month, "1")
    return _day(part, "1", "1") if YEAR.fullmatch(part) else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(_full_year(year), int(month), int(day))
    except ValueError:
        return None


def _full_year(year: str) -> int:
    """A year of two digits lies at most ten years ahead."""
    if len(year) > 2:
        return int(year)
    century = 2000 if 2000 + int(year) <= date.today().year + 10 else 1900
    return century + int(year)
