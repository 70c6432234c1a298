"""Full-text search for lessons whose words match a question or the description of a project."""

from collections.abc import Mapping
from typing import Final, LiteralString

from graph_service.graph import Graph
from graph_service.language.lesson_stems import STEMS

# Lessons that not everybody may read are left out for everybody: whom or what a search finds would tell others which words they contain.
FIND_LESSONS_QUERY: LiteralString = """
CALL db.index.fulltext.queryNodes('lesson_text', $query, {limit: $limit}) YIELD node, score
WHERE node.audience IS NULL
RETURN collect([node.id, score]) AS matches
"""
PROJECT_WORDS_QUERY: LiteralString = """
MATCH (project:Project {id: $project})
RETURN coalesce(project.name, '') + ' ' + coalesce(project.summary, '') AS words
"""
# Title and context say what a lesson is about; the other texts describe its effect, in words common to many lessons. So the description
# of a project is compared only with title and context. A user who types a question may remember words of any text: for a question the other
# texts count a quarter, which ranks better than an equal weight (tests/benchmarks/ranking).
PROJECT_WEIGHTS: Final[Mapping[LiteralString, float]] = {"title": 1.0, "context": 1.0}
QUESTION_WEIGHTS: Final[Mapping[LiteralString, float]] = {**PROJECT_WEIGHTS, "wentWell": 0.25, "wentWrong": 0.25, "recommendation": 0.25}
MATCH_NOTHING: Final = r"\!"  # punctuation is never indexed
MAX_MATCHES: Final = 1_000  # lessons; further matches share only one or two common words


async def find_lessons(
    graph: Graph, stems: Mapping[str, int], weights: Mapping[LiteralString, float], limit: int = MAX_MATCHES
) -> list[tuple[str, float]]:
    """Ids and scores of the lessons that contain any of the stems, best first; only of lessons that everybody may read.

    stems: of words, without query syntax, each with the times that it counts. weights: of the texts to search, by name. limit: the number of lessons.

    The query is a flat list of one clause per stem and text: grouped by text it takes twice as long for the same scores.
    """
    query = (
        " ".join(f"{STEMS[name]}:{stem}^{weight * count}" for stem, count in stems.items() for name, weight in weights.items())
        or MATCH_NOTHING
    )
    matches: list[tuple[str, float]] = await graph.read(FIND_LESSONS_QUERY, {"query": query, "limit": limit})
    return matches


async def read_project_words(graph: Graph, project: str) -> str:
    """Its name and summary; empty text if the id is unknown."""
    return await graph.read(PROJECT_WORDS_QUERY, {"project": project}) or ""
