"""Betweenness centrality of the person network."""

from typing import Any

import igraph
import numpy as np

from graph_service.analysis.facts.arrays import Floats
from graph_service.analysis.people.person_network import PersonNetwork


def betweenness(network: PersonNetwork) -> Floats:
    """By person: the sum over ordered pairs of other people of the share of their shortest paths that lead through the person.

    Freeman (1977), by igraph (Brandes 2001): ties directed and binary, not normalised. The time grows with people x ties.
    """
    ties = np.stack((network.learner, network.reuser), axis=1)
    graph: Any = igraph.Graph(network.people, ties, directed=True)  # igraph has no type annotations
    return np.array(graph.betweenness())
