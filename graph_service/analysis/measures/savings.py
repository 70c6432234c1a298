"""Savings of reuses: hours, and costs by currency, summed by place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by
from graph_service.analysis.facts.arrays import UNKNOWN, Floats, Indices
from graph_service.analysis.organisation.transfers import count_everyone, count_people


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217), in minor units; it need not be whole, since fractions are 1/n. Amounts in different currencies
    are never added.
    """

    currency: str
    minor_units: float


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """The figures of each place; costs by place and currency, in the order of places; and the number of distinct known people overall."""

    events: Indices
    people: Indices
    reuses: Floats
    hours: Floats
    hours_stated: Indices
    cost: Floats
    cost_stated: Indices
    everyone: int


def tally(columns: Columns, event: Indices, weight: Floats, place: Indices, places: int) -> Tally:
    """Sums weighted events by place. Events of the same person must be adjacent, as they are in the order of events."""
    events, kinds = columns.events, len(columns.currencies)
    person, hours, currency = events.person[event], events.hours[event], events.currency[event]
    timed, priced = np.flatnonzero(~np.isnan(hours)), np.flatnonzero(currency != UNKNOWN)
    hour_place, cost_place = place[timed], place[priced] * kinds + currency[priced]
    return Tally(
        events=np.bincount(place, minlength=places),
        people=count_people(person, place, places),
        reuses=sum_by(place, weight, places),
        hours=sum_by(hour_place, (weight * hours)[timed], places),
        hours_stated=np.bincount(hour_place, minlength=places),
        cost=sum_by(cost_place, weight[priced] * events.cost[event[priced]], places * kinds),
        cost_stated=np.bincount(cost_place, minlength=places * kinds),
        everyone=count_everyone(person),
    )


def hours_of(found: Tally) -> list[float | None]:
    """The hours of each place, None if no hours are stated."""
    return [hours if stated else None for hours, stated in zip(found.hours.tolist(), found.hours_stated.tolist(), strict=True)]


def costs_of(found: Tally, currencies: Sequence[str]) -> dict[int, tuple[Money, ...]]:
    """The costs of each place that has any, by currency."""
    costs: dict[int, tuple[Money, ...]] = {}
    stated = np.flatnonzero(found.cost_stated)
    for row, cost in zip(stated.tolist(), found.cost[stated].tolist(), strict=True):
        place, currency = divmod(row, len(currencies))
        costs[place] = (*costs.get(place, ()), Money(currencies[currency], cost))
    return costs
