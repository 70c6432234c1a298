"""The department of a person, or the owner of a project, on a given day."""

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Days, Indices, Int32s
from graph_service.analysis.organisation.own_lessons import moment


def homes_on(columns: Columns, person: Indices | Int32s, day: Days) -> Indices:
    """The code of each person's department on the day; UNKNOWN for people without one on that day and for unknown people."""
    members = columns.memberships
    return _valid_on(members.person, members.department, members.since, members.until, person, day)


def owners_on(columns: Columns, project: Indices | Int32s, day: Days) -> Indices:
    """The code of the department that owned each project on the day; UNKNOWN for projects without one and for unknown projects."""
    owners = columns.ownerships
    return _valid_on(owners.project, owners.department, owners.since, owners.until, project, day)


def _valid_on(key: Int32s, department: Int32s, since: Days, until: Days, wanted: Indices | Int32s, day: Days) -> Indices:
    """The department of the period of each wanted key that includes the day. Rows are sorted by key, then since; periods do not overlap."""
    found = np.full(len(wanted), UNKNOWN, np.intp)
    if not len(key):
        return found
    at = np.searchsorted(moment(key, since), moment(wanted.astype(np.int32), day), side="right") - 1
    row = np.maximum(at, 0)
    valid = (at >= 0) & (key[row] == wanted) & (day < until[row])
    found[valid] = department[row[valid]]
    return found
