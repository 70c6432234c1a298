"""Everything that can be reached along the edges of a graph: the one closure behind the department tree and the topic tree."""

from graph_service.analysis.facts.arrays import Flags, Indices


def reachable(chosen: Flags, start: Indices, end: Indices) -> Flags:
    """The flagged nodes and all that lead from them along the edges start[i] -> end[i], in any number of steps. Cycles do no harm."""
    reached = chosen.copy()
    while (new := end[reached[start] & ~reached[end]]).size:
        reached[new] = True
    return reached
