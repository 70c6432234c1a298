"""The columns every question is answered from: the facts, and what follows from them whatever is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from graph_service.analysis.facts.arrays import Flags, Indices
from graph_service.analysis.facts.memo import Memo
from graph_service.analysis.facts.tables import (
    Assignments,
    Departments,
    Events,
    Lessons,
    Memberships,
    People,
    Projects,
    Recurrences,
    Topics,
)
from graph_service.analysis.organisation.own_lessons import OwnLessons, find_own_lessons
from graph_service.analysis.organisation.transfers import Shares, Transfers, make_transfers, share_evenly, split_into_blocks


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One picture of the graph. It includes every activity up to `as_of`.

    `recurrences` are on record, `dismissed` were suggested and turned down. Derived: `learned_in`, how lessons are shared out among
    departments, `reused_in`, how events are, and `transfers`, the flow between these in blocks of people; the code after the last
    department stands for those that aren't attributed. `own`: everyone's own lessons, as they came and went. `available`: whether an
    event's lesson was available on its day. `head_count`: how many different people ever belonged to each department.
    `memo`: what measures worked out of these columns and may ask for again.
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
    currencies: Sequence[str]
    events: Events
    learned_in: Shares = field(init=False)
    reused_in: Shares = field(init=False)
    transfers: tuple[Transfers, ...] = field(init=False)
    own: OwnLessons = field(init=False)
    available: Flags = field(init=False)
    head_count: Indices = field(init=False)
    memo: Memo = field(init=False, repr=False)

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
