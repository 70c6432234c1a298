"""Burt's constraint: how far a person's contacts are tied to each other."""

import numpy as np

from graph_service.analysis.facts.aggregation import sum_by, sum_by_key
from graph_service.analysis.facts.arrays import Floats, Indices
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.people.person_network import PersonNetwork


def constraint(network: PersonNetwork, people: Indices) -> Floats:
    """The constraint of each of these people: low where contacts do not know each other, high where few people all know each other.

    Burt (1992): p_ij = (a_ij + a_ji) / sum_k (a_ik + a_ki), c_i = sum_j (p_ij + sum_q p_iq p_qj)^2 with a the weights of ties; j over i's
    contacts in either direction, q over everyone; NaN without a tie. This is the convention of whole networks, as in igraph and networkx;
    UCINET takes only ties among i's own contacts, which gives other figures. (Building an igraph graph would take longer than all of this.)
    """
    directions = network, network.reversed()
    strength = sum_by(network.learner, network.weight, network.people) + sum_by(network.reuser, network.weight, network.people)
    ego, contact, part = _proportions(directions, strength, people)
    step, contact_of_contact, part_of_contact = _proportions(directions, strength, contact)
    pairs = np.concatenate((ego, ego[step])) * network.people + np.concatenate((contact, contact_of_contact))
    key, amount = sum_by_key(pairs, np.concatenate((part, part[step] * part_of_contact)))
    direct = np.isin(key, ego * network.people + contact)  # people whom only contacts know are not contacts
    squares = sum_by(key[direct] // network.people, amount[direct] ** 2, len(people))
    return np.where(strength[people] > 0, squares, np.nan)


def _proportions(directions: tuple[PersonNetwork, ...], strength: Floats, people: Indices) -> tuple[Indices, Indices, Floats]:
    """The position in `people`, the contact and p of every tie of these people; a contact with ties in both directions comes twice."""
    parts: list[tuple[Indices, Indices, Floats]] = []
    for ties in directions:
        rows = ties.reusers
        at, entry = expand(rows, people)
        parts.append((at, rows.values[entry].astype(np.intp), ties.weight[entry] / strength[people[at]]))
    at, contact, proportion = (np.concatenate(part) for part in zip(*parts, strict=True))
    return at, contact, proportion
