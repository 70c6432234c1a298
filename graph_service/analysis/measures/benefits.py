"""Savings from reuse: hours and costs, reported and confirmed, by giving and by receiving group."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by, sum_fields
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices, enum_code
from graph_service.analysis.facts.cancellation import cancellable
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.organisation.groups import Group, Partition, partition_departments
from graph_service.analysis.organisation.transfers import Shares, count_everyone, count_people, roll_up_shares
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in
from graph_service.analysis.scope.periods import Every, Period, period_of, periods, within
from graph_service.model.enums import DescribedEnum, ReuseScope


class BenefitsBy(DescribedEnum):
    """What a row of benefits stands for."""

    GROUP = "GROUP", "group", "One group: a department, or several small departments together."
    PERIOD = "PERIOD", "period", "One period of time."


OWN: Final = enum_code(ReuseScope.OWN)
BY_GROUP: Final = frozenset({BenefitsBy.GROUP})


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217), in minor units; not always a whole number, because a lesson of n departments counts 1/n for
    each. Amounts in different currencies are never added."""

    currency: str
    minor_units: float


@dataclass(frozen=True, slots=True)
class Saving:
    """Hours and costs that reuses saved. Reuses of people's own lessons do not count."""

    hours_saved: float | None
    """The hours saved; absent if no reuse states hours."""
    cost_avoided: tuple[Money, ...]
    """The costs avoided, by currency."""
    events: int
    """The number of reuses that state hours or a cost, each counted as one."""
    people: int
    """The number of different people who made them."""


@dataclass(frozen=True, slots=True)
class Benefit:
    """What was saved: everything that was reported, and the part that another person confirmed."""

    reported: Saving
    """All reported savings, confirmed or not."""
    confirmed: Saving
    """The reported savings that a person other than the reporter confirmed."""


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """The benefit of one group, of one period, or of one group in one period."""

    group: Group | None
    """The group; absent if the rows are by period only."""
    window: Period | None
    """The days of the period; absent if the rows are by group only."""
    given: Benefit
    """What was saved by reuses of the group's lessons, inside the group and elsewhere."""
    received: Benefit
    """What the group saved by reusing lessons. Equal to `given` if the rows are by period only."""


@dataclass(frozen=True, slots=True)
class Benefits:
    """What reuse saved. Over all groups, the benefits given and the benefits received each add up to the total."""

    total: Benefit
    """The total of all reuses."""
    rows: tuple[BenefitRow, ...]
    """By group, then by period. Groups without any saving have no row."""


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """One entry per event and place, in the order of the events, with the fraction of the event that is attributed to the place."""

    event: Indices
    place: Indices
    share: Floats


@dataclass(frozen=True, slots=True, eq=False)
class PlaceTotals:
    """The figures of each place; costs by place and currency, in the order of places; and the number of distinct known people overall."""

    events: Indices
    people: Indices
    reuses: Floats
    hours: Floats
    hours_stated: Indices
    cost: Floats
    cost_stated: Indices
    everyone: int


def benefits(
    columns: Columns,
    view: View,
    *,
    by: Annotated[Collection[BenefitsBy] | None, "One row per group (the default), per period, or per group and period."] = None,
    every: Annotated[Every, "The length of a period."] = Every.QUARTER,
) -> Benefits:
    """Sums the hours and costs that reuses saved: reported and confirmed, given and received.

    Sums what the reuses in the view state, except OWN ones: `given` weighted by f, the giver's share in the lesson, and
    `received` by g, the receiver's share in the reuse. A group, or a combination of group and period, without such reuses has no row; with
    periods alone every period has a row. Rows are by group (UNATTRIBUTED last), then period.
    """
    by = BY_GROUP if by is None else by
    chosen = events_in(columns, view, lessons_in(columns, view)) & _stated(columns)
    all_periods = periods(columns, view, every) if BenefitsBy.PERIOD in by else ()
    total = _total(columns, np.flatnonzero(chosen))
    if all_periods:  # an open window leaves out impossible days
        chosen &= within(all_periods, columns.events.day)
    if BenefitsBy.GROUP in by:
        return Benefits(total, tuple(_by_group(columns, partition_departments(columns.departments, view), chosen, all_periods)))
    if not all_periods:
        return Benefits(total, ())
    each_period = _benefits(
        columns, [_by_period(columns, _undivided(block), all_periods) for block in _blocks(columns, chosen)], len(all_periods)
    )
    return Benefits(total, tuple(BenefitRow(None, period, each, each) for period, each in zip(all_periods, each_period, strict=True)))


def sum_by_place(columns: Columns, event: Indices, weight: Floats, place: Indices, places: int) -> PlaceTotals:
    """Sums weighted events by place. Hours and costs leave out OWN events. Events of the same person must be adjacent, as in `columns.events`."""
    events, currencies = columns.events, len(columns.currencies)
    person, hours, currency = events.person[event], events.hours[event], events.currency[event]
    counts = events.scope[event] != OWN
    timed, priced = np.flatnonzero(counts & ~np.isnan(hours)), np.flatnonzero(counts & (currency != UNKNOWN))
    hour_place, cost_place = place[timed], place[priced] * currencies + currency[priced]
    return PlaceTotals(
        events=np.bincount(place, minlength=places),
        people=count_people(person, place, places),
        reuses=sum_by(place, weight, places),
        hours=sum_by(hour_place, (weight * hours)[timed], places),
        hours_stated=np.bincount(hour_place, minlength=places),
        cost=sum_by(cost_place, weight[priced] * events.cost[event[priced]], places * currencies),
        cost_stated=np.bincount(cost_place, minlength=places * currencies),
        everyone=count_everyone(person),
    )


def hours_of(totals: PlaceTotals) -> list[float | None]:
    """The hours of each place, None if no hours are stated."""
    return [hours if stated else None for hours, stated in zip(totals.hours.tolist(), totals.hours_stated.tolist(), strict=True)]


def costs_of(totals: PlaceTotals, currencies: Sequence[str]) -> dict[int, tuple[Money, ...]]:
    """The costs of each place that has any, by currency."""
    costs: dict[int, tuple[Money, ...]] = {}
    stated = np.flatnonzero(totals.cost_stated)
    for row, cost in zip(stated.tolist(), totals.cost[stated].tolist(), strict=True):
        place, currency = divmod(row, len(currencies))
        costs[place] = (*costs.get(place, ()), Money(currencies[currency], cost))
    return costs


def _stated(columns: Columns) -> Flags:
    """Whether each event is not OWN and states hours or a cost."""
    return (columns.events.scope != OWN) & (~np.isnan(columns.events.hours) | (columns.events.currency != UNKNOWN))


def _total(columns: Columns, event: Indices) -> Benefit:
    return Benefit(_saving(columns, event), _saving(columns, event[columns.events.confirmed[event]]))


def _saving(columns: Columns, event: Indices) -> Saving:
    """The total over these events."""
    events, currencies = columns.events, len(columns.currencies)
    hours, currency = events.hours[event], events.currency[event].astype(np.intp)
    timed, priced = hours[~np.isnan(hours)], np.flatnonzero(currency != UNKNOWN)
    cost = sum_by(currency[priced], events.cost[event[priced]].astype(np.float64), currencies)
    stated = np.bincount(currency[priced], minlength=currencies)
    costs = tuple(Money(columns.currencies[code], float(cost[code])) for code in np.flatnonzero(stated).tolist())
    return Saving(float(timed.sum()) if len(timed) else None, costs, len(event), count_everyone(events.person[event]))


def _blocks(columns: Columns, chosen: Flags) -> Iterator[Indices]:
    """The chosen events, divided into the blocks of the transfers (see split_into_blocks)."""
    for block in cancellable(columns.transfers):
        start, end = (int(block.event[0]), int(block.event[-1]) + 1) if len(block.event) else (0, 0)
        yield start + np.flatnonzero(chosen[start:end])


def _undivided(event: Indices) -> Entries:
    """Every event whole, at a single place."""
    return Entries(event, np.zeros(len(event), np.intp), np.ones(len(event)))


def _by_period(columns: Columns, entries: Entries, all_periods: Sequence[Period]) -> Entries:
    """Splits the places by period, if there are periods."""
    if not all_periods:
        return entries
    return Entries(
        entries.event, entries.place * len(all_periods) + period_of(all_periods, columns.events.day[entries.event]), entries.share
    )


def _by_group(columns: Columns, partition: Partition, chosen: Flags, all_periods: Sequence[Period]) -> Iterator[BenefitRow]:
    learned_in, reused_in = roll_up_shares(columns.learned_in, partition), roll_up_shares(columns.reused_in, partition)
    lesson, blocks = columns.events.lesson, list(_blocks(columns, chosen))
    places = len(partition.groups) * max(len(all_periods), 1)
    given = _benefits(
        columns, [_by_period(columns, _shared(learned_in, event, lesson[event].astype(np.intp)), all_periods) for event in blocks], places
    )
    received = _benefits(columns, [_by_period(columns, _shared(reused_in, event, event), all_periods) for event in blocks], places)
    for place in range(places):
        group, period = divmod(place, max(len(all_periods), 1))
        if given[place].reported.events or received[place].reported.events:
            yield BenefitRow(partition.groups[group], all_periods[period] if all_periods else None, given[place], received[place])


def _shared(shares: Shares, event: Indices, row: Indices) -> Entries:
    """Entries for these events, at the places in their rows of `shares`."""
    if shares.undivided:
        return Entries(event, shares.places.values[row].astype(np.intp), shares.share[row])
    source, entry = expand(shares.places, row)
    return Entries(event[source], shares.places.values[entry].astype(np.intp), shares.share[entry])


def _benefits(columns: Columns, blocks: Sequence[Entries], places: int) -> list[Benefit]:
    """The benefit of each place."""
    reported = sum_fields([_sum_entries(columns, block, places) for block in blocks])
    confirmed = sum_fields([_sum_entries(columns, _confirmed(columns, block), places) for block in blocks])
    return [Benefit(*pair) for pair in zip(_savings(columns, reported), _savings(columns, confirmed), strict=True)]


def _confirmed(columns: Columns, entries: Entries) -> Entries:
    rows = np.flatnonzero(columns.events.confirmed[entries.event])
    return Entries(entries.event[rows], entries.place[rows], entries.share[rows])


def _sum_entries(columns: Columns, block: Entries, places: int) -> PlaceTotals:
    return sum_by_place(columns, block.event, block.share, block.place, places)


def _savings(columns: Columns, totals: PlaceTotals) -> list[Saving]:
    hours, costs = hours_of(totals), costs_of(totals, columns.currencies)
    counts = zip(totals.events.tolist(), totals.people.tolist(), strict=True)
    return [Saving(hours[place], costs.get(place, ()), events, people) for place, (events, people) in enumerate(counts)]
