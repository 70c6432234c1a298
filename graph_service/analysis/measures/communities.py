"""Communities in the person network, compared with the organisation chart."""

from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Indices
from graph_service.analysis.organisation.groups import Group, Partition, partition
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.leiden import Clustering
from graph_service.analysis.people.person_network import count_events, groups_of_people, person_network
from graph_service.analysis.statistics.rand_index import adjusted_rand_index


@dataclass(frozen=True, slots=True)
class Community:
    """The number of people in a community, and the number per group, largest first, then by group.

    members: the ids of the discoverable members, sorted by degree in the person network, highest first, then by id.
    """

    people: int
    groups: tuple[tuple[Group, int], ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Communities:
    """Communities are sorted by size, largest first, then by their first person.

    agreement: adjusted Rand index of communities and groups, over the people who have both; None if nobody does. events: the number of
    events behind the ties.
    """

    communities: tuple[Community, ...]
    modularity: float | None
    agreement: float | None
    people: int
    events: int


def communities(columns: Columns, view: View, clustering: Clustering) -> Communities:
    """Describes the clustering (see `find_communities`) of the view's person network by its people, and computes its agreement with their
    groups.
    """
    network, parts = person_network(columns, view), partition(columns.departments, view)
    group, contacts, community = groups_of_people(columns, view, parts), network.undirected().degrees, clustering.community
    both = (community != UNKNOWN) & (group != len(parts.groups) - 1)
    numbers = range(int(community.max(initial=UNKNOWN)) + 1)
    return Communities(
        communities=tuple(_community(columns, parts, group, contacts, np.flatnonzero(community == number)) for number in numbers),
        modularity=clustering.modularity,
        agreement=adjusted_rand_index(community[both], group[both]) if both.any() else None,
        people=int(network.tied.sum()),
        events=count_events(columns, view, network.tied),
    )


def _community(columns: Columns, parts: Partition, group: Indices, contacts: Indices, people: Indices) -> Community:
    count = np.bincount(group[people], minlength=len(parts.groups))
    named = people[columns.people.discoverable[people]]
    named = named[np.argsort(-contacts[named], kind="stable")]
    return Community(
        people=len(people),
        groups=tuple((parts.groups[int(at)], int(count[at])) for at in np.argsort(-count, kind="stable") if count[at]),
        members=tuple(columns.people.ids[int(code)] for code in named),
    )
