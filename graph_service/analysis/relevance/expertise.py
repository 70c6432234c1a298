"""What lessons say about those who learned them, for one question: how relevant each is, and what each is worth."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by
from graph_service.analysis.facts.arrays import Floats, Indices, day_number
from graph_service.analysis.facts.id_lookup import known_code
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.facts.tables import ReuseScope
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.person_network import reused_by_others
from graph_service.analysis.relevance.freshness import fresh, fresh_lessons
from graph_service.analysis.relevance.relevance import TextScores, by_text, by_topics
from graph_service.analysis.relevance.uptake import did_no_good
from graph_service.analysis.scope.masks import available_on
from graph_service.errors import InvalidInput

ACROSS: Final = 1.0  # what a reuse by another department adds: as much as having learned one more lesson
WITHIN: Final = 0.25  # the same for any other reuse by others


@dataclass(frozen=True, slots=True, eq=False)
class Expertise:
    """relevance: by lesson. worth: by lesson, what it adds to the score of each of its learners.

    events: the reuses by others of relevant lessons. adds: by event, what it adds to its lesson's worth; 0 for all others.
    """

    relevance: Floats
    worth: Floats
    events: Indices
    adds: Floats

    def scores(self, columns: Columns) -> Floats:
        """By person: the worth of all their lessons."""
        lesson = np.flatnonzero(self.worth)
        source, entry = expand(columns.lessons.learners, lesson)
        return sum_by(columns.lessons.learners.values[entry], self.worth[lesson][source], len(columns.people.ids))


def expertise(columns: Columns, relevance: Floats, view: View) -> Expertise:
    """worth = relevance x (fresh(lesson) + sum over its reuses by others of weight x fresh(reuse)) / learners.

    weight: 1 for a CROSS reuse, 0.25 for another, 0 where it was judged to have had no effect or to have backfired.
    """
    today = day_number(view.chart)
    relevant, learners = np.flatnonzero(relevance), np.maximum(columns.lessons.learners.counts, 1)
    events = np.flatnonzero(reused_by_others(columns, view) & (relevance[columns.events.lesson] > 0))
    lesson, part = columns.events.lesson[events], relevance / learners
    weight = np.where(columns.events.scope[events] == ReuseScope.CROSS, ACROSS, WITHIN) * ~did_no_good(columns, events)
    adds = np.zeros(len(columns.events.lesson))
    adds[events] = weight * fresh(columns.events.day[events], today) * part[lesson]
    worth = sum_by(lesson, adds[events], len(relevance))
    worth[relevant] += fresh_lessons(columns.lessons, relevant, today) * part[relevant]
    return Expertise(relevance, worth, events, adds)


def relevance_to(columns: Columns, view: View, *, topic: str | None, project: str | None, text: TextScores | None) -> Floats:
    """By lesson, from 0 to 1: the product of what is given, 0 for a lesson that isn't available.

    topic: 1, broader or narrower 0.5. project: the best over its topics. text: score / best score. InvalidInput when nothing is given,
    NotFound for an id that isn't there.
    """
    if topic is None and project is None and text is None:
        raise InvalidInput("There is nothing to be an expert in. Give a topic, a text or a project.")
    found = available_on(columns, day_number(view.chart)).astype(np.float64)
    if topic is not None:
        chosen = np.array([known_code(columns.topics.ids, topic, noun="topic", field="topic")])
        found *= by_topics(columns.topics, columns.lessons.topics, chosen)
    if project is not None:
        chosen = columns.projects.topics.row(known_code(columns.projects.ids, project, noun="project", field="project"))
        found *= by_topics(columns.topics, columns.lessons.topics, chosen)
    if text is not None:
        found *= by_text(text, found > 0)
    return found
