"""Lessons whose texts are compared with a text that somebody writes: found by the words that weigh most in it, then compared stem by stem."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.lesson_texts import LessonTexts
from graph_service.analysis.relevance.suggested_recurrences import reference_lessons
from graph_service.analysis.relevance.tf_idf import DocumentFrequencies, document_frequencies, top_terms, weigh
from graph_service.language.stems import NOT_KNOWN, LanguagesInUse, query_stems

SEARCHED_WORDS: Final = 12  # of the text; further words make the search slower and find the same lessons
MAX_COMPARED: Final = 30  # lessons whose texts are read
MAX_HITS: Final = 200  # of the search, before those that are not available are left out
MAX_TEXT: Final = 10_000  # characters of the text
MAX_AGE_SECONDS: Final = 600.0  # of the frequencies, which change little with each lesson
MAX_GROWTH: Final = 0.1  # of the number of lessons since the frequencies were read


@dataclass(frozen=True, slots=True, eq=False)
class ComparedTexts:
    """The available lessons that were found, and what their texts are compared by.

    scores: in the full-text index, by lesson ID. texts: their stems, by lesson ID. frequencies: of each stem in lessons. in_use: the languages
    of the lessons.
    """

    scores: Mapping[str, float]
    texts: Mapping[str, str]
    frequencies: DocumentFrequencies
    in_use: LanguagesInUse = NOT_KNOWN


@dataclass(slots=True)
class ReferenceWords:
    """How often words are used in the newest lessons: read on first use, and again after MAX_AGE_SECONDS or MAX_GROWTH."""

    _frequencies: DocumentFrequencies | None = None
    _read_at: float = 0.0
    _lessons: int = 0
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def current(self, texts: LessonTexts, columns: Columns) -> DocumentFrequencies:
        """The frequencies, at most MAX_AGE_SECONDS old."""
        async with self._reading:
            if self._frequencies is None or self._is_old(len(columns.lessons.ids)):
                self._frequencies = await self._read(texts, columns)
            return self._frequencies

    def _is_old(self, lessons: int) -> bool:
        return monotonic() - self._read_at > MAX_AGE_SECONDS or abs(lessons - self._lessons) > self._lessons * MAX_GROWTH

    async def _read(self, texts: LessonTexts, columns: Columns) -> DocumentFrequencies:
        codes: list[int] = reference_lessons(columns).tolist()
        found = await texts.fetch([columns.lessons.ids[code] for code in codes])
        frequencies = await asyncio.to_thread(document_frequencies, list(found.values()))
        self._read_at, self._lessons = monotonic(), len(columns.lessons.ids)
        return frequencies


def stems_of(text: str, frequencies: DocumentFrequencies, in_use: LanguagesInUse = NOT_KNOWN) -> list[tuple[str, str]]:
    """The words of the text in their order, each with its stem: of the possible ones, the most frequent in lessons."""

    def choose(stems: Sequence[str]) -> str:
        return max(stems, key=lambda stem: frequencies.containing[stem])

    return [(word, choose(stems)) for word, stems in query_stems(text[:MAX_TEXT], in_use)]


def searched_stems(text: str, frequencies: DocumentFrequencies, in_use: LanguagesInUse = NOT_KNOWN) -> list[str]:
    """The SEARCHED_WORDS stems that weigh most in the text; the first ones if no lesson tells them apart."""
    stems = [stem for _, stem in stems_of(text, frequencies, in_use)]
    vector = {stem: weight for stem, weight in weigh(stems, frequencies).items() if weight > 0}
    return top_terms(vector, SEARCHED_WORDS) or list(dict.fromkeys(stems))[:SEARCHED_WORDS]
