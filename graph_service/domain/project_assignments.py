"""Assignments of people to projects, with a role and a period."""

from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from graph_service.callers import Role
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import require_known
from graph_service.domain.parsing import UNSET, Day, Unset, check_period, optional, parse_date, parse_end, parse_short_text
from graph_service.errors import Conflict, NotFound
from graph_service.model.days import day_after
from graph_service.model.enums import ENDED_STATUSES
from graph_service.model.labels import Label

# No role counts as a role of its own: there is one assignment per person, project and role.
ASSIGNMENT_QUERY: LiteralString = """
MATCH (:Person {id: $person})-[work:WORKED_ON]->(:Project {id: $project})
WHERE coalesce(work.role, '') = coalesce($role, '')
RETURN toString(work.from) AS from, toString(work.to) AS to
"""
LAST_DAY_QUERY: LiteralString = """
MATCH (project:Project {id: $project})
USING INDEX SEEK project:Project(id)
WHERE project.status IN $ended
RETURN toString(project.endedOn) AS endedOn
"""
ADD_ASSIGNMENT_QUERY: LiteralString = """
MATCH (person:Person {id: $person})
MATCH (project:Project {id: $project})
CREATE (person)-[:WORKED_ON {role: $role, from: $from, to: $to}]->(project)
"""
END_ASSIGNMENT_QUERY: LiteralString = """
MATCH (:Person {id: $person})-[work:WORKED_ON]->(:Project {id: $project})
WHERE coalesce(work.role, '') = coalesce($role, '')
SET work.to = $to
"""
REMOVE_ASSIGNMENT_QUERY: LiteralString = """
MATCH (:Person {id: $person})-[work:WORKED_ON]->(:Project {id: $project})
WHERE coalesce(work.role, '') = coalesce($role, '')
DELETE work
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """The person works on the project in this role in the period [from, to)."""

    person: str
    project: str
    role: str | None = None
    """The person's role on the project; omit it if there is none."""
    from_: Day | Unset | None = UNSET
    """The first day; today by default, null if it is unknown."""
    to: Day | None = None
    """The day after the last day, if known. 9999-12-31 means that it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassign:
    """The assignment to end or to remove, and the day."""

    person: str
    project: str
    role: str | None = None
    """The role that ends; omit it for an assignment without a role."""
    on: Day | Unset | None = UNSET
    """The first day on which the person no longer works there; today by default. Null removes the assignment entirely."""


@command_handler("assign", "project", role=Role.CURATOR)
async def assign(context: CommandContext, command: Assign) -> Change:
    """Assigns a person to a project. If the project has ended, the assignment ends no later than its last day, with a warning.

    Fails with CONFLICT if the person already has this role on this project, or if the project ended before the first day.
    """
    key = await _read_assignment_key(context, command)
    start = context.day(None, "from") if command.from_ is UNSET else optional(parse_date)(command.from_, "from")
    end = parse_end(command.to, "to")
    check_period(start, end, "to")
    if await context.tx.run(ASSIGNMENT_QUERY, key):
        raise Conflict(
            f"person is {key['person']!r}, who is already assigned to {key['project']!r} {_format_role(key['role'])}. There is one assignment "
            "per person, project and role: remove that one first (unassign with `on` null), or use another role.",
            field="person",
        )
    last = await _read_last_day(context, key["project"])
    warnings: tuple[str, ...] = ()
    if last is not None and start is not None and start > last:
        raise Conflict(f"from is {start}, but {key['project']!r} ended on {last}. Choose that day or an earlier one.", field="from")
    if last is not None and (start is not None or end is not None) and (end is None or end > day_after(last)):
        end = day_after(last)
        warnings = (_warn_of_end(key["project"], last),)
    await context.tx.run(ADD_ASSIGNMENT_QUERY, key | {"from": start, "to": end})
    return Change(Label.PROJECT, key["project"], ("people",), warnings=warnings)


@command_handler("unassign", "project", role=Role.CURATOR)
async def unassign(context: CommandContext, command: Unassign) -> Change:
    """Ends or removes an assignment. It ends no later than the project, with a warning.

    Fails with NOT_FOUND if there is none in this role, and with CONFLICT if it would end before it began or later than already recorded.
    """
    key = await _read_assignment_key(context, command)
    assignments = await context.tx.run(ASSIGNMENT_QUERY, key)
    if not assignments:
        raise NotFound(
            f"person is {key['person']!r}, who is not assigned to {key['project']!r} {_format_role(key['role'])}.", field="person"
        )
    if command.on is None:
        await context.tx.run(REMOVE_ASSIGNMENT_QUERY, key)
        return Change(Label.PROJECT, key["project"], ("people",))
    day = context.day(None if command.on is UNSET else command.on, "on")
    start = assignments[0]["from"] and date.fromisoformat(assignments[0]["from"])
    last = await _read_last_day(context, key["project"])
    end = day if last is None else min(day, day_after(last))
    if start is not None and end <= start:
        raise Conflict(
            f"on is {day}, but the assignment begins on {start}. Choose a later day, or null to remove the assignment.", field="on"
        )
    if assignments[0]["to"] and end > date.fromisoformat(assignments[0]["to"]):
        raise Conflict(
            f"on is {day}, but the assignment already ends on {assignments[0]['to']}. Choose that day or an earlier one, or remove the assignment "
            "(`on` null) and assign the person again.",
            field="on",
        )
    await context.tx.run(END_ASSIGNMENT_QUERY, key | {"to": end})
    warnings = (_warn_of_end(key["project"], last),) if end < day else ()
    return Change(Label.PROJECT, key["project"], ("people",), warnings=warnings)


def _warn_of_end(project: str, last: date | None) -> str:
    return f"The assignment ends on {last}, the last day of {project!r}."


async def _read_last_day(context: CommandContext, project: str) -> date | None:
    """The last day of a project that has ended; None if it has not, or if the day is unknown."""
    for row in await context.tx.run(LAST_DAY_QUERY, {"project": project, "ended": list(ENDED_STATUSES)}):
        return row["endedOn"] and date.fromisoformat(row["endedOn"])
    return None


async def _read_assignment_key(context: CommandContext, command: Assign | Unassign) -> dict[str, Any]:
    person = parse_short_text(command.person, "person")
    project = parse_short_text(command.project, "project")
    await require_known(context.tx, Label.PERSON, [person], "person")
    await require_known(context.tx, Label.PROJECT, [project], "project")
    return {"person": person, "project": project, "role": optional(parse_short_text)(command.role, "role")}


def _format_role(role: str | None) -> str:
    return f"as {role!r}" if role else "without a role"
