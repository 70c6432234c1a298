"""Rundowns: meetings in which a project goes through lessons."""

from dataclasses import dataclass
from typing import LiteralString

from graph_service.callers import Role
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import choose_id
from graph_service.domain.parsing import Day, choice, drop_absent, optional, parse_short_text, parse_text
from graph_service.domain.rundowns.meeting_days import check_meeting_day
from graph_service.model.enums import Phase
from graph_service.model.labels import Label

SAME_RUNDOWN_QUERY: LiteralString = """
MATCH (project:Project {id: $project})<-[:FOR]-(rundown:Rundown)
USING INDEX project:Project(id)
WHERE rundown.phase = $phase AND rundown.heldOn = $day
RETURN rundown.id AS id
ORDER BY id
LIMIT 1
"""
CREATE_RUNDOWN_QUERY: LiteralString = """
MATCH (project:Project {id: $project})
CREATE (rundown:Rundown)-[:FOR]->(project)
SET rundown = $rundown
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRundown:
    """A meeting in which a project goes through lessons."""

    project: str
    """The ID of the project that held it."""
    phase: str
    held_on: Day | None = None
    """The day it was held; today by default."""
    id: str | None = None
    note: str | None = None
    confirm: bool = False
    """Confirms a day that is more than a year before the project started or after it ended."""


@command_handler("holdRundown", role=Role.CONTRIBUTOR)
async def hold_rundown(context: CommandContext, command: HoldRundown) -> Change:
    """Records that a project held a rundown. `rundownOffers` lists the lessons to decide on, and `decideLesson` records each decision.

    Any contributor may hold one: assignments to projects are often incomplete, and the log names who did it. Warns if the project already
    has a rundown of this phase on that day. Fails with CONFLICT if it was held before the project started, unless its phase is BEFORE.
    """
    project = parse_short_text(command.project, "project")
    phase = choice(Phase)(command.phase, "phase")
    day = context.past_day(command.held_on, "heldOn")
    note = optional(parse_text)(command.note, "note")
    await check_meeting_day(context, project, day, phase=Phase(phase), confirmed=command.confirm)
    new = await choose_id(context.tx, Label.RUNDOWN, command.id)
    same = await context.tx.run(SAME_RUNDOWN_QUERY, {"project": project, "phase": phase, "day": day})
    rundown = drop_absent({"id": new, "phase": phase, "heldOn": day, "note": note})
    await context.tx.run(CREATE_RUNDOWN_QUERY, {"project": project, "rundown": rundown})
    warnings = tuple(f"The project already has a rundown of the phase {phase} on {day}: {row['id']!r}." for row in same)
    return Change(Label.RUNDOWN, new, ("project", "phase", "heldOn", *(("note",) if note else ())), warnings=warnings)
