"""Which lessons are worded like something: a question, or what a project says of itself."""

from collections.abc import Mapping
from typing import Final, LiteralString

from graph_service.graph import Graph

FIND_LESSONS_QUERY: LiteralString = """
CALL db.index.fulltext.queryNodes('lesson_text', $query, {limit: $limit}) YIELD node, score
RETURN collect([node.id, score]) AS found
"""
PROJECT_WORDS_QUERY: LiteralString = """
MATCH (project:Project {id: $project})
RETURN coalesce(project.name, '') + ' ' + coalesce(project.summary, '') AS words
"""
# A lesson is about what its title and its context say; the rest tells what came of it, in words that any lesson may have. So a project is
# held against the first alone, while somebody who types words may remember any of them: a quarter for the rest ranks better there than the
# same weight (tests/benchmarks/ranking).
GIST: Final = {"title": 1.0, "context": 1.0}
WRITTEN: Final = {**GIST, "wentWell": 0.25, "wentWrong": 0.25, "recommendation": 0.25}
MOST_FOUND: Final = 1_000  # lessons; who comes later shares a common word or two


async def find_lessons(graph: Graph, words: str, weights: Mapping[str, float]) -> list[tuple[str, float]]:
    """Ids and scores of the lessons that have any of the words, the best first. `words` as the full-text index takes them, signs escaped.

    weights: of the properties to look in.

    One clause for each word in each property, side by side: in a bracket for each property the index takes twice as long for the same scores.
    """
    query = " ".join(f"{name}:{word}^{weight}" for word in words.split() for name, weight in weights.items())
    found: list[tuple[str, float]] = await graph.read(FIND_LESSONS_QUERY, {"query": query, "limit": MOST_FOUND})
    return found


async def words_of_project(graph: Graph, project: str) -> str:
    """Its name and summary; nothing where there is no such project."""
    return await graph.read(PROJECT_WORDS_QUERY, {"project": project}) or ""
