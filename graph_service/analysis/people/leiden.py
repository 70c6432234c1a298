"""Communities of the person network, by the Leiden algorithm."""

from dataclasses import dataclass
from random import Random
from threading import Lock
from typing import Any, Final

import igraph
import numpy as np

from graph_service.analysis.facts.arrays import UNKNOWN, Indices
from graph_service.analysis.people.person_network import PersonNetwork

SEEDS: Final = range(20)
RANDOM_LOCK: Final = Lock()  # igraph has one random number generator for all threads
IGRAPH: Final[Any] = igraph  # without type annotations


@dataclass(frozen=True, slots=True, eq=False)
class Clustering:
    """By person the number of their community, UNKNOWN without a tie; and its modularity, None where there are no ties.

    Community 0 has the most people; communities of equal size are in the order of their first person.
    """

    community: Indices
    modularity: float | None


def find_communities(network: PersonNetwork) -> Clustering:
    """Communities by Leiden (Traag, Waltman & van Eck 2019), by igraph, iterated until nothing improves; the best of 20 fixed seeds.

    Ties undirected, weighted by the sum of both directions; only people with a tie. The best run has the highest modularity (Newman &
    Girvan 2004) at resolution 1: the share of weight inside communities, minus what it would be by chance.
    """
    pairs, people = network.undirected(), np.flatnonzero(network.tied)
    community = np.full(network.people, UNKNOWN)
    if not len(people):
        return Clustering(community, None)
    graph = IGRAPH.Graph(len(people), np.searchsorted(people, np.stack((pairs.learner, pairs.reuser), axis=1)))
    runs = [_run(graph, pairs.weight.tolist(), seed) for seed in SEEDS]
    best = max(runs, key=lambda run: run.modularity)  # the first of equals
    community[people] = _number_by_size(np.array(best.membership))
    return Clustering(community, float(best.modularity))


def _run(graph: Any, weights: list[float], seed: int) -> Any:
    """An igraph VertexClustering."""
    with RANDOM_LOCK:
        IGRAPH.set_random_number_generator(Random(seed))  # noqa: S311 - not used for secrets
        return graph.community_leiden("modularity", weights=weights, n_iterations=-1)


def _number_by_size(community: Indices) -> Indices:
    """The same communities, numbered by size, largest first; equal ones by their first person."""
    _, first, size = np.unique(community, return_index=True, return_counts=True)
    return np.argsort(np.lexsort((first, -size)))[community]
