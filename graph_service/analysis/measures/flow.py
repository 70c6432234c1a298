"""Knowledge flow: reuses by giving and receiving group."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_fields
from graph_service.analysis.measures.savings import Money, Tally, costs_of, hours_of, tally
from graph_service.analysis.organisation.groups import Group, partition
from graph_service.analysis.organisation.transfers import Transfers, roll_up_transfers
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in


@dataclass(frozen=True, slots=True)
class Cell:
    """Reuses made in `receiver` of lessons learned in `giver`.

    reuses: sum of f(giver) g(receiver). hours_saved: the stated hours with the same weights, None if no hours are stated. cost_avoided: the
    stated costs with the same weights, one amount per currency, sorted by currency. events: the number of reuses behind the cell, each
    counted whole. people: the number of distinct known people who made them.
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
    """`groups` are those that gave or received, by id with UNATTRIBUTED last; `cells` are those with an event, by giver, then receiver.

    within, across: the reuses on and off the diagonal; cells of UNATTRIBUTED are in neither.
    """

    groups: tuple[Group, ...]
    cells: tuple[Cell, ...]
    events: int
    people: int
    within: float
    across: float


def flow(columns: Columns, view: View) -> Flow:
    """F[a, b] = sum over events of f(a) g(b), in reuses, including OWN reuses.

    f(a) is the fraction of the event's lesson learned in a, g(b) the fraction of the event made in b: 1/n for each of n departments, summed
    up the tree. The cells therefore add up to the number of events. Unattributed fractions have a row and a column of their own.
    """
    parts, chosen = partition(columns.departments, view), events_in(columns, view, lessons_in(columns, view))
    size = len(parts.groups)
    found = sum_fields([_tally(columns, roll_up_transfers(block, parts).only(chosen), size) for block in columns.transfers])
    cells = tuple(_cells(parts.groups, columns.currencies, found))
    present = {group.id for cell in cells for group in (cell.giver, cell.receiver)}
    known = found.reuses.reshape(size, size)[:-1, :-1]
    return Flow(
        groups=tuple(group for group in parts.groups if group.id in present),
        cells=cells,
        events=int(chosen.sum()),
        people=found.everyone,
        within=float(known.trace()),
        across=float((known - np.diag(known.diagonal())).sum()),
    )


def _tally(columns: Columns, crossed: Transfers, size: int) -> Tally:
    return tally(columns, crossed.event, crossed.weight, crossed.giver * size + crossed.receiver, size**2)


def _cells(groups: Sequence[Group], currencies: Sequence[str], found: Tally) -> Iterator[Cell]:
    """Cells by giver, then receiver, in the order of the places."""
    reuses, hours, costs = found.reuses.tolist(), hours_of(found), costs_of(found, currencies)
    events, people = found.events.tolist(), found.people.tolist()
    for at in np.flatnonzero(found.events).tolist():
        giver, receiver = divmod(at, len(groups))
        yield Cell(groups[giver], groups[receiver], reuses[at], hours[at], costs.get(at, ()), events[at], people[at])
