"""The relevance of lessons to a question, from 0 to 1: by topic and by text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices
from graph_service.analysis.facts.id_lookup import code_of
from graph_service.analysis.facts.ragged import Ragged, rows_at
from graph_service.analysis.facts.tables import Lessons, Topics
from graph_service.analysis.organisation.topic_tree import broader, narrower

RELATED_TOPIC: Final = 0.5  # the relevance of a broader or narrower topic


@dataclass(frozen=True, slots=True, eq=False)
class TextScores:
    """The lessons that a full-text search returned, each once, with their scores above 0 on any scale."""

    lesson: Indices
    score: Floats


def text_scores(lessons: Lessons, hits: Iterable[tuple[str, float]]) -> TextScores:
    """From pairs of lesson id and score. Unknown ids are left out."""
    coded = [(code, score) for id_, score in hits if (code := code_of(lessons.ids, id_)) != UNKNOWN]
    return TextScores(np.array([code for code, _ in coded], np.intp), np.array([score for _, score in coded], np.float64))


def text_relevance(scores: TextScores, among: Flags) -> Floats:
    """By lesson: score / best score among the flagged lessons; 0 for lessons that are not flagged or were not returned by the search."""
    relevance = np.zeros(len(among))
    relevance[scores.lesson] = scores.score
    relevance *= among
    return relevance / max(relevance.max(initial=0), np.finfo(np.float64).tiny)


def topic_relevance(topics: Topics, about: Ragged, chosen: Indices) -> Floats:
    """By row of `about`: 1 where it is about one of the chosen topics, 0.5 where it is about a broader or narrower topic, else 0."""
    flags = np.zeros(len(topics.ids), np.bool_)
    flags[chosen] = True
    weight = np.where(flags, 1.0, RELATED_TOPIC * (narrower(topics, flags) | broader(topics, flags)))
    relevance, entries = np.zeros(len(about)), np.flatnonzero(weight[about.values])
    np.maximum.at(relevance, rows_at(about, entries), weight[about.values[entries]])
    return relevance


def topic_jaccard(about: Ragged, chosen: Indices) -> Floats:
    """By row of `about`: the number of topics it shares with the chosen ones, divided by the number of topics in either. `chosen` has no doubles."""
    flags = np.zeros(max(about.values.max(initial=-1), chosen.max(initial=-1)) + 1, np.bool_)
    flags[chosen] = True
    common = np.bincount(rows_at(about, np.flatnonzero(flags[about.values])), minlength=len(about))
    return common / np.maximum(about.counts + len(chosen) - common, 1)
