"""Tasks: somebody is asked to look at a finding, until it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_service.callers import Role
from graph_service.domain.authorization.readability import require_nameable
from graph_service.domain.commands import Change, CommandContext, command_handler
from graph_service.domain.existence import choose_hidden_id, not_found, require_known
from graph_service.domain.parsing import choice, drop_absent, optional, parse_short_text, parse_text
from graph_service.errors import Conflict
from graph_service.model.enums import Finding
from graph_service.model.labels import Label

TASK_AUDIENCE: Final = "ASKED"
"""The audience of every task: those who were asked, those who asked, and curators."""
CREATE_TASK_QUERY: LiteralString = """
MATCH (person:Person {id: $person})
CREATE (task:Task)-[:ASKED_OF]->(person)
SET task = $task
WITH task
MATCH (asker:Person {id: $by})
CREATE (task)-[:ASKED_BY]->(asker)
"""
TASK_QUERY: LiteralString = """
MATCH (task:Task {id: $id})
RETURN toString(task.doneOn) AS doneOn, [(task)-[:ASKED_OF|ASKED_BY]->(person) | person.id] AS people
"""
SET_DONE_QUERY: LiteralString = """
MATCH (task:Task {id: $id})
SET task.doneOn = $day
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTask:
    """A finding, and the person to ask."""

    person: str
    """The ID of the person who is asked to look at it."""
    finding: Finding
    """What kind of finding it is."""
    title: str
    """The finding in one line."""
    note: str | None = None
    """What the person is asked to do."""
    id: str | None = None
    """The ID of the new task; only administrators may choose it. Generated if omitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTask:
    """The task that is done."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenTask:
    """The task that is not done after all."""

    task: str


@command_handler("createTask", role=Role.CONTRIBUTOR)
async def create_task(context: CommandContext, command: CreateTask) -> Change:
    """Asks somebody to look at a finding. Both people and curators can read the task."""
    person = parse_short_text(command.person, "person")
    finding = choice(Finding)(command.finding, "finding")
    title, note = parse_short_text(command.title, "title"), optional(parse_text)(command.note, "note")
    await require_known(context.tx, Label.PERSON, [person], "person")
    await require_nameable(context, [person], "person")
    new = await choose_hidden_id(context.tx, Label.TASK, command.id, context.caller)
    values = {"id": new, "finding": finding, "title": title, "note": note, "askedOn": context.now.date(), "audience": TASK_AUDIENCE}
    by = context.caller.person if context.caller is not None else None
    await context.tx.run(CREATE_TASK_QUERY, {"person": person, "by": by, "task": drop_absent(values)})
    changed = ("person", "finding", "title", *(("note",) if note else ()), "askedOn")
    return Change(Label.TASK, new, changed)


@command_handler("closeTask", "task", role=Role.CONTRIBUTOR)
async def close_task(context: CommandContext, command: CloseTask) -> Change:
    """Marks a task as done today. Fails with CONFLICT if it is done already. Those who were asked, those who asked and curators may do this."""
    task = parse_short_text(command.task, "task")
    before = await _read_task(context, task)
    if before["doneOn"]:
        raise Conflict(f"task is {task!r}, which was done on {before['doneOn']}.", field="task")
    await context.tx.run(SET_DONE_QUERY, {"id": task, "day": context.now.date()})
    return Change(Label.TASK, task, ("doneOn",))


@command_handler("reopenTask", "task", role=Role.CONTRIBUTOR)
async def reopen_task(context: CommandContext, command: ReopenTask) -> Change:
    """Marks a task as open again. Fails with CONFLICT if it is open. Those who were asked, those who asked and curators may do this."""
    task = parse_short_text(command.task, "task")
    if not (await _read_task(context, task))["doneOn"]:
        raise Conflict(f"task is {task!r}, which is open.", field="task")
    await context.tx.run(SET_DONE_QUERY, {"id": task, "day": None})
    return Change(Label.TASK, task, ("doneOn",))


async def _read_task(context: CommandContext, task: str) -> Mapping[str, Any]:
    """The row of TASK_QUERY. Raises NotFound if there is none, or if the caller may not read it."""
    caller = context.caller
    for row in await context.tx.run(TASK_QUERY, {"id": task}):
        if caller is None or caller.role >= Role.CURATOR or caller.person in row["people"]:
            return row
    raise not_found(Label.TASK, task, "task")
