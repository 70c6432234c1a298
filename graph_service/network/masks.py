"""A view as masks over columns."""

import numpy as np

from graph_service.errors import NotFound
from graph_service.network.columns import Columns
from graph_service.network.facts import Flags, Topics, day_number
from graph_service.network.ragged import expand
from graph_service.network.view import View


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


def events_in(columns: Columns, view: View, lessons: Flags) -> Flags:
    """For each event whether it lies in the window and its lesson is among `lessons`."""
    day = columns.events.day
    chosen = lessons[columns.events.lesson]
    if view.start is not None:
        chosen &= day >= day_number(view.start)
    if view.end is not None:
        chosen &= day < day_number(view.end)
    return chosen


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
