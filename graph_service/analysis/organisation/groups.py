"""Who answers speak of: departments rolled up the tree of a chosen day, and those that nobody knows.

Every measure goes through `partition`, so what is merged there is merged everywhere.
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
    """A department (at the level asked for), several small ones together, or where no department is known."""

    DEPARTMENT = "DEPARTMENT"
    SMALL_DEPARTMENTS = "SMALL_DEPARTMENTS"
    UNATTRIBUTED = "UNATTRIBUTED"


@dataclass(frozen=True, slots=True)
class Group:
    """One side of a figure. `department` is the id of the department it is, or under which small ones are merged, if any; None for UNATTRIBUTED."""

    id: str
    name: str
    kind: GroupKind
    department: str | None


UNATTRIBUTED: Final = Group("(unattributed)", "Unattributed", GroupKind.UNATTRIBUTED, None)


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Every department in exactly one group.

    `groups` are by id with UNATTRIBUTED last. `of` has the code of each department's group, and as its last entry that of UNATTRIBUTED.
    """

    groups: tuple[Group, ...]
    of: Indices

    @property
    def is_identity(self) -> bool:
        """Whether each department is a group of its own."""
        return len(self.groups) == len(self.of)


def partition(departments: Departments, view: View) -> Partition:
    """The groups of the view's level in the tree of its chart; a department shallower than the level stays itself.

    Small departments are merged before they are rolled up: what is reported together on one level is so on all.
    """
    key = _keys(departments, view)
    keys, of = np.unique(key, return_inverse=True)
    groups = [_group(departments, int(key)) for key in keys]
    order = sorted(range(len(groups)), key=lambda at: groups[at].id)
    place = np.argsort(np.array(order, np.intp))
    return Partition((*(groups[at] for at in order), UNATTRIBUTED), np.append(place[of], len(groups)))


def _keys(departments: Departments, view: View) -> Indices:
    """What each department counts for: n departments are 0 to n - 1, the small ones under them n to 2n - 1, those under none 2n."""
    head, small, size = departments.units.head.astype(np.intp), departments.units.small, len(departments.ids)
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
