"""Rundowns: a project sitting down to go through lessons."""

from enum import Enum
from typing import TYPE_CHECKING

import strawberry
from strawberry import ID

from graph_service.api.lesson import Phase
from graph_service.mapping.annotations import FullText, Many, edge, node, related
from graph_service.mapping.scalars import Date, DateTime

if TYPE_CHECKING:
    from graph_service.api.lesson import Lesson
    from graph_service.api.project import Project


@strawberry.enum(description="What a project decided about a lesson.")
class Decision(Enum):
    """What a project decided about a lesson."""

    APPLY = strawberry.enum_value("APPLY", description="It will be applied.")
    NOT_APPLICABLE = strawberry.enum_value("NOT_APPLICABLE", description="It does not fit here.")
    LATER = strawberry.enum_value("LATER", description="To be looked at again.")


@edge
class Consideration:
    """What was decided about one lesson."""

    decision: Decision
    """What was decided."""
    reason: str | None
    """Why."""
    decided_at: DateTime | None
    """When."""


@node("Rundown", text=FullText("rundown_text", ("note",)))
class Rundown:
    """One sitting in which a project goes through lessons."""

    id: ID
    """The rundown's own id."""
    phase: Phase
    """Before, during or after the project."""
    held_on: Date
    """The day it was held."""
    note: str | None
    """What there is to say about it."""
    project: "Project" = related("FOR", description="The project that sat down.")
    considered: Many["Lesson"] = related(
        "CONSIDERED", edge=Consideration, description="The lessons gone through, with the decision on the edge."
    )
