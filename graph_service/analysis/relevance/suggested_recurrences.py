"""Suggests pairs of lessons that may describe the same problem, for a person to confirm or dismiss.

The newest lessons of a view, at most MAX_LESSONS, are examined. Each is compared with the lessons that the full-text index returns for
its terms of highest TF-IDF weight; of those that may be an earlier report of the problem, the most similar one is suggested, provided
that it is similar enough.

Why so (tests/benchmarks/missed_reuse.py): on Kubernetes' proposals 1 in 92 pairs that may be suggested is one of which the later proposal
names the earlier one; of the 20 most similar suggestions 16 are, of all 133 from the threshold on 38%. A threshold of 0.20 would keep 234
of which 29% are. On NASA's public lessons, where 1 in 1,175 pairs is a recorded citation, 21% of 39 suggestions are, and 14% of 80.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.lesson_texts import LessonTexts
from graph_service.analysis.facts.arrays import MAX_DAY, UNKNOWN, Flags, Indices
from graph_service.analysis.facts.tables import Recurrences
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.tf_idf import DocumentFrequencies, cosine_similarity, document_frequencies, tf_idf, top_terms
from graph_service.analysis.scope.masks import lessons_in, within
from graph_service.analysis.scope.project_people import reused_before

MAX_LESSONS: Final = 100  # newest lessons of a view; each costs a search, which on 100,000 lessons takes 10 to 20 ms
MAX_REFERENCE_LESSONS: Final = 500  # newest lessons of the whole graph, whose texts give the document frequencies
TERMS: Final = 10  # search terms per lesson. With 25 the same pairs are found for twice the work.
MAX_CANDIDATES: Final = 20  # earlier lessons compared with one lesson
MIN_SIMILARITY: Final = 0.25  # the least from which more than a third of the suggestions are right on Kubernetes


@dataclass(frozen=True, slots=True)
class SuggestedRecurrence:
    """Codes of two lessons, and the similarity of their texts, from 0 to 1."""

    later: int
    earlier: int
    similarity: float


async def suggest_recurrences(lesson_texts: LessonTexts, columns: Columns, view: View) -> tuple[SuggestedRecurrence, ...]:
    """Suggestions among the newest lessons of the view, most similar first. Reads texts from the graph and compares them in threads."""
    later, reference = _ids(columns, lessons_to_examine(columns, view)), _ids(columns, reference_lessons(columns))
    if not later:
        return ()
    texts = await lesson_texts.fetch({*later, *reference})
    frequencies = await asyncio.to_thread(document_frequencies, [texts[id_] for id_ in reference if id_ in texts])
    terms = await asyncio.to_thread(search_terms, {id_: texts[id_] for id_ in later if id_ in texts}, frequencies)
    candidates = await asyncio.to_thread(find_candidates, columns, view, await lesson_texts.search(terms))
    compared = {columns.lessons.ids[code] for earlier in candidates.values() for code in earlier}
    texts |= await lesson_texts.fetch(compared - texts.keys())
    return await asyncio.to_thread(select_most_similar, columns, candidates, texts, frequencies)


def lessons_to_examine(columns: Columns, view: View) -> Indices:
    """The newest lessons of the view that say what went wrong and have a known project and a topic; learned in the window."""
    lessons = columns.lessons
    chosen = lessons_in(columns, view) & within(lessons.learned, view) & lessons.went_wrong
    return _newest(columns, chosen & (lessons.project != UNKNOWN) & (lessons.topics.counts > 0), MAX_LESSONS)


def reference_lessons(columns: Columns) -> Indices:
    """The lessons whose texts give the document frequencies: the same for every view."""
    return _newest(columns, np.ones(len(columns.lessons.ids), np.bool_), MAX_REFERENCE_LESSONS)


def search_terms(texts: Mapping[str, str], frequencies: DocumentFrequencies) -> dict[str, list[str]]:
    """The TERMS terms of highest weight of each of these texts."""
    return {id_: top_terms(tf_idf(text, frequencies), TERMS) for id_, text in texts.items()}


def find_candidates(columns: Columns, view: View, hits: Mapping[str, Sequence[str]]) -> dict[int, list[int]]:
    """Later lesson -> at most MAX_CANDIDATES earlier lessons of which it may be a recurrence, in the order of the hits.

    A candidate is a lesson of the view learned on another known project, published before the later lesson's learnedOn and available on
    that day; it shares a topic with the later lesson, whose project had not reused it before. Recorded and dismissed pairs are left out,
    whichever lesson is the later one. `hits`: lesson id -> ids of lessons.
    """
    code = {columns.lessons.ids[at]: at for at in range(len(columns.lessons.ids))}
    pairs = [(code[id_], code[hit]) for id_, ids in hits.items() for hit in ids if id_ in code and hit in code]
    later, earlier = (np.array([pair[side] for pair in pairs], np.intp) for side in (0, 1))
    possible = _may_recur(columns, lessons_in(columns, view), later, earlier)
    candidates: dict[int, list[int]] = {}
    for lesson, candidate in zip(later[possible].tolist(), earlier[possible].tolist(), strict=True):
        if shared_topics(columns, lesson, candidate):
            candidates.setdefault(lesson, []).append(candidate)
    return {lesson: earlier[:MAX_CANDIDATES] for lesson, earlier in candidates.items()}


def select_most_similar(
    columns: Columns, candidates: Mapping[int, Sequence[int]], texts: Mapping[str, str], frequencies: DocumentFrequencies
) -> tuple[SuggestedRecurrence, ...]:
    """For each later lesson its most similar candidate, where the similarity is at least MIN_SIMILARITY; most similar first, ties by id.

    Similarity is the cosine of the TF-IDF vectors of everything the two lessons say. `texts`: by id; lessons without a text are left out.
    """
    compared = {*candidates, *(code for earlier in candidates.values() for code in earlier)}
    vectors = {code: tf_idf(texts.get(columns.lessons.ids[code], ""), frequencies) for code in compared}
    best = (
        SuggestedRecurrence(lesson, *min(_similarities(vectors, lesson, earlier), key=lambda pair: (-pair[1], pair[0])))
        for lesson, earlier in candidates.items()
    )
    return tuple(sorted((pair for pair in best if pair.similarity >= MIN_SIMILARITY), key=lambda pair: (-pair.similarity, pair.later)))


def shared_topics(columns: Columns, left: int, right: int) -> list[int]:
    """The topics that both lessons are about, in order."""
    topics = columns.lessons.topics
    return np.intersect1d(topics.row(left), topics.row(right)).tolist()


def _similarities(vectors: Mapping[int, Mapping[str, float]], lesson: int, candidates: Sequence[int]) -> list[tuple[int, float]]:
    return [(candidate, cosine_similarity(vectors[lesson], vectors[candidate])) for candidate in candidates]


def _ids(columns: Columns, lessons: Indices) -> list[str]:
    codes: list[int] = lessons.tolist()
    return [columns.lessons.ids[code] for code in codes]


def _newest(columns: Columns, chosen: Flags, limit: int) -> Indices:
    """The chosen lessons with a known day of learning, newest first, those of a day by id."""
    dated = np.flatnonzero(chosen & (columns.lessons.learned != MAX_DAY))
    return dated[np.argsort(-columns.lessons.learned[dated].astype(np.int64), kind="stable")][:limit]


def _may_recur(columns: Columns, in_view: Flags, later: Indices, earlier: Indices) -> Flags:
    lessons = columns.lessons
    day, project = lessons.learned[later], lessons.project[later].astype(np.intp)
    elsewhere = (lessons.project[earlier] != project) & (lessons.project[earlier] != UNKNOWN)
    available = (lessons.published[earlier] < day) & (day < lessons.retired[earlier])
    settled = _is_among(columns, columns.recurrences, later, earlier) | _is_among(columns, columns.dismissed, later, earlier)
    return in_view[earlier] & elsewhere & available & ~settled & ~reused_before(columns, earlier, project, day)


def _is_among(columns: Columns, recurrences: Recurrences, later: Indices, earlier: Indices) -> Flags:
    """For each pair whether it is among these recurrences, in either direction."""
    size = len(columns.lessons.ids)
    left, right = recurrences.later.astype(np.intp), recurrences.earlier.astype(np.intp)
    return np.isin(later * size + earlier, np.concatenate((left * size + right, right * size + left)))
