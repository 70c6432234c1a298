"""Reads the lessons that are compared with a text that somebody writes."""

from datetime import date

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.lesson_texts import LessonTexts
from graph_service.analysis.facts.arrays import UNKNOWN, day_number
from graph_service.analysis.facts.id_lookup import code_of
from graph_service.analysis.relevance.compared_texts import MAX_COMPARED, MAX_HITS, ComparedTexts, ReferenceWords, searched_stems
from graph_service.analysis.scope.masks import available_on
from graph_service.domain.search.text_search import QUESTION_WEIGHTS, find_lessons
from graph_service.graph import Graph
from graph_service.language.stems import LanguagesInUse


async def read_compared_texts(
    graph: Graph, columns: Columns, words: ReferenceWords, text: str, today: date, in_use: LanguagesInUse
) -> ComparedTexts:
    """The available lessons with the words that weigh most in the text, and the texts of those that match best; only of lessons that everybody may read."""
    texts = LessonTexts(graph)
    frequencies = await words.current(texts, columns)
    searched = searched_stems(text, frequencies, in_use)
    if not searched:
        return ComparedTexts({}, {}, frequencies, in_use)
    hits = await find_lessons(graph, dict.fromkeys(searched, 1), QUESTION_WEIGHTS, limit=MAX_HITS)
    available = np.flatnonzero(available_on(columns, day_number(today)))
    codes = {id_: code for id_, _ in hits if (code := code_of(columns.lessons.ids, id_)) != UNKNOWN}
    usable = set(available[np.isin(available, list(codes.values()))].tolist())
    scores = dict([(id_, score) for id_, score in hits if codes.get(id_) in usable][:MAX_COMPARED])
    return ComparedTexts(scores, await texts.fetch(scores), frequencies, in_use)
