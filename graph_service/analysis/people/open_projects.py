"""Who works on which planned or running project, and what these projects are about."""

from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import Flags, Indices, day_number, enum_code
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.organisation.groups import Partition
from graph_service.analysis.organisation.topic_tree import narrower
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.person_network import groups_of_people
from graph_service.model.enums import ProjectStatus


@dataclass(frozen=True, slots=True, eq=False)
class OpenProjects:
    """Assignments to projects that are planned or running: each `person` with each such `project`, by person.

    group: that of the person. covers: whether the assignment's project is about each topic, or about one broader: assignments x topics.
    """

    person: Indices
    project: Indices
    group: Indices
    covers: Flags

    def topics_of(self, groups: int) -> Flags:
        """Whether a group's people work on an open project about each topic: topics x groups."""
        by_group = np.zeros((groups, self.covers.shape[1]), np.bool_)
        np.logical_or.at(by_group, self.group, self.covers)
        return by_group.T


def open_projects(columns: Columns, partition: Partition, view: View) -> OpenProjects:
    """The assignments on the day of the view's chart; the status of a project is its current one."""
    work, day = columns.assignments, day_number(view.chart)
    status = columns.projects.status[work.project]
    assigned = (
        ((status == enum_code(ProjectStatus.PLANNED)) | (status == enum_code(ProjectStatus.RUNNING)))
        & (work.since <= day)
        & (day < work.until)
    )
    person, project = np.unique(np.stack((work.person[assigned], work.project[assigned])), axis=1).astype(np.intp)
    return OpenProjects(person, project, groups_of_people(columns, view, partition)[person], _covers(columns, project))


def _covers(columns: Columns, project: Indices) -> Flags:
    row, entry = expand(columns.projects.topics, project)
    about, size = columns.projects.topics.values[entry], len(columns.topics.ids)
    covers = np.zeros((len(project), size), np.bool_)
    for topic in np.unique(about).tolist():
        covers[row[about == topic]] |= narrower(columns.topics, np.arange(size) == topic)
    return covers
