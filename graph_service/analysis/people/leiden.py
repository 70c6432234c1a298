"""Communities of the person network: who learns from each other more than from the rest."""

from dataclasses import dataclass
from random import Random
from threading import Lock
from typing import Any, Final

import igraph
import numpy as np

from graph_service.analysis.facts.arrays import UNKNOWN, Indices
from graph_service.analysis.people.person_network import PersonNetwork

SEEDS: Final = range(20)
CHANCE: Final = Lock()  # igraph has one source of chance for all threads
IGRAPH: Final[Any] = igraph  # comes without types


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """By person the number of their community, UNKNOWN without a tie; and its modularity, None where there are no ties.

    0 is the community with the most people, equal ones come by their first.
    """

    community: Indices
    modularity: float | None


def divide(network: PersonNetwork) -> Division:
    """Communities by Leiden (Traag, Waltman & van Eck 2019), by igraph, until nothing improves; the best of 20 runs from fixed seeds.

    Ties undirected, weighted by the sum of both directions; only people with a tie. The best is that of highest modularity (Newman &
    Girvan 2004) at resolution 1: the share of weight inside communities, less what it would be by chance.
    """
    pairs, people = network.undirected(), np.flatnonzero(network.tied)
    community = np.full(network.people, UNKNOWN)
    if not len(people):
        return Division(community, None)
    graph = IGRAPH.Graph(len(people), np.searchsorted(people, np.stack((pairs.learner, pairs.reuser), axis=1)))
    runs = [_run(graph, pairs.weight.tolist(), seed) for seed in SEEDS]
    best = max(runs, key=lambda run: run.modularity)  # the first of equals
    community[people] = _by_size(np.array(best.membership))
    return Division(community, float(best.modularity))


def _run(graph: Any, weights: list[float], seed: int) -> Any:
    """A clustering of igraph's."""
    with CHANCE:
        IGRAPH.set_random_number_generator(Random(seed))  # noqa: S311 - no secret
        return graph.community_leiden("modularity", weights=weights, n_iterations=-1)


def _by_size(community: Indices) -> Indices:
    """The same with 0 for the community with the most people, equal ones by their first."""
    _, first, size = np.unique(community, return_index=True, return_counts=True)
    return np.argsort(np.lexsort((first, -size)))[community]
