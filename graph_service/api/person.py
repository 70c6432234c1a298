"""People: where they belong, what they worked on, what they learned and reused."""

from typing import TYPE_CHECKING, Optional

from strawberry import ID

from graph_service.mapping.annotations import FullText, Many, edge, node, related
from graph_service.mapping.scalars import Date

if TYPE_CHECKING:
    from graph_service.api.department import Department
    from graph_service.api.lesson import Lesson
    from graph_service.api.project import Project
    from graph_service.api.reuse import Reuse


@edge
class Membership:
    """A time in a home department."""

    from_: Date | None
    """The first day in the department."""
    to: Date | None
    """The day after the last; absent while the person still belongs to it."""


@edge
class Assignment:
    """A part played in a project."""

    role: str | None
    """What the person did there."""
    from_: Date | None
    """The first day, where known."""
    to: Date | None
    """The day after the last, where known."""


@node("Person", plural="people", text=FullText("person_text", ("name", "title")))
class Person:
    """Someone who works here or used to."""

    id: ID
    """The person's own id."""
    name: str
    """Name as the organisation writes it."""
    email: str | None
    """Address to write to."""
    title: str | None
    """Job title."""
    active: bool
    """Whether the person works here today."""
    discoverable: bool
    """Whether the person may be named among experts and brokers."""
    department: Optional["Department"] = related("MEMBER_OF", dated=True, description="The home department.")
    memberships: Many["Department"] = related(
        "MEMBER_OF", edge=Membership, description="Every home department there was, each with the days on its edge."
    )
    departments: Many["Department"] = related("MEMBER_OF", distinct=True, description="Every home department there was, once each.")
    assignments: Many["Project"] = related(
        "WORKED_ON", edge=Assignment, description="The projects worked on, once per role, with role and days on the edge."
    )
    projects: Many["Project"] = related("WORKED_ON", distinct=True, description="The projects worked on, once each.")
    lessons: Many["Lesson"] = related("LEARNED_BY", incoming=True, description="What this person learned.")
    reuses: Many["Reuse"] = related("REUSED_BY", incoming=True, description="What this person reused.")
