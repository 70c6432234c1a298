"""The lessons that fit a project and on which it has not decided: `lessonsFor` without those that the project decided on."""

from collections.abc import Collection
from datetime import date
from typing import Any

from graph_service.analysis.measures.lessons_for import LessonSuggestion
from graph_service.analysis.measures.registry import MEASURES
from graph_service.analysis.organisation.view import as_of
from graph_service.api.context import Context
from graph_service.api.network.evaluation import evaluate
from graph_service.api.nodes.lessons import Lesson
from graph_service.compiler.execution.resolvers import readable_ids
from graph_service.model.enums import Phase
from graph_service.page_size import MAXIMUM_PAGE_SIZE


async def suggest_lessons(
    context: Context, project: str, phase: Phase | None, first: int, decided: Collection[str]
) -> list[LessonSuggestion]:
    """At most `first` lessons for a project, the best first, that the caller may read, without the decided ones."""
    arguments: dict[str, Any] = {"project": project, "phase": phase, "first": min(first + len(decided), MAXIMUM_PAGE_SIZE)}
    found: tuple[LessonSuggestion, ...] = await evaluate(
        context, as_of(date.fromisoformat(context.today)), MEASURES["lessons_for"], arguments
    )
    open_ones = [suggestion for suggestion in found if suggestion.lesson not in decided]
    readable = await readable_ids(context, Lesson, [suggestion.lesson for suggestion in open_ones])
    return [suggestion for suggestion in open_ones if suggestion.lesson in readable][:first]
