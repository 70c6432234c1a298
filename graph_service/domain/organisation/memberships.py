"""Memberships: the home department of each person over time."""

from dataclasses import dataclass
from typing import LiteralString

from graph_service.callers import Role
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import require_known
from graph_service.domain.organisation.attribution import attribute_events_of
from graph_service.domain.organisation.closings import shorten_periods, warn_of_closing
from graph_service.domain.organisation.departments import read_closing_day
from graph_service.domain.organisation.periods import NO_END, HistoryWording, Period, add_successor, overlay, read_periods, write_periods
from graph_service.domain.parsing import Day, check_period, optional, parse_date, parse_end, parse_short_text
from graph_service.graph import WriteTransaction
from graph_service.model.labels import Label

HOME = HistoryWording("department", "is a member of", "a person has one home department at a time")

MEMBERSHIPS_QUERY: LiteralString = """
MATCH (:Person {id: $person})-[membership:MEMBER_OF]->(department:Department)
RETURN collect({of: department.id, from: toString(membership.from), to: toString(membership.to)}) AS memberships
"""
DELETE_MEMBERSHIPS_QUERY: LiteralString = """
MATCH (:Person {id: $person})-[membership:MEMBER_OF]->(:Department)
DELETE membership
"""
ADD_MEMBERSHIPS_QUERY: LiteralString = """
MATCH (person:Person {id: $person})
UNWIND $memberships AS membership
MATCH (department:Department {id: membership.of})
CREATE (person)-[:MEMBER_OF {from: membership.from, to: membership.to}]->(department)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveMember:
    """The new home department of a person and the day of the move."""

    person: str
    department: str | None
    """The ID of the new home department; null for none."""
    on: Day | None = None
    """The first day in the new department; today by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectMembership:
    """A correction of the past: the person belonged to this department in the period [from, to). It overrides what was recorded before."""

    person: str
    department: str | None
    """The ID of the department the person actually belonged to; null for none."""
    from_: Day
    """The first day of the corrected period."""
    to: Day | None = None
    """The day after the last day of the period; open-ended by default. 9999-12-31 also means that it is open."""


@command_handler("moveMember", "person", role=Role.ADMINISTRATOR)
async def move_member(context: CommandContext, command: MoveMember) -> Change:
    """Moves a person to another home department, or to none. Lessons and reuses of earlier days keep their departments.

    Fails with CONFLICT if a later move is already recorded (a person has one home department at a time), if the person is already a member
    of that department, or if it is closed. If the department closes later, the membership ends on that day, with a warning.
    """
    person = parse_short_text(command.person, "person")
    department = optional(parse_short_text)(command.department, "department")
    day = context.day(command.on, "on")
    await require_known(context.tx, Label.PERSON, [person], "person")
    closed = await read_closing_day(context.tx, department, day, "department")
    history = add_successor(await _read_memberships(context.tx, person), person, department, day, HOME)
    await _set_memberships(context.tx, person, shorten_periods(history, department, closed))
    return Change(Label.PERSON, person, ("memberships",), warnings=warn_of_closing("department", department, closed))


@command_handler("correctMembership", "person", role=Role.ADMINISTRATOR)
async def correct_membership(context: CommandContext, command: CorrectMembership) -> Change:
    """Corrects a past membership, and with it the departments of this person's lessons and reuses and the scope of every reuse affected.

    Fails with CONFLICT if the department is closed by then. If it closes within the period, the membership ends then, with a warning.
    """
    person = parse_short_text(command.person, "person")
    department = optional(parse_short_text)(command.department, "department")
    start = parse_date(command.from_, "from")
    end = parse_end(command.to, "to")
    check_period(start, end, "to")
    await require_known(context.tx, Label.PERSON, [person], "person")
    closed = await read_closing_day(context.tx, department, start, "department")
    history = overlay(await _read_memberships(context.tx, person), department, start, end or NO_END)
    await _set_memberships(context.tx, person, shorten_periods(history, department, closed))
    return Change(Label.PERSON, person, ("memberships",), warnings=warn_of_closing("department", department, closed, end))


async def add_first_membership(tx: WriteTransaction, person: str, membership: Period) -> tuple[str, ...]:
    """Adds the first membership of a new person. Returns a warning if its department closes later."""
    closed = await read_closing_day(tx, membership.of, membership.start, "department")
    await _set_memberships(tx, person, shorten_periods([membership], membership.of, closed))
    return warn_of_closing("department", membership.of, closed)


async def _read_memberships(tx: WriteTransaction, person: str) -> list[Period]:
    return read_periods((await tx.run(MEMBERSHIPS_QUERY, {"person": person}))[0]["memberships"])


async def _set_memberships(tx: WriteTransaction, person: str, memberships: list[Period]) -> None:
    # A move may be recorded later than it took place, so lessons and reuses since then are attributed again.
    await tx.run(DELETE_MEMBERSHIPS_QUERY, {"person": person})
    await tx.run(ADD_MEMBERSHIPS_QUERY, {"person": person, "memberships": write_periods(memberships)})
    await attribute_events_of(tx, [person])
