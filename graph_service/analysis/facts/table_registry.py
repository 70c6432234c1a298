"""Which nodes and relationships of the graph fill each table, and how its rows are sorted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, LiteralString

from graph_service.analysis.facts.column import Column, columns_of
from graph_service.analysis.facts.tables import (
    Assignments,
    Considerations,
    Conversations,
    DepartmentParents,
    Departments,
    Events,
    Lessons,
    Memberships,
    Ownerships,
    People,
    Projects,
    Recurrences,
    Rundowns,
    Topics,
)
from graph_service.model.labels import Label


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the analysis.

    name: its field in Columns. table: the class whose annotations specify its columns. order: the columns that rows are sorted by.
    """

    name: str
    table: type
    order: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def columns(self) -> Mapping[str, Column]:
        """Name -> specification."""
        return columns_of(self.table)


@dataclass(frozen=True, slots=True)
class NodeTable(Table):
    """A table with one row for each node of a label.

    condition: which of these nodes, in Cypher. Rows are sorted by `order`, then by id; in a table sorted by id alone, the position of a row
    is the code of its node, to which other tables refer.
    """

    label: Label
    condition: LiteralString = "true"


@dataclass(frozen=True, slots=True)
class LinkTable(Table):
    """A table with one row for each relationship of a type. It is read, and read again, with the node that owns the relationships.

    owner: the table of these nodes. owner_column: the column with their code. pattern: the relationships of `node`, in Cypher.
    """

    owner: NodeTable
    owner_column: str
    pattern: LiteralString


EVENTS: Final = NodeTable("events", Events, Label.REUSE, "node.withdrawnOn IS NULL AND node.reusedOn IS NOT NULL", order=("person", "day"))
LESSONS: Final = NodeTable("lessons", Lessons, Label.LESSON)
PROJECTS: Final = NodeTable("projects", Projects, Label.PROJECT)
PEOPLE: Final = NodeTable("people", People, Label.PERSON)
RUNDOWNS: Final = NodeTable("rundowns", Rundowns, Label.RUNDOWN)
CONVERSATIONS: Final = NodeTable("conversations", Conversations, Label.CONVERSATION)
TOPICS: Final = NodeTable("topics", Topics, Label.TOPIC)
DEPARTMENTS: Final = NodeTable("departments", Departments, Label.DEPARTMENT)

NODE_TABLES: Final = (EVENTS, LESSONS, PROJECTS, PEOPLE, RUNDOWNS, CONVERSATIONS, TOPICS, DEPARTMENTS)
"""The largest first, which is the order in which they are read."""
LINK_TABLES: Final = (
    LinkTable("recurrences", Recurrences, LESSONS, "later", "(node)-[:RECURRENCE_OF]->(other)", order=("later", "earlier")),
    LinkTable("dismissed", Recurrences, LESSONS, "later", "(node)-[:NOT_RECURRENCE_OF]->(other)", order=("later", "earlier")),
    LinkTable(
        "assignments", Assignments, PROJECTS, "project", "(node)<-[link:WORKED_ON]-(other)", order=("person", "project", "since", "until")
    ),
    LinkTable("considerations", Considerations, RUNDOWNS, "rundown", "(node)-[link:CONSIDERED]->(other)", order=("rundown", "lesson")),
    LinkTable(
        "ownerships", Ownerships, PROJECTS, "project", "(node)<-[link:OWNS]-(other)", order=("project", "since", "department", "until")
    ),
    LinkTable(
        "memberships", Memberships, PEOPLE, "person", "(node)-[link:MEMBER_OF]->(other)", order=("person", "since", "department", "until")
    ),
    LinkTable(
        "parents", DepartmentParents, DEPARTMENTS, "child", "(node)-[link:PART_OF]->(other)", order=("child", "since", "parent", "until")
    ),
)
TABLES: Final[tuple[Table, ...]] = (*NODE_TABLES, *LINK_TABLES)
CODED_TABLES: Final = tuple(table for table in NODE_TABLES if not table.order)
"""The tables that others refer to by code."""
CATEGORY_COLUMNS: Final = tuple(
    (table.name, name, column.dictionary)
    for table in TABLES
    for name, column in table.columns.items()
    if column.dictionary is not None and column.label is None
)
"""The columns of texts stored as codes: table, column, and the field of Columns that lists the texts."""


def links_of(owner: NodeTable) -> tuple[LinkTable, ...]:
    """The tables of the relationships that these nodes own."""
    return tuple(table for table in LINK_TABLES if table.owner is owner)
