"""The organisation chart: the tree of departments on a given day."""

import numpy as np

from graph_service.analysis.facts.arrays import Flags, Indices
from graph_service.analysis.facts.tables import Departments
from graph_service.analysis.organisation.closure import reachable


def parents_on(departments: Departments, day: int) -> Indices:
    """The parent of each department on that day; a root is its own."""
    parent = np.arange(len(departments.ids))
    stands = (departments.since <= day) & (day < departments.until)
    parent[departments.child[stands]] = departments.parent[stands]
    return parent


def depths(parent: Indices) -> Indices:
    """The distance of each department from its root. A cycle, which the rules exclude, ends after as many steps as there are departments."""
    depth = np.zeros(len(parent), np.intp)
    head = np.arange(len(parent))
    for _ in range(len(parent)):
        above = parent[head]
        if not (above != head).any():
            break
        depth += above != head
        head = above
    return depth


def heads_at(parent: Indices, depth: Indices, level: int) -> Indices:
    """For each department the one above it at that level, or itself when it lies no deeper."""
    head = np.arange(len(parent))
    for _ in range(int(depth.max(initial=0)) - level):
        head = np.where(depth[head] > level, parent[head], head)
    return head


def with_descendants(departments: Departments, chosen: Flags, day: int) -> Flags:
    """The flagged departments and all departments below them on that day."""
    stands = (departments.since <= day) & (day < departments.until)
    return reachable(chosen, departments.parent[stands].astype(np.intp), departments.child[stands].astype(np.intp))
