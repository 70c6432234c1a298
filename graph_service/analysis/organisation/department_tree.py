"""The organisation chart: the tree of departments on a given day."""

import numpy as np

from graph_service.analysis.facts.arrays import Flags, Indices
from graph_service.analysis.facts.tables import DepartmentParents, Departments
from graph_service.analysis.organisation.closure import reachable


def parents_on(links: DepartmentParents, departments: int, day: int) -> Indices:
    """The parent of each department on that day; a root is its own. departments: how many there are."""
    parent = np.arange(departments)
    valid = (links.since <= day) & (day < links.until)
    parent[links.child[valid]] = links.parent[valid]
    return parent


def depths(parent: Indices) -> Indices:
    """The distance of each department from its root. In a cycle, which the rules exclude, it is the number of departments."""
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
    links = departments.parents
    valid = (links.since <= day) & (day < links.until)
    return reachable(chosen, links.parent[valid].astype(np.intp), links.child[valid].astype(np.intp))
