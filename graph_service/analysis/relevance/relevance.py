"""How much lessons have to do with what is asked, from 0 to 1: by their topics, and by their words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.analysis.facts.arrays import UNKNOWN, Flags, Floats, Indices
from graph_service.analysis.facts.id_lookup import code_of
from graph_service.analysis.facts.ragged import Ragged, rows_at
from graph_service.analysis.facts.tables import Lessons, Topics
from graph_service.analysis.organisation.topic_tree import broader, narrower

NEAR: Final = 0.5  # what a broader or narrower topic counts


@dataclass(frozen=True, slots=True, eq=False)
class TextScores:
    """The lessons found by words, each once, with the score of each above 0, on whatever scale."""

    lesson: Indices
    score: Floats


def text_scores(lessons: Lessons, found: Iterable[tuple[str, float]]) -> TextScores:
    """From ids, of which those that aren't known are left out."""
    coded = [(code, score) for id_, score in found if (code := code_of(lessons.ids, id_)) != UNKNOWN]
    return TextScores(np.array([code for code, _ in coded], np.intp), np.array([score for _, score in coded], np.float64))


def by_text(scores: TextScores, among: Flags) -> Floats:
    """By lesson: its score as a part of the best score among these; 0 for those that weren't found."""
    found = np.zeros(len(among))
    found[scores.lesson] = scores.score
    found *= among
    return found / max(found.max(initial=0), np.finfo(np.float64).tiny)


def by_topics(topics: Topics, about: Ragged, chosen: Indices) -> Floats:
    """By row of `about`: 1 where it is about one of the chosen topics, else 0.5 where about one broader or narrower, else 0."""
    flags = np.zeros(len(topics.ids), np.bool_)
    flags[chosen] = True
    weight = np.where(flags, 1.0, NEAR * (narrower(topics, flags) | broader(topics, flags)))
    found, near = np.zeros(len(about)), np.flatnonzero(weight[about.values])
    np.maximum.at(found, rows_at(about, near), weight[about.values[near]])
    return found


def jaccard(about: Ragged, chosen: Indices) -> Floats:
    """By row of `about`: how many topics it has in common with those chosen, each of which is named once, among all that either has."""
    named = np.zeros(max(about.values.max(initial=-1), chosen.max(initial=-1)) + 1, np.bool_)
    named[chosen] = True
    common = np.bincount(rows_at(about, np.flatnonzero(named[about.values])), minlength=len(about))
    return common / np.maximum(about.counts + len(chosen) - common, 1)
