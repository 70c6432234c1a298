"""The review history of a lesson, and the checks of what makes it useful to others, as root fields."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Final

import strawberry
from strawberry import ID

from graph_service.api.context import Context, Info
from graph_service.api.network.result_types import graphql_type
from graph_service.api.nodes.enums import Phase, ReviewDecision
from graph_service.api.nodes.lessons import Lesson
from graph_service.api.nodes.people import Person
from graph_service.compiler.execution.resolvers import read_reference, readable_ids
from graph_service.domain.curation.reviews import Review, read_reviews
from graph_service.domain.curation.usefulness import (
    MAX_CHECKED,
    CheckedLesson,
    CheckResult,
    check_usefulness,
    read_checked_lessons,
    read_project_name,
)
from graph_service.errors import InvalidInput, NotFound
from graph_service.mapping.scalars import DateTime

COST_IN_ROWS: Final = 500


@strawberry.type(description="A step in the review of a lesson.")
class LessonReview:
    at: DateTime = strawberry.field(description="When it was taken.")
    decision: ReviewDecision = strawberry.field(description="What was done.")
    note: str | None = strawberry.field(description="The question, the answer, the reason or the note to the authors.")
    person_id: strawberry.Private[str]

    @strawberry.field(description="The person who took it.")
    async def by(self, info: Info) -> Person | None:
        return await read_reference(info, Person, self.person_id)

    @classmethod
    def of(cls, review: Review) -> "LessonReview":
        return cls(at=DateTime(review.at), decision=ReviewDecision(review.decision), note=review.note, person_id=review.person)


@strawberry.type
class LessonReviewQuery:
    @strawberry.field(
        description="The review of a lesson in the order of its steps: who submitted, returned, answered, published or refused it, and what they "
        "wrote. Only curators, its authors and the stewards of its topics see it."
    )
    async def lesson_reviews(
        self, info: Info, lesson: Annotated[ID, strawberry.argument(description="The ID of the lesson.")]
    ) -> list[LessonReview]:
        context = info.context
        context.charge(COST_IN_ROWS, "lessonReviews")
        if lesson not in await readable_ids(context, Lesson, [lesson]):
            return []
        return [LessonReview.of(review) for review in await read_reviews(context.graph, lesson, context.caller, context.today)]

    @strawberry.field(
        graphql_type=graphql_type(tuple[CheckResult, ...]),
        description="What would make a lesson more useful to others, as checks with a reason. With `lesson`, the arguments that are set replace the "
        "values of that lesson, so that changes can be checked before they are saved.",
    )
    async def lesson_checks(
        self,
        info: Info,
        lesson: Annotated[ID | None, strawberry.argument(description="The ID of the lesson; none for a new one.")] = None,
        title: Annotated[str | None, strawberry.argument(description="The lesson in one line.")] = strawberry.UNSET,
        context: Annotated[str | None, strawberry.argument(description="What happened.")] = strawberry.UNSET,
        went_well: Annotated[str | None, strawberry.argument(description="What went well.")] = strawberry.UNSET,
        went_wrong: Annotated[str | None, strawberry.argument(description="What went wrong.")] = strawberry.UNSET,
        recommendation: Annotated[str | None, strawberry.argument(description="What to do next time.")] = strawberry.UNSET,
        phase: Annotated[Phase | None, strawberry.argument(description="The phase of a project in which it is useful.")] = strawberry.UNSET,
        topics: Annotated[list[ID] | None, strawberry.argument(description="The IDs of its topics.")] = strawberry.UNSET,
        project: Annotated[ID | None, strawberry.argument(description="The ID of the project where it was learned.")] = strawberry.UNSET,
    ) -> Any:
        info.context.charge(COST_IN_ROWS, "lessonChecks")
        texts = {
            "title": title,
            "context": context,
            "went_well": went_well,
            "went_wrong": went_wrong,
            "recommendation": recommendation,
            "phase": phase,
        }
        checked = CheckedLesson() if lesson is None else await _read_lesson(info.context, lesson)
        stated: dict[str, Any] = _stated(texts)
        if topics is not strawberry.UNSET:
            stated["topics"] = len(topics or ())
        if project is not strawberry.UNSET:
            stated["project"] = project and await read_project_name(info.context.graph, project)
        return check_usefulness(replace(checked, **stated))


def _stated(texts: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments that are set. Raises InvalidInput for a text that is too long."""
    stated = {name: value for name, value in texts.items() if value is not strawberry.UNSET}
    for name, text in stated.items():
        if text is not None and len(text) > MAX_CHECKED:
            raise InvalidInput(f"{name} has {len(text):,} characters; the maximum is {MAX_CHECKED:,}.", field=name)
    return stated


async def _read_lesson(context: Context, lesson: str) -> CheckedLesson:
    readable = await readable_ids(context, Lesson, [lesson])
    found = await read_checked_lessons(context.graph, list(readable))
    if lesson not in found:
        raise NotFound(f"lesson is {lesson!r}, but there is no lesson with this id.", field="lesson")
    return found[lesson]
