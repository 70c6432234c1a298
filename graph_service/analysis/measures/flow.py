"""Knowledge flow: reuses by the group that learned the lesson and the group that reused it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_fields
from graph_service.analysis.facts.arrays import Floats
from graph_service.analysis.facts.cancellation import cancellable
from graph_service.analysis.facts.node_ids import GroupId
from graph_service.analysis.measures.benefits import Money, PlaceTotals, costs_of, hours_of, sum_by_place
from graph_service.analysis.null_model.opportunities import by_others
from graph_service.analysis.null_model.pair_draws import PairDraws
from graph_service.analysis.organisation.groups import Group, partition_departments
from graph_service.analysis.organisation.transfers import Transfers, roll_up_transfers
from graph_service.analysis.organisation.view import View
from graph_service.analysis.scope.masks import events_in, lessons_in

ROUNDING_ERROR: Final = 1e-9  # reuses


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
    """The hours that these reuses saved, divided in the same way. Reuses of people's own lessons do not count. Absent if no other reuse states hours."""
    cost_avoided: tuple[Money, ...]
    """The costs that these reuses avoided, by currency, divided in the same way. Reuses of people's own lessons do not count."""
    events: int
    """The number of reuses behind the figure, each counted as one."""
    people: int
    """The number of different people who made them."""
    expected: float | None = None
    """How many lessons of the first group the second would have reused by chance: if each of its reuses of lessons that its people had not
    learned themselves had drawn any lesson that was available on its day. For a group and itself the same as `expected` of `silos`. Absent
    unless `compareWithChance` is set, and where a department is unknown."""
    observed: float | None = None
    """How many it did reuse, to compare with `expected`: without reuses of people's own lessons, and with a reuse made in several groups
    counted whole in each. For a group and itself the same as `internal` of `silos`. Absent where `expected` is."""


def involving(
    cells: Sequence[FlowCell], *, group: Annotated[GroupId | None, "Only pairs that include the group with this key."] = None
) -> list[FlowCell]:
    """The cells in which the group gave or received; none if the group does not exist."""
    return [cell for cell in cells if group is None or group in (cell.from_.id, cell.to.id)]


@dataclass(frozen=True, slots=True)
class Flow:
    """The flow of lessons from the groups that learned them to the groups that reused them."""

    groups: tuple[Group, ...]
    """All groups that gave or received, by ID. With `compareWithChance` also groups that would have given by chance."""
    cells: Annotated[tuple[FlowCell, ...], involving]
    """All pairs with a flow, by the giving group, then by the receiving group. With `compareWithChance` also pairs without any reuse for
    which chance would give some."""
    events: int
    """The total number of reuses."""
    people: int
    """The number of different people who made them."""
    within: float
    """The number of reuses that stayed within a group, including reuses of people's own lessons, which `eIndex` leaves out, unless
    `onlyByOthers` is set. Reuses with an unknown department are left out."""
    across: float
    """The number of reuses that went from one group to another. Reuses with an unknown department are left out."""


def flow(
    columns: Columns,
    view: View,
    chance: PairDraws | None = None,
    *,
    compare_with_chance: Annotated[
        bool,
        "Compares each pair with chance: sets `expected` and `observed`, and lists pairs without reuses too. It takes several times as long.",
    ] = False,
    only_by_others: Annotated[
        bool, "Leaves out reuses of people's own lessons and reuses without a known department, as `silos` does."
    ] = False,
) -> Flow:
    """Shows how lessons flow from the groups that learned them to the groups that reused them.

    F[a, b] = sum over events of f(a) g(b), in reuses, including OWN reuses. f(a) is the fraction of the event's lesson learned in a, g(b)
    the fraction of the event made in b: 1/n for each of n departments, summed up the tree. The cells therefore add up to the number of
    events. Unattributed fractions have a row and a column of their own. `groups` and `cells` have UNATTRIBUTED last. only_by_others: the
    events are those of `silos`, without OWN and UNATTRIBUTED ones.

    chance: the draws of every pair, which `compare_with_chance` requires (see `pair_draws`).
    """
    drawn = chance if compare_with_chance else None
    partition, chosen = partition_departments(columns.departments, view), events_in(columns, view, lessons_in(columns, view))
    if only_by_others:
        chosen &= by_others(columns.events)
    size = len(partition.groups)
    totals = sum_fields(
        [_sum_block(columns, roll_up_transfers(block, partition).only(chosen), size) for block in cancellable(columns.transfers)]
    )
    cells = tuple(_cells(partition.groups, columns.currencies, totals, drawn))
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


def _cells(groups: Sequence[Group], currencies: Sequence[str], totals: PlaceTotals, drawn: PairDraws | None) -> Iterator[FlowCell]:
    """Cells by giver, then receiver, in the order of the places."""
    reuses, hours, costs = totals.reuses.tolist(), hours_of(totals), costs_of(totals, currencies)
    events, people = totals.events.tolist(), totals.people.tolist()
    expected, observed = _chances(drawn, len(groups))
    for at in np.flatnonzero((totals.events > 0) | (expected > 0)).tolist():
        giver, receiver = divmod(at, len(groups))
        compared = () if np.isnan(expected[at]) else (float(expected[at]), float(observed[at]))
        yield FlowCell(groups[giver], groups[receiver], reuses[at], hours[at], costs.get(at, ()), events[at], people[at], *compared)


def _chances(drawn: PairDraws | None, size: int) -> tuple[Floats, Floats]:
    """`expected` and `observed` of every place; NaN where either side is UNATTRIBUTED, or if nothing was drawn."""
    chances = np.full((2, size, size), np.nan)
    if drawn is not None:
        chances[:, :-1, :-1] = drawn.expected[:-1, :-1], drawn.observed[:-1, :-1]
        chances[0][np.abs(chances[0]) < ROUNDING_ERROR] = 0
    return chances[0].ravel(), chances[1].ravel()
