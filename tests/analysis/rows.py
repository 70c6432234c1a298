"""Organisations written down as rows with ids, and the columns that the product's own encoding makes of them.

Days are numbered from 1970-01-01, as in columns.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.encoding import build_columns
from graph_service.analysis.columns.reading import RawTable, RawTables
from graph_service.analysis.facts.arrays import day_number
from graph_service.analysis.facts.table_registry import TABLES


class DepartmentRow(NamedTuple):
    """A department."""

    id: str
    name: str


class ParentRow(NamedTuple):
    """`child` belongs to `parent` on the days [since, until); None means unbounded."""

    child: str
    parent: str
    since: int | None
    until: int | None


class PersonRow(NamedTuple):
    """A person. `active`: still with the organisation. `discoverable`: may be named in results."""

    id: str
    active: bool
    discoverable: bool


class MembershipRow(NamedTuple):
    """The home department of a person on the days [since, until); None means unbounded."""

    person: str
    department: str
    since: int | None
    until: int | None


class AssignmentRow(NamedTuple):
    """The work of a person on a project on the days [since, until); None means unbounded."""

    person: str
    project: str
    since: int | None
    until: int | None


class OwnershipRow(NamedTuple):
    """A department owned a project on the days [since, until); None means unbounded."""

    project: str
    department: str
    since: int | None
    until: int | None


class RundownRow(NamedTuple):
    """A rundown of a project: its phase and the day it was held."""

    id: str
    project: str | None
    phase: str
    held: int


class ConsiderationRow(NamedTuple):
    """What a rundown decided about a lesson."""

    rundown: str
    lesson: str
    decision: str


class ConversationRow(NamedTuple):
    """A conversation: `person` of the project talked with `other`."""

    id: str
    project: str | None
    person: str | None
    other: str | None
    held: int


class TopicRow(NamedTuple):
    """A topic and the ids of its broader topics."""

    id: str
    broader: Sequence[str]


class ProjectRow(NamedTuple):
    """A project: its status, the day it ended, the ids of its topics, and the day it started."""

    id: str
    status: str | None
    ended: int | None
    topics: Sequence[str]
    started: int | None = None


class LessonRow(NamedTuple):
    """A lesson: the days on which it was published and retired, and the ids of its departments, learners and topics.

    Also the days on which it was learned, recorded and first considered in a rundown; whether it states what went well and what went
    wrong; its project; and the project phase in which it helps. `recurrence_of` holds the ids of earlier lessons about the same problem,
    `not_recurrence_of` the ids of earlier lessons that somebody marked as a different problem.
    """

    id: str
    published: int | None
    retired: int | None
    departments: Sequence[str]
    learners: Sequence[str]
    topics: Sequence[str]
    learned: int | None = None
    recorded: int | None = None
    considered: int | None = None
    went_well: bool = False
    went_wrong: bool = False
    project: str | None = None
    phase: str | None = None
    recurrence_of: Sequence[str] = ()
    not_recurrence_of: Sequence[str] = ()


class ReuseRow(NamedTuple):
    """A reuse that was not withdrawn. `cost` is in minor units of `currency`."""

    id: str
    lesson: str
    person: str | None
    departments: Sequence[str]
    day: int
    scope: str | None
    hours: float | None
    cost: int | None
    currency: str | None
    recorded: int | None = None
    confirmed: bool = False
    project: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one read, in any order."""

    departments: Sequence[DepartmentRow] = ()
    parents: Sequence[ParentRow] = ()
    topics: Sequence[TopicRow] = ()
    lessons: Sequence[LessonRow] = ()
    reuses: Sequence[ReuseRow] = ()
    projects: Sequence[ProjectRow] = ()
    people: Sequence[PersonRow] = ()
    memberships: Sequence[MembershipRow] = ()
    assignments: Sequence[AssignmentRow] = ()
    ownerships: Sequence[OwnershipRow] = ()
    rundowns: Sequence[RundownRow] = ()
    considerations: Sequence[ConsiderationRow] = ()
    conversations: Sequence[ConversationRow] = ()


AS_NAMED = (
    "parents",
    "topics",
    "lessons",
    "projects",
    "people",
    "memberships",
    "assignments",
    "ownerships",
    "rundowns",
    "considerations",
    "conversations",
)
"""The tables whose columns are fields of their rows."""
DAYS = {"since", "until", "started", "ended", "learned", "recorded", "published", "retired", "considered", "day", "held"}
Row = TypeVar("Row")


def build(rows: Rows, *, min_group: int) -> Columns:
    """The columns of these rows."""
    return build_columns(raw_tables(rows), as_of=0, min_group=min_group)


def raw_tables(rows: Rows) -> RawTables:
    """The rows as the statements of the product return them, apart from days: dates as text and day numbers are encoded alike."""
    found: dict[str, Iterable[Mapping[str, Any]]] = {
        "departments": [{"id": row.id, "names": row.name} for row in rows.departments],
        "events": [
            row._asdict() | {"scope": row.scope or "UNATTRIBUTED", "cost": row.cost or 0, "currency": _currency(row)} for row in rows.reuses
        ],
        "recurrences": [{"later": row.id, "earlier": id_} for row in rows.lessons for id_ in row.recurrence_of],
        "dismissed": [{"later": row.id, "earlier": id_} for row in rows.lessons for id_ in row.not_recurrence_of],
        **{name: [row._asdict() for row in getattr(rows, name)] for name in AS_NAMED},
    }
    return {
        table.name: {column: [row["id" if column == "ids" else column] for row in found[table.name]] for column in table.columns}
        for table in TABLES
    }


def _currency(row: ReuseRow) -> str | None:
    return None if row.cost is None else row.currency


def rows_from(raw: RawTables) -> Rows:
    """The rows of tables as read from a graph."""
    recurrences, dismissed = (_earlier(raw[name]) for name in ("recurrences", "dismissed"))
    return Rows(
        departments=[DepartmentRow(*row) for row in zip(raw["departments"]["ids"], raw["departments"]["names"], strict=True)],
        parents=_rows(ParentRow, raw["parents"]),
        topics=_rows(TopicRow, raw["topics"]),
        lessons=[
            row._replace(recurrence_of=recurrences.get(row.id, ()), not_recurrence_of=dismissed.get(row.id, ()))
            for row in _rows(LessonRow, raw["lessons"])
        ],
        reuses=_rows(ReuseRow, raw["events"]),
        projects=_rows(ProjectRow, raw["projects"]),
        people=_rows(PersonRow, raw["people"]),
        memberships=_rows(MembershipRow, raw["memberships"]),
        assignments=_rows(AssignmentRow, raw["assignments"]),
        ownerships=_rows(OwnershipRow, raw["ownerships"]),
        rundowns=_rows(RundownRow, raw["rundowns"]),
        considerations=_rows(ConsiderationRow, raw["considerations"]),
        conversations=_rows(ConversationRow, raw["conversations"]),
    )


def _rows(row: Callable[..., Row], raw: RawTable) -> list[Row]:
    """One row for each of the table, by the names of its fields. Dates as text become day numbers."""
    fields = {("id" if column == "ids" else column): values for column, values in raw.items()}
    decoded = {
        name: [day_number(date.fromisoformat(value)) if name in DAYS and value is not None else value for value in values]
        for name, values in fields.items()
    }
    return [row(**dict(zip(decoded, values, strict=True))) for values in zip(*decoded.values(), strict=True)]


def _earlier(links: RawTable) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for later, earlier in zip(links["later"], links["earlier"], strict=True):
        found.setdefault(later, []).append(earlier)
    return found
