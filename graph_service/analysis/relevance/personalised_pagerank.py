"""Personalised PageRank of lessons: how close each lesson is to some lessons and a project, by way of the projects and topics they share.

Lessons, projects and topics are the nodes of an undirected graph. A random walk follows its edges; with the restart probability it returns
instead to where it started. The rank of a node is the probability that the walk is there. Haveliwala, Topic-sensitive PageRank, 2002;
Jeh & Widom, Scaling personalized web search, 2003.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices
from graph_service.analysis.facts.ragged import rows_of

# Chosen on kubernetes and on eips; tests/benchmarks/README.md has the figures.
RESTART: Final = 0.15  # the restart probability, as in the original PageRank
TOPIC_WEIGHT: Final = 0.3  # of an edge from a lesson or a project to a topic; an edge from a lesson to a project has weight 1
ITERATIONS: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class LessonGraph:
    """Edges between lessons and hubs, which are the projects followed by the topics, and between projects and topics.

    A lesson has an edge to the project it was learned on, one for each reuse on a project, and one to each of its topics. hub_weights: the
    weight of the edges from lessons to each hub. lesson_degrees, hub_degrees: the sum of the weights of the edges of each; 1 without any.
    """

    lesson: Indices
    hub: Indices
    project: Indices
    topic: Indices
    hub_weights: Floats
    lesson_degrees: Floats
    hub_degrees: Floats


@dataclass(frozen=True, slots=True, eq=False)
class LessonRanks:
    """lessons: the rank of each lesson. step: the probability that the walk comes from each hub by one of its edges to lessons."""

    graph: LessonGraph
    lessons: Floats
    step: Floats

    def shares(self, lessons: Sequence[int]) -> dict[int, dict[int, float]]:
        """For each of these lessons, by hub next to it, the share of the lesson's rank that came through the hub. The rest is its restarts."""
        listed, found = np.zeros(len(self.lessons), np.bool_), {lesson: dict[int, float]() for lesson in lessons}
        listed[lessons] = True
        edges = np.flatnonzero(listed[self.graph.lesson])
        for lesson, hub in zip(self.graph.lesson[edges].tolist(), self.graph.hub[edges].tolist(), strict=True):
            if self.step[hub]:
                found[lesson][hub] = found[lesson].get(hub, 0.0) + float(self.step[hub] / self.lessons[lesson])
        return found


def lesson_graph(columns: Columns, lessons: Flags, events: Flags) -> LessonGraph:
    """The graph of the flagged lessons, with their reuses among the flagged events."""
    projects, topics, about = len(columns.projects.ids), len(columns.topics.ids), columns.lessons.topics
    learned = np.flatnonzero(lessons & (columns.lessons.project != UNKNOWN))
    reused = np.flatnonzero(events & lessons[columns.events.lesson] & (columns.events.project != UNKNOWN))
    of = rows_of(about)
    entry = np.flatnonzero(lessons[of])
    lesson = np.concatenate((learned, columns.events.lesson[reused], of[entry])).astype(np.intp)
    hub = np.concatenate((columns.lessons.project[learned], columns.events.project[reused], projects + about.values[entry])).astype(np.intp)
    project, topic = rows_of(columns.projects.topics), projects + columns.projects.topics.values.astype(np.intp)
    weights = np.where(np.arange(projects + topics) < projects, 1.0, TOPIC_WEIGHT)
    degrees = weights * np.bincount(hub, minlength=len(weights))
    degrees += TOPIC_WEIGHT * np.bincount(np.concatenate((project, topic)), minlength=len(weights))
    return LessonGraph(lesson, hub, project, topic, weights, _positive(sum_by(lesson, weights[hub], len(lessons))), _positive(degrees))


def personalised_pagerank(graph: LessonGraph, lessons: Floats, project: int, project_share: float) -> LessonRanks:
    """Restarts at the project with this probability, else at lessons, in proportion to `lessons`, which sum to 1.

    Each of the ITERATIONS updates first the hubs and then the lessons from them (Gauss-Seidel), which converges twice as fast as updating
    all at once. After 3, more iterations no longer change how well the ranks predict reuse.
    """
    restart = np.zeros(len(graph.hub_degrees))
    restart[project] = project_share
    at_lessons, ranks, hubs = (1 - project_share) * lessons, (1 - project_share) * lessons, restart
    step = np.zeros(0)
    for _ in range(ITERATIONS):
        hubs = RESTART * restart + (1 - RESTART) * (_from_lessons(graph, ranks) + _between_hubs(graph, hubs))
        step = (1 - RESTART) * graph.hub_weights * hubs / graph.hub_degrees
        ranks = RESTART * at_lessons + sum_by(graph.lesson, step[graph.hub], len(ranks))
    return LessonRanks(graph, ranks, step)


def _from_lessons(graph: LessonGraph, ranks: Floats) -> Floats:
    return graph.hub_weights * sum_by(graph.hub, (ranks / graph.lesson_degrees)[graph.lesson], len(graph.hub_weights))


def _between_hubs(graph: LessonGraph, ranks: Floats) -> Floats:
    step = TOPIC_WEIGHT * ranks / graph.hub_degrees
    return sum_by(graph.topic, step[graph.project], len(ranks)) + sum_by(graph.project, step[graph.topic], len(ranks))


def _positive(degrees: Floats) -> Floats:
    return np.where(degrees > 0, degrees, 1.0)
