"""Scores of lessons for a text query or for the words of a project."""

from collections.abc import Mapping
from typing import LiteralString

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.relevance.relevance import TextScores, text_scores
from graph_service.api.context import Context
from graph_service.compiler.conditions.search_text import stems_of_query
from graph_service.domain.search.text_search import PROJECT_WEIGHTS, QUESTION_WEIGHTS, find_lessons, read_project_words


async def score_text(context: Context, columns: Columns, text: str) -> TextScores:
    """Scores the lessons that contain any of the words of a text query, in any searched field."""
    return await _score(context, columns, text, QUESTION_WEIGHTS)


async def score_project(context: Context, columns: Columns, project: str) -> TextScores:
    """Scores the lessons that match any of the words of a project's name and summary; empty if the project does not exist."""
    return await _score(context, columns, await read_project_words(context.graph, project), PROJECT_WEIGHTS)


async def _score(context: Context, columns: Columns, text: str, weights: Mapping[LiteralString, float]) -> TextScores:
    """Runs each full-text search at most once per request."""
    stems = stems_of_query(text, context.statistics.languages, len(weights))
    hits = await context.memo.recall((find_lessons, text, len(weights)), lambda: find_lessons(context.graph, stems, weights))
    return text_scores(columns.lessons, hits)
