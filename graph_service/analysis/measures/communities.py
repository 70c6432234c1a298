"""Communities in the person network, compared with the organisation chart."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Indices
from graph_service.analysis.facts.node_ids import PersonId
from graph_service.analysis.measures.declaration import page
from graph_service.analysis.organisation.groups import Group, Partition, partition_departments
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.leiden import Clustering
from graph_service.analysis.people.person_network import count_events, groups_of_people, person_network
from graph_service.analysis.statistics.rand_index import adjusted_rand_index


@dataclass(frozen=True, slots=True)
class CommunityPart:
    """The people of one group in a community."""

    group: Group
    """The group."""
    people: int
    """The number of its people in the community."""


@dataclass(frozen=True, slots=True)
class Community:
    """People who reuse each other's lessons more than those of other people."""

    people: int
    """The number of people."""
    groups: tuple[CommunityPart, ...]
    """The groups that they belong to, the largest first."""
    members: Annotated[tuple[PersonId, ...], page(10)]
    """The people, those with the most contacts first. People who may not be named are left out."""


@dataclass(frozen=True, slots=True)
class Communities:
    """Communities of people who reuse each other's lessons, compared with the organisation chart."""

    communities: tuple[Community, ...]
    """The communities, the largest first."""
    modularity: float | None
    """How clearly the communities are separated (Newman and Girvan 2004): 0 is no more than by chance, from about 0.3 on they are clear.
    Absent without reuses."""
    agreement: float | None
    """How closely communities and groups agree (adjusted Rand index): 1 if they are the same, so that people learn along the organisation
    chart; about 0 if they agree no more than by chance. Absent if nobody's department is known."""
    people: int
    """The number of people who reused a lesson of another person, or whose lesson was reused."""
    events: int
    """The number of these reuses."""


def communities(columns: Columns, view: View, clustering: Clustering) -> Communities:
    """Finds communities of people who reuse each other's lessons, and shows whether they follow the organisation chart (Leiden algorithm:
    Traag, Waltman and van Eck 2019).

    clustering: that of the view's person network (see `find_communities`). Communities of equal size are in the order of their first
    person. The agreement is computed over the people who have both a community and a group.
    """
    network, partition = person_network(columns, view), partition_departments(columns.departments, view)
    group, contacts, community = groups_of_people(columns, view, partition), network.undirected().degrees, clustering.community
    both = (community != UNKNOWN) & (group != len(partition.groups) - 1)
    numbers = range(int(community.max(initial=UNKNOWN)) + 1)
    return Communities(
        communities=tuple(_community(columns, partition, group, contacts, np.flatnonzero(community == number)) for number in numbers),
        modularity=clustering.modularity,
        agreement=adjusted_rand_index(community[both], group[both]) if both.any() else None,
        people=int(network.tied.sum()),
        events=count_events(columns, view, network.tied),
    )


def _community(columns: Columns, partition: Partition, group: Indices, contacts: Indices, people: Indices) -> Community:
    count = np.bincount(group[people], minlength=len(partition.groups))
    named = people[columns.people.discoverable[people]]
    named = named[np.argsort(-contacts[named], kind="stable")]  # ties by code, which is the order of ids
    return Community(
        people=len(people),
        groups=tuple(CommunityPart(partition.groups[int(at)], int(count[at])) for at in np.argsort(-count, kind="stable") if count[at]),
        members=tuple(PersonId(columns.people.ids[int(code)]) for code in named),
    )
