"""doctor says when lessons are not prepared for search."""

from graph_service.domain.lessons.languages import fill_stems
from graph_service.graph import Graph
from graph_service.health.check import State
from graph_service.health.stems import check_stems


async def test_lessons_without_stems_are_reported_until_they_are_filled_in(graph: Graph) -> None:
    assert [check.message for check in await check_stems(graph)] == ["All lessons can be found by text."]
    await graph.command("CREATE (:Lesson {id: 'l', title: 'Ask the harbour master before the first visit of the site'})")
    (check,) = await check_stems(graph)
    assert (check.state, check.message) == (State.WRONG, "1 lesson is not prepared for search: no text finds them.")
    assert "graph-service migrate" in check.remedy
    await fill_stems(graph)
    (check,) = await check_stems(graph)
    assert (check.state, check.message) == (State.OK, "All lessons can be found by text. Lessons by language: en 1.")
