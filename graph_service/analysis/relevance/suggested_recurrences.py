"""Pairs of lessons that may tell of the same problem, for a person to confirm or dismiss.

Looked at are the newest lessons of a view, LOOKED_AT at the most, however many lessons there are. Each is held against the lessons that
the full-text index finds for its most telling words; the likest of these that may be an earlier telling is suggested, when it is like enough.

Why so (tests/benchmarks/missed_reuse.py): on NASA's public lessons, where 1 in 1,175 pairs that may be suggested is on record as one lesson
citing the other, 1 in 8 of the 107 suggestions is (13 of 38 such citations). From 0.15 down to 0.10 come 134 more suggestions with 3 more
citations. By the likeness of titles alone 1 in 50 is, by the index's own first hit 1 in 10 with half as many found.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.lesson_texts import LessonTexts
from graph_service.analysis.facts.arrays import NEVER, UNKNOWN, Flags, Indices
from graph_service.analysis.facts.tables import Recurrences
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.tf_idf import Rarity, likeness, rarity, telling_words, vector
from graph_service.analysis.scope.masks import lessons_in, within
from graph_service.analysis.scope.reused_before import reused_before

LOOKED_AT: Final = 100  # lessons of a view, the newest ones; each costs a search, which on 100,000 lessons takes 10 to 20 ms
REFERENCE: Final = 500  # lessons of the whole graph, the newest ones, that say how telling a word is
TELLING: Final = 10  # words the index is asked for. With 25 it finds the same pairs for twice the work.
COMPARED: Final = 20  # earlier lessons that the text of one is held against
LEAST: Final = 0.15  # likeness


@dataclass(frozen=True, slots=True)
class Suggested:
    """Indices of two lessons, and how alike their texts are, from 0 to 1."""

    later: int
    earlier: int
    likeness: float


async def suggest_recurrences(texts: LessonTexts, columns: Columns, view: View) -> tuple[Suggested, ...]:
    """Pairs of lessons of the view that may describe the same problem, the most similar first."""
    later, reference = _ids(columns, lessons_to_look_at(columns, view)), _ids(columns, reference_lessons(columns))
    if not later:
        return ()
    known = await texts.fetch({*later, *reference})
    rarities = await asyncio.to_thread(rarity, [known[id_] for id_ in reference if id_ in known])
    words = await asyncio.to_thread(words_to_ask_for, {id_: known[id_] for id_ in later if id_ in known}, rarities)
    pairs = await asyncio.to_thread(may_be_recurrences, columns, view, await texts.search(words))
    compared = {columns.lessons.ids[code] for earlier in pairs.values() for code in earlier}
    known |= await texts.fetch(compared - known.keys())
    return await asyncio.to_thread(suggest, columns, pairs, known, rarities)


def _ids(columns: Columns, lessons: Indices) -> list[str]:
    codes: list[int] = lessons.tolist()
    return [columns.lessons.ids[code] for code in codes]


def lessons_to_look_at(columns: Columns, view: View) -> Indices:
    """The newest lessons of the view that tell what went wrong, of a known project and topic; learned in the window."""
    lessons = columns.lessons
    asked = lessons_in(columns, view) & within(lessons.learned, view) & lessons.went_wrong
    return _newest(columns, asked & (lessons.project != UNKNOWN) & (lessons.topics.counts > 0), LOOKED_AT)


def reference_lessons(columns: Columns) -> Indices:
    """Those whose texts say how telling a word is: the same for every view."""
    return _newest(columns, np.ones(len(columns.lessons.ids), np.bool_), REFERENCE)


def words_to_ask_for(texts: Mapping[str, str], known: Rarity) -> dict[str, list[str]]:
    """The most telling words of each of these texts."""
    return {id_: telling_words(vector(text, known), TELLING) for id_, text in texts.items()}


def may_be_recurrences(columns: Columns, view: View, hits: Mapping[str, Sequence[str]]) -> dict[int, list[int]]:
    """Later lesson -> earlier ones of which it may be a recurrence, in the order of the hits, at most COMPARED.

    An earlier lesson of the view was learned on another project, which is known, was published before the later one's learnedOn and
    available on that day, shares a topic with it, and had not been reused by the later one's project before. Pairs that are on record,
    or were dismissed, are left out whichever way round. `hits`: lesson id -> ids of lessons.
    """
    code = {columns.lessons.ids[at]: at for at in range(len(columns.lessons.ids))}
    pairs = [(code[one], code[other]) for one, others in hits.items() for other in others if one in code and other in code]
    later, earlier = (np.array([pair[side] for pair in pairs], np.intp) for side in (0, 1))
    may = _may_recur(columns, lessons_in(columns, view), later, earlier)
    found: dict[int, list[int]] = {}
    for one, other in zip(later[may].tolist(), earlier[may].tolist(), strict=True):
        if shared_topics(columns, one, other):
            found.setdefault(one, []).append(other)
    return {one: others[:COMPARED] for one, others in found.items()}


def suggest(columns: Columns, pairs: Mapping[int, Sequence[int]], texts: Mapping[str, str], known: Rarity) -> tuple[Suggested, ...]:
    """For each later lesson the earlier one likest to it, where the likeness is LEAST or more; the likest first, ties by id.

    Likeness is the cosine of TF-IDF over everything the two lessons say. `texts`: by id, of all of these lessons that say something.
    """
    mentioned = {*pairs, *(other for others in pairs.values() for other in others)}
    vectors = {code: vector(texts.get(columns.lessons.ids[code], ""), known) for code in mentioned}
    alike = (
        Suggested(one, *min(((other, likeness(vectors[one], vectors[other])) for other in others), key=lambda it: (-it[1], it[0])))
        for one, others in pairs.items()
    )
    return tuple(sorted((pair for pair in alike if pair.likeness >= LEAST), key=lambda pair: (-pair.likeness, pair.later)))


def _newest(columns: Columns, chosen: Flags, most: int) -> Indices:
    """The chosen lessons by the day they were learned, newest first, those of a day by id; none whose day isn't known."""
    found = np.flatnonzero(chosen & (columns.lessons.learned != NEVER))
    return found[np.argsort(-columns.lessons.learned[found].astype(np.int64), kind="stable")][:most]


def _may_recur(columns: Columns, seen: Flags, later: Indices, earlier: Indices) -> Flags:
    lessons = columns.lessons
    day, project = lessons.learned[later], lessons.project[later].astype(np.intp)
    elsewhere = (lessons.project[earlier] != project) & (lessons.project[earlier] != UNKNOWN)
    there = (lessons.published[earlier] < day) & (day < lessons.retired[earlier])
    settled = _among(columns, columns.recurrences, later, earlier) | _among(columns, columns.dismissed, later, earlier)
    return seen[earlier] & elsewhere & there & ~settled & ~reused_before(columns, earlier, project, day)


def _among(columns: Columns, known: Recurrences, later: Indices, earlier: Indices) -> Flags:
    """For each pair whether it is among the known ones, either way round."""
    size = len(columns.lessons.ids)
    one, other = known.later.astype(np.intp), known.earlier.astype(np.intp)
    return np.isin(later * size + earlier, np.concatenate((one * size + other, other * size + one)))


def shared_topics(columns: Columns, one: int, other: int) -> list[int]:
    """The topics that both lessons are about, in order."""
    topics = columns.lessons.topics
    first, second = (topics.values[topics.offsets[code] : topics.offsets[code + 1]] for code in (one, other))
    return np.intersect1d(first, second).tolist()
