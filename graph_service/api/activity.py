"""The log of changes, for whoever wants to follow them."""

from typing import Annotated

import strawberry
from strawberry import ID

from graph_service.api.context import Info
from graph_service.domain import activity as log
from graph_service.mapping.scalars import DateTime
from graph_service.page_size import MAXIMUM_PAGE_SIZE, check_page_size


@strawberry.type(description="One change: who did what to what. It names no person and quotes no text.")
class Activity:
    """One change."""

    seq: int = strawberry.field(description="Its number. Numbers rise without gaps in the order of the changes.")
    at: DateTime = strawberry.field(description="When it happened.")
    actor: ID | None = strawberry.field(description="The id of the person who acted, where known.")
    action: str = strawberry.field(description="What was done.")
    subject_label: str | None = strawberry.field(description="What kind of thing was changed.")
    subject_id: ID | None = strawberry.field(description="The id of what was changed.")
    changed: list[str] = strawberry.field(description="Which of its fields changed.")

    @classmethod
    def of(cls, entry: log.Activity) -> "Activity":
        """As the schema shows it."""
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
    """The root field of the log."""

    @strawberry.field(description="Changes in order. Ask again after the last number you saw, and you miss none.")
    async def activity(
        self,
        info: Info,
        after: Annotated[int, strawberry.argument(description="Only changes with a higher number.")] = 0,
        first: Annotated[int, strawberry.argument(description=f"How many at the most, up to {MAXIMUM_PAGE_SIZE:,}.")] = 50,
    ) -> list[Activity]:
        """Oldest first."""
        return [Activity.of(entry) for entry in await log.activities(info.context.graph, after, check_page_size(first))]
