"""Who belongs to a department or to one below it."""

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import Flags, day_number
from graph_service.analysis.organisation.department_tree import parents_on
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.person_network import homes


def belong_to(columns: Columns, department: int, view: View) -> Flags:
    """For each person whether their department, as the view has it, is this one or lies below it in the tree of its chart."""
    parent = parents_on(columns.departments, day_number(view.chart))
    below = np.zeros(len(parent) + 1, np.bool_)
    below[department] = True
    while (reached := below[parent] & ~below[:-1]).any():
        below[:-1] |= reached
    return below[homes(columns, view)]  # UNKNOWN is the last entry, below nothing
