"""Whose knowledge is reused where."""

from dataclasses import dataclass

import numpy as np

from graph_service.network.columns import Codes, Columns, Floats
from graph_service.network.crossings import count_people, cross, share, trials
from graph_service.network.groups import Group, partition
from graph_service.network.view import View, events_in, lessons_in


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
    tree. So all cells together hold as many reuses as there are events; what is not attributed is a row and a column of its own.
    """
    events, parts = columns.events, partition(columns, view)
    chosen = events_in(columns, view, lessons_in(columns, view))
    made = trials(columns, chosen, parts)
    crossed = cross(columns, made, share(columns.lessons.departments, parts))
    size = len(parts.groups)
    event, cell = made.event[crossed.trial], crossed.giver * size + made.group[crossed.trial]
    weight = crossed.given * made.part[crossed.trial]
    counts, reuses = np.bincount(cell, minlength=size**2), np.bincount(cell, weight, minlength=size**2)
    hours, costs = _hours(events.hours[event], cell, weight), _costs(columns, event, cell, weight)
    people = count_people(events.person[event], cell, size**2)
    filled = np.flatnonzero(counts).tolist()
    cells = tuple(
        Cell(parts.groups[at // size], parts.groups[at % size], float(reuses[at]), hours.get(at), costs.get(at, ()), int(counts[at]), int(people[at]))
        for at in filled
    )
    present = sorted({side for at in filled for side in divmod(at, size)})
    everyone = count_people(events.person[chosen], np.zeros_like(chosen), 1)
    return Flow(tuple(parts.groups[side] for side in present), cells, len(chosen), int(everyone[0]))


def _hours(hours: Floats, cell: Codes, weight: Floats) -> dict[int, float]:
    stated = ~np.isnan(hours)
    return _sums(cell[stated], (weight * hours)[stated])


def _costs(columns: Columns, event: Codes, cell: Codes, weight: Floats) -> dict[int, tuple[Money, ...]]:
    currency, amount = columns.events.currency[event], weight * columns.events.cost[event]
    found: dict[int, tuple[Money, ...]] = {}
    for code, name in enumerate(columns.currencies):
        stated = currency == code
        for at, total in _sums(cell[stated], amount[stated]).items():
            found[at] = (*found.get(at, ()), Money(name, total))
    return found


def _sums(cell: Codes, amount: Floats) -> dict[int, float]:
    """The sum of each cell that has any amount."""
    totals = np.bincount(cell, amount)
    return {at: float(totals[at]) for at in np.flatnonzero(np.bincount(cell)).tolist()}
