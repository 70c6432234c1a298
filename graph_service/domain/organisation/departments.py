"""Departments and their tree, which changes over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from graph_service.callers import Role
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import choose_id, not_found, require_known
from graph_service.domain.optimistic_concurrency import refuse_outdated
from graph_service.domain.organisation.closings import end_department_links, end_parents_of, shorten_periods, warn_of_closing
from graph_service.domain.organisation.periods import (
    NO_END,
    NO_START,
    HistoryWording,
    Period,
    add_successor,
    first_day_in_cycle,
    read_periods,
    write_periods,
)
from graph_service.domain.parsing import (
    UNSET,
    Day,
    Parser,
    Unset,
    drop_absent,
    optional,
    parse_date,
    parse_ids,
    parse_properties,
    parse_short_text,
    parse_text,
)
from graph_service.errors import Conflict
from graph_service.graph import WriteTransaction
from graph_service.model.labels import Label

DEPARTMENT_PARSERS: dict[str, Parser] = {
    "name": parse_short_text,
    "description": optional(parse_text),
    "openedOn": optional(parse_date),
    "closedOn": optional(parse_date),
}
PARENT = HistoryWording("partOf", "is part of", "a department has one parent at a time")

CREATE_DEPARTMENT_QUERY: LiteralString = """
CREATE (department:Department)
SET department = $properties
"""
UPDATE_DEPARTMENT_QUERY: LiteralString = """
MATCH (department:Department {id: $id})
SET department += $properties
"""
DEPARTMENT_DAYS_QUERY: LiteralString = """
MATCH (department:Department {id: $id})
RETURN toString(department.openedOn) AS opened, toString(department.closedOn) AS closed
"""
# Reads the whole tree: departments are few, and a cycle may run through any of them.
DEPARTMENT_TREE_QUERY: LiteralString = """
MATCH (child:Department)-[part:PART_OF]->(parent:Department)
RETURN collect({child: child.id, of: parent.id, from: toString(part.from), to: toString(part.to)}) AS parts
"""
DELETE_PARENTS_QUERY: LiteralString = """
MATCH (:Department {id: $id})-[part:PART_OF]->(:Department)
DELETE part
"""
ADD_PARENTS_QUERY: LiteralString = """
MATCH (department:Department {id: $id})
UNWIND $parents AS part
MATCH (parent:Department {id: part.of})
CREATE (department)-[:PART_OF {from: part.from, to: part.to}]->(parent)
"""
LATER_PERIODS_QUERY: LiteralString = """
MATCH (department:Department {id: $id})
RETURN {
  people: COUNT { (department)<-[membership:MEMBER_OF]-(:Person) WHERE membership.from >= $day },
  departments: COUNT { (department)<-[part:PART_OF]-(:Department) WHERE part.from >= $day },
  projects: COUNT { (department)-[ownership:OWNS]->(:Project) WHERE ownership.from >= $day }
} AS counts
"""


SET_HEADS_QUERY: LiteralString = """
MATCH (department:Department {id: $id})
WITH department, [(department)<-[heads:HEADS]-() | heads] AS links
FOREACH (link IN links | DELETE link)
WITH department, COLLECT { UNWIND $heads AS id MATCH (person:Person {id: id}) RETURN person } AS people
FOREACH (person IN people | CREATE (person)-[:HEADS]->(department))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateDepartment:
    """A new department. With `partOf` it belongs to that department from `openedOn` on, or for all time if `openedOn` is omitted."""

    name: str
    id: str | None = None
    description: str | None = None
    opened_on: Day | None = None
    part_of: str | None = None
    """The ID of the parent department. Omit it for a department at the top of the tree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateDepartment:
    """New values for a department. Use moveDepartment to change its parent and closeDepartment to close it."""

    department: str
    name: str | Unset = UNSET
    description: str | Unset | None = UNSET
    opened_on: Day | Unset | None = UNSET
    heads: Sequence[str] | Unset | None = UNSET
    """The IDs of all people who head it; replaces the current list."""
    expected_activity: int | None = None
    """The `seq` of the latest activity when you read the department. If one of these fields was changed since, nothing is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDepartment:
    """The new parent of a department and the day of the move."""

    department: str
    part_of: str | None
    """The ID of the new parent department; null moves it to the top of the tree."""
    on: Day | None = None
    """The first day under the new parent; today by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDepartment:
    """The department to close or to reopen, and the day."""

    department: str
    on: Day | Unset | None = UNSET
    """The first day on which the department no longer exists; today by default. Null reopens it."""


@command_handler("createDepartment", role=Role.ADMINISTRATOR)
async def create_department(context: CommandContext, command: CreateDepartment) -> Change:
    """Creates a department. Fails with CONFLICT if the ID is taken or the parent is closed by then."""
    properties = drop_absent(parse_properties(command, DEPARTMENT_PARSERS))
    new = await choose_id(context.tx, Label.DEPARTMENT, command.id)
    parent = optional(parse_short_text)(command.part_of, "partOf")
    start = properties.get("openedOn", NO_START)
    closed = await read_closing_day(context.tx, parent, properties.get("openedOn", context.now.date()), "partOf")
    await context.tx.run(CREATE_DEPARTMENT_QUERY, {"properties": properties | {"id": new}})
    if parent is not None:
        await _set_parents(context.tx, new, shorten_periods([Period(parent, start)], parent, closed))
    warnings = warn_of_closing("partOf", parent, closed)
    return Change(Label.DEPARTMENT, new, (*properties, *(["partOf"] if parent else [])), warnings=warnings)


@command_handler("updateDepartment", "department", role=Role.ADMINISTRATOR)
async def update_department(context: CommandContext, command: UpdateDepartment) -> Change:
    """Updates the fields that are set. Fails with CONFLICT if the department has changed since the caller read it, or would open on or
    after the day it closed."""
    department = parse_short_text(command.department, "department")
    properties = parse_properties(command, DEPARTMENT_PARSERS)
    _, closed = await read_days(context.tx, department, "department")
    await refuse_outdated(context, Label.DEPARTMENT, department, (*DEPARTMENT_PARSERS, "heads"), command.expected_activity)
    opened = properties.get("openedOn")
    if opened and closed and closed <= opened:
        raise Conflict(f"openedOn is {opened}, but the department closed on {closed}. It must open before that day.", field="openedOn")
    await context.tx.run(UPDATE_DEPARTMENT_QUERY, {"id": department, "properties": properties})
    if command.heads is UNSET:
        return Change(Label.DEPARTMENT, department, tuple(properties))
    heads = parse_ids(command.heads, "heads")
    await require_known(context.tx, Label.PERSON, heads, "heads")
    await context.tx.run(SET_HEADS_QUERY, {"id": department, "heads": heads})
    return Change(Label.DEPARTMENT, department, (*properties, "heads"))


@command_handler("moveDepartment", "department", role=Role.ADMINISTRATOR)
async def move_department(context: CommandContext, command: MoveDepartment) -> Change:
    """Moves a department to another parent, or to the top of the tree, from a day on. Earlier days keep the old tree.

    Fails with CONFLICT if the department would be part of itself on any day, if the new parent is closed by then, if a later move is
    already recorded, or if the department already belongs to the new parent.
    """
    department = parse_short_text(command.department, "department")
    parent = optional(parse_short_text)(command.part_of, "partOf")
    day = context.day(command.on, "on")
    _, own_closing = await read_days(context.tx, department, "department")
    closed = await read_closing_day(context.tx, parent, day, "partOf")
    if closed is not None and own_closing is not None and own_closing <= closed:
        closed = None  # the department closes no later than its parent, so the link need not be shortened
    tree = await _read_tree(context.tx)
    moved = add_successor(tree.get(department, []), department, parent, day, PARENT)
    if parent is not None:
        _refuse_cycle(tree, department, Period(parent, day, closed or NO_END))
    await _set_parents(context.tx, department, shorten_periods(moved, parent, closed))
    return Change(Label.DEPARTMENT, department, ("partOf",), warnings=warn_of_closing("partOf", parent, closed))


@command_handler("closeDepartment", "department", role=Role.ADMINISTRATOR)
async def close_department(context: CommandContext, command: CloseDepartment) -> Change:
    """Closes a department. From that day on, its people, projects and sub-departments no longer belong to it; a warning states how many.

    Reopening the department does not restore them. Fails with CONFLICT if any of them joined on that day or later.
    """
    department = parse_short_text(command.department, "department")
    opened, _ = await read_days(context.tx, department, "department")
    if command.on is None:
        await context.tx.run(UPDATE_DEPARTMENT_QUERY, {"id": department, "properties": {"closedOn": None}})
        warnings = await end_parents_of(context.tx, department)
        return Change(Label.DEPARTMENT, department, ("closedOn", *(["partOf"] if warnings else [])), warnings=warnings)
    day = context.day(None if command.on is UNSET else command.on, "on")
    if opened and day <= opened:
        raise Conflict(f"on is {day}, but the department opened on {opened}. It must close after that day.", field="on")
    await _refuse_later_periods(context.tx, department, day)
    await context.tx.run(UPDATE_DEPARTMENT_QUERY, {"id": department, "properties": {"closedOn": day}})
    ended = await end_department_links(context.tx, [{"id": department, "on": day}])
    own = await end_parents_of(context.tx, department)
    moved = ended.summary()
    warnings = (f"These no longer belong to {department!r} from {day} on: {moved}. Move them to other departments.",) if moved else ()
    changed = ("closedOn", *(["partOf"] if own else []), *ended.changed)
    return Change(Label.DEPARTMENT, department, changed, warnings=(*warnings, *own))


async def read_days(tx: WriteTransaction, department: str, field: str) -> tuple[date | None, date | None]:
    """The days on which a department opened and closed, None if not set. Raises NotFound if the id is unknown."""
    for row in await tx.run(DEPARTMENT_DAYS_QUERY, {"id": department}):
        return row["opened"] and date.fromisoformat(row["opened"]), row["closed"] and date.fromisoformat(row["closed"])
    raise not_found(Label.DEPARTMENT, department, field)


async def read_closing_day(tx: WriteTransaction, department: str | None, day: date, field: str) -> date | None:
    """Returns the day on which the department closes; None if it has none, or if no department is given.

    Raises Conflict if the department is closed on the given day: nothing can be added to a closed department.
    """
    if department is None:
        return None
    _, closed = await read_days(tx, department, field)
    if closed is not None and closed <= day:
        raise Conflict(
            f"{field} is {department!r} from {day} on, but that department closed on {closed}. Choose another.",
            field=field,
        )
    return closed


async def _refuse_later_periods(tx: WriteTransaction, department: str, day: date) -> None:
    counts = (await tx.run(LATER_PERIODS_QUERY, {"id": department, "day": day}))[0]["counts"]
    later = ", ".join(f"{noun} {counts[noun]}" for noun in ("people", "departments", "projects") if counts[noun])
    if later:
        raise Conflict(
            f"on is {day}, but these joined {department!r} on that day or later: {later}. Choose a later day, or correct them first.",
            field="on",
        )


async def _read_tree(tx: WriteTransaction) -> dict[str, list[Period]]:
    """The parents of every department, in order of time."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in (await tx.run(DEPARTMENT_TREE_QUERY))[0]["parts"]:
        rows.setdefault(row["child"], []).append(row)
    return {child: read_periods(parts) for child, parts in rows.items()}


async def refuse_cycle_of_parents(tx: WriteTransaction, department: str, period: Period) -> None:
    """Raises Conflict if the department would be part of itself on any day of a period in which it is part of another."""
    _refuse_cycle(await _read_tree(tx), department, period)


def _refuse_cycle(tree: dict[str, list[Period]], department: str, new: Period) -> None:
    first = first_day_in_cycle(tree, department, new)
    if first is not None:
        raise Conflict(
            f"partOf is {new.of!r} from {new.start} on, but then {department!r} would be part of itself on {first}. "
            "The tree must not have a cycle on any day.",
            field="partOf",
        )


async def _set_parents(tx: WriteTransaction, department: str, parents: list[Period]) -> None:
    await tx.run(DELETE_PARENTS_QUERY, {"id": department})
    await tx.run(ADD_PARENTS_QUERY, {"id": department, "parents": write_periods(parents)})
