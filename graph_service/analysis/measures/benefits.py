"""Savings from reuse: hours and costs, reported and confirmed, by giving and by receiving group."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by, sum_fields
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.measures.savings import Money, Tally, costs_of, hours_of, tally
from graph_service.analysis.organisation.groups import Group, Partition, partition
from graph_service.analysis.organisation.transfers import Shares, count_everyone, roll_up_shares
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in
from graph_service.analysis.scope.periods import Every, Period, period_of, periods


class BenefitsBy(StrEnum):
    """Dimensions of the rows."""

    GROUP = "GROUP"
    PERIOD = "PERIOD"


BY_GROUP: Final = frozenset({BenefitsBy.GROUP})


@dataclass(frozen=True, slots=True)
class Saving:
    """hours: None if no reuse states hours. cost: one amount per currency. events, people: the number of reuses that state hours or a cost,
    each counted whole, and of the people who made them.
    """

    hours: float | None
    cost: tuple[Money, ...]
    events: int
    people: int


@dataclass(frozen=True, slots=True)
class Benefit:
    """All reported savings, and the part that was confirmed by another person."""

    reported: Saving
    confirmed: Saving


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """The benefit of one group, one period, or one group in one period. `group` or `period` is None if the rows are not broken down by it.

    given: savings from lessons learned in the group, weighted by f. received: savings from reuses made in the group, weighted by g. The two
    are equal if `group` is None.
    """

    group: Group | None
    period: Period | None
    given: Benefit
    received: Benefit


@dataclass(frozen=True, slots=True)
class Benefits:
    """`rows` are sorted by group (UNATTRIBUTED last), then period. Over all groups, given and received each add up to `total`."""

    total: Benefit
    rows: tuple[BenefitRow, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """One entry per event and place, in the order of the events, with the fraction of the event that is attributed to the place."""

    event: Indices
    place: Indices
    part: Floats


def benefits(columns: Columns, view: View, *, by: Collection[BenefitsBy] = BY_GROUP, every: Every = Every.QUARTER) -> Benefits:
    """Sums the hours and costs stated by the reuses in the view, including OWN ones.

    Returns one row per group, per period, or per combination of both. A group, or a combination, without such reuses has no row; with
    periods alone every period has a row.
    """
    chosen = events_in(columns, view, lessons_in(columns, view)) & _stated(columns)
    cut = periods(columns, view, every) if BenefitsBy.PERIOD in by else ()
    total = _total(columns, np.flatnonzero(chosen))
    if BenefitsBy.GROUP in by:
        return Benefits(total, tuple(_by_group(columns, partition(columns.departments, view), chosen, cut)))
    if not cut:
        return Benefits(total, ())
    found = _benefits(columns, [_by_period(columns, _at_once(block), cut) for block in _blocks(columns, chosen)], len(cut))
    return Benefits(total, tuple(BenefitRow(None, period, one, one) for period, one in zip(cut, found, strict=True)))


def _stated(columns: Columns) -> Flags:
    return ~np.isnan(columns.events.hours) | (columns.events.currency != UNKNOWN)


def _total(columns: Columns, event: Indices) -> Benefit:
    return Benefit(_saving(columns, event), _saving(columns, event[columns.events.confirmed[event]]))


def _saving(columns: Columns, event: Indices) -> Saving:
    """The total over these events."""
    events, kinds = columns.events, len(columns.currencies)
    hours, currency = events.hours[event], events.currency[event].astype(np.intp)
    timed, priced = hours[~np.isnan(hours)], np.flatnonzero(currency != UNKNOWN)
    cost, stated = (
        sum_by(currency[priced], events.cost[event[priced]].astype(np.float64), kinds),
        np.bincount(currency[priced], minlength=kinds),
    )
    costs = tuple(Money(columns.currencies[kind], float(cost[kind])) for kind in np.flatnonzero(stated).tolist())
    return Saving(float(timed.sum()) if len(timed) else None, costs, len(event), count_everyone(events.person[event]))


def _blocks(columns: Columns, chosen: Flags) -> Iterator[Indices]:
    """The chosen events, divided into the blocks of the transfers (the transfers module gives the reason)."""
    for block in columns.transfers:
        start, end = (int(block.event[0]), int(block.event[-1]) + 1) if len(block.event) else (0, 0)
        yield start + np.flatnonzero(chosen[start:end])


def _at_once(event: Indices) -> Entries:
    return Entries(event, np.zeros(len(event), np.intp), np.ones(len(event)))


def _by_period(columns: Columns, entries: Entries, cut: Sequence[Period]) -> Entries:
    """Splits the places by period, if there are periods."""
    if not cut:
        return entries
    return Entries(entries.event, entries.place * len(cut) + period_of(cut, columns.events.day[entries.event]), entries.part)


def _by_group(columns: Columns, parts: Partition, chosen: Flags, cut: Sequence[Period]) -> Iterator[BenefitRow]:
    learned_in, reused_in = roll_up_shares(columns.learned_in, parts), roll_up_shares(columns.reused_in, parts)
    lesson, blocks = columns.events.lesson, list(_blocks(columns, chosen))
    places = len(parts.groups) * max(len(cut), 1)
    given = _benefits(
        columns, [_by_period(columns, _shared(learned_in, event, lesson[event].astype(np.intp)), cut) for event in blocks], places
    )
    received = _benefits(columns, [_by_period(columns, _shared(reused_in, event, event), cut) for event in blocks], places)
    for place in range(places):
        group, period = divmod(place, max(len(cut), 1))
        if given[place].reported.events or received[place].reported.events:
            yield BenefitRow(parts.groups[group], cut[period] if cut else None, given[place], received[place])


def _shared(shares: Shares, event: Indices, row: Indices) -> Entries:
    """Entries for these events, at the places in their rows of `shares`."""
    if shares.undivided:
        return Entries(event, shares.places.values[row].astype(np.intp), shares.part[row])
    source, entry = expand(shares.places, row)
    return Entries(event[source], shares.places.values[entry].astype(np.intp), shares.part[entry])


def _benefits(columns: Columns, blocks: Sequence[Entries], places: int) -> list[Benefit]:
    """The benefit of each place."""
    reported = sum_fields([_tally(columns, block, places) for block in blocks])
    confirmed = sum_fields([_tally(columns, _confirmed(columns, block), places) for block in blocks])
    return [Benefit(*pair) for pair in zip(_savings(columns, reported), _savings(columns, confirmed), strict=True)]


def _confirmed(columns: Columns, entries: Entries) -> Entries:
    rows = np.flatnonzero(columns.events.confirmed[entries.event])
    return Entries(entries.event[rows], entries.place[rows], entries.part[rows])


def _tally(columns: Columns, block: Entries, places: int) -> Tally:
    return tally(columns, block.event, block.part, block.place, places)


def _savings(columns: Columns, found: Tally) -> list[Saving]:
    hours, costs = hours_of(found), costs_of(found, columns.currencies)
    counts = zip(found.events.tolist(), found.people.tolist(), strict=True)
    return [Saving(hours[place], costs.get(place, ()), events, people) for place, (events, people) in enumerate(counts)]
