"""Lessons recommended for a project, with reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from math import fsum
from typing import Annotated, Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices, day_number, enum_code
from graph_service.analysis.facts.id_lookup import known_code
from graph_service.analysis.facts.node_ids import LessonId, ProjectId, TopicId
from graph_service.analysis.measures.declaration import First
from graph_service.analysis.organisation.view import View, as_of
from graph_service.analysis.people.person_network import reused_by_others
from graph_service.analysis.relevance.personalised_pagerank import LessonRanks, lesson_graph, personalised_pagerank
from graph_service.analysis.relevance.projects import count_by_lesson, known_to_project, reuses_of_similar_projects
from graph_service.analysis.relevance.ranking import highest
from graph_service.analysis.relevance.relevance import TextScores, text_relevance, topic_jaccard, topic_relevance
from graph_service.analysis.scope.masks import available_on, within
from graph_service.analysis.statistics.wilson import wilson_centre, wilson_lower
from graph_service.model.enums import Outcome, Phase
from graph_service.page_size import check_page_size

NEUTRAL_SHARE: Final = 0.5  # the prior of a share without evidence
MIN_SIMILARITY: Final = 0.02  # for lessons that share no word: topics and reuse still rank them
SAME_PHASE: Final = 1.2
# Chosen on kubernetes and on eips; tests/benchmarks/README.md has the figures.
START_LESSONS: Final = 20  # the lessons with the most similar words, where the random walk starts
START_AT_PROJECT: Final = 0.2  # the share of the walks that start at the project itself
RANK_EXPONENT: Final = 0.8  # of the rank in the walk; the other factors have the exponent 1 - 0.8
MIN_RANK: Final = 1e-6  # of the best rank, for lessons that the walk does not reach: the other factors still rank them
MAX_VIA: Final = 3  # projects, and topics, that are listed as connections
MIN_SHARE: Final = 0.05  # of the rank of a lesson, for a connection that is listed


@dataclass(frozen=True, slots=True)
class Proof:
    """What people who reused a lesson said about whether it helped."""

    judged: int
    """The number of reuses that were judged."""
    helped: int
    """How many of these helped."""
    at_least: float
    """The share of reuses that helped is at least this, with 95% confidence (lower bound of Wilson's interval, 1927)."""


@dataclass(frozen=True, slots=True)
class ViaProject:
    """A project that connects a suggested lesson with the project it is suggested to."""

    project: ProjectId
    """The project. The lesson was learned or reused on it."""
    share: float
    """The part of the lesson's rank that comes through this project, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class ViaTopic:
    """A topic that connects a suggested lesson with the project it is suggested to."""

    topic: TopicId
    """The topic. The lesson is about it."""
    share: float
    """The part of the lesson's rank that comes through this topic, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class SuggestionReasons:
    """The reasons to suggest a lesson. Its rank is the probability that a random walk is at the lesson: the walk starts at the project or at
    the lessons with the most similar words, and goes from a lesson to the projects on which it was learned or reused, to its topics, and so on."""

    text_share: float
    """The part of the lesson's rank that comes from its own words, from 0 to 1; above 0 for the 20 lessons with the most similar words. The
    rest comes through projects and topics."""
    via_projects: tuple[ViaProject, ...]
    """The projects through which the walk came, those with the largest shares first: at most 3, each with a share of 0.05 or more."""
    via_topics: tuple[ViaTopic, ...]
    """The topics through which the walk came, those with the largest shares first: at most 3, each with a share of 0.05 or more."""
    text: float | None
    """The similarity of the lesson's words to the project's name and summary: 1 for the most similar lesson. Absent if no word is
    shared."""
    topics: tuple[TopicId, ...]
    """The topics of both the lesson and the project."""
    reuses: int
    """The number of reuses by people who had not learned the lesson."""
    projects: tuple[ProjectId, ...]
    """Projects that reused the lesson and have another reused lesson in common with this project."""
    proof: Proof | None
    """Whether the lesson helped; absent if no reuse was judged yet."""
    same_phase: bool
    """Whether the lesson is useful in the requested phase. False if no phase is requested."""


@dataclass(frozen=True, slots=True)
class LessonSuggestion:
    """A lesson that a project could use now, with the reasons."""

    lesson: LessonId
    """The lesson."""
    score: float
    """The score that ranks suggestions; comparable only within one response. It is higher the better projects and topics connect the lesson
    with the project and with lessons of similar words, the more words and topics the lesson shares with the project, the more often others
    reused it, and the more of its judged reuses helped; a little higher in the requested phase."""
    reasons: SuggestionReasons
    """The parts of the score."""


def lessons_for(
    columns: Columns,
    today: date,
    project_words: TextScores,
    *,
    project: Annotated[ProjectId, "The ID of the project."],
    phase: Annotated[Phase | None, "Ranks lessons that are useful in this phase higher."] = None,
    first: First = 10,
) -> tuple[LessonSuggestion, ...]:
    """Lists lessons that a project could use now, the best first. They share words with its name and summary, or are on its topics, or on
    broader or narrower ones; or projects and topics connect them with the project or with lessons of similar words. Lessons that the project
    or its people already learned or reused are left out.

    Candidates are lessons available today that are about one of the project's topics, or a broader or narrower one, or share words with its
    name and summary (`project_words`), or are reached by the walk. Lessons that the project, or a person who worked on it, already learned
    or reused are excluded.

    score = (rank / best rank)^0.8 x (similarity x (0.5 + Jaccard of topics) x (1 + ln(1 + reuses by others)) x proof x 1.2 in the same
    phase)^0.2. rank: see personalised_pagerank; the walk restarts with 20% probability at the project, else at one of the 20 available
    lessons with the most similar words, in proportion to the square of their similarity; always at the project if no lesson shares a word.
    similarity: score / best score in the full-text index, at least 0.02. proof: the centre of Wilson's interval for the share of judged
    reuses that helped, divided by 0.5; 1 if no reuse was judged. (With its lower bound, the first success of a lesson would cut its score
    by more than half.)

    Evaluation: the task is to predict what a project reuses first, on Kubernetes and on Ethereum's improvement proposals;
    tests/benchmarks/README.md has the figures. Without the walk, the most reused lessons are a better prediction on the second. Counting
    repeated words of the project repeatedly, and preferring recent lessons, did not improve it.

    Raises NotFound for a project that does not exist, InvalidInput if `first` is outside 0 to 1,000.
    """
    check_page_size(first)
    code, view = known_code(columns.projects.ids, project, noun="project", field="project"), as_of(today)
    evidence = _evidence(columns, code, project_words, phase, view)
    score = evidence.scores()
    best = highest(score, columns.lessons.ids, np.flatnonzero(evidence.candidates), first)
    listed = np.zeros(len(score), np.bool_)
    listed[best] = True
    events = evidence.similar_events[listed[columns.events.lesson[evidence.similar_events]]]
    shares = evidence.ranks.shares(best)
    return tuple(_suggestion(columns, evidence, lesson, float(score[lesson]), events, shares[lesson]) for lesson in best)


@dataclass(frozen=True, slots=True, eq=False)
class _Evidence:
    """Inputs of the score, by lesson; and the events of other projects that have a reused lesson in common with the project."""

    candidates: Flags
    ranks: LessonRanks
    similarity: Floats
    topics: Indices
    jaccard: Floats
    reuses: Indices
    judged: Indices
    helped: Indices
    usefulness: Floats
    same_phase: Flags
    similar_events: Indices

    def scores(self) -> Floats:
        """The formula in lessons_for."""
        fitness = np.maximum(self.similarity, MIN_SIMILARITY) * (NEUTRAL_SHARE + self.jaccard) * self.usefulness
        fitness[self.same_phase] *= SAME_PHASE
        rank = self.ranks.lessons / (self.ranks.lessons[self.candidates].max(initial=0) or 1.0)
        return np.exp(RANK_EXPONENT * np.log(np.maximum(rank, MIN_RANK)) + (1 - RANK_EXPONENT) * np.log(fitness))  # faster than powers


@dataclass(frozen=True, slots=True, eq=False)
class _ReuseCounts:
    """By lesson, independent of the project: the number of reuses by others, and, of all reuses, the number judged and the number that
    helped; and the factor of the score that follows from these.
    """

    reuses: Indices
    judged: Indices
    helped: Indices
    usefulness: Floats


def _count_reuses(columns: Columns, view: View) -> _ReuseCounts:
    made, outcome = within(columns.events.day, view), columns.events.outcome
    reuses = count_by_lesson(columns, reused_by_others(columns, view))
    judged = count_by_lesson(columns, made & (outcome != UNKNOWN))
    helped = count_by_lesson(columns, made & (outcome == enum_code(Outcome.HELPED)))
    return _ReuseCounts(reuses, judged, helped, (1 + np.log1p(reuses)) * wilson_centre(helped, judged) / NEUTRAL_SHARE)


def _evidence(columns: Columns, project: int, words: TextScores, phase: Phase | None, view: View) -> _Evidence:
    lessons, events, topics = columns.lessons, columns.events, columns.projects.topics.row(project)
    available, made = available_on(columns, day_number(view.chart)), within(events.day, view)
    similarity, counts = text_relevance(words, available), columns.memo.recall(("reuses", view), lambda: _count_reuses(columns, view))
    near, ranks = topic_relevance(columns.topics, lessons.topics, topics) > 0, _rank(columns, project, similarity, view)
    return _Evidence(
        candidates=(near | (similarity > 0) | (ranks.lessons > 0)) & available & ~known_to_project(columns, project, made),
        ranks=ranks,
        similarity=similarity,
        topics=topics,
        jaccard=topic_jaccard(lessons.topics, topics),
        reuses=counts.reuses,
        judged=counts.judged,
        helped=counts.helped,
        usefulness=counts.usefulness,
        same_phase=np.zeros(len(lessons.ids), np.bool_) if phase is None else lessons.phase == enum_code(phase),
        similar_events=np.flatnonzero(reuses_of_similar_projects(columns, project, made)),
    )


def _rank(columns: Columns, project: int, similarity: Floats, view: View) -> LessonRanks:
    """similarity: by lesson, 0 for lessons that are not available."""
    available, made = available_on(columns, day_number(view.chart)), within(columns.events.day, view)
    graph = columns.memo.recall(("lesson graph", view), lambda: lesson_graph(columns, available, made))
    start, best = np.zeros(len(similarity)), highest(similarity, columns.lessons.ids, np.flatnonzero(similarity), START_LESSONS)
    start[best] = similarity[best] ** 2
    return personalised_pagerank(graph, start / (start.sum() or 1.0), project, START_AT_PROJECT if best else 1.0)


def _suggestion(
    columns: Columns, evidence: _Evidence, lesson: int, score: float, similar_events: Indices, shares: Mapping[int, float]
) -> LessonSuggestion:
    """similar_events: the events of similar projects, restricted to the lessons in the answer. shares: of the lesson's rank, by hub."""
    events, judged, helped = columns.events, evidence.judged[lesson], evidence.helped[lesson]
    topics: list[int] = np.intersect1d(columns.lessons.topics.row(lesson), evidence.topics).tolist()
    projects: list[int] = np.unique(events.project[similar_events[events.lesson[similar_events] == lesson]]).tolist()
    via_projects, via_topics = _via(columns, shares)
    reasons = SuggestionReasons(
        text_share=max(round(1 - fsum(shares.values()), 12), 0.0) if evidence.ranks.lessons[lesson] else 0.0,
        via_projects=via_projects,
        via_topics=via_topics,
        text=float(evidence.similarity[lesson]) or None,
        topics=tuple(TopicId(columns.topics.ids[topic]) for topic in topics),
        reuses=int(evidence.reuses[lesson]),
        projects=tuple(ProjectId(columns.projects.ids[project]) for project in projects),
        proof=Proof(int(judged), int(helped), float(wilson_lower(helped, judged))) if judged else None,
        same_phase=bool(evidence.same_phase[lesson]),
    )
    return LessonSuggestion(LessonId(columns.lessons.ids[lesson]), score, reasons)


def _via(columns: Columns, shares: Mapping[int, float]) -> tuple[tuple[ViaProject, ...], tuple[ViaTopic, ...]]:
    """The projects and topics that a lesson's rank came through, largest share first, ties by id. shares: by hub of the graph."""
    projects = len(columns.projects.ids)
    listed = sorted((-round(share, 12), hub) for hub, share in shares.items() if share >= MIN_SHARE)
    via_projects = (ViaProject(ProjectId(columns.projects.ids[hub]), -share) for share, hub in listed if hub < projects)
    via_topics = (ViaTopic(TopicId(columns.topics.ids[hub - projects]), -share) for share, hub in listed if hub >= projects)
    return tuple(islice(via_projects, MAX_VIA)), tuple(islice(via_topics, MAX_VIA))
