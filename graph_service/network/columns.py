"""The columns every question is answered from: the facts, and what follows from them whatever is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_service.network.crossings import Crossings, Shares, cross, share_evenly, split
from graph_service.network.facts import Departments, Events, Flags, Lessons, Projects, Topics
from graph_service.network.learned import Learned, learned


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One picture of the graph. It includes every activity up to `as_of`.

    Derived: `learned_in`, how lessons are shared out among departments, `reused_in`, how events are, and `crossings`, the flow between these in blocks of people; the code after the
    last department stands for those that aren't attributed. `own`: everyone's own lessons, as they came and went. `available`: whether an
    event's lesson was available on its day.
    """

    as_of: int
    departments: Departments
    topics: Topics
    people: Sequence[str]
    currencies: Sequence[str]
    projects: Projects
    lessons: Lessons
    events: Events
    learned_in: Shares = field(init=False)
    reused_in: Shares = field(init=False)
    crossings: tuple[Crossings, ...] = field(init=False)
    own: Learned = field(init=False)
    available: Flags = field(init=False)

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
            "own": learned(self.lessons, self.events, len(self.people)),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)
