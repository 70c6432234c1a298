"""The root field `splitNotes`, by which a form shows the lessons in pasted notes before they are recorded."""

from typing import Annotated

import strawberry

from graph_service.domain.capture.bullets import MAX_LESSONS, MAX_NOTES, split_notes


@strawberry.type
class NotesQuery:
    """The root field `splitNotes`."""

    @strawberry.field(
        description="Splits the notes of a meeting into lessons, as `captureMeeting` does: one for each bullet, or else each paragraph, or else each line; "
        f"at most {MAX_LESSONS}."
    )
    async def split_notes(
        self, notes: Annotated[str, strawberry.argument(description=f"The notes: plain text of at most {MAX_NOTES:,} characters.")]
    ) -> list[str]:
        """Reads nothing from the graph."""
        return split_notes(notes, "notes")
