"""Lessons recommended for a project, with reasons."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices, day_number, enum_code
from graph_service.analysis.facts.id_lookup import known_code
from graph_service.analysis.organisation.view import View, as_of
from graph_service.analysis.people.person_network import reused_by_others
from graph_service.analysis.relevance.projects import count_by_lesson, known_to_project, reuses_of_similar_projects
from graph_service.analysis.relevance.ranking import highest
from graph_service.analysis.relevance.relevance import TextScores, text_relevance, topic_jaccard, topic_relevance
from graph_service.analysis.scope.masks import available_on, within
from graph_service.analysis.statistics.wilson import wilson_centre, wilson_lower
from graph_service.model.enums import Outcome, Phase
from graph_service.page_size import check_page_size

HALF: Final = 0.5  # neutral prior of a share without evidence
FLOOR: Final = 0.02  # minimum similarity, for lessons that share no word: topics and reuse still rank them
SAME_PHASE: Final = 1.2


@dataclass(frozen=True, slots=True)
class Proof:
    """The number of judged reuses, the number that helped, and the lower 95% bound of Wilson (1927) for the share that helped."""

    judged: int
    helped: int
    at_least: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A lesson by id, its score, and the reasons for it.

    text: its similarity to the project's words, relative to the best match; None if they share none. topics: those shared with the project.
    reuses: the number of reuses by others. projects: those that reused it and have a reused lesson in common with this project. proof: None
    if no reuse was judged. same_phase: whether it is useful in the requested phase.
    """

    lesson: str
    score: float
    text: float | None
    topics: tuple[str, ...]
    reuses: int
    projects: tuple[str, ...]
    proof: Proof | None
    same_phase: bool


def lessons_for(
    columns: Columns, project: str, text: TextScores, *, today: date, phase: Phase | None = None, first: int = 10
) -> tuple[Suggestion, ...]:
    """Returns at most `first` lessons by score, highest first, ties by id.

    Candidates are lessons available today that are about one of the project's topics, or a broader or narrower one, or share words with its
    name and summary (`text`), or were reused by a project that has a reused lesson in common with this one. Lessons that the project, or a
    person who worked on it, already learned or reused are excluded.

    score = similarity x (0.5 + Jaccard of topics) x (1 + ln(1 + reuses by others)) x proof x 1.2 in the same phase. similarity: score /
    best score in the full-text index, at least 0.02. proof: the centre of Wilson's interval for the share of judged reuses that helped,
    divided by 0.5; 1 if no reuse was judged. (With its lower bound, the first success of a lesson would cut its score by more than half.)

    Evaluation: on 180 projects of Kubernetes, each on the day of its first reuse, MRR / recall@10 are 0.52 / 0.73; full text alone gives
    0.49 / 0.68, TF-IDF 0.49 / 0.62, topics 0.13 / 0.33, the most reused lessons 0.09 / 0.12. For lessons of other departments they are 0.64
    / 0.74, with full text 0.55 / 0.71 (tests/benchmarks/ranking). Preferring recent lessons made the results worse.

    Raises NotFound for a project that does not exist, InvalidInput if `first` is outside 0 to 1,000.
    """
    check_page_size(first)
    asked, view = known_code(columns.projects.ids, project, noun="project", field="project"), as_of(today)
    told = _evidence(columns, asked, text, phase, view)
    score = told.scores()
    best = highest(score, columns.lessons.ids, np.flatnonzero(told.candidates), first)
    among = np.zeros(len(score), np.bool_)
    among[best] = True
    alike = told.made_alike[among[columns.events.lesson[told.made_alike]]]
    return tuple(_suggestion(columns, told, lesson, float(score[lesson]), alike) for lesson in best)


@dataclass(frozen=True, slots=True, eq=False)
class _Evidence:
    """Inputs of the score, by lesson; and the events of other projects that have a reused lesson in common with the project."""

    candidates: Flags
    similarity: Floats
    topics: Indices
    jaccard: Floats
    reuses: Indices
    judged: Indices
    helped: Indices
    same_phase: Flags
    made_alike: Indices

    def scores(self) -> Floats:
        """The formula in lessons_for."""
        proof = wilson_centre(self.helped, self.judged) / HALF
        phase = np.where(self.same_phase, SAME_PHASE, 1.0)
        return np.maximum(self.similarity, FLOOR) * (HALF + self.jaccard) * (1 + np.log1p(self.reuses)) * proof * phase


@dataclass(frozen=True, slots=True, eq=False)
class _Uptake:
    """By lesson, independent of the project: the number of reuses by others, and, of all reuses, the number judged and the number that
    helped.
    """

    reuses: Indices
    judged: Indices
    helped: Indices


def _uptake(columns: Columns, view: View) -> _Uptake:
    made, outcome = within(columns.events.day, view), columns.events.outcome
    return _Uptake(
        reuses=count_by_lesson(columns, reused_by_others(columns, view)),
        judged=count_by_lesson(columns, made & (outcome != UNKNOWN)),
        helped=count_by_lesson(columns, made & (outcome == enum_code(Outcome.HELPED))),
    )


def _evidence(columns: Columns, asked: int, text: TextScores, phase: Phase | None, view: View) -> _Evidence:
    lessons, events, topics = columns.lessons, columns.events, columns.projects.topics.row(asked)
    available, made = available_on(columns, day_number(view.chart)), within(events.day, view)
    similarity, uptake = text_relevance(text, available), columns.memo.recall(("uptake", view), lambda: _uptake(columns, view))
    near, made_alike = topic_relevance(columns.topics, lessons.topics, topics) > 0, reuses_of_similar_projects(columns, asked, made)
    return _Evidence(
        candidates=(near | (similarity > 0) | (count_by_lesson(columns, made_alike) > 0))
        & available
        & ~known_to_project(columns, asked, made),
        similarity=similarity,
        topics=topics,
        jaccard=topic_jaccard(lessons.topics, topics),
        reuses=uptake.reuses,
        judged=uptake.judged,
        helped=uptake.helped,
        same_phase=np.zeros(len(lessons.ids), np.bool_) if phase is None else lessons.phase == enum_code(phase),
        made_alike=np.flatnonzero(made_alike),
    )


def _suggestion(columns: Columns, told: _Evidence, lesson: int, score: float, made_alike: Indices) -> Suggestion:
    """made_alike: the events of similar projects, restricted to the lessons in the answer."""
    events, judged, helped = columns.events, told.judged[lesson], told.helped[lesson]
    topics: list[int] = np.intersect1d(columns.lessons.topics.row(lesson), told.topics).tolist()
    alike: list[int] = np.unique(events.project[made_alike[events.lesson[made_alike] == lesson]]).tolist()
    return Suggestion(
        lesson=columns.lessons.ids[lesson],
        score=score,
        text=float(told.similarity[lesson]) or None,
        topics=tuple(columns.topics.ids[topic] for topic in topics),
        reuses=int(told.reuses[lesson]),
        projects=tuple(columns.projects.ids[project] for project in alike),
        proof=Proof(int(judged), int(helped), float(wilson_lower(helped, judged))) if judged else None,
        same_phase=bool(told.same_phase[lesson]),
    )
