"""The effect of the departure of a person or a department."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Flags
from graph_service.analysis.facts.node_ids import DepartmentId, PersonId
from graph_service.analysis.facts.ragged import Ragged
from graph_service.analysis.organisation.groups import Group, partition_departments
from graph_service.analysis.organisation.transfers import count_everyone
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.components import count_components
from graph_service.analysis.people.dependence import PairTotals, pair_transfers, sum_pairs
from graph_service.analysis.people.person_network import PersonNetwork, groups_below, home_departments, person_network, reused_by_others
from graph_service.errors import InvalidInput, NotFound


@dataclass(frozen=True, slots=True)
class PairLoss:
    """What two groups would lose of the exchange between them, in one direction."""

    from_: Group
    """The group that learned the lessons."""
    to: Group
    """The group that reused them."""
    flow: float
    """The number of reuses. A lesson of n departments counts 1/n for each."""
    flow_lost: float
    """How many of these would be missing."""
    events: int
    """The number of reuses, each counted as one."""
    events_lost: int
    """How many of these would be missing."""
    people: int
    """The number of different people who made them, missing or not."""


@dataclass(frozen=True, slots=True)
class Connected:
    """How people are connected by reusing each other's lessons."""

    people: int
    """The number of people with at least one tie."""
    components: int
    """The number of separate parts, without any tie between them; 1 means that everybody is connected."""


@dataclass(frozen=True, slots=True)
class DepartureEffect:
    """What would be missing if a person or a department had never been there. Reuses by people who learned the lesson themselves are left
    out."""

    groups: tuple[Group, ...]
    """The groups that leave with a department: the department, all departments below it, and small departments that are reported only
    together with these. Empty if a person leaves."""
    events: int
    """The number of all reuses."""
    events_lost: int
    """How many would be missing: the reuses of those who leave, and reuses of lessons that nobody else learned."""
    people: int
    """The number of different people who made the missing reuses."""
    flow: float
    """The number of reuses from one group to another, in parts. A lesson of n departments counts 1/n for each."""
    flow_lost: float
    """How many of these would be missing."""
    pairs_lost: tuple[PairLoss, ...]
    """Pairs of groups that would lose all exchange; the largest loss first."""
    pairs_weakened: tuple[PairLoss, ...]
    """Pairs of groups that would lose a part of their exchange; the largest loss first."""
    before: Connected
    """How people are connected now."""
    after: Connected
    """How the people who stay would be connected."""


@dataclass(frozen=True, slots=True, eq=False)
class Leavers:
    """The people who leave, the departments that represent unknown people, and the groups of these departments."""

    people: Flags
    departments: Flags
    groups: tuple[Group, ...] = ()


def without(
    columns: Columns,
    view: View,
    *,
    person: Annotated[PersonId | None, "The ID of the person who leaves."] = None,
    department: Annotated[DepartmentId | None, "The ID of the department that leaves."] = None,
) -> DepartureEffect:
    """Shows what would be lost if a person or a department left: give one of the two. A department leaves with all departments below it and
    with everybody who belonged to them at the end of the window, or last before.

    An event is lost if its reuser leaves or if all learners of its lesson leave; if none is known, the departments represent them. A
    department leaves with its descendants on the chart and with all departments reported in the same groups.

    Raises InvalidInput unless exactly one of the two is given,
    Raises NotFound if the id does not exist.
    """
    if (person is None) == (department is None):
        raise InvalidInput("without takes a person or a department: give one of the two.", field="person")
    leavers = _person(columns, person) if person is not None else _department(columns, view, department or "")
    chosen, partition, network = (
        reused_by_others(columns, view),
        partition_departments(columns.departments, view),
        person_network(columns, view),
    )
    gone, transfers = chosen & _vanishing(columns, leavers), pair_transfers(columns, partition, chosen)
    before, lost = (sum_pairs(columns, blocks, len(partition.groups)) for blocks in (transfers, [block.only(gone) for block in transfers]))
    return DepartureEffect(
        groups=leavers.groups,
        events=int(chosen.sum()),
        events_lost=int(gone.sum()),
        people=count_everyone(columns.events.person[gone]),
        flow=float(before.flow.sum()),
        flow_lost=float(lost.flow.sum()),
        pairs_lost=_losses(partition.groups, before, lost, (lost.events > 0) & (lost.events == before.events)),
        pairs_weakened=_losses(partition.groups, before, lost, (lost.events > 0) & (lost.events < before.events)),
        before=_connected(network),
        after=_connected(network.among(~leavers.people)),
    )


def _person(columns: Columns, person: str) -> Leavers:
    return Leavers(_flag(columns.people.ids, person, "person"), np.zeros(len(columns.departments.ids), np.bool_))


def _department(columns: Columns, view: View, department: str) -> Leavers:
    """The department and its descendants, extended to whole groups as reported without a level."""
    reported, leaving = groups_below(columns, view, _flag(columns.departments.ids, department, "department"))
    groups = tuple(reported.groups[at] for at in np.flatnonzero(leaving).tolist())
    return Leavers(leaving[reported.of[home_departments(columns, view)]], leaving[reported.of[:-1]], groups)


def _flag(ids: Sequence[str], id_: str, noun: str) -> Flags:
    if id_ not in ids:
        raise NotFound(f"There is no {noun} with the id {id_!r}.", field=noun)
    flags = np.zeros(len(ids), np.bool_)
    flags[ids.index(id_)] = True
    return flags


def _vanishing(columns: Columns, leavers: Leavers) -> Flags:
    """For each event, whether it depends on people who leave."""
    events, lessons = columns.events, columns.lessons
    made = np.where(events.person != UNKNOWN, leavers.people[events.person], _all(events.departments, leavers.departments))
    learned = np.where(lessons.learners.counts > 0, _all(lessons.learners, leavers.people), _all(lessons.departments, leavers.departments))
    return made | learned[events.lesson]


def _all(rows: Ragged, flags: Flags) -> Flags:
    """For each row, whether it has entries and all of them are flagged."""
    flagged = np.concatenate(([0], np.cumsum(flags[rows.values])))
    return (rows.counts > 0) & (flagged[rows.offsets[1:]] - flagged[rows.offsets[:-1]] == rows.counts)


def _losses(groups: Sequence[Group], before: PairTotals, lost: PairTotals, pairs: Flags) -> tuple[PairLoss, ...]:
    pair = np.flatnonzero(pairs)
    pair = pair[np.argsort(-lost.flow[pair].round(9), kind="stable")]  # differences due to rounding count as ties
    return tuple(_loss(groups, before, lost, int(at)) for at in pair)


def _loss(groups: Sequence[Group], before: PairTotals, lost: PairTotals, pair: int) -> PairLoss:
    giver, receiver = divmod(pair, len(groups))
    return PairLoss(
        from_=groups[giver],
        to=groups[receiver],
        flow=float(before.flow[pair]),
        flow_lost=float(lost.flow[pair]),
        events=int(before.events[pair]),
        events_lost=int(lost.events[pair]),
        people=int(before.people[pair]),
    )


def _connected(network: PersonNetwork) -> Connected:
    return Connected(int(network.tied.sum()), count_components(network))
