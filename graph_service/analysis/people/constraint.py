"""How little room people's contacts leave them: Burt's constraint."""

import numpy as np

from graph_service.analysis.facts.aggregation import sum_by, sum_by_key
from graph_service.analysis.facts.arrays import Floats, Indices
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.people.person_network import PersonNetwork


def constraint(network: PersonNetwork, people: Indices) -> Floats:
    """Of each of these people; low where contacts don't know each other, high where all is between few who do. NaN without a tie.

    Burt (1992): p_ij = (a_ij + a_ji) / sum_k (a_ik + a_ki), c_i = sum_j (p_ij + sum_q p_iq p_qj)^2 with a the weights of ties; j over i's
    contacts in either direction, q over everyone. This is the convention of whole networks, as in igraph and networkx; UCINET's takes
    only ties among i's own contacts, which gives other figures. (To build a graph for igraph would take longer than all of this.)
    """
    directions = network, network.reversed()
    strength = sum_by(network.learner, network.weight, network.people) + sum_by(network.reuser, network.weight, network.people)
    ego, contact, part = _invested(directions, strength, people)
    over, other, others_part = _invested(directions, strength, contact)
    reached = np.concatenate((ego, ego[over])) * network.people + np.concatenate((contact, other))
    key, amount = sum_by_key(reached, np.concatenate((part, part[over] * others_part)))
    counted = np.isin(key, ego * network.people + contact)  # whom only contacts know is none
    squares = sum_by(key[counted] // network.people, amount[counted] ** 2, len(people))
    return np.where(strength[people] > 0, squares, np.nan)


def _invested(directions: tuple[PersonNetwork, ...], strength: Floats, people: Indices) -> tuple[Indices, Indices, Floats]:
    """The position in `people`, the contact and p of every tie of these people; a contact with ties both ways comes twice."""
    found: list[tuple[Indices, Indices, Floats]] = []
    for ties in directions:
        rows = ties.reusers
        at, entry = expand(rows, people)
        found.append((at, rows.values[entry].astype(np.intp), ties.weight[entry] / strength[people[at]]))
    at, contact, part = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return at, contact, part
