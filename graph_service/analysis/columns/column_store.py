"""The columns behind every analysis query: the facts, and values derived from them that do not depend on the query."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, cast

import numpy as np

from graph_service.analysis.facts.arrays import Flags, Indices
from graph_service.analysis.facts.memo import Memo
from graph_service.analysis.facts.tables import (
    Assignments,
    Considerations,
    Conversations,
    DepartmentParents,
    Departments,
    Events,
    Lessons,
    Memberships,
    Ownerships,
    People,
    Projects,
    Recurrences,
    Rundowns,
    Topics,
)
from graph_service.analysis.organisation.own_lessons import OwnLessons, find_own_lessons
from graph_service.analysis.organisation.transfers import Shares, Transfers, make_transfers, share_evenly, split_into_blocks


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The state of the graph including every activity up to sequence number `as_of`.

    `recurrences` are recorded pairs; `dismissed` pairs were suggested and rejected. Derived fields: `learned_in` and `reused_in` are the
    shares of each department in lessons and in events; `transfers` is the flow between the two, in blocks of people. In all three, the
    code after the last department stands for unattributed lessons and events. `own`: the lessons that each person had learned, over time.
    `available`: whether the lesson of an event was available on the day of the event. `head_count`: the number of distinct people who
    ever belonged to each department. `memo`: cached results that measures computed from these columns.
    """

    as_of: int
    departments: Departments
    people: People
    memberships: Memberships
    assignments: Assignments
    topics: Topics
    projects: Projects
    lessons: Lessons
    recurrences: Recurrences
    dismissed: Recurrences
    ownerships: Ownerships
    rundowns: Rundowns
    considerations: Considerations
    conversations: Conversations
    currencies: Sequence[str]
    events: Events
    learned_in: Shares = field(init=False)
    reused_in: Shares = field(init=False)
    transfers: tuple[Transfers, ...] = field(init=False)
    own: OwnLessons = field(init=False)
    available: Flags = field(init=False)
    head_count: Indices = field(init=False)
    memo: Memo = field(init=False, repr=False)

    @property
    def parents(self) -> DepartmentParents:
        """All past and present PART_OF links."""
        return self.departments.parents

    def __post_init__(self) -> None:
        unattributed = len(self.departments.ids)
        learned_in = share_evenly(self.lessons.departments, unattributed)
        reused_in = share_evenly(self.events.departments, unattributed)
        transfers = make_transfers(self.events.lesson, learned_in, reused_in)
        published, retired = (days[self.events.lesson] for days in (self.lessons.published, self.lessons.retired))
        derived = {
            "learned_in": learned_in,
            "reused_in": reused_in,
            "transfers": split_into_blocks(transfers, self.events.person),
            "available": (published <= self.events.day) & (self.events.day < retired),
            "own": find_own_lessons(self.lessons, self.events, len(self.people.ids)),
            "head_count": _count_heads(self.memberships, unattributed),
            "memo": Memo(),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)


def _count_heads(memberships: Memberships, departments: int) -> Indices:
    ever = np.unique(memberships.person.astype(np.int64) * departments + memberships.department)
    return np.bincount(ever % max(departments, 1), minlength=departments)


def bytes_of(columns: Any) -> int:
    """The memory of all arrays in the columns, in bytes; ids and names are not counted."""
    if isinstance(columns, np.ndarray):
        return columns.nbytes
    if isinstance(columns, tuple):
        return sum(map(bytes_of, cast("tuple[Any, ...]", columns)))
    return sum(bytes_of(getattr(columns, field.name)) for field in fields(columns)) if is_dataclass(columns) else 0
