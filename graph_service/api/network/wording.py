"""Scores of lessons for a text query or for the words of a project."""

import asyncio
from collections.abc import Mapping

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.relevance.relevance import TextScores, text_scores
from graph_service.api.context import Info
from graph_service.compiler.search_text import to_lucene_query
from graph_service.domain.text_search import PROJECT_WEIGHTS, QUESTION_WEIGHTS, find_lessons, read_project_words


async def score_text(info: Info, columns: Columns, text: str) -> TextScores:
    """Scores the lessons that contain any of the words of a text query, in any searched field."""
    return await _score(info, columns, text, QUESTION_WEIGHTS)


async def score_project(info: Info, columns: Columns, project: str) -> TextScores:
    """Scores the lessons that match any of the words of a project's name and summary; empty if the project does not exist."""
    return await _score(info, columns, await read_project_words(info.context.graph, project), PROJECT_WEIGHTS)


async def _score(info: Info, columns: Columns, text: str, weights: Mapping[str, float]) -> TextScores:
    """Runs each full-text search at most once per request."""
    searches, search = info.context.searches, (text, len(weights))
    if search not in searches:
        searches[search] = asyncio.ensure_future(find_lessons(info.context.graph, to_lucene_query(text, len(weights)), weights))
    return text_scores(columns.lessons, await searches[search])
