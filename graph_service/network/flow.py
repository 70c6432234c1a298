"""Whose knowledge is reused where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from graph_service.network.columns import Columns
from graph_service.network.crossings import Crossings, count_everyone, count_people, roll_up_crossings
from graph_service.network.facts import UNKNOWN, Floats
from graph_service.network.groups import Group, partition
from graph_service.network.masks import events_in, lessons_in
from graph_service.network.ragged import Codes
from graph_service.network.tally import add_up, sum_by
from graph_service.network.view import View


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency (ISO 4217), never added to another's, in its minor units: not always whole, since parts are 1/n."""

    currency: str
    minor_units: float


@dataclass(frozen=True, slots=True)
class Cell:
    """What `receiver` reused of what was learned in `giver`.

    reuses: sum of f(giver) g(receiver). hours_saved: the same of the hours stated, None where none are. cost_avoided: the same of the
    costs stated, one amount per currency, by currency. events: the reuses behind it, each counted whole. people: how many different
    known people made them.
    """

    giver: Group
    receiver: Group
    reuses: float
    hours_saved: float | None
    cost_avoided: tuple[Money, ...]
    events: int
    people: int


@dataclass(frozen=True, slots=True)
class Flow:
    """`groups` gave or received, by id with UNATTRIBUTED last; `cells` are those with an event, by giver, then receiver."""

    groups: tuple[Group, ...]
    cells: tuple[Cell, ...]
    events: int
    people: int


def flow(columns: Columns, view: View) -> Flow:
    """F[a, b] = sum over events of f(a) g(b), in reuses; own reuses count.

    f(a) is the part of the event's lesson learned in a, g(b) the part of the event made in b: 1/n among n departments, summed up the
    tree. So all cells together hold as many reuses as there are events; what isn't attributed is a row and a column of its own.
    """
    parts, chosen = partition(columns.departments, view), events_in(columns, view, lessons_in(columns, view))
    size = len(parts.groups)
    found = add_up([_tally(columns, roll_up_crossings(block, parts).only(chosen), size) for block in columns.crossings])
    cells = tuple(_cells(parts.groups, columns.currencies, found))
    present = {group.id for cell in cells for group in (cell.giver, cell.receiver)}
    return Flow(tuple(group for group in parts.groups if group.id in present), cells, int(chosen.sum()), found.everyone)


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """The figures of each cell, cells by giver, then receiver; of each cell and currency, likewise; and the people altogether."""

    events: Codes
    people: Codes
    reuses: Floats
    hours: Floats
    hours_stated: Codes
    cost: Floats
    cost_stated: Codes
    everyone: int


def _tally(columns: Columns, crossed: Crossings, size: int) -> Tally:
    events, event = columns.events, crossed.event
    cell, cells, kinds = crossed.giver * size + crossed.receiver, size**2, len(columns.currencies)
    person, hours, currency = events.person[event], events.hours[event], events.currency[event]
    timed, priced = np.flatnonzero(~np.isnan(hours)), np.flatnonzero(currency != UNKNOWN)
    hour_cell, cost_cell = cell[timed], cell[priced] * kinds + currency[priced]
    return Tally(
        events=np.bincount(cell, minlength=cells),
        people=count_people(person, cell, cells),
        reuses=sum_by(cell, crossed.weight, cells),
        hours=sum_by(hour_cell, (crossed.weight * hours)[timed], cells),
        hours_stated=np.bincount(hour_cell, minlength=cells),
        cost=sum_by(cost_cell, crossed.weight[priced] * events.cost[event[priced]], cells * kinds),
        cost_stated=np.bincount(cost_cell, minlength=cells * kinds),
        everyone=count_everyone(person),
    )


def _cells(groups: Sequence[Group], currencies: Sequence[str], found: Tally) -> Iterator[Cell]:
    filled, costs = np.flatnonzero(found.events), _costs(currencies, found)
    reuses, hours = found.reuses[filled].tolist(), np.where(found.hours_stated, found.hours, np.nan)[filled].tolist()
    events, people = found.events[filled].tolist(), found.people[filled].tolist()
    for row, at in enumerate(filled.tolist()):
        giver, receiver = divmod(at, len(groups))
        saved = None if isnan(hours[row]) else hours[row]
        yield Cell(groups[giver], groups[receiver], reuses[row], saved, costs.get(at, ()), events[row], people[row])


def _costs(currencies: Sequence[str], found: Tally) -> dict[int, tuple[Money, ...]]:
    """The costs of each cell that has any."""
    costs: dict[int, tuple[Money, ...]] = {}
    stated = np.flatnonzero(found.cost_stated)
    for place, cost in zip(stated.tolist(), found.cost[stated].tolist(), strict=True):
        at, currency = divmod(place, len(currencies))
        costs[at] = (*costs.get(at, ()), Money(currencies[currency], cost))
    return costs
