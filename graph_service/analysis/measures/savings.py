"""What reuses saved: hours, and costs by currency, summed up by place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by
from graph_service.analysis.facts.arrays import UNKNOWN, Floats, Indices
from graph_service.analysis.organisation.transfers import count_everyone, count_people


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency (ISO 4217), never added to another's, in its minor units: not always whole, since parts are 1/n."""

    currency: str
    minor_units: float


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """The figures of each place; those of costs of each place and currency, by place; and the different known people altogether."""

    events: Indices
    people: Indices
    reuses: Floats
    hours: Floats
    hours_stated: Indices
    cost: Floats
    cost_stated: Indices
    everyone: int


def tally(columns: Columns, event: Indices, weight: Floats, place: Indices, places: int) -> Tally:
    """Figures of events that count with a weight at a place. Equal people must be neighbours, as they are in the order of events."""
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
    """The hours of each place, None where none are stated."""
    return [hours if stated else None for hours, stated in zip(found.hours.tolist(), found.hours_stated.tolist(), strict=True)]


def costs_of(found: Tally, currencies: Sequence[str]) -> dict[int, tuple[Money, ...]]:
    """The costs of each place that has any, by currency."""
    costs: dict[int, tuple[Money, ...]] = {}
    stated = np.flatnonzero(found.cost_stated)
    for row, cost in zip(stated.tolist(), found.cost[stated].tolist(), strict=True):
        place, currency = divmod(row, len(currencies))
        costs[place] = (*costs.get(place, ()), Money(currencies[currency], cost))
    return costs
