"""Projects, their topics, and the departments that own them over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from graph_service.callers import Role
from graph_service.domain.capture.unlinked_drafts import link_waiting_drafts, warn_of_linked
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import choose_id, not_found, require_known
from graph_service.domain.optimistic_concurrency import refuse_outdated
from graph_service.domain.organisation.closings import end_assignments, end_owners_of, shorten_periods, warn_of_closing
from graph_service.domain.organisation.departments import read_closing_day
from graph_service.domain.organisation.periods import NO_START, HistoryWording, Period, add_successor, read_periods, write_periods
from graph_service.domain.parsing import (
    UNSET,
    Day,
    Parser,
    Unset,
    choice,
    drop_absent,
    optional,
    parse_date,
    parse_ids,
    parse_properties,
    parse_short_text,
    parse_text,
)
from graph_service.errors import Conflict, GraphServiceError, InvalidInput
from graph_service.graph import WriteTransaction
from graph_service.model.enums import ENDED_STATUSES, OPEN_STATUSES, ProjectStatus
from graph_service.model.labels import Label

PROJECT_PARSERS: dict[str, Parser] = {
    "name": parse_short_text,
    "summary": optional(parse_text),
    "status": choice(ProjectStatus),
    "startedOn": optional(parse_date),
    "endedOn": optional(parse_date),
}
OWNER = HistoryWording("owner", "is owned by", "a project has one owner at a time")

CREATE_PROJECT_QUERY: LiteralString = """
CREATE (project:Project)
SET project = $properties
"""
UPDATE_PROJECT_QUERY: LiteralString = """
MATCH (project:Project {id: $id})
SET project += $properties
"""
PROJECT_QUERY: LiteralString = """
MATCH (project:Project {id: $id})
RETURN project.status AS status, toString(project.startedOn) AS startedOn, toString(project.endedOn) AS endedOn
"""
OWNERS_QUERY: LiteralString = """
MATCH (:Project {id: $id})<-[owns:OWNS]-(department:Department)
RETURN collect({of: department.id, from: toString(owns.from), to: toString(owns.to)}) AS owners
"""
DELETE_OWNERS_QUERY: LiteralString = """
MATCH (:Project {id: $id})<-[owns:OWNS]-(:Department)
DELETE owns
"""
ADD_OWNERS_QUERY: LiteralString = """
MATCH (project:Project {id: $id})
UNWIND $owners AS owner
MATCH (department:Department {id: owner.of})
CREATE (department)-[:OWNS {from: owner.from, to: owner.to}]->(project)
"""
DELETE_PROJECT_TOPICS_QUERY: LiteralString = """
MATCH (:Project {id: $id})-[concerns:CONCERNS]->(:Topic)
DELETE concerns
"""
ADD_PROJECT_TOPICS_QUERY: LiteralString = """
MATCH (project:Project {id: $id})
UNWIND $topics AS topic
MATCH (concern:Topic {id: topic})
CREATE (project)-[:CONCERNS]->(concern)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartProject:
    """A new project. A RUNNING project starts today if `startedOn` is omitted. The owner owns it from the day it starts."""

    name: str
    id: str | None = None
    summary: str | None = None
    status: str = ProjectStatus.RUNNING
    started_on: Day | None = None
    ended_on: Day | None = None
    owner: str | None = None
    """The ID of the department that owns it."""
    topics: Sequence[str] = ()
    """The IDs of its topics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateProject:
    """New values for a project. Use closeProject to end it."""

    project: str
    name: str | Unset = UNSET
    summary: str | Unset | None = UNSET
    status: str | Unset = UNSET
    started_on: Day | Unset | None = UNSET
    ended_on: Day | Unset | None = UNSET
    owner: str | Unset | None = UNSET
    """The ID of the department that owns it from `ownerFrom` on; null for none."""
    owner_from: Day | None = None
    """The first day under the new owner; today by default."""
    topics: Sequence[str] | Unset | None = UNSET
    """The IDs of all its topics; replaces the current list."""
    expected_activity: int | None = None
    """The `seq` of the latest activity when you read the project. If one of these fields was changed since, nothing is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseProject:
    """The project that ended, the day, and whether it was finished."""

    project: str
    on: Day | None = None
    """The last day of the project; today by default."""
    status: str = ProjectStatus.CLOSED
    """CLOSED if it was finished, CANCELLED if it was stopped before it was finished."""


@command_handler("startProject", role=Role.CURATOR)
async def start_project(context: CommandContext, command: StartProject) -> Change:
    """Creates a project. Fails with CONFLICT if the ID is taken or the owner is closed by then."""
    properties = drop_absent(parse_properties(command, PROJECT_PARSERS))
    if properties["status"] not in OPEN_STATUSES:
        raise InvalidInput(
            f"status is {command.status!r}, but a new project must be PLANNED or RUNNING. Use closeProject to end it.", field="status"
        )
    if properties["status"] == ProjectStatus.RUNNING:
        properties.setdefault("startedOn", context.day(None, "startedOn"))
    _refuse_end_before_start(properties.get("startedOn"), properties.get("endedOn"), InvalidInput)
    owner = optional(parse_short_text)(command.owner, "owner")
    topics = parse_ids(command.topics, "topics")
    new = await choose_id(context.tx, Label.PROJECT, command.id)
    closed = await read_closing_day(context.tx, owner, properties.get("startedOn", context.now.date()), "owner")
    await context.tx.run(CREATE_PROJECT_QUERY, {"properties": properties | {"id": new}})
    if owner is not None:
        await _set_owners(context.tx, new, shorten_periods([Period(owner, properties.get("startedOn", NO_START))], owner, closed))
    await _set_topics(context.tx, new, topics)
    changed = (*properties, *(["owner"] if owner else []), *(["topics"] if topics else []))
    drafts = await link_waiting_drafts(context.tx, new, properties["name"])
    return Change(
        Label.PROJECT,
        new,
        changed,
        warnings=(*warn_of_closing("owner", owner, closed), *await warn_of_linked(context, drafts)),
        linked=drafts,
    )


@command_handler("updateProject", "project", role=Role.CURATOR)
async def update_project(context: CommandContext, command: UpdateProject) -> Change:
    """Updates the fields that are set. The status can become PLANNED or RUNNING, which reopens a closed project; closeProject closes it.

    If a closed project gets an earlier end, its assignments end with it. Fails with CONFLICT if the project has changed since the caller
    read it, if it would end before it starts or before an assignment begins, if the new owner is closed or already owns it, or if a later
    change of owner is already recorded.
    """
    project = parse_short_text(command.project, "project")
    properties = parse_properties(command, PROJECT_PARSERS)
    before = await read_project(context.tx, project)
    await refuse_outdated(context, Label.PROJECT, project, (*PROJECT_PARSERS, "owner", "topics"), command.expected_activity)
    if properties.get("status", before["status"]) != before["status"] and properties["status"] in ENDED_STATUSES:
        raise InvalidInput(
            f"status is {properties['status']!r}, which only closeProject sets. Use PLANNED or RUNNING here.", field="status"
        )
    if before["status"] in ENDED_STATUSES and properties.get("status") in OPEN_STATUSES:
        properties.setdefault("endedOn", None)
    after = before | properties
    _refuse_end_before_start(after["startedOn"], after["endedOn"], Conflict)
    await context.tx.run(UPDATE_PROJECT_QUERY, {"id": project, "properties": properties})
    changed, warnings = list(properties), ()
    if properties.keys() & {"status", "endedOn"}:
        ended, warnings = await _end_periods(context.tx, project, after)
        changed += ended
    if command.owner is not UNSET:
        warnings += await _change_owner(
            context, project, optional(parse_short_text)(command.owner, "owner"), context.day(command.owner_from, "ownerFrom")
        )
        changed.append("owner")
    if command.topics is not UNSET:
        await _set_topics(context.tx, project, parse_ids(command.topics, "topics"))
        changed.append("topics")
    drafts = await link_waiting_drafts(context.tx, project, properties["name"]) if "name" in properties else ()
    return Change(
        Label.PROJECT, project, tuple(dict.fromkeys(changed)), warnings=(*warnings, *await warn_of_linked(context, drafts)), linked=drafts
    )


@command_handler("closeProject", "project", role=Role.CURATOR)
async def close_project(context: CommandContext, command: CloseProject) -> Change:
    """Closes or cancels a project, and ends the assignments that continue after its last day. Reopening the project does not restore them.

    Fails with CONFLICT if it has already ended, if it has not started by that day, or if an assignment begins after it.
    """
    project = parse_short_text(command.project, "project")
    status = choice(ENDED_STATUSES)(command.status, "status")
    day = context.day(command.on, "on")
    before = await read_project(context.tx, project)
    if before["status"] in ENDED_STATUSES:
        raise Conflict(f"project is {project!r}, which is already {before['status']}. Use updateProject to reopen it.", field="project")
    _refuse_end_before_start(before["startedOn"], day, Conflict, field="on")
    await context.tx.run(UPDATE_PROJECT_QUERY, {"id": project, "properties": {"status": status, "endedOn": day}})
    ended, warnings = await _end_periods(context.tx, project, {"status": status, "endedOn": day}, "on")
    return Change(Label.PROJECT, project, ("status", "endedOn", *ended), warnings=warnings)


async def _end_periods(
    tx: WriteTransaction, project: str, after: dict[str, Any], field: str = "endedOn"
) -> tuple[list[str], tuple[str, ...]]:
    """Ends assignments with the project, and ownerships with their departments. Returns the names of the links that changed, and warnings."""
    last_day = after["endedOn"] if after["status"] in ENDED_STATUSES else None
    people = () if last_day is None else await end_assignments(tx, project, last_day, field)
    owners = await end_owners_of(tx, project)
    return [name for name, ended in (("people", people), ("owner", owners)) if ended], (*people, *owners)


async def read_project(tx: WriteTransaction, project: str) -> dict[str, Any]:
    """The status, startedOn and endedOn of a project. Raises NotFound if the id is unknown."""
    for row in await tx.run(PROJECT_QUERY, {"id": project}):
        return row | {name: row[name] and date.fromisoformat(row[name]) for name in ("startedOn", "endedOn")}
    raise not_found(Label.PROJECT, project, "project")


async def _change_owner(context: CommandContext, project: str, owner: str | None, day: date) -> tuple[str, ...]:
    closed = await read_closing_day(context.tx, owner, day, "owner")
    history = read_periods((await context.tx.run(OWNERS_QUERY, {"id": project}))[0]["owners"])
    await _set_owners(context.tx, project, shorten_periods(add_successor(history, project, owner, day, OWNER), owner, closed))
    return warn_of_closing("owner", owner, closed)


async def _set_owners(tx: WriteTransaction, project: str, owners: list[Period]) -> None:
    await tx.run(DELETE_OWNERS_QUERY, {"id": project})
    await tx.run(ADD_OWNERS_QUERY, {"id": project, "owners": write_periods(owners)})


async def _set_topics(tx: WriteTransaction, project: str, topics: list[str]) -> None:
    await require_known(tx, Label.TOPIC, topics, "topics")
    await tx.run(DELETE_PROJECT_TOPICS_QUERY, {"id": project})
    await tx.run(ADD_PROJECT_TOPICS_QUERY, {"id": project, "topics": topics})


def _refuse_end_before_start(started: date | None, ended: date | None, error: type[GraphServiceError], field: str = "endedOn") -> None:
    # Both days are part of the project: it may start and end on the same day.
    if started is not None and ended is not None and ended < started:
        raise error(f"{field} is {ended}, but the project starts on {started}. It must not end before it starts.", field=field)
