"""Whom the shortest ways lead over."""

from typing import Any

import igraph
import numpy as np

from graph_service.analysis.facts.arrays import Floats
from graph_service.analysis.people.person_network import PersonNetwork


def betweenness(network: PersonNetwork) -> Floats:
    """Of each person: the sum over ordered pairs of others of the share of their shortest paths that lead over the person.

    Freeman (1977), by igraph (Brandes 2001): ties directed and binary, not normalised. The time grows with people times ties.
    """
    ties = np.stack((network.learner, network.reuser), axis=1)
    graph: Any = igraph.Graph(network.people, ties, directed=True)  # without types
    return np.array(graph.betweenness())
