"""Closed two-paths: paths of two ties whose ends are also tied directly, so that nobody is needed in between."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from graph_service.analysis.facts.arrays import Flags, Indices, Int32s
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.people.person_network import PersonNetwork

TABLE_BYTES: Final = 2**20  # of the adjacency table of a few people, one byte per pair: fits into the processor's cache
BATCH_SIZE: Final = 2**18  # paths examined together


def closed_paths(network: PersonNetwork) -> Iterator[tuple[Int32s, Int32s, Int32s]]:
    """All a, b, c with ties from a to b, from b to c and from a to c, each once, in blocks of any order.

    For each tie from a to c, b is searched on the side that has fewer people: among those a gives to or among those c takes from. So the
    work grows at most with the number of ties to the power of 1.5, even where a few people have ties to nearly everyone.
    """
    back = network.reversed()
    given, taken = network.reusers.counts, back.reusers.counts
    for a, b, c in _between(network, back, taken[network.reuser] < given[network.learner]):
        yield a, b, c
    for c, b, a in _between(back, network, given[back.reuser] <= taken[back.learner]):
        yield a, b, c


def _between(network: PersonNetwork, back: PersonNetwork, chosen: Flags) -> Iterator[tuple[Int32s, Int32s, Int32s]]:
    """All x, y, z with ties from x to y and from y to z, for the chosen ties from x to z. `back` is the network reversed."""
    before, starts = back.reusers, network.reusers.offsets
    step = max(1, TABLE_BYTES // max(network.people, 1))
    for first in range(0, network.people, step):
        row = slice(starts[first], starts[min(first + step, network.people)])
        adjacent = np.zeros((step, network.people), np.bool_)
        adjacent[network.learner[row] - first, network.reuser[row]] = True
        ties = row.start + np.flatnonzero(chosen[row])
        for part in np.split(ties, _cuts(before.counts[network.reuser[ties]])):
            z = network.reuser[part]
            source, entry = expand(before, z.astype(np.intp))
            x, y = network.learner[part][source], before.values[entry]
            closed = np.flatnonzero(adjacent[x - first, y])
            yield x[closed], y[closed], z[source[closed]]


def _cuts(size: Int32s) -> Indices:
    """Where to cut rows of these sizes so that each part holds about BATCH_SIZE."""
    total = np.cumsum(size, dtype=np.intp)
    return np.searchsorted(total, np.arange(BATCH_SIZE, int(total[-1]), BATCH_SIZE)) if len(total) else total
