"""Whether a project had reused a lesson by a day."""

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import NEVER, UNKNOWN, Days, Flags, Indices


def reused_before(columns: Columns, lesson: Indices, project: Indices, day: Days) -> Flags:
    """For each of these lessons whether that project reused it before that day. An UNKNOWN project is not known to have.

    Whoever made the reuse, the lesson's own people too: the project knew of it.
    """
    events, size = columns.events, len(columns.projects.ids)
    asked = np.zeros(len(columns.lessons.ids), np.bool_)
    asked[lesson] = True
    known = np.flatnonzero(asked[events.lesson] & (events.project != UNKNOWN))
    pair = events.lesson[known].astype(np.intp) * size + events.project[known]
    order = np.lexsort((events.day[known], pair))
    pairs, first = np.unique(pair[order], return_index=True)
    since = np.append(events.day[known][order][first], NEVER)  # what isn't found is looked up at the end
    wanted = lesson * size + project
    at = np.searchsorted(pairs, wanted)
    found = np.append(pairs, -1)[at] == wanted
    return (project != UNKNOWN) & found & (since[at] < day)
