"""What lessons say, read from the graph when a question needs it: too much to keep beside the columns."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, LiteralString

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import Indices
from graph_service.analysis.organisation.view import View
from graph_service.analysis.relevance.suggested_recurrences import (
    Suggested,
    lessons_to_look_at,
    may_be_recurrences,
    reference_lessons,
    suggest,
    words_to_ask_for,
)
from graph_service.analysis.relevance.tf_idf import rarity
from graph_service.graph import Graph

HITS: Final = 100  # lessons the index gives for the words of one

TEXTS_QUERY: LiteralString = """
MATCH (lesson:Lesson)
WHERE lesson.id IN $ids
RETURN collect([
  lesson.id,
  coalesce(lesson.title, '') + '\\n' +
  coalesce(lesson.context, '') + '\\n' +
  coalesce(lesson.wentWell, '') + '\\n' +
  coalesce(lesson.wentWrong, '') + '\\n' +
  coalesce(lesson.recommendation, '')
]) AS texts
"""
HITS_QUERY: LiteralString = """
UNWIND $asked AS one
CALL db.index.fulltext.queryNodes('lesson_text', one.words, {limit: $hits}) YIELD node, score
WITH one, node, score
ORDER BY score DESC, node.id
WITH one, collect(node.id) AS hits
RETURN collect([one.id, hits]) AS hits
"""


async def suggest_recurrences(graph: Graph, columns: Columns, view: View) -> tuple[Suggested, ...]:
    """Pairs of lessons of the view that may tell of the same problem, the likest first: see suggested_recurrences.py."""
    later, reference = _ids(columns, lessons_to_look_at(columns, view)), _ids(columns, reference_lessons(columns))
    if not later:
        return ()
    texts = await _read_texts(graph, {*later, *reference})
    known = await asyncio.to_thread(rarity, [texts[id_] for id_ in reference if id_ in texts])
    asked = await asyncio.to_thread(words_to_ask_for, {id_: texts[id_] for id_ in later if id_ in texts}, known)
    pairs = await asyncio.to_thread(may_be_recurrences, columns, view, await _find(graph, asked))
    compared = {columns.lessons.ids[code] for others in pairs.values() for code in others}
    texts |= await _read_texts(graph, compared - texts.keys())
    return await asyncio.to_thread(suggest, columns, pairs, texts, known)


def _ids(columns: Columns, lessons: Indices) -> list[str]:
    codes: list[int] = lessons.tolist()
    return [columns.lessons.ids[code] for code in codes]


async def _read_texts(graph: Graph, ids: Iterable[str]) -> dict[str, str]:
    """By id, everything each of these lessons says."""
    return dict(await graph.read(TEXTS_QUERY, {"ids": list(ids)}))


async def _find(graph: Graph, asked: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Lesson id -> ids of the lessons that the full-text index finds for these words, the best first."""
    spoken = [{"id": id_, "words": " ".join(words)} for id_, words in asked.items() if words]
    return dict(await graph.read(HITS_QUERY, {"asked": spoken, "hits": HITS}))
