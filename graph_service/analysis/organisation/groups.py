"""Groups, which every answer reports: departments rolled up the tree of a chosen day, and one group for unknown departments.

Every measure uses `partition`, so small departments are merged alike everywhere.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from graph_service.analysis.facts.arrays import UNKNOWN, Indices, day_number
from graph_service.analysis.facts.tables import Departments
from graph_service.analysis.organisation.department_tree import depths, heads_at, parents_on
from graph_service.analysis.organisation.view import View


class GroupKind(StrEnum):
    """A department (at the level of the view), several small departments together, or the group of unknown departments."""

    DEPARTMENT = "DEPARTMENT"
    SMALL_DEPARTMENTS = "SMALL_DEPARTMENTS"
    UNATTRIBUTED = "UNATTRIBUTED"


@dataclass(frozen=True, slots=True)
class Group:
    """A group. `department` is the id of its department or of the one under which small departments are merged; None if there is none."""

    id: str
    name: str
    kind: GroupKind
    department: str | None


UNATTRIBUTED: Final = Group("(unattributed)", "Unattributed", GroupKind.UNATTRIBUTED, None)


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Assigns every department to exactly one group.

    `groups` are ordered by id, UNATTRIBUTED last. `of` has the code of each department's group; its last entry is that of UNATTRIBUTED.
    """

    groups: tuple[Group, ...]
    of: Indices

    @property
    def is_identity(self) -> bool:
        """Whether each department is a group of its own."""
        return len(self.groups) == len(self.of)


def partition(departments: Departments, view: View) -> Partition:
    """The groups of the view's level in the tree of its chart; a department shallower than the level stays itself.

    Small departments are merged before rolling up: departments reported together at one level are so at every level.
    """
    key = _keys(departments, view)
    keys, of = np.unique(key, return_inverse=True)
    groups = [_group(departments, int(key)) for key in keys]
    order = sorted(range(len(groups)), key=lambda at: groups[at].id)
    place = np.argsort(np.array(order, np.intp))
    return Partition((*(groups[at] for at in order), UNATTRIBUTED), np.append(place[of], len(groups)))


def _keys(departments: Departments, view: View) -> Indices:
    """A key per department: 0 to n - 1 for a department, n to 2n - 1 for the small ones under a department, 2n for those under none."""
    reported, size = departments.reporting_groups, len(departments.ids)
    head, small = reported.head.astype(np.intp), reported.small
    merged = np.where(head == UNKNOWN, 2 * size, size + head)
    if view.level is None:
        return np.where(small, merged, head)
    parent = parents_on(departments, day_number(view.chart))
    depth = depths(parent)
    stays = small & ((head == UNKNOWN) | (depth[head] < view.level))
    return np.where(stays, merged, heads_at(parent, depth, view.level)[head])


def _group(departments: Departments, key: int) -> Group:
    small, code = divmod(key, len(departments.ids))
    if small == 0:
        return Group(departments.ids[code], departments.names[code], GroupKind.DEPARTMENT, departments.ids[code])
    if small == 1:
        id_, name = departments.ids[code], departments.names[code]
        return Group(f"(small departments of {id_})", f"Small departments of {name}", GroupKind.SMALL_DEPARTMENTS, id_)
    return Group("(small departments)", "Small departments", GroupKind.SMALL_DEPARTMENTS, None)
