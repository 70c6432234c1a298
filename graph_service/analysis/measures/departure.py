"""The effect of the departure of a person or a department."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, day_number
from graph_service.analysis.facts.ragged import Ragged
from graph_service.analysis.organisation.department_tree import with_descendants
from graph_service.analysis.organisation.groups import Group, partition
from graph_service.analysis.organisation.transfers import count_everyone
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.components import count_components
from graph_service.analysis.people.dependence import PairTotals, pair_transfers, sum_pairs
from graph_service.analysis.people.person_network import PersonNetwork, home_departments, person_network, reused_by_others
from graph_service.errors import InvalidInput, NotFound


@dataclass(frozen=True, slots=True)
class PairLoss:
    """A pair of groups that loses exchange: F[giver, receiver] and the part of it lost, the number of events behind it and the number lost.

    people: the number of distinct known people who made the events, lost or not.
    """

    giver: Group
    receiver: Group
    flow: float
    flow_lost: float
    events: int
    events_lost: int
    people: int


@dataclass(frozen=True, slots=True)
class Connected:
    """The number of people with a tie in the person network, and the number of components they form."""

    people: int
    components: int


@dataclass(frozen=True, slots=True)
class Change:
    """The losses. OWN events are excluded from all figures.

    groups: the reported groups that leave, by id; empty if a person leaves. events, events_lost: the number of events, and of events lost.
    flow, flow_lost: F between different known groups, and the part of it lost. people: the number of distinct known people who made the
    lost events. pairs_lost: pairs that lose all flow; pairs_weakened: pairs that lose a part; both sorted by loss, largest first, then by
    giver and receiver.
    """

    groups: tuple[Group, ...]
    events: int
    events_lost: int
    people: int
    flow: float
    flow_lost: float
    pairs_lost: tuple[PairLoss, ...]
    pairs_weakened: tuple[PairLoss, ...]
    before: Connected
    after: Connected


@dataclass(frozen=True, slots=True, eq=False)
class Leavers:
    """The people who leave, the departments that represent unknown people, and the groups of these departments."""

    people: Flags
    departments: Flags
    groups: tuple[Group, ...] = ()


def without(columns: Columns, view: View, *, person: str | None = None, department: str | None = None) -> Change:
    """Removes a person or a department and compares the exchange before and after.

    An event is lost if its reuser leaves or if all learners of its lesson leave; if none is known, the departments represent them. A
    department leaves with all its descendants on the chart and with all departments reported in the same groups. Its people are those who
    belonged to it at the end of the window or, failing that, last before it. Raises InvalidInput unless exactly one of the two is passed,
    NotFound if the id does not exist.
    """
    if (person is None) == (department is None):
        raise InvalidInput("without takes a person or a department: give one of the two.", field="person")
    leavers = _person(columns, person) if person is not None else _department(columns, view, department or "")
    chosen, parts, network = reused_by_others(columns, view), partition(columns.departments, view), person_network(columns, view)
    gone, found = chosen & _vanishing(columns, leavers), pair_transfers(columns, parts, chosen)
    before, lost = (sum_pairs(columns, blocks, len(parts.groups)) for blocks in (found, [block.only(gone) for block in found]))
    return Change(
        groups=leavers.groups,
        events=int(chosen.sum()),
        events_lost=int(gone.sum()),
        people=count_everyone(columns.events.person[gone]),
        flow=float(before.flow.sum()),
        flow_lost=float(lost.flow.sum()),
        pairs_lost=_losses(parts.groups, before, lost, (lost.events > 0) & (lost.events == before.events)),
        pairs_weakened=_losses(parts.groups, before, lost, (lost.events > 0) & (lost.events < before.events)),
        before=_connected(network),
        after=_connected(network.among(~leavers.people)),
    )


def _person(columns: Columns, person: str) -> Leavers:
    return Leavers(_flag(columns.people.ids, person, "person"), np.zeros(len(columns.departments.ids), np.bool_))


def _department(columns: Columns, view: View, department: str) -> Leavers:
    """The department and its descendants, extended to whole groups as reported without a level."""
    named = with_descendants(columns.departments, _flag(columns.departments.ids, department, "department"), day_number(view.chart))
    reported = partition(columns.departments, replace(view, level=None))
    leaving = np.isin(np.arange(len(reported.groups)), reported.of[:-1][named])
    groups = tuple(reported.groups[at] for at in np.flatnonzero(leaving).tolist())
    return Leavers(leaving[reported.of[home_departments(columns, view)]], leaving[reported.of[:-1]], groups)


def _flag(ids: Sequence[str], id_: str, noun: str) -> Flags:
    if id_ not in ids:
        raise NotFound(f"There is no {noun} with the id {id_!r}.", field=noun)
    found = np.zeros(len(ids), np.bool_)
    found[ids.index(id_)] = True
    return found


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
        giver=groups[giver],
        receiver=groups[receiver],
        flow=float(before.flow[pair]),
        flow_lost=float(lost.flow[pair]),
        events=int(before.events[pair]),
        events_lost=int(lost.events[pair]),
        people=int(before.people[pair]),
    )


def _connected(network: PersonNetwork) -> Connected:
    return Connected(int(network.tied.sum()), count_components(network))
