"""Departments: the tree, who belongs where, and what was learned and reused there."""

from typing import TYPE_CHECKING, Optional

from strawberry import ID

from graph_service.mapping.annotations import Many, node, related
from graph_service.mapping.node_types import FullTextIndex, Step
from graph_service.mapping.scalars import Date, NameValues

if TYPE_CHECKING:
    from graph_service.api.nodes.lessons import Lesson
    from graph_service.api.nodes.people import Person
    from graph_service.api.nodes.projects import Project
    from graph_service.api.nodes.reuses import Reuse


@node("Department", fulltext=FullTextIndex("department_text", ("name", "description", "extra")))
class Department:
    """A part of the organisation. People belong to it; lessons are learned and reused in it."""

    id: ID
    """The department's ID."""
    name: str
    """The department's name."""
    description: str | None
    """What the department does."""
    opened_on: Date | None
    """The first day the department exists."""
    closed_on: Date | None
    """The first day the department no longer exists; absent while it is open."""
    extra: NameValues
    """Additional columns of imported files, by column header."""
    parent: Optional["Department"] = related("PART_OF", dated=True, description="The department it is part of.")
    ancestors: list["Department"] = related(
        "PART_OF", dated=True, transitive=True, description="The departments above it, from its parent to the top of the tree."
    )
    children: Many["Department"] = related("PART_OF", incoming=True, dated=True, description="The departments directly below it.")
    members: Many["Person"] = related("MEMBER_OF", incoming=True, dated=True, description="The people whose home department it is.")
    heads: Many["Person"] = related("HEADS", incoming=True, description="The people who head it; usually one.")
    projects: Many["Project"] = related("OWNS", dated=True, description="The projects it owns.")
    lessons: Many["Lesson"] = related("LEARNED_IN", incoming=True, description="Lessons its members learned while they belonged to it.")
    reuses: Many["Reuse"] = related("REUSED_IN", incoming=True, description="Reuses by its members while they belonged to it.")
    reuses_of_lessons: Many["Reuse"] = related(
        "REUSE_OF",
        incoming=True,
        through=Step("LEARNED_IN", incoming=True),
        description="All reuses of the lessons learned in it, in any department; also in this one.",
    )
