"""The most reused lessons."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import count_distinct
from graph_service.analysis.facts.arrays import UNKNOWN, Indices
from graph_service.analysis.facts.node_ids import LessonId
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.measures.declaration import First
from graph_service.analysis.organisation.groups import Partition, partition_departments
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.ranking import highest
from graph_service.analysis.scope.masks import across_groups, events_in, lessons_in
from graph_service.page_size import check_page_size


@dataclass(frozen=True, slots=True)
class MostReused:
    """A lesson with the number of its reuses."""

    reuses: int
    """The number of reuses that were counted."""
    departments: int
    """The number of departments that made them, at the selected level. Small departments that are reported together count as one."""
    people: int
    """The number of different people who made them."""
    lesson: LessonId
    """The lesson."""


def most_reused(
    columns: Columns,
    view: View,
    *,
    across_departments: Annotated[
        bool,
        "Counts only reuses by groups that did not take part in learning the lesson. A group is a department at the selected level, or "
        "several small departments together.",
    ] = True,
    first: First = 20,
) -> tuple[MostReused, ...]:
    """Lists the lessons that were reused most often, the most reused first; ties by ID.

    across_departments: counts only reuses across groups (see across_groups); otherwise all reuses count, including OWN ones. Raises
    InvalidInput if `first` is outside 0 to 1,000.
    """
    check_page_size(first)
    chosen, partition = events_in(columns, view, lessons_in(columns, view)), partition_departments(columns.departments, view)
    if across_departments:
        chosen = across_groups(columns, partition, chosen)
    counts = np.bincount(columns.events.lesson[chosen], minlength=len(columns.lessons.ids))
    best = highest(counts, columns.lessons.ids, np.flatnonzero(counts), first)
    listed = np.zeros(len(counts), np.bool_)
    listed[best] = True
    events = np.flatnonzero(chosen & listed[columns.events.lesson])
    groups, people = _count_groups(columns, partition, events), _count_people(columns, events)
    return tuple(MostReused(int(counts[code]), int(groups[code]), int(people[code]), LessonId(columns.lessons.ids[code])) for code in best)


def _count_groups(columns: Columns, partition: Partition, events: Indices) -> Indices:
    """By lesson, the number of distinct groups that made these events."""
    source, entry = expand(columns.events.departments, events)
    made_in = partition.of[columns.events.departments.values[entry]]
    return count_distinct(columns.events.lesson[events[source]], made_in, len(columns.lessons.ids))


def _count_people(columns: Columns, events: Indices) -> Indices:
    """By lesson, the number of distinct known people who made these events."""
    known = events[columns.events.person[events] != UNKNOWN]
    return count_distinct(columns.events.lesson[known], columns.events.person[known], len(columns.lessons.ids))
