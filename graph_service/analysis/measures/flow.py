"""Knowledge flow: reuses by the group that learned the lesson and the group that reused it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_fields
from graph_service.analysis.facts.cancellation import cancellable
from graph_service.analysis.facts.node_ids import GroupId
from graph_service.analysis.measures.benefits import Money, PlaceTotals, costs_of, hours_of, sum_by_place
from graph_service.analysis.organisation.groups import Group, partition_departments
from graph_service.analysis.organisation.transfers import Transfers, roll_up_transfers
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in


@dataclass(frozen=True, slots=True)
class FlowCell:
    """The reuses that one group made of the lessons of another, or of its own."""

    from_: Group
    """The group that learned the lessons."""
    to: Group
    """The group that reused them."""
    reuses: float
    """The number of reuses. A lesson learned by n departments counts 1/n for each, so that nothing is counted twice."""
    hours_saved: float | None
    """The hours that these reuses saved, in the same parts; absent if no reuse states hours."""
    cost_avoided: tuple[Money, ...]
    """The costs that these reuses avoided, in the same parts, by currency."""
    events: int
    """The number of reuses behind the figure, each counted as one."""
    people: int
    """The number of different people who made them."""


def involving(
    cells: Sequence[FlowCell], *, group: Annotated[GroupId | None, "Only pairs that include the group with this ID."] = None
) -> list[FlowCell]:
    """The cells in which the group gave or received; none if the group does not exist."""
    return [cell for cell in cells if group is None or group in (cell.from_.id, cell.to.id)]


@dataclass(frozen=True, slots=True)
class Flow:
    """The flow of lessons from the groups that learned them to the groups that reused them."""

    groups: tuple[Group, ...]
    """All groups that gave or received, by ID."""
    cells: Annotated[tuple[FlowCell, ...], involving]
    """All pairs with a flow, by the giving group, then by the receiving group."""
    events: int
    """The total number of reuses."""
    people: int
    """The number of different people who made them."""
    within: float
    """The number of reuses that stayed within a group, including reuses of people's own lessons, which `eIndex` leaves out. Reuses with an
    unknown department are left out."""
    across: float
    """The number of reuses that went from one group to another. Reuses with an unknown department are left out."""


def flow(columns: Columns, view: View) -> Flow:
    """Shows how lessons flow from the groups that learned them to the groups that reused them.

    F[a, b] = sum over events of f(a) g(b), in reuses, including OWN reuses. f(a) is the fraction of the event's lesson learned in a, g(b)
    the fraction of the event made in b: 1/n for each of n departments, summed up the tree. The cells therefore add up to the number of
    events. Unattributed fractions have a row and a column of their own. `groups` and `cells` have UNATTRIBUTED last.
    """
    partition, chosen = partition_departments(columns.departments, view), events_in(columns, view, lessons_in(columns, view))
    size = len(partition.groups)
    totals = sum_fields(
        [_sum_block(columns, roll_up_transfers(block, partition).only(chosen), size) for block in cancellable(columns.transfers)]
    )
    cells = tuple(_cells(partition.groups, columns.currencies, totals))
    present = {group.id for cell in cells for group in (cell.from_, cell.to)}
    known = totals.reuses.reshape(size, size)[:-1, :-1]
    return Flow(
        groups=tuple(group for group in partition.groups if group.id in present),
        cells=cells,
        events=int(chosen.sum()),
        people=totals.everyone,
        within=float(known.trace()),
        across=float((known - np.diag(known.diagonal())).sum()),
    )


def _sum_block(columns: Columns, transfers: Transfers, size: int) -> PlaceTotals:
    return sum_by_place(columns, transfers.event, transfers.weight, transfers.giver * size + transfers.receiver, size**2)


def _cells(groups: Sequence[Group], currencies: Sequence[str], totals: PlaceTotals) -> Iterator[FlowCell]:
    """Cells by giver, then receiver, in the order of the places."""
    reuses, hours, costs = totals.reuses.tolist(), hours_of(totals), costs_of(totals, currencies)
    events, people = totals.events.tolist(), totals.people.tolist()
    for at in np.flatnonzero(totals.events).tolist():
        giver, receiver = divmod(at, len(groups))
        yield FlowCell(groups[giver], groups[receiver], reuses[at], hours[at], costs.get(at, ()), events[at], people[at])
