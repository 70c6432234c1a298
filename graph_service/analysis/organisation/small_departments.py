"""Which departments are reported together because few people ever belonged to them.

The rule, branch by branch from the bottom of the tree: what is left of a branch with fewer than `minimum` different people, and a
department's own people when they are fewer, are merged into "small departments" under the department above them all. Where those are too
few still, they join their smallest sibling without parts; without such a sibling their parent; when the parent has no people, the smallest
reporting group of the branch; and when the branch has nobody else, the whole branch is small and is merged one step higher. A branch that
has become one reporting group, its head included, is named after its head. Departments without any known members stay as they are: their
figures reveal nobody.

Why nothing follows by subtraction: departments are merged first and rolled up afterwards, always by the same tree (the final one), from
everyone who ever belonged. A reporting group is rolled up as a whole, at every level and on every chart, so all groups of all answers are
sums of whole reporting groups, and so is every difference between them: between levels, windows, topics, charts or values of `by`. Rolling
up first and merging afterwards would reveal a small head office: its branch at level 1 minus the parts of that branch.

What it does not protect: an organisation with fewer people than `minimum`, all of whom are then one group; people without a department, who
are UNATTRIBUTED together, however few; and an answer saved while a department was small, compared with one from after it had grown. It
protects figures and is not access control: lists of lessons and reuses, with their departments and Reuse.scope, and the aggregates of these
lists are unaffected. A measure that needs to know whether a reuse crossed departments uses `across_groups`, never Reuse.scope.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph_service.analysis.facts.arrays import MAX_DAY, UNKNOWN
from graph_service.analysis.facts.tables import DepartmentParents, Memberships, ReportingGroups
from graph_service.analysis.organisation.department_tree import depths, parents_on


@dataclass(frozen=True, slots=True)
class ReportingGroup:
    """Departments that are reported together, everyone who ever belonged to them, and their head: see ReportingGroups."""

    departments: tuple[int, ...]
    people: frozenset[int]
    head: int
    small: bool


Branch = Sequence[ReportingGroup]
"""The reporting groups of a department and all below it that have people. If a group is too small, it is the only one of its branch."""


def each_alone(departments: int) -> ReportingGroups:
    """Every department by itself."""
    return ReportingGroups(np.arange(departments, dtype=np.int32), np.zeros(departments, np.bool_))


def find_reporting_groups(parents: DepartmentParents, memberships: Memberships, departments: int, minimum: int) -> ReportingGroups:
    """The groups in which that many departments are reported, those of fewer than `minimum` people ever merged."""
    parent = parents_on(parents, departments, MAX_DAY - 1)
    depth = depths(parent)
    rooted = (depth > 0) & (depth < len(parent))  # a cycle, which the rules exclude, counts as roots
    people = _people(memberships, len(parent))
    below: list[list[Branch]] = [[] for _ in range(len(parent) + 1)]  # by parent, the last for the roots
    bottom_up: list[int] = np.argsort(-depth, kind="stable").tolist()
    for at in bottom_up:
        own = [ReportingGroup((at,), frozenset(people[at]), at, small=False)] if people[at] else []
        below[int(parent[at]) if rooted[at] else UNKNOWN].append(_merge(at, own, below[at], minimum))
    reporting_groups = each_alone(len(parent))
    for group in _merge(UNKNOWN, [], below[UNKNOWN], minimum):
        reporting_groups.head[list(group.departments)] = group.head
        reporting_groups.small[list(group.departments)] = group.small
    return reporting_groups


def _people(memberships: Memberships, departments: int) -> list[set[int]]:
    person: list[int] = memberships.person.tolist()
    home: list[int] = memberships.department.tolist()
    people: list[set[int]] = [set() for _ in range(departments)]
    for at, who in zip(home, person, strict=True):
        people[at].add(who)
    return people


def _merge(head: int, own: Branch, parts: Iterable[Branch], minimum: int) -> Branch:
    """The reporting groups of a branch, given those of its head's own people and those of its parts."""
    branches = [own, *parts]
    small = [group for branch in branches for group in branch if len(group.people) < minimum]
    large = [group for branch in branches for group in branch if len(group.people) >= minimum]
    if not small or (len(small) == 1 and not large and head != UNKNOWN):
        return [*large, *small]  # or the whole branch is small and is merged one step higher
    joining = None
    if large and len(_united(small, head).people) < minimum:
        joining = min(_joining(own, branches[1:], large, minimum), key=lambda group: (len(group.people), group.departments))
        large.remove(joining)
        small.append(joining)
    with_head = bool(own) and (joining is own[0] or not large)
    return [*large, replace(_united(small, head), small=not with_head)]


def _joining(own: Branch, parts: Iterable[Branch], large: Branch, minimum: int) -> Branch:
    """The reporting groups of which one is merged with small ones: siblings without parts, else the parent, else any."""
    siblings = [branch[0] for branch in parts if len(branch) == 1 and len(branch[0].people) >= minimum]
    return siblings or [group for group in own if len(group.people) >= minimum] or large


def _united(groups: Branch, head: int) -> ReportingGroup:
    departments = tuple(sorted(department for group in groups for department in group.departments))
    return ReportingGroup(departments, frozenset[int]().union(*(group.people for group in groups)), head, small=True)
