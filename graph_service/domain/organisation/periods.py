"""Histories with one value at a time: a home department, a parent department, an owner. Periods are half-open: [start, end)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_service.errors import Conflict

NO_START = date.min
NO_END = date.max


@dataclass(frozen=True, slots=True)
class Period:
    """The id `of` the value from `start` until the day before `end`."""

    of: str
    start: date = NO_START
    end: date = NO_END

    def covers(self, day: date) -> bool:
        return self.start <= day < self.end


@dataclass(frozen=True, slots=True)
class HistoryWording:
    """Words for the errors of a history: the input field that sets a new value, the relationship as a phrase, and the rule."""

    field: str
    relation: str
    rule: str


def read_periods(rows: Iterable[Mapping[str, Any]]) -> list[Period]:
    """Periods in order of time, from rows {of, from, to} whose days are text or None."""
    periods = [
        Period(
            row["of"],
            date.fromisoformat(row["from"]) if row["from"] else NO_START,
            date.fromisoformat(row["to"]) if row["to"] else NO_END,
        )
        for row in rows
    ]
    return sorted(periods, key=lambda period: period.start)


def write_periods(periods: Iterable[Period]) -> list[dict[str, Any]]:
    """Rows {of, from, to}; open ends are None."""
    return [
        {
            "of": period.of,
            "from": None if period.start == NO_START else period.start,
            "to": None if period.end == NO_END else period.end,
        }
        for period in periods
    ]


def add_successor(history: Sequence[Period], subject: str, new: str | None, day: date, wording: HistoryWording) -> list[Period]:
    """The history with the value `new` (None for no value) from `day` on. Earlier periods stay as they are.

    Raises Conflict if nothing would change, or if a later change is already recorded: a new value can only be added at the end.
    """
    current = next((period for period in history if period.covers(day)), None)
    later = next((period for period in history if period.start > day), None)
    if later is not None:
        raise Conflict(
            f"{wording.field} is {new!r} from {day} on, but {subject!r} {wording.relation} {later.of!r} from {later.start} on, and {wording.rule}. "
            "Choose that day or a later one.",
            field="on",
        )
    if (current.of if current else None) == new:
        state = f"{wording.relation} {new!r}" if new else f"{wording.relation} none"
        raise Conflict(f"{wording.field} is {new!r}, but {subject!r} {state} on {day} already.", field=wording.field)
    return overlay(history, new, day, NO_END)


def overlay(history: Sequence[Period], of: str | None, start: date, end: date) -> list[Period]:
    """The history with [start, end) overwritten by the value `of` (None for no value). Adjacent periods with the same value are merged."""
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
    """The first day on which `child` would be its own ancestor if `new` were its parent, or None.

    `parents` is the history of each node's parents; that of `child` itself does not matter. It climbs from the new parent and intersects
    the periods of the steps, so it finds a cycle that exists on a single day.
    """
    days: list[date] = []
    climbing = [new]
    seen = set(climbing)
    while climbing:
        step = climbing.pop()
        if step.of == child:
            days.append(step.start)
            continue
        for parent in parents.get(step.of, ()):
            higher = Period(parent.of, max(step.start, parent.start), min(step.end, parent.end))
            if higher.start < higher.end and higher not in seen:
                seen.add(higher)
                climbing.append(higher)
    return min(days, default=None)
