"""Rundowns, in which a project goes through lessons, and conversations with people who did something similar."""

from typing import TYPE_CHECKING

from strawberry import ID

from graph_service.api.nodes.enums import Decision, Phase
from graph_service.mapping.annotations import Many, edge, node, related
from graph_service.mapping.node_types import FullTextIndex
from graph_service.mapping.scalars import Date, DateTime, NameValues

if TYPE_CHECKING:
    from graph_service.api.nodes.lessons import Lesson
    from graph_service.api.nodes.people import Person
    from graph_service.api.nodes.projects import Project
    from graph_service.api.nodes.reuses import Reuse


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
    """Additional columns of imported files, by column header."""
    project: "Project" = related("FOR", description="The project that held the rundown.")
    considered: Many["Lesson"] = related(
        "CONSIDERED", edge=Consideration, description="The lessons considered; each edge has the decision."
    )
    reuses: Many["Reuse"] = related(
        "DECIDED_IN", incoming=True, description="The reuses that followed from decisions to apply a lesson; each waits for its result."
    )


@node("Conversation", fulltext=FullTextIndex("conversation_text", ("note", "extra")))
class Conversation:
    """A conversation about a project with somebody who did something similar."""

    id: ID
    """The conversation's ID."""
    held_on: Date
    """The day it was held."""
    note: str | None
    """A note about the conversation."""
    extra: NameValues
    """Additional columns of imported files, by column header."""
    project: "Project" = related("HELD_FOR", description="The project it was about.")
    with_: "Person" = related("HELD_WITH", description="The person with whom it was held.")
    held_by: "Person" = related("HELD_BY", description="The person of the project who held it.")
