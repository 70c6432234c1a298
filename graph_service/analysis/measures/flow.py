"""Whose knowledge is reused where."""

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
    """`groups` gave or received, by id with UNATTRIBUTED last; `cells` are those with an event, by giver, then receiver.

    within, across: the reuses of cells on the diagonal, and off it; those of UNATTRIBUTED are in neither.
    """

    groups: tuple[Group, ...]
    cells: tuple[Cell, ...]
    events: int
    people: int
    within: float
    across: float


def flow(columns: Columns, view: View) -> Flow:
    """F[a, b] = sum over events of f(a) g(b), in reuses; own reuses count.

    f(a) is the part of the event's lesson learned in a, g(b) the part of the event made in b: 1/n among n departments, summed up the
    tree. So all cells together hold as many reuses as there are events; what isn't attributed is a row and a column of its own.
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
    """Cells by giver, then receiver, as their places are."""
    reuses, hours, costs = found.reuses.tolist(), hours_of(found), costs_of(found, currencies)
    events, people = found.events.tolist(), found.people.tolist()
    for at in np.flatnonzero(found.events).tolist():
        giver, receiver = divmod(at, len(groups))
        yield Cell(groups[giver], groups[receiver], reuses[at], hours[at], costs.get(at, ()), events[at], people[at])
