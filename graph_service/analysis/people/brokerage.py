"""The brokerage roles of Gould and Fernandez: which part people play between two others."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph_service.analysis.facts.arrays import Flags, Indices, Int32s
from graph_service.analysis.people.closed_paths import closed_paths
from graph_service.analysis.people.person_network import PersonNetwork
from graph_service.model.enums import DescribedEnum


class BrokerageRole(DescribedEnum):
    """The part a person plays between somebody who learned a lesson and somebody who reused one, by which of the three share a group."""

    COORDINATOR = "COORDINATOR", "between colleagues", "Between two colleagues: all three belong to the same group."
    ITINERANT = "ITINERANT", "between members of another group", "Between two people of one group, to which the person does not belong."
    GATEKEEPER = "GATEKEEPER", "brings knowledge in", "Brings knowledge of another group into the person's own group."
    REPRESENTATIVE = "REPRESENTATIVE", "carries knowledge out", "Carries knowledge of the person's own group to another group."
    LIAISON = "LIAISON", "between two other groups", "Between two other groups: all three belong to different groups."


ROLES: Final = tuple(BrokerageRole)
"""The roles in the order of the rows of `count_roles`."""
COORDINATOR, ITINERANT, GATEKEEPER, REPRESENTATIVE, LIAISON = range(len(ROLES))


def count_roles(network: PersonNetwork, group: Indices, known: Flags) -> NDArray[np.int64]:
    """How often each person plays each role: one row per role, in the order of ROLES, one column per person.

    Gould & Fernandez (1989): the open two-paths a -> b -> c (a is not c, no tie from a to c) through b, by the groups of the three; ties
    directed and binary, each path counted as one. coordinator: all three the same; itinerant: a and c the same, b another; gatekeeper: b
    and c the same, a another; representative: a and b the same, c another; liaison: all different. The roles are defined by these
    patterns, because programs differ in the names: b_IO and b_OI of R's sna have been documented both ways.
    group: by person. People whose group is not `known` take no part, nor do their ties.

    Counted without listing all paths: all two-paths from the degrees, minus those that return to a, minus the closed ones.
    """
    network = network.among(known)
    roles = _count_two_paths(network, group)
    for a, b, c in (_returning_paths(network), *closed_paths(network)):
        role = _roles_of(group[a], group[b], group[c])
        roles -= np.bincount(role * network.people + b, minlength=roles.size).reshape(roles.shape)
    return roles


def _count_two_paths(network: PersonNetwork, group: Indices) -> NDArray[np.int64]:
    """All two-paths by role of the person in the middle, including closed and returning ones."""
    inside, people = group[network.learner] == group[network.reuser], network.people
    taken, taken_inside = (np.bincount(network.reuser[rows], minlength=people) for rows in (slice(None), inside))
    given, given_inside = (np.bincount(network.learner[rows], minlength=people) for rows in (slice(None), inside))
    taken_outside, given_outside = taken - taken_inside, given - given_inside
    itinerant = _count_itinerant(network, group, ~inside)
    return np.stack(
        (
            taken_inside * given_inside,
            itinerant,
            taken_outside * given_inside,
            taken_inside * given_outside,
            taken_outside * given_outside - itinerant,
        )
    )


def _count_itinerant(network: PersonNetwork, group: Indices, outside: Flags) -> NDArray[np.int64]:
    """By person b: the sum over groups other than b's own of ties taken from the group times ties given to it."""
    learner, reuser, size = (
        network.learner[outside].astype(np.int64),
        network.reuser[outside].astype(np.int64),
        int(group.max(initial=0)) + 1,
    )
    taken_from, taken = np.unique(reuser * size + group[learner], return_counts=True)
    given_to, given = np.unique(learner * size + group[reuser], return_counts=True)
    both, left, right = np.intersect1d(taken_from, given_to, assume_unique=True, return_indices=True)
    count = np.zeros(network.people, np.int64)
    np.add.at(count, both // size, taken[left] * given[right])
    return count


def _returning_paths(network: PersonNetwork) -> tuple[Int32s, Int32s, Int32s]:
    """All paths a, b, a: two people with ties in both directions."""
    forward = network.learner.astype(np.int64) * network.people + network.reuser
    backward = network.reuser.astype(np.int64) * network.people + network.learner
    mutual = np.flatnonzero(np.isin(forward, backward, assume_unique=True))
    return network.learner[mutual], network.reuser[mutual], network.learner[mutual]


def _roles_of(a: Indices, b: Indices, c: Indices) -> Indices:
    """The role of b, by the groups of the three."""
    same = (a == b) * 4 + (b == c) * 2 + (a == c)
    return np.array([LIAISON, ITINERANT, GATEKEEPER, -1, REPRESENTATIVE, -1, -1, COORDINATOR])[same]
