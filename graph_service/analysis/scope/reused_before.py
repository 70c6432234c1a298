"""Whether a project had reused a lesson before a given day."""

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import NEVER, UNKNOWN, Days, Flags, Indices


def reused_before(columns: Columns, lesson: Indices, project: Indices, day: Days) -> Flags:
    """For each row whether the project had reused the lesson before the day; False for an UNKNOWN project.

    Reuses by the lesson's own learners count too: the project knew the lesson.
    """
    events, size = columns.events, len(columns.projects.ids)
    selected = np.zeros(len(columns.lessons.ids), np.bool_)
    selected[lesson] = True
    known = np.flatnonzero(selected[events.lesson] & (events.project != UNKNOWN))
    pair = events.lesson[known].astype(np.intp) * size + events.project[known]
    order = np.lexsort((events.day[known], pair))
    pairs, first = np.unique(pair[order], return_index=True)
    since = np.append(events.day[known][order][first], NEVER)  # missing pairs point to this last entry
    wanted = lesson * size + project
    at = np.searchsorted(pairs, wanted)
    found = np.append(pairs, -1)[at] == wanted
    return (project != UNKNOWN) & found & (since[at] < day)
