"""The expertise that lessons show: how much each lesson adds to the score of the people who learned it."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by
from graph_service.analysis.facts.arrays import MAX_DAY, Days, Flags, Floats, Indices, day_number, enum_code
from graph_service.analysis.facts.id_lookup import known_code
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.facts.tables import Lessons
from graph_service.analysis.organisation.groups import partition_departments
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.person_network import reused_by_others
from graph_service.analysis.relevance.relevance import TextScores, text_relevance, topic_relevance
from graph_service.analysis.scope.masks import across_groups, available_on
from graph_service.errors import InvalidInput
from graph_service.model.enums import Outcome

# Chosen on kubernetes and on eips; tests/benchmarks/README.md has the figures of these and of neighbouring values.
LESSON_POINTS: Final = 3.0  # in equal parts for its learners
CROSS_REUSE_POINTS: Final = 2.0  # of a reuse by another department, for each learner
OTHER_REUSE_POINTS: Final = 0.5  # of any other reuse by others, for each learner
HALF_LIFE_DAYS: Final = 2 * 365.25  # in which the points of a lesson and of a reuse halve


@dataclass(frozen=True, slots=True, eq=False)
class Expertise:
    """By lesson its relevance, and its score: what it adds to the score of each of its learners.

    events: the reuses of relevant lessons by others. across: by event, whether it is one of them by another department. reuse_scores: by
    event, what it adds to the score of its lesson; 0 for other events.
    """

    relevance: Floats
    lesson_scores: Floats
    events: Indices
    across: Flags
    reuse_scores: Floats

    def person_scores(self, columns: Columns) -> Floats:
        """By person: the sum of the scores of the lessons they learned."""
        lesson = np.flatnonzero(self.lesson_scores)
        source, entry = expand(columns.lessons.learners, lesson)
        return sum_by(columns.lessons.learners.values[entry], self.lesson_scores[lesson][source], len(columns.people.ids))


def score_expertise(columns: Columns, relevance: Floats, view: View) -> Expertise:
    """score = relevance x (3 x fresh(lesson) / learners + sum over its reuses by others of points x fresh(reuse)).

    fresh = 0.5^(age / 2 years), age on the day of the chart. points: 2 for a reuse by another department, 0.5 for other reuses, 0 if it was
    judged to have had no effect or to have backfired. Small departments that are reported together count as one department.
    """
    today = day_number(view.chart)
    relevant, learners = np.flatnonzero(relevance), np.maximum(columns.lessons.learners.counts, 1)
    relevant_events = reused_by_others(columns, view) & (relevance[columns.events.lesson] > 0)
    across = across_groups(columns, partition_departments(columns.departments, replace(view, level=None)), relevant_events)
    events = np.flatnonzero(relevant_events)
    lesson, reuse_scores = columns.events.lesson[events], np.zeros(len(columns.events.lesson))
    points = np.where(across[events], CROSS_REUSE_POINTS, OTHER_REUSE_POINTS) * ~_failed(columns, events)
    reuse_scores[events] = points * _freshness(columns.events.day[events], today) * relevance[lesson]
    lesson_scores = sum_by(lesson, reuse_scores[events], len(relevance))
    lesson_scores[relevant] += LESSON_POINTS * _freshness(learned_days(columns.lessons, relevant), today) * (relevance / learners)[relevant]
    return Expertise(relevance, lesson_scores, events, across, reuse_scores)


def lesson_relevance(columns: Columns, view: View, *, topic: str | None, project: str | None, text: TextScores | None) -> Floats:
    """By lesson, from 0 to 1: the product of the relevance to each argument; 0 for lessons that are not available on the chart's day.

    topic: 1, broader or narrower 0.5. project: the best over its topics. text: score / best score. Raises InvalidInput without an
    argument, NotFound for an unknown id.
    """
    if topic is None and project is None and text is None:
        raise InvalidInput("The question names no subject. Give a topic, a text or a project.")
    relevance = available_on(columns, day_number(view.chart)).astype(np.float64)
    if topic is not None:
        chosen = np.array([known_code(columns.topics.ids, topic, noun="topic", field="topic")])
        relevance *= topic_relevance(columns.topics, columns.lessons.topics, chosen)
    if project is not None:
        chosen = columns.projects.topics.row(known_code(columns.projects.ids, project, noun="project", field="project"))
        relevance *= topic_relevance(columns.topics, columns.lessons.topics, chosen)
    if text is not None:
        relevance *= text_relevance(text, relevance > 0)
    return relevance


def _failed(columns: Columns, events: Indices) -> Flags:
    """For each of these events whether it was judged to have had no effect or to have backfired."""
    outcome = columns.events.outcome[events]
    return (outcome == enum_code(Outcome.NO_EFFECT)) | (outcome == enum_code(Outcome.BACKFIRED))


def _freshness(day: Days, today: int) -> Floats:
    """0.5^(age / 2 years); 1 for a future day."""
    return 0.5 ** (np.maximum(today - day.astype(np.float64), 0) / HALF_LIFE_DAYS)


def learned_days(lessons: Lessons, lesson: Indices) -> Days:
    """The day each of these lessons was learned, or published where that day is unknown."""
    learned = lessons.learned[lesson]
    return np.where(learned == MAX_DAY, lessons.published[lesson], learned)
