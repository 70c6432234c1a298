"""Histories of what one can have only one of at a time: a home department, a parent department, an owner. Days are half-open: [start, end)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_service.errors import Conflict

ALWAYS = date.min
FOREVER = date.max


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` until the day before `end`, this was the one with id `of`."""

    of: str
    start: date = ALWAYS
    end: date = FOREVER

    def covers(self, day: date) -> bool:
        return self.start <= day < self.end


@dataclass(frozen=True, slots=True)
class HistoryWording:
    """How to speak of such a history: the input field that names the new one, the key in words, and the rule."""

    field: str
    tie: str
    rule: str


def read_periods(rows: Iterable[Mapping[str, Any]]) -> list[Period]:
    """Periods by day from rows {of, from, to}, whose days are text or None."""
    periods = [
        Period(
            row["of"],
            date.fromisoformat(row["from"]) if row["from"] else ALWAYS,
            date.fromisoformat(row["to"]) if row["to"] else FOREVER,
        )
        for row in rows
    ]
    return sorted(periods, key=lambda period: period.start)


def write_periods(periods: Iterable[Period]) -> list[dict[str, Any]]:
    """Periods as rows {of, from, to}: open ends are None."""
    return [
        {
            "of": period.of,
            "from": None if period.start == ALWAYS else period.start,
            "to": None if period.end == FOREVER else period.end,
        }
        for period in periods
    ]


def add_successor(history: Sequence[Period], subject: str, new: str | None, day: date, words: HistoryWording) -> list[Period]:
    """The history when `new` (None: nobody) follows from `day` on. What was before stays as it was.

    Conflict when nothing would change, or when the history goes on after that day: only the last entry can be followed.
    """
    current = next((period for period in history if period.covers(day)), None)
    later = next((period for period in history if period.start > day), None)
    if later is not None:
        raise Conflict(
            f"{words.field} is {new!r} from {day} on, but {subject!r} {words.tie} {later.of!r} from {later.start} on: {words.rule}. "
            "Choose that day or a later one.",
            field="on",
        )
    if (current.of if current else None) == new:
        now = f"{words.tie} {new!r}" if new else f"{words.tie} none"
        raise Conflict(f"{words.field} is {new!r}, but {subject!r} {now} on {day} already.", field=words.field)
    return overlay(history, new, day, FOREVER)


def overlay(history: Sequence[Period], of: str | None, start: date, end: date) -> list[Period]:
    """The history when [start, end) belongs to `of` (None: to nobody), whatever it said before. Neighbours of the same one become one."""
    before = [Period(period.of, period.start, min(period.end, start)) for period in history if period.start < start]
    after = [Period(period.of, max(period.start, end), period.end) for period in history if period.end > end]
    middle = [] if of is None else [Period(of, start, end)]
    return _merged([*before, *middle, *after])


def _merged(periods: list[Period]) -> list[Period]:
    merged = periods[:1]
    for period in periods[1:]:
        if merged[-1].of == period.of and merged[-1].end == period.start:
            merged[-1] = Period(period.of, merged[-1].start, period.end)
        else:
            merged.append(period)
    return merged


def first_day_in_cycle(parents: Mapping[str, Sequence[Period]], child: str, new: Period) -> date | None:
    """The first day on which `child` would be part of itself if it got `new` as a parent, or None.

    `parents` is the history of each node's parents; that of `child` itself does not matter. Climbs from the new parent with the days on
    which each step holds, so it finds a cycle that exists on a single day.
    """
    found: list[date] = []
    climbing = [new]
    seen = set(climbing)
    while climbing:
        step = climbing.pop()
        if step.of == child:
            found.append(step.start)
            continue
        for parent in parents.get(step.of, ()):
            higher = Period(parent.of, max(step.start, parent.start), min(step.end, parent.end))
            if higher.start < higher.end and higher not in seen:
                seen.add(higher)
                climbing.append(higher)
    return min(found, default=None)
