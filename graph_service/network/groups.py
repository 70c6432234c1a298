"""Who answers speak of: departments rolled up the tree of a chosen day, and those that nobody knows.

Every measure goes through `partition`, so what is merged there is merged everywhere.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from graph_service.network.facts import Departments, day_number
from graph_service.network.ragged import Codes
from graph_service.network.view import View


class GroupKind(StrEnum):
    """A department (at the level asked for), several small ones together, or where no department is known."""

    DEPARTMENT = "DEPARTMENT"
    SMALL_DEPARTMENTS = "SMALL_DEPARTMENTS"
    UNATTRIBUTED = "UNATTRIBUTED"


@dataclass(frozen=True, slots=True)
class Group:
    """One side of a figure. `department` is the id of the department it is, or under which it was merged; None for UNATTRIBUTED."""

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
    of: Codes

    @property
    def is_identity(self) -> bool:
        """Whether each department is a group of its own."""
        return len(self.groups) == len(self.of)


def partition(departments: Departments, view: View) -> Partition:
    """The groups of the view's level in the tree of its chart; a department shallower than the level stays itself."""
    heads, of = np.unique(_heads(departments, view), return_inverse=True)
    named = [(departments.ids[int(head)], departments.names[int(head)]) for head in heads]
    groups = [Group(id_, name, GroupKind.DEPARTMENT, id_) for id_, name in named]
    return Partition((*groups, UNATTRIBUTED), np.append(of, len(groups)))


def _heads(departments: Departments, view: View) -> Codes:
    everyone = np.arange(len(departments.ids))
    if view.level is None:
        return everyone
    parent = _parents(departments, day_number(view.chart))
    depth = _depths(parent)
    head = everyone
    for _ in range(int(depth.max(initial=0)) - view.level):
        head = np.where(depth[head] > view.level, parent[head], head)
    return head


def _parents(departments: Departments, day: int) -> Codes:
    """The parent of each department on that day; a root is its own."""
    parent = np.arange(len(departments.ids))
    stands = (departments.since <= day) & (day < departments.until)
    parent[departments.child[stands]] = departments.parent[stands]
    return parent


def _depths(parent: Codes) -> Codes:
    """How far each department is below its root. A circle, which the rules exclude, ends after as many steps as there are departments."""
    depth = np.zeros(len(parent), np.intp)
    head = np.arange(len(parent))
    for _ in range(len(parent)):
        above = parent[head]
        if not (above != head).any():
            break
        depth += above != head
        head = above
    return depth
