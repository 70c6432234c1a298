"""The columns every question is answered from: the facts, and what follows from them whatever is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from graph_service.analysis.facts.facts import (
    Assignments,
    Departments,
    Events,
    Flags,
    Lessons,
    Memberships,
    People,
    Projects,
    Recurrences,
    Topics,
)
from graph_service.analysis.facts.memory import Memory
from graph_service.analysis.facts.ragged import Codes
from graph_service.analysis.organisation.crossings import Crossings, Shares, cross, share_evenly, split
from graph_service.analysis.organisation.learned import Learned, learned


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One picture of the graph. It includes every activity up to `as_of`.

    `recurrences` are on record, `dismissed` were suggested and turned down. Derived: `learned_in`, how lessons are shared out among
    departments, `reused_in`, how events are, and `crossings`, the flow between these in blocks of people; the code after the last
    department stands for those that aren't attributed. `own`: everyone's own lessons, as they came and went. `available`: whether an
    event's lesson was available on its day. `head_count`: how many different people ever belonged to each department.
    `memory`: what measures worked out of these columns and may ask for again.
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
    crossings: tuple[Crossings, ...] = field(init=False)
    own: Learned = field(init=False)
    available: Flags = field(init=False)
    head_count: Codes = field(init=False)
    memory: Memory = field(init=False, repr=False)

    def __post_init__(self) -> None:
        unattributed = len(self.departments.ids)
        learned_in = share_evenly(self.lessons.departments, unattributed)
        reused_in = share_evenly(self.events.departments, unattributed)
        crossings = cross(self.events.lesson, learned_in, reused_in)
        published, retired = (days[self.events.lesson] for days in (self.lessons.published, self.lessons.retired))
        derived = {
            "learned_in": learned_in,
            "reused_in": reused_in,
            "crossings": split(crossings, self.events.person),
            "available": (published <= self.events.day) & (self.events.day < retired),
            "own": learned(self.lessons, self.events, len(self.people.ids)),
            "head_count": _count_heads(self.memberships, unattributed),
            "memory": Memory(),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)


def _count_heads(memberships: Memberships, departments: int) -> Codes:
    ever = np.unique(memberships.person.astype(np.int64) * departments + memberships.department)
    return np.bincount(ever % max(departments, 1), minlength=departments)
