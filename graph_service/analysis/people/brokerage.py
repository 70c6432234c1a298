"""What part people play between others: the brokerage roles of Gould and Fernandez."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.facts.arrays import Flags, Indices, Int32s
from graph_service.analysis.people.closed_paths import closed_paths
from graph_service.analysis.people.person_network import PersonNetwork


class Role(IntEnum):
    """The part b plays on a path from a over b to c, by whose group is whose."""

    COORDINATOR = 0  # all three the same
    ITINERANT = 1  # a and c the same, b another
    GATEKEEPER = 2  # b and c the same, a another
    REPRESENTATIVE = 3  # a and b the same, c another
    LIAISON = 4  # all three different


def count_roles(network: PersonNetwork, group: Indices, known: Flags) -> NDArray[np.int64]:
    """How often each person plays each role: a row per Role, a column per person.

    Gould & Fernandez (1989): the open two-paths a -> b -> c (a is not c, no tie from a to c) through b, by the groups of the three;
    ties directed and binary, each path counted as one. Defined by the pattern, as above, since programs differ in the names: b_IO and
    b_OI of R's sna have been documented both ways. group: of each person; who isn't `known` to have one takes no part, nor do their ties.

    Counted without listing them: all paths from the degrees, less those that come back to a, less the closed ones.
    """
    network = network.among(known)
    roles = _all_paths(network, group)
    for a, b, c in (_returns(network), *closed_paths(network)):
        played = _roles_of(group[a], group[b], group[c])
        roles -= np.bincount(played * network.people + b, minlength=roles.size).reshape(roles.shape)
    return roles


def _all_paths(network: PersonNetwork, group: Indices) -> NDArray[np.int64]:
    """The paths of two ties by role of the one in the middle, closed and returning ones included."""
    inside, people = group[network.learner] == group[network.reuser], network.people
    taken, taken_inside = (np.bincount(network.reuser[rows], minlength=people) for rows in (slice(None), inside))
    given, given_inside = (np.bincount(network.learner[rows], minlength=people) for rows in (slice(None), inside))
    taken_outside, given_outside = taken - taken_inside, given - given_inside
    itinerant = _from_and_back(network, group, ~inside)
    return np.stack(
        (
            taken_inside * given_inside,
            itinerant,
            taken_outside * given_inside,
            taken_inside * given_outside,
            taken_outside * given_outside - itinerant,
        )
    )


def _from_and_back(network: PersonNetwork, group: Indices, outside: Flags) -> NDArray[np.int64]:
    """By person b: the sum over groups other than their own of ties taken from it times ties given to it."""
    learner, reuser, size = (
        network.learner[outside].astype(np.int64),
        network.reuser[outside].astype(np.int64),
        int(group.max(initial=0)) + 1,
    )
    taken_from, taken = np.unique(reuser * size + group[learner], return_counts=True)
    given_to, given = np.unique(learner * size + group[reuser], return_counts=True)
    both, left, right = np.intersect1d(taken_from, given_to, assume_unique=True, return_indices=True)
    found = np.zeros(network.people, np.int64)
    np.add.at(found, both // size, taken[left] * given[right])
    return found


def _returns(network: PersonNetwork) -> tuple[Int32s, Int32s, Int32s]:
    """All a, b, a with ties both ways."""
    there = network.learner.astype(np.int64) * network.people + network.reuser
    back = network.reuser.astype(np.int64) * network.people + network.learner
    mutual = np.flatnonzero(np.isin(there, back, assume_unique=True))
    return network.learner[mutual], network.reuser[mutual], network.learner[mutual]


def _roles_of(a: Indices, b: Indices, c: Indices) -> Indices:
    """The role of b, by the groups of the three."""
    same = (a == b) * 4 + (b == c) * 2 + (a == c)
    return np.array([Role.LIAISON, Role.ITINERANT, Role.GATEKEEPER, -1, Role.REPRESENTATIVE, -1, -1, Role.COORDINATOR])[same]
