"""People who worked on projects about a subject: whom to ask where nobody has learned a lesson yet."""

from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by
from graph_service.analysis.facts.arrays import Floats, Indices, day_number
from graph_service.analysis.facts.id_lookup import known_code
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.relevance import topic_relevance


@dataclass(frozen=True, slots=True, eq=False)
class ProjectExperience:
    """relevance: by project, from 0 to 1. person, project: each person with each relevant project that they worked on, once."""

    relevance: Floats
    person: Indices
    project: Indices

    def person_scores(self, people: int) -> Floats:
        """By person: the sum of the relevance of the projects they worked on."""
        return sum_by(self.person, self.relevance[self.project], people)

    def projects_of(self, person: int) -> Indices:
        """The relevant projects a person worked on."""
        return self.project[self.person == person]


def project_experience(columns: Columns, view: View, *, topic: str | None, project: str | None) -> ProjectExperience:
    """Work that began by the day of the chart on other projects about the topic, and about the topics of the project.

    relevance: 1 for the same topic, 0.5 for a broader or narrower one; the best over the topics of the project; if both are given, the
    product. Raises NotFound for an unknown id.
    """
    relevance, about = np.ones(len(columns.projects.ids)), columns.projects.topics
    if topic is not None:
        relevance *= topic_relevance(columns.topics, about, np.array([known_code(columns.topics.ids, topic, noun="topic", field="topic")]))
    if project is not None:
        code = known_code(columns.projects.ids, project, noun="project", field="project")
        relevance *= topic_relevance(columns.topics, about, about.row(code))
        relevance[code] = 0
    work = columns.assignments
    worked = (relevance[work.project] > 0) & (work.since <= day_number(view.chart))
    person, at = np.unique(np.stack((work.person[worked], work.project[worked])), axis=1).astype(np.intp)
    return ProjectExperience(relevance, person, at)


def no_experience(columns: Columns) -> ProjectExperience:
    """Nobody's."""
    nobody = np.empty(0, np.intp)
    return ProjectExperience(np.zeros(len(columns.projects.ids)), nobody, nobody)
