"""Whether people keep to their own group more than chance would have it."""

from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.organisation.groups import partition
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.person_network import count_events, groups_of_people, person_network
from graph_service.analysis.statistics.label_permutation import permute_labels


@dataclass(frozen=True, slots=True)
class PeopleEIndex:
    """The E-I index of the person network, what it would be had chance dealt out the groups, and how far apart these are.

    expected, deviation: mean and standard deviation by chance. z = (e_index - expected) / deviation; None where chance leaves no room.
    All of these are None without ties. ties: pairs of people, in whichever direction; people: those with a tie; events: behind the ties.
    """

    e_index: float | None
    expected: float | None
    deviation: float | None
    z: float | None
    ties: int
    people: int
    events: int


def people_e_index(columns: Columns, view: View) -> PeopleEIndex:
    """(E - I) / (E + I) (Krackhardt & Stern 1988) with E and I the ties between and inside groups, undirected and binary.

    Held against the same people and ties with groups dealt out by chance (see label_permutation.py), for departments of different sizes
    have different room for ties inside. Of people without a group neither they nor their ties count.
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
