"""Who carries knowledge across."""

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

MOST: Final = 1_000  # brokers one answer may list
ACROSS: Final = [row for row in range(len(ROLES)) if row != COORDINATOR]


@dataclass(frozen=True, slots=True)
class Carried:
    """The share of F[giver, receiver] that would vanish without a person. events, people: behind the whole F."""

    giver: Group
    receiver: Group
    share: float
    events: int
    people: int


@dataclass(frozen=True, slots=True)
class Broker:
    """A person, by code and id, and their group, UNATTRIBUTED where none is known.

    roles: how often they play each, in the order of ROLES. constraint: Burt's. carries: by share, largest first, then giver, then receiver.
    events: what they reused of others, and others of the lessons they learned. people: how many others they have a tie with.
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
    """At most `first` discoverable people with a tie in the person network, by how often they broker, most first.

    With a role, that is how often they play it, and who never does is left out. Else it is all roles but COORDINATOR, who carries nothing
    across, then COORDINATOR. Ties by id. Those who are not discoverable count as ends and as parts of paths. InvalidInput when `first` is
    not from 0 to MOST.
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
    """The listed people in order. Indices are in the order of ids."""
    if role is not None:
        played = roles[ROLES.index(role)]
        code = np.flatnonzero(listed & (played > 0))
        return code[np.argsort(-played[code], kind="stable")]
    code = np.flatnonzero(listed)
    return code[np.lexsort((code, -roles[COORDINATOR][code], -roles[ACROSS].sum(axis=0)[code]))]


def _carried(columns: Columns, view: View, parts: Partition, people: Indices) -> list[tuple[Carried, ...]]:
    """What each of these people carries."""
    wanted = np.zeros(len(columns.people.ids), np.bool_)
    wanted[people] = True
    found = pair_transfers(columns, parts, reused_by_others(columns, view))
    pairs = sum_pairs(columns, found, len(parts.groups))
    depends = dependence_on(columns, found, pairs, wanted)
    start, end = (np.searchsorted(depends.person, people, side) for side in ("left", "right"))
    return [_in_order(parts.groups, pairs, depends, slice(*ends)) for ends in zip(start.tolist(), end.tolist(), strict=True)]


def _in_order(groups: Sequence[Group], pairs: PairTotals, depends: Dependence, rows: slice) -> tuple[Carried, ...]:
    pair, share = depends.pair[rows], depends.share[rows]
    order = np.argsort(-share.round(9), kind="stable")  # what differs by rounding only is equal
    return tuple(carried(groups, pairs, *one) for one in zip(pair[order].tolist(), share[order].tolist(), strict=True))


def carried(groups: Sequence[Group], pairs: PairTotals, pair: int, share: float) -> Carried:
    """The share of a pair in words."""
    giver, receiver = divmod(pair, len(groups))
    return Carried(groups[giver], groups[receiver], share, int(pairs.events[pair]), int(pairs.people[pair]))


def _events(columns: Columns, view: View) -> Indices:
    """By person: the events they made, and those of lessons they learned, but for OWN ones."""
    event, size = np.flatnonzero(reused_by_others(columns, view)), len(columns.people.ids)
    reuser, learners = columns.events.person[event], columns.lessons.learners
    _, entry = expand(learners, columns.events.lesson[event].astype(np.intp))
    return np.bincount(reuser[reuser != UNKNOWN], minlength=size) + np.bincount(learners.values[entry], minlength=size)
