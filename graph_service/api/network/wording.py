"""What is asked in words, as scores of lessons."""

import asyncio

from graph_service.api.context import Info
from graph_service.compiler.fulltext import as_query
from graph_service.knowledge.wording import WEIGHTS, find_lessons, words_of_project
from graph_service.network.columns import Columns
from graph_service.network.relevance import TextScores, text_scores


async def score_text(info: Info, columns: Columns, text: str) -> TextScores:
    """The lessons that have any of the words somebody typed. The same words are looked for once in a request."""
    searches = info.context.searches
    if text not in searches:
        searches[text] = asyncio.ensure_future(find_lessons(info.context.graph, as_query(text, len(WEIGHTS))))
    return text_scores(columns.lessons, await searches[text])


async def score_project(info: Info, columns: Columns, project: str) -> TextScores:
    """The lessons that have any of the words of a project's name and summary; none where there is no such project."""
    return await score_text(info, columns, await words_of_project(info.context.graph, project))
