"""The E-I index of the person network, compared with chance."""

from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.organisation.groups import partition_departments
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.person_network import count_events, groups_of_people, person_network
from graph_service.analysis.statistics.label_permutation import permute_labels


@dataclass(frozen=True, slots=True)
class PeopleEIndex:
    """Whether people reuse lessons of their own group more often than chance explains. The index alone is misleading: where one department
    has half of all people, many ties are within it by chance."""

    e_index: float | None
    """E-I index (Krackhardt and Stern 1988) over pairs of people of whom one reused a lesson of the other: from -1, all pairs are within a
    group, to 1, all pairs are across groups. Absent without such pairs."""
    expected: float | None
    """The mean of the index if the groups were assigned at random to the same people with the same ties."""
    deviation: float | None
    """The standard deviation of the index under this random assignment."""
    z: float | None
    """(eIndex - expected) / deviation. Below -2: people prefer their own group. Above 2: people prefer other groups. Between: as expected
    by chance. Absent if the deviation is zero."""
    ties: int
    """The number of pairs."""
    people: int
    """The number of people who are part of a pair. People without a department are left out."""
    events: int
    """The number of reuses behind these pairs."""


def people_e_index(columns: Columns, view: View) -> PeopleEIndex:
    """Compares the E-I index of the people with chance: do people reuse lessons of their own group more often than expected?

    (E - I) / (E + I) (Krackhardt & Stern 1988), where E and I are the numbers of ties between and inside groups, undirected and binary.
    The index is compared with random permutations of the group labels over the same people and ties (see label_permutation.py), because
    departments of different sizes have different numbers of possible internal ties. People without a group, and their ties, are excluded.
    """
    partition = partition_departments(columns.departments, view)
    group = groups_of_people(columns, view, partition)
    known = group != len(partition.groups) - 1
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
