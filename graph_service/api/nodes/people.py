"""People: where they belong, what they worked on, what they learned and reused."""

from typing import TYPE_CHECKING, Optional

from strawberry import ID

from graph_service.api import read_rules
from graph_service.mapping.annotations import Many, edge, node, related
from graph_service.mapping.node_types import FullTextIndex, Step
from graph_service.mapping.scalars import Date, NameValues

if TYPE_CHECKING:
    from graph_service.api.nodes.departments import Department
    from graph_service.api.nodes.lessons import Lesson
    from graph_service.api.nodes.projects import Project
    from graph_service.api.nodes.reuses import Reuse
    from graph_service.api.nodes.topics import Topic


@edge
class Membership:
    """A period in a home department."""

    from_: Date | None
    """The first day."""
    to: Date | None
    """The day after the last day; absent while the person still belongs to the department."""


@edge
class Assignment:
    """A role on a project during a period."""

    role: str | None
    """The person's role on the project."""
    from_: Date | None
    """The first day, if known."""
    to: Date | None
    """The day after the last day, if known."""


@node("Person", plural="people", fulltext=FullTextIndex("person_text", ("name", "title", "extra")), read_rule=read_rules.PEOPLE)
class Person:
    """Someone who works or used to work in the organisation."""

    id: ID
    """The person's ID."""
    name: str
    """The person's name; "a colleague" where the caller may not read it."""
    email: str | None
    """The e-mail address. Only callers who are a person in the graph, and curators, can read it."""
    title: str | None
    """The job title. Only callers who are a person in the graph, and curators, can read it."""
    active: bool
    """Whether the person currently works in the organisation."""
    discoverable: bool
    """Whether the person may be named to everybody. Others are named only to curators and to people they learned a lesson with."""
    extra: NameValues
    """Additional columns of imported files, by column header. Only callers who are a person in the graph, and curators, can read them."""
    department: Optional["Department"] = related("MEMBER_OF", dated=True, description="The home department.")
    memberships: Many["Department"] = related(
        "MEMBER_OF", edge=Membership, description="All home departments so far; each edge has the period."
    )
    departments: Many["Department"] = related("MEMBER_OF", distinct=True, description="All home departments so far, each listed once.")
    assignments: Many["Project"] = related(
        "WORKED_ON", edge=Assignment, description="The projects the person worked on, once per role; each edge has the role and the period."
    )
    projects: Many["Project"] = related("WORKED_ON", distinct=True, description="The projects the person worked on, each listed once.")
    lessons: Many["Lesson"] = related("LEARNED_BY", incoming=True, description="The lessons the person learned.")
    stewarded_topics: Many["Topic"] = related(
        "STEWARDED_BY", incoming=True, dated=True, description="The topics of which the person is a steward."
    )
    reuses: Many["Reuse"] = related("REUSED_BY", incoming=True, description="The person's reuses of lessons.")
    reuses_of_lessons: Many["Reuse"] = related(
        "REUSE_OF",
        incoming=True,
        through=Step("LEARNED_BY", incoming=True),
        description="All reuses of the lessons that the person learned, by anyone; also the person's own.",
    )
