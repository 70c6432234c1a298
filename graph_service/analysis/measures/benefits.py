"""What reuse saved: hours and costs, reported and confirmed, given and received."""

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
    """What a row of figures stands for."""

    GROUP = "GROUP"
    PERIOD = "PERIOD"


BY_GROUP: Final = frozenset({BenefitsBy.GROUP})


@dataclass(frozen=True, slots=True)
class Saving:
    """hours: None where none are stated. cost: by currency. events, people: the reuses that state hours or a cost, each whole, and who made them."""

    hours: float | None
    cost: tuple[Money, ...]
    events: int
    people: int


@dataclass(frozen=True, slots=True)
class Benefit:
    """Everything reported, and the part of it that somebody else confirmed."""

    reported: Saving
    confirmed: Saving


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """The benefit of one group, period, or both; `group` or `period` is None where rows don't tell them apart.

    given: from lessons learned there, shared out by f. received: from reuses made there, shared out by g. Equal where `group` is None.
    """

    group: Group | None
    period: Period | None
    given: Benefit
    received: Benefit


@dataclass(frozen=True, slots=True)
class Benefits:
    """`rows` by group (UNATTRIBUTED last), then period. Over all groups given and received both add up to `total`."""

    total: Benefit
    rows: tuple[BenefitRow, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Each event once for every place it counts at, in the order of events, with the part that counts there."""

    event: Indices
    place: Indices
    part: Floats


def benefits(columns: Columns, view: View, *, by: Collection[BenefitsBy] = BY_GROUP, every: Every = Every.QUARTER) -> Benefits:
    """Sums of the hours and costs stated by the view's reuses, own ones included.

    A row per group, per period, or per both. A group or a pair without such a reuse has no row, a period alone always has one.
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
    """Of these events altogether."""
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
    """The chosen events in the blocks of the transfers: see there why."""
    for block in columns.transfers:
        start, end = (int(block.event[0]), int(block.event[-1]) + 1) if len(block.event) else (0, 0)
        yield start + np.flatnonzero(chosen[start:end])


def _at_once(event: Indices) -> Entries:
    return Entries(event, np.zeros(len(event), np.intp), np.ones(len(event)))


def _by_period(columns: Columns, entries: Entries, cut: Sequence[Period]) -> Entries:
    """Places told apart by period too, if there are periods."""
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
    """Events at the places of their rows in `shares`."""
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
