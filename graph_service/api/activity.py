"""The log of changes as a root field."""

from typing import Annotated

import strawberry
from strawberry import ID

from graph_service.api.context import Info
from graph_service.domain import activity as log
from graph_service.mapping.scalars import DateTime
from graph_service.page_size import MAXIMUM_PAGE_SIZE, check_page_size


@strawberry.type(description="A change: who did what to which node. It contains no names and no text.")
class Activity:
    seq: int = strawberry.field(description="Sequence number; increases by one with every change.")
    at: DateTime = strawberry.field(description="When it happened.")
    actor: ID | None = strawberry.field(description="The ID of the person who made the change, if known.")
    action: str = strawberry.field(
        description="The command that made the change, such as recordLesson; IMPORT for a batch of an import, REPAIR for `doctor --repair`."
    )
    subject_label: str | None = strawberry.field(description="The type of the changed node, such as Lesson.")
    subject_id: ID | None = strawberry.field(description="The ID of the changed node.")
    changed: list[str] = strawberry.field(description="The names of the changed fields.")

    @classmethod
    def of(cls, entry: log.Activity) -> "Activity":
        return cls(
            seq=entry.seq,
            at=DateTime(entry.at),
            actor=ID(entry.actor) if entry.actor else None,
            action=entry.action,
            subject_label=entry.subject_label,
            subject_id=ID(entry.subject_id) if entry.subject_id else None,
            changed=entry.changed,
        )


@strawberry.type
class ActivityQuery:
    @strawberry.field(description="Changes, oldest first. To miss none, pass the last sequence number you received as `after`.")
    async def activity(
        self,
        info: Info,
        after: Annotated[int, strawberry.argument(description="Only changes with a higher sequence number.")] = 0,
        first: Annotated[int, strawberry.argument(description=f"The maximum number of changes, up to {MAXIMUM_PAGE_SIZE:,}.")] = 50,
    ) -> list[Activity]:
        return [Activity.of(entry) for entry in await log.read_activities(info.context.graph, after, check_page_size(first))]
