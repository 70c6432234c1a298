"""The lessons that are waiting for review, as a root field."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final

import strawberry
from strawberry import ID

from graph_service.access import Role
from graph_service.analysis.facts.node_ids import LessonId, PersonId
from graph_service.api.context import Context, Info
from graph_service.api.network.result_types import graphql_type
from graph_service.domain.curation.queue import QueuedLesson, QueueScope, read_review_queue
from graph_service.domain.curation.usefulness import CheckResult, check_usefulness, read_checked_lessons
from graph_service.errors import Forbidden, InvalidInput
from graph_service.mapping.scalars import DateTime
from graph_service.page_size import check_page_size, or_default

DEFAULT_FIRST: Final = 20
MAX_FIRST: Final = 100
COST_IN_ROWS: Final = 1_000


@dataclass(frozen=True, slots=True)
class QueuedReview:
    """A lesson that is waiting for review."""

    key: ID
    """Identifies it in the list; also the cursor after which the next page begins."""
    lesson: LessonId
    """The lesson."""
    submitted_at: DateTime
    """When it was last submitted."""
    age_in_days: int
    """How many days it has waited."""
    stewards: tuple[PersonId, ...]
    """The active stewards of its topics, who review it; if empty, curators review it."""
    checks: tuple[CheckResult, ...]
    """What would make it more useful to others."""


@strawberry.type(description="Whether there is a page after this one.")
class ReviewQueuePage:
    has_next_page: bool = strawberry.field(description="Whether more lessons are waiting after this page.")
    end_cursor: str | None = strawberry.field(description="What `after` takes to read the next page; absent if this page is empty.")


@strawberry.type(description="Lessons that are waiting for review, longest wait first.")
class ReviewQueue:
    nodes: graphql_type(tuple[QueuedReview, ...]) = strawberry.field(description="The lessons.")  # pyright: ignore[reportInvalidTypeForm, reportUnknownVariableType]
    total_count: int = strawberry.field(description="How many are waiting, on all pages.")
    page_info: ReviewQueuePage = strawberry.field(description="Whether there is a page after this one.")


@strawberry.type
class ReviewQueueQuery:
    @strawberry.field(
        description="The lessons that are waiting for your review, longest wait first: those about topics of which you are a steward and, for "
        "curators, those without an active steward. A restricted lesson waits for those of its stewards who may read it or, "
        "if there are none, for the curators who may."
    )
    async def review_queue(
        self,
        info: Info,
        steward: Annotated[
            ID | None, strawberry.argument(description="The queue of this steward instead of your own. Only for curators, except your own.")
        ] = None,
        everything: Annotated[bool, strawberry.argument(description="All lessons that are waiting. Only for curators.")] = False,
        first: Annotated[int | None, strawberry.argument(description=f"The maximum number of lessons, up to {MAX_FIRST}.")] = DEFAULT_FIRST,
        after: Annotated[str | None, strawberry.argument(description="The `endCursor` of the page before.")] = None,
    ) -> ReviewQueue:
        context = info.context
        size = check_page_size(or_default(first, DEFAULT_FIRST), maximum=MAX_FIRST)
        context.charge(COST_IN_ROWS + 50 * size, "reviewQueue")
        scope = _scope(context, steward, everything=everything)
        position = None if after is None else _read_cursor(after)
        total, items = await read_review_queue(context.graph, scope, context.today, size + 1, position)
        return ReviewQueue(
            nodes=await _describe(context, items[:size]),
            total_count=total,
            page_info=ReviewQueuePage(has_next_page=len(items) > size, end_cursor=_cursor(items[:size][-1]) if items[:size] else None),
        )


def _scope(context: Context, steward: str | None, *, everything: bool) -> QueueScope:
    caller = context.caller
    is_curator, named = caller.role >= Role.CURATOR, caller.role >= Role.ADMINISTRATOR
    if everything and not is_curator:
        raise Forbidden("Only curators see all lessons that are waiting for review.", field="everything")
    if steward is not None and steward != caller.person and not is_curator:
        raise Forbidden("Only curators see the lessons that are waiting for somebody else.", field="steward")
    if steward is not None:
        return QueueScope(steward, viewer=caller.person, named=named)
    return QueueScope(caller.person, unstewarded=is_curator, everything=everything, viewer=caller.person, named=named)


async def _describe(context: Context, items: list[QueuedLesson]) -> list[QueuedReview]:
    checked = await read_checked_lessons(context.graph, [item.lesson for item in items])
    return [
        QueuedReview(
            ID(_cursor(item)),
            LessonId(item.lesson),
            DateTime(item.at),
            (date.fromisoformat(context.today) - date.fromisoformat(item.at[:10])).days,
            tuple(map(PersonId, item.stewards)),
            check_usefulness(checked[item.lesson]) if item.lesson in checked else (),
        )
        for item in items
    ]


def _cursor(item: QueuedLesson) -> str:
    return base64.urlsafe_b64encode(json.dumps([item.at, item.lesson]).encode()).decode()


def _read_cursor(cursor: str) -> tuple[str, str]:
    """The position that a cursor states. Raises InvalidInput for anything else."""
    try:
        position: Any = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        at, lesson = position
        return datetime.fromisoformat(at).isoformat(), str(lesson)
    except (ValueError, TypeError):
        raise InvalidInput("after is not a cursor of this list. Use the endCursor of a page.", field="after") from None
