"""Tasks: findings that somebody was asked to look at."""

from typing import TYPE_CHECKING, Optional

from strawberry import ID

from graph_service.api import read_rules
from graph_service.api.nodes.enums import Finding
from graph_service.mapping.annotations import node, related
from graph_service.mapping.node_types import FullTextIndex
from graph_service.mapping.scalars import Date, NameValues

if TYPE_CHECKING:
    from graph_service.api.nodes.people import Person


@node("Task", fulltext=FullTextIndex("task_text", ("title", "note", "extra")), read_rule=read_rules.TASKS)
class Task:
    """A finding that somebody was asked to look at. Both people and curators can read it."""

    id: ID
    """The task's ID."""
    finding: Finding
    """What kind of finding it is about."""
    title: str
    """The finding in one line, as it was when the person was asked."""
    note: str | None
    """What the person was asked to do."""
    asked_on: Date
    """The day the person was asked."""
    done_on: Date | None
    """The day it was done; absent while it is open."""
    extra: NameValues
    """Additional columns of imported files, by column header."""
    person: "Person" = related("ASKED_OF", description="The person who was asked.")
    asked_by: Optional["Person"] = related(
        "ASKED_BY", description="The person who asked; absent if the caller was not a person in the graph."
    )
