"""The E-I index of the person network, compared with chance."""

from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.organisation.groups import partition
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.person_network import count_events, groups_of_people, person_network
from graph_service.analysis.statistics.label_permutation import permute_labels


@dataclass(frozen=True, slots=True)
class PeopleEIndex:
    """The E-I index of the person network, its distribution under random assignment of groups, and the standardised difference.

    expected, deviation: mean and standard deviation under random assignment. z = (e_index - expected) / deviation; None if the deviation is
    zero. All of these are None without ties. ties: the number of pairs of people, regardless of direction; people: the number of people
    with a tie; events: the number of events behind the ties.
    """

    e_index: float | None
    expected: float | None
    deviation: float | None
    z: float | None
    ties: int
    people: int
    events: int


def people_e_index(columns: Columns, view: View) -> PeopleEIndex:
    """(E - I) / (E + I) (Krackhardt & Stern 1988), where E and I are the numbers of ties between and inside groups, undirected and binary.

    The index is compared with random permutations of the group labels over the same people and ties (see label_permutation.py), because
    departments of different sizes have different numbers of possible internal ties. People without a group, and their ties, are excluded.
    """
    parts = partition(columns.departments, view)
    group = groups_of_people(columns, view, parts)
    known = group != len(parts.groups) - 1
    network = person_network(columns, view).among(known)
    pairs, tied = network.undirected(), np.flatnonzero(network.tied)
    ties, events = len(pairs.learner), count_events(columns, view, known)
    if not ties:
        return PeopleEIndex(None, None, None, None, ties, len(tied), events)
    inside = int(np.count_nonzero(group[pairs.learner] == group[pairs.reuser]))
    e_index = (ties - 2 * inside) / ties
    chance = permute_labels(np.bincount(group[tied]).tolist(), pairs.degrees[tied].tolist())
    z = (e_index - chance.mean) / chance.deviation if chance.deviation else None
    return PeopleEIndex(e_index, chance.mean, chance.deviation, z, ties, len(tied), events)
