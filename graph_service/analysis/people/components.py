"""The parts a network falls into."""

import numpy as np

from graph_service.analysis.facts.arrays import Indices
from graph_service.analysis.people.person_network import PersonNetwork


def components(network: PersonNetwork) -> Indices:
    """For each person the lowest code among all they are connected with over ties in either direction; themselves without a tie.

    Everyone takes over the lowest label around, labels then take over their own label's, until nothing changes. (To build a graph for
    igraph from 400,000 ties takes twenty times as long as this.)
    """
    label = np.arange(network.people)
    while True:
        ends = label[network.learner], label[network.reuser]
        lower = label.copy()
        for end in ends:
            np.minimum.at(lower, end, np.minimum(*ends))
        while (lower[lower] != lower).any():
            lower = lower[lower]
        if (lower == label).all():
            return label
        label = lower


def count_components(network: PersonNetwork) -> int:
    """How many parts the people with a tie form."""
    label, people = components(network), np.arange(network.people)
    return int(np.count_nonzero(network.tied & (label == people)))
