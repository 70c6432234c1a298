"""Lessons a project could use now, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices, day_number
from graph_service.analysis.facts.id_lookup import known_code
from graph_service.analysis.facts.tables import Outcome, Phase
from graph_service.analysis.organisation.view import View, as_of
from graph_service.analysis.people.person_network import reused_by_others
from graph_service.analysis.relevance.projects import count_by_lesson, known_to_project, reuses_of_similar_projects
from graph_service.analysis.relevance.ranking import highest
from graph_service.analysis.relevance.relevance import TextScores, text_relevance, topic_jaccard, topic_relevance
from graph_service.analysis.scope.masks import available_on, within
from graph_service.analysis.statistics.wilson import wilson_centre, wilson_lower
from graph_service.page_size import check_page_size

HALF: Final = 0.5  # where a share stands of which nothing is known
FLOOR: Final = 0.02  # the similarity of a lesson that shares no word: topics and reuse still put those in order
SAME_PHASE: Final = 1.2


@dataclass(frozen=True, slots=True)
class Proof:
    """How many reuses were judged, how many of them helped, and the lower 95% bound of Wilson (1927) for the share that helps."""

    judged: int
    helped: int
    at_least: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A lesson by id, its score, and what speaks for it.

    text: its similarity to the project's words, as a part of the best one; None where it shares none. topics: those both are about.
    reuses: how often others reused it. projects: those that reused it, and also something that this project reused. proof: None where
    nobody judged a reuse. same_phase: whether it helps in the phase asked about.
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
    """At most `first` lessons by score, highest first, ties by id.

    Candidates: lessons available today that are about one of the project's topics, or a broader or narrower one, or share words with
    its name and summary (`text`), or were reused by a project that reused what this one did. Left out is what the project or somebody
    who worked on it learned or reused already.

    score = similarity x (0.5 + Jaccard of topics) x (1 + ln(1 + reuses by others)) x proof x 1.2 in the same phase. similarity: score /
    best score in the full-text index, 0.02 at least. proof: the centre of Wilson's interval for the share of judged reuses that helped,
    over 0.5: 1 where none is judged. (By its lower bound a lesson would lose more than half of its score by its first success.)

    Why so: asked for each of 180 projects of Kubernetes on the day of its first reuse, MRR / recall@10 are 0.52 / 0.73, of the full
    text alone 0.49 / 0.68, of TF-IDF 0.49 / 0.62, of topics 0.13 / 0.33, of the most reused 0.09 / 0.12; for lessons of other
    departments 0.64 / 0.74, of the full text 0.55 / 0.71 (tests/benchmarks/ranking). Preferring recent lessons made it worse.

    NotFound for a project that isn't there, InvalidInput when `first` is not from 0 to 1,000.
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
    """What is known with regard to the project, by lesson; and the events of other projects that reused what this one did."""

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
        """By the formula of lessons_for."""
        proof = wilson_centre(self.helped, self.judged) / HALF
        phase = np.where(self.same_phase, SAME_PHASE, 1.0)
        return np.maximum(self.similarity, FLOOR) * (HALF + self.jaccard) * (1 + np.log1p(self.reuses)) * proof * phase


@dataclass(frozen=True, slots=True, eq=False)
class _Uptake:
    """By lesson, whatever the project: reuses by others, and of all reuses those judged and those of them that helped."""

    reuses: Indices
    judged: Indices
    helped: Indices


def _uptake(columns: Columns, view: View) -> _Uptake:
    made, outcome = within(columns.events.day, view), columns.events.outcome
    return _Uptake(
        reuses=count_by_lesson(columns, reused_by_others(columns, view)),
        judged=count_by_lesson(columns, made & (outcome != UNKNOWN)),
        helped=count_by_lesson(columns, made & (outcome == Outcome.HELPED)),
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
        same_phase=np.zeros(len(lessons.ids), np.bool_) if phase is None else lessons.phase == phase,
        made_alike=np.flatnonzero(made_alike),
    )


def _suggestion(columns: Columns, told: _Evidence, lesson: int, score: float, made_alike: Indices) -> Suggestion:
    """made_alike: those of the events that are of any lesson suggested."""
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
