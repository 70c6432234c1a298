"""Rundowns: meetings in which a project goes through lessons."""

from typing import TYPE_CHECKING

from strawberry import ID

from graph_service.api.nodes.enums import Decision, Phase
from graph_service.mapping.annotations import Many, edge, node, related
from graph_service.mapping.node_types import FullTextIndex
from graph_service.mapping.scalars import Date, DateTime, NameValues

if TYPE_CHECKING:
    from graph_service.api.nodes.lessons import Lesson
    from graph_service.api.nodes.projects import Project


@edge
class Consideration:
    """The decision about one lesson."""

    decision: Decision
    """The decision."""
    reason: str | None
    """The reason for the decision."""
    decided_at: DateTime | None
    """When it was decided."""


@node("Rundown", fulltext=FullTextIndex("rundown_text", ("note", "extra")))
class Rundown:
    """A meeting in which a project goes through lessons."""

    id: ID
    """The rundown's ID."""
    phase: Phase
    """The phase of the project: before, during or after it."""
    held_on: Date
    """The day it was held."""
    note: str | None
    """A note about the rundown."""
    extra: NameValues
    """What files that were imported say about it beyond these fields, by the header of the column."""
    project: "Project" = related("FOR", description="The project that held the rundown.")
    considered: Many["Lesson"] = related(
        "CONSIDERED", edge=Consideration, description="The lessons considered; each edge has the decision."
    )
