"""Knowledge brokers: people who connect others in the person network."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Indices
from graph_service.analysis.facts.node_ids import PersonId
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.measures.declaration import First
from graph_service.analysis.organisation.groups import Group, Partition, partition_departments
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.betweenness import betweenness
from graph_service.analysis.people.brokerage import COORDINATOR, ROLES, BrokerageRole, count_roles
from graph_service.analysis.people.constraint import constraint
from graph_service.analysis.people.dependence import Dependence, PairTotals, dependence_on, pair_transfers, sum_pairs
from graph_service.analysis.people.person_network import groups_of_people, person_network, reused_by_others
from graph_service.analysis.people.shared_work import PersonScore
from graph_service.page_size import check_page_size

ACROSS: Final = [row for row in range(len(ROLES)) if row != COORDINATOR]


@dataclass(frozen=True, slots=True)
class Carried:
    """How much of the exchange between two groups depends on one person."""

    from_: Group
    """The group that learned the lessons."""
    to: Group
    """The group that reused them."""
    share: float
    """The share of these reuses that would be missing without the person, from 0 to 1: the person's own reuses, and reuses of lessons that
    nobody else learned."""
    events: int
    """The number of all reuses between the two groups, each counted as one."""
    people: int
    """The number of different people who made them."""


@dataclass(frozen=True, slots=True)
class Broker:
    """A person through whom knowledge passes. Knowledge passes from A through the person to C if the person reused a lesson of A, C reused
    a lesson of the person, and C never reused a lesson of A. The roles count such pairs of A and C (Gould and Fernandez 1989)."""

    group: Group
    """The person's group at the end of the window, or the last one before."""
    coordinator: int
    """How often the person connects two colleagues: all three belong to the same group."""
    itinerant: int
    """How often the person connects two people of one group to which the person does not belong."""
    gatekeeper: int
    """How often the person brings knowledge from another group into their own group."""
    representative: int
    """How often the person passes knowledge of their own group on to another group."""
    liaison: int
    """How often the person connects two other groups: all three belong to different groups."""
    constraint: float
    """Burt's constraint: how much the person's contacts know each other anyway. Low: the person connects people who have no other tie.
    About 1 or more: the person depends on one or two contacts."""
    carries: tuple[Carried, ...]
    """The exchange between groups that depends on the person, in full or in part; the largest share first."""
    events: int
    """The number of reuses in which the person takes part: the person's reuses of other people's lessons, and reuses by others of lessons
    that the person learned."""
    people: int
    """The number of other people with whom the person has such a tie."""
    person: PersonId
    """The person."""
    betweenness: PersonScore = field(compare=False)
    """Betweenness centrality (Freeman 1977): how often the person lies on the shortest path between two others. Where several paths are
    equally short, each counts in part. The first request takes a minute or more in networks of thousands of people."""


def brokers(
    columns: Columns,
    view: View,
    *,
    first: First = 20,
    role: Annotated[BrokerageRole | None, "Lists only people who play this role, the most frequent first."] = None,
) -> tuple[Broker, ...]:
    """Lists people who pass knowledge on between others, the most frequent first: by the requested role, or by the sum of all roles except
    coordinator. People who play no role are not listed; people who may not be named are counted but not listed.

    Lists discoverable people who play the role, or any role if none is given. Equal sums are then ordered by COORDINATOR, which passes
    nothing across groups; all remaining ties by id. People who are not discoverable still count as ends and in the middle of paths.
    Raises InvalidInput if `first` is outside 0 to 1,000.
    """
    check_page_size(first)
    network, partition = person_network(columns, view), partition_departments(columns.departments, view)
    group = groups_of_people(columns, view, partition)
    roles = count_roles(network, group, group != len(partition.groups) - 1)
    best = _best(roles, role, columns.people.discoverable)[:first]
    constraints, carried = constraint(network, best), _carried(columns, view, partition, best)
    events, contacts = _events(columns, view), network.undirected().degrees
    return tuple(
        Broker(
            group=partition.groups[int(group[code])],
            **{played.name.lower(): int(times) for played, times in zip(ROLES, roles[:, code], strict=True)},
            constraint=float(constraints[at]),
            carries=carried[at],
            events=int(events[code]),
            people=int(contacts[code]),
            person=PersonId(columns.people.ids[code]),
            betweenness=PersonScore(betweenness, network, code),
        )
        for at, code in enumerate(map(int, best))
    )


def _best(roles: NDArray[np.int64], role: BrokerageRole | None, listed: Flags) -> Indices:
    """Sorts the listed people. Codes are in the order of ids, so stable sorting breaks ties by id."""
    if role is not None:
        played = roles[ROLES.index(role)]
        code = np.flatnonzero(listed & (played > 0))
        return code[np.argsort(-played[code], kind="stable")]
    code = np.flatnonzero(listed & roles.any(axis=0))
    return code[np.lexsort((code, -roles[COORDINATOR][code], -roles[ACROSS].sum(axis=0)[code]))]


def _carried(columns: Columns, view: View, partition: Partition, people: Indices) -> list[tuple[Carried, ...]]:
    """The exchange carried by each of these people."""
    listed = np.zeros(len(columns.people.ids), np.bool_)
    listed[people] = True
    transfers = pair_transfers(columns, partition, reused_by_others(columns, view))
    pairs = sum_pairs(columns, transfers, len(partition.groups))
    depends = dependence_on(columns, transfers, pairs, listed)
    start, end = (np.searchsorted(depends.person, people, side) for side in ("left", "right"))
    return [_sorted_by_share(partition.groups, pairs, depends, slice(*ends)) for ends in zip(start.tolist(), end.tolist(), strict=True)]


def _sorted_by_share(groups: Sequence[Group], pairs: PairTotals, depends: Dependence, rows: slice) -> tuple[Carried, ...]:
    """The largest share first, then by giver and receiver."""
    pair, share = depends.pair[rows], depends.share[rows]
    order = np.argsort(-share.round(9), kind="stable")  # differences due to rounding count as ties
    return tuple(_carried_pair(groups, pairs, *row) for row in zip(pair[order].tolist(), share[order].tolist(), strict=True))


def _carried_pair(groups: Sequence[Group], pairs: PairTotals, pair: int, share: float) -> Carried:
    giver, receiver = divmod(pair, len(groups))
    return Carried(groups[giver], groups[receiver], share, int(pairs.events[pair]), int(pairs.people[pair]))


def _events(columns: Columns, view: View) -> Indices:
    """By person: the number of events they made plus the number of events on lessons they learned, without OWN events."""
    event, size = np.flatnonzero(reused_by_others(columns, view)), len(columns.people.ids)
    reuser, learners = columns.events.person[event], columns.lessons.learners
    _, entry = expand(learners, columns.events.lesson[event].astype(np.intp))
    return np.bincount(reuser[reuser != UNKNOWN], minlength=size) + np.bincount(learners.values[entry], minlength=size)
