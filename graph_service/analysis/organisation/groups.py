"""Groups, which every answer reports: departments rolled up the tree of a chosen day, and one group for unknown departments.

Every measure uses `partition_departments`, so small departments are merged alike everywhere.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.analysis.facts.arrays import UNKNOWN, Indices, day_number
from graph_service.analysis.facts.node_ids import DepartmentId, GroupId
from graph_service.analysis.facts.tables import Departments
from graph_service.analysis.organisation.department_tree import depths, heads_at, parents_on
from graph_service.analysis.organisation.view import View
from graph_service.model.enums import DescribedEnum


class GroupKind(DescribedEnum):
    """What a group stands for."""

    DEPARTMENT = "DEPARTMENT", "department", "One department, with all departments below it at the selected level."
    SMALL_DEPARTMENTS = "SMALL_DEPARTMENTS", "small departments", "Several departments that are too small to be reported alone."
    UNATTRIBUTED = "UNATTRIBUTED", "unattributed", "Lessons or reuses whose department is unknown."


@dataclass(frozen=True, slots=True)
class Group:
    """A department, several small departments together, or the lessons and reuses whose department is unknown."""

    id: GroupId
    """Identifies the group: the ID of a department, or text in parentheses."""
    name: str
    """The group's name."""
    kind: GroupKind
    """What the group stands for."""
    department: DepartmentId | None
    """The department; for several small departments the department above them."""


UNATTRIBUTED: Final = Group(GroupId("(unattributed)"), "Unattributed", GroupKind.UNATTRIBUTED, None)


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


def partition_departments(departments: Departments, view: View) -> Partition:
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
    parent = parents_on(departments.parents, size, day_number(view.chart))
    depth = depths(parent)
    stays = small & ((head == UNKNOWN) | (depth[head] < view.level))
    return np.where(stays, merged, heads_at(parent, depth, view.level)[head])


def _group(departments: Departments, key: int) -> Group:
    merged, code = divmod(key, len(departments.ids))
    if merged == 2:
        return Group(GroupId("(small departments)"), "Small departments", GroupKind.SMALL_DEPARTMENTS, None)
    id_, name = DepartmentId(departments.ids[code]), departments.names[code]
    if merged == 0:
        return Group(GroupId(id_), name, GroupKind.DEPARTMENT, id_)
    return Group(GroupId(f"(small departments of {id_})"), f"Small departments of {name}", GroupKind.SMALL_DEPARTMENTS, id_)
