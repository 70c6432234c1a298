"""The stems of the texts of lessons. They are too large for columns, so they are read from the graph for the few lessons that are compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, LiteralString

from graph_service.graph import Graph

MAX_HITS: Final = 100  # lessons that a search returns

TEXTS_QUERY: LiteralString = """
MATCH (lesson:Lesson)
WHERE lesson.id IN $ids
RETURN collect([
  lesson.id,
  coalesce(lesson.titleStems, '') + '\\n' +
  coalesce(lesson.contextStems, '') + '\\n' +
  coalesce(lesson.wentWellStems, '') + '\\n' +
  coalesce(lesson.wentWrongStems, '') + '\\n' +
  coalesce(lesson.recommendationStems, '')
]) AS texts
"""
SEARCH_QUERY: LiteralString = """
UNWIND $searches AS search
CALL db.index.fulltext.queryNodes('lesson_text', search.words, {limit: $hits}) YIELD node, score
WITH search, node, score
ORDER BY score DESC, node.id
WITH search, collect(node.id) AS hits
RETURN collect([search.id, hits]) AS hits
"""


@dataclass(frozen=True, slots=True)
class LessonTexts:
    """The stems of the texts of the lessons in a graph (see graph_service/language)."""

    graph: Graph

    async def fetch(self, ids: Iterable[str]) -> dict[str, str]:
        """Lesson id -> the stems of title, context, what went well, what went wrong and recommendation, one per line; unknown ids are left out."""
        return dict(await self.graph.read(TEXTS_QUERY, {"ids": list(ids)}))

    async def search(self, words: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """Key -> ids of the lessons that the full-text index finds for its stems, the best first. Keys without stems are left out."""
        searches = [{"id": key, "words": " ".join(terms)} for key, terms in words.items() if terms]
        return dict(await self.graph.read(SEARCH_QUERY, {"searches": searches, "hits": MAX_HITS}))
