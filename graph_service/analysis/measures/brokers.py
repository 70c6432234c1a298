"""Knowledge brokers: people who connect others in the person network."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Indices
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.organisation.groups import Group, Partition, partition
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.brokerage import COORDINATOR, ROLES, BrokerageRole, count_roles
from graph_service.analysis.people.constraint import constraint
from graph_service.analysis.people.dependence import Dependence, PairTotals, dependence_on, pair_transfers, sum_pairs
from graph_service.analysis.people.person_network import groups_of_people, person_network, reused_by_others
from graph_service.errors import InvalidInput

MOST: Final = 1_000  # maximum number of brokers per answer
ACROSS: Final = [row for row in range(len(ROLES)) if row != COORDINATOR]


@dataclass(frozen=True, slots=True)
class Carried:
    """The share of F[giver, receiver] that would be lost without a person. events, people: the counts behind all of F[giver, receiver]."""

    giver: Group
    receiver: Group
    share: float
    events: int
    people: int


@dataclass(frozen=True, slots=True)
class Broker:
    """A person, by code and id, and their group; UNATTRIBUTED if it is unknown.

    roles: how often the person plays each role, in the order of ROLES. constraint: Burt's constraint. carries: sorted by share, largest
    first, then giver, then receiver. events: the number of reuses the person made of other people's lessons, plus reuses by others of
    lessons the person learned. people: the number of other people they have a tie with.
    """

    code: int
    person: str
    group: Group
    roles: tuple[int, ...]
    constraint: float
    carries: tuple[Carried, ...]
    events: int
    people: int


def brokers(columns: Columns, view: View, *, first: int = 20, role: BrokerageRole | None = None) -> tuple[Broker, ...]:
    """Returns at most `first` discoverable people with a tie in the person network, the most frequent brokers first.

    With a role, people are ranked by how often they play it, and people who never do are omitted. Without one, they are ranked by the sum
    of all roles except COORDINATOR, which carries nothing across groups, and then by COORDINATOR. Ties are broken by id. People who are not
    discoverable still count as endpoints and as intermediaries of paths. Raises InvalidInput if `first` is outside 0 to MOST.
    """
    if not 0 <= first <= MOST:
        raise InvalidInput(f"first is {first}; it must lie between 0 and {MOST:,}.", field="first")
    network, parts = person_network(columns, view), partition(columns.departments, view)
    group = groups_of_people(columns, view, parts)
    roles = count_roles(network, group, group != len(parts.groups) - 1)
    best = _best(roles, role, network.tied & columns.people.discoverable)[:first]
    held, carried, events, contacts = (
        constraint(network, best),
        _carried(columns, view, parts, best),
        _events(columns, view),
        network.undirected().degrees,
    )
    return tuple(
        Broker(
            code=code,
            person=columns.people.ids[code],
            group=parts.groups[int(group[code])],
            roles=tuple(roles[:, code].tolist()),
            constraint=float(held[at]),
            carries=carried[at],
            events=int(events[code]),
            people=int(contacts[code]),
        )
        for at, code in enumerate(map(int, best))
    )


def _best(roles: NDArray[np.int64], role: BrokerageRole | None, listed: Flags) -> Indices:
    """Sorts the listed people. Codes are in the order of ids, so stable sorting breaks ties by id."""
    if role is not None:
        played = roles[ROLES.index(role)]
        code = np.flatnonzero(listed & (played > 0))
        return code[np.argsort(-played[code], kind="stable")]
    code = np.flatnonzero(listed)
    return code[np.lexsort((code, -roles[COORDINATOR][code], -roles[ACROSS].sum(axis=0)[code]))]


def _carried(columns: Columns, view: View, parts: Partition, people: Indices) -> list[tuple[Carried, ...]]:
    """The exchange carried by each of these people."""
    wanted = np.zeros(len(columns.people.ids), np.bool_)
    wanted[people] = True
    found = pair_transfers(columns, parts, reused_by_others(columns, view))
    pairs = sum_pairs(columns, found, len(parts.groups))
    depends = dependence_on(columns, found, pairs, wanted)
    start, end = (np.searchsorted(depends.person, people, side) for side in ("left", "right"))
    return [_in_order(parts.groups, pairs, depends, slice(*ends)) for ends in zip(start.tolist(), end.tolist(), strict=True)]


def _in_order(groups: Sequence[Group], pairs: PairTotals, depends: Dependence, rows: slice) -> tuple[Carried, ...]:
    pair, share = depends.pair[rows], depends.share[rows]
    order = np.argsort(-share.round(9), kind="stable")  # differences due to rounding count as ties
    return tuple(carried(groups, pairs, *one) for one in zip(pair[order].tolist(), share[order].tolist(), strict=True))


def carried(groups: Sequence[Group], pairs: PairTotals, pair: int, share: float) -> Carried:
    """Builds the Carried for a pair code and a share."""
    giver, receiver = divmod(pair, len(groups))
    return Carried(groups[giver], groups[receiver], share, int(pairs.events[pair]), int(pairs.people[pair]))


def _events(columns: Columns, view: View) -> Indices:
    """By person: the number of events they made plus the number of events on lessons they learned, without OWN events."""
    event, size = np.flatnonzero(reused_by_others(columns, view)), len(columns.people.ids)
    reuser, learners = columns.events.person[event], columns.lessons.learners
    _, entry = expand(learners, columns.events.lesson[event].astype(np.intp))
    return np.bincount(reuser[reuser != UNKNOWN], minlength=size) + np.bincount(learners.values[entry], minlength=size)
