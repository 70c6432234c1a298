"""Checks that every lesson has the stems by which the full-text search finds it."""

from graph_service.domain.lessons.languages import COUNT_UNSTEMMED_QUERY, LANGUAGES_QUERY
from graph_service.graph import Graph
from graph_service.health.check import Check, State

REMEDY = "Run `graph-service migrate`, or restart `graph-service up`."


async def check_stems(graph: Graph) -> list[Check]:
    """The languages of the lessons. Lessons without stems were written by an earlier version or by Cypher, and no search finds them."""
    missing: int = await graph.read(COUNT_UNSTEMMED_QUERY)
    if missing:
        subject = "1 lesson is" if missing == 1 else f"{missing:,} lessons are"
        return [Check("search", State.WRONG, f"{subject} not prepared for search: no text finds them.", REMEDY)]
    languages = sorted(await graph.read(LANGUAGES_QUERY), key=lambda entry: (-entry[1], entry[0]))
    figures = dict(languages)
    listed = ", ".join(f"{language} {lessons:,}" for language, lessons in languages)
    message = f"All lessons can be found by text. Lessons by language: {listed}." if listed else "All lessons can be found by text."
    return [Check("search", State.OK, message, figures=figures)]
