"""What part of the network is looked at: a window, a level, a topic and a chart are masks over columns, never another query."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from graph_service.errors import InvalidInput, NotFound
from graph_service.network.columns import Codes, Columns, Flags, Topics, day_number, expand


@dataclass(frozen=True, slots=True)
class View:
    """How every question is narrowed.

    chart: the day whose department tree rolls figures up. start, end: the window, half-open; it masks events, never the lessons that
    were available. level: how deep to look into the tree, 0 being its roots; None means the departments themselves. topic: with
    everything narrower; it restricts events and available lessons alike.
    """

    chart: date
    start: date | None = None
    end: date | None = None
    level: int | None = None
    topic: str | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise InvalidInput(f"The window ends on {self.end}, before it starts on {self.start}. Swap the two.", field="window")
        if self.level is not None and self.level < 0:
            raise InvalidInput(f"level is {self.level}; it is 0 for the roots of the department tree or a positive number.", field="level")


def lessons_in(columns: Columns, view: View) -> Flags:
    """For each lesson whether it belongs to the view: about the topic or anything narrower. NotFound when there is no such topic."""
    lessons = columns.lessons
    if view.topic is None:
        return np.ones(len(lessons.ids), np.bool_)
    wanted = _narrower(columns.topics, view.topic)
    row, entry = expand(lessons.topics, np.arange(len(lessons.ids)))
    found = np.zeros(len(lessons.ids), np.bool_)
    found[row[wanted[lessons.topics.values[entry]]]] = True
    return found


def events_in(columns: Columns, view: View, lessons: Flags) -> Codes:
    """The events of the window whose lesson is among `lessons`, in the columns' order."""
    day = columns.events.day
    chosen = lessons[columns.events.lesson]
    if view.start is not None:
        chosen &= day >= day_number(view.start)
    if view.end is not None:
        chosen &= day < day_number(view.end)
    return np.flatnonzero(chosen)


def _narrower(topics: Topics, topic: str) -> Flags:
    if topic not in topics.ids:
        raise NotFound(f"There is no topic with the id {topic!r}.", field="topic")
    found = np.zeros(len(topics.ids), np.bool_)
    found[topics.ids.index(topic)] = True
    narrow, entry = expand(topics.broader, np.arange(len(topics.ids)))
    broad = topics.broader.values[entry]
    while (reached := narrow[found[broad] & ~found[narrow]]).size:
        found[reached] = True
    return found
