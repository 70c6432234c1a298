"""Runs the PMO's commands: each in one transaction, with a lock on the activity log, an idempotency key and a log entry."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from graph_service.callers import Caller, Role
from graph_service.domain.activity import EarlierCommand, ImportInProgress, activity_parameters, lock_activity_log, record_activity
from graph_service.domain.lessons.versions import keep_versions
from graph_service.domain.parsing import Day, optional, parse_date, parse_past_date, parse_short_text
from graph_service.domain.undo.footprint import compare, keep_footprint
from graph_service.domain.undo.node_states import Node, read_command_states
from graph_service.domain.undo.values import keep_values
from graph_service.errors import Conflict
from graph_service.graph import Graph, WriteTransaction
from graph_service.model.labels import Label

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Command = TypeVar("Command", bound="DataclassInstance", contravariant=True)

CANONICAL_JSON = "json:"
IMPORT_WAIT_SECONDS = 30.0  # how long a command waits for an import that blocks commands
IMPORT_POLL_SECONDS = 0.2
LABELS = {label.singular: label for label in Label}
SUBJECT_FIELDS: dict[str, tuple[str, ...]] = {}
"""By action, the fields of the command with the ids of nodes that it changes; empty if it creates its subject."""
LEAST_ROLES: dict[str, Role] = {}
"""By action, the least role that may run it."""
CREATED_LABELS: dict[str, Sequence[Label]] = {}
"""By action, the labels of the nodes that it creates besides its subject."""
IRREVERSIBLE: dict[str, str] = {}
"""By action that cannot be undone, the reason as a sentence."""


@dataclass(frozen=True, slots=True)
class Change:
    """The effect of a command on one node.

    changed: names of its changed properties and links. actor: the person whom the input names as acting. people: those for whom it is
    recorded. seq: the sequence number of its Activity, if it is already logged. also: further nodes that the change created or changed.
    linked: drafts that it linked to the project that it created or renamed, which is its subject or in `also`.
    """

    label: Label
    id: str
    changed: tuple[str, ...]
    actor: str | None = None
    people: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    seq: int | None = None
    also: tuple[Node, ...] = ()
    linked: tuple[Node, ...] = ()

    @property
    def others(self) -> tuple[str, ...]:
        """The IDs of the further nodes that have the label of the first."""
        return tuple(id_ for label, id_ in self.also if label is self.label)


@dataclass(frozen=True, slots=True)
class CommandContext:
    """The transaction a command runs in, its time (UTC), and what is logged about it. No other write runs until it ends.

    caller: the sender of the request; None outside of requests, where everything is allowed.
    """

    tx: WriteTransaction
    now: datetime
    action: str
    idempotency_key: str | None
    fingerprint: str
    caller: Caller | None = None

    def activity_of(self, change: Change) -> dict[str, Any]:
        """The parameters of RECORD_ACTIVITY_QUERY for this change."""
        result = {"id": change.id, "warnings": change.warnings, "input": self.fingerprint, "others": change.others}
        also = [f"{label}:{id_}" for label, id_ in (*change.also, *change.linked)]  # undo relies on the order
        actor, others = self._acting(change)
        key = self.idempotency_key
        return activity_parameters(self.action, change.label, change.id, change.changed, actor, key, result, self.caller, also, others)

    def _acting(self, change: Change) -> tuple[str | None, list[str]]:
        """The person who made the change, and the others for whom it was recorded. Only an unverified caller may name who acts."""
        if self.caller is None or not self.caller.verified:
            return change.actor or (self.caller.person if self.caller else None), []
        return self.caller.person, [person for person in change.people if person != self.caller.person]

    def day(self, value: Day | None, field: str) -> date:
        """The value as a date; today if it is None."""
        return self.now.date() if value is None else parse_date(value, field)

    def past_day(self, value: Day | None, field: str) -> date:
        """The day of something that has happened, as a date; today if it is None."""
        return self.now.date() if value is None else parse_past_date(value, field, self.now.date())


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The id of the changed node, the sequence number of its Activity, warnings, what `read_node` returned, whether it is the result of an
    earlier command with the same idempotency key, and the ids of further nodes of the same type that were created or changed."""

    id: str
    seq: int
    warnings: tuple[str, ...] = ()
    node: Any = None
    repeated: bool = field(default=False, compare=False)
    others: tuple[str, ...] = ()


NodeReader = Callable[[WriteTransaction, CommandResult], Awaitable[Any]]
"""Reads the nodes of a result in the transaction that changed them."""


class CommandHandler(Protocol[Command]):
    """The signature of every handler. `now` defaults to the current time; `caller` is None outside of requests.

    `read_node` runs before the commit, so that it sees this change and no later one; if it fails, nothing is written.
    """

    async def __call__(
        self,
        graph: Graph,
        command: Command,
        *,
        idempotency_key: str | None = None,
        now: datetime | None = None,
        read_node: NodeReader | None = None,
        caller: Caller | None = None,
    ) -> CommandResult: ...


def command_handler(
    action: str, *subject_fields: str, role: Role, creates: Sequence[Label] = (), locks_log: bool = False, irreversible: str = ""
) -> Callable[[Callable[[CommandContext, Command], Awaitable[Change]]], CommandHandler[Command]]:
    """Makes a handler of a function that checks a command against every rule and carries it out.

    A broken rule raises InvalidInput (seen from the values alone), NotFound (an unknown id), Conflict (because of the state of the graph)
    or Forbidden (because of the caller), and nothing is written. ImportInProgress is raised while an import blocks commands. A retry of the
    same command with the same idempotency key returns the first result and changes nothing.

    subject_fields: the fields of the command with the ids of nodes that it changes, first that of its subject; none if it creates its
    subject. What it changed there is kept for a day, so that it can be undone (see undo/). role: the least role that may run it. creates:
    the labels of the nodes that it creates besides its subject: an undo removes all nodes of these labels in `Change.also`. locks_log: the
    function locks the activity log itself, in its first statement, and may record the activity itself (`Change.seq`). irreversible: why it
    cannot be undone, as a sentence; nothing of what it changed is kept.
    """

    SUBJECT_FIELDS[action], LEAST_ROLES[action], CREATED_LABELS[action] = subject_fields, role, creates
    if irreversible:
        IRREVERSIBLE[action] = irreversible

    def make(run: Callable[[CommandContext, Command], Awaitable[Change]]) -> CommandHandler[Command]:
        @wraps(run)
        async def handle(
            graph: Graph,
            command: Command,
            *,
            idempotency_key: str | None = None,
            now: datetime | None = None,
            read_node: NodeReader | None = None,
            caller: Caller | None = None,
        ) -> CommandResult:
            if caller is not None:
                caller.require(role, action)
            key = optional(parse_short_text)(idempotency_key, "idempotencyKey")
            time = (now or datetime.now(UTC)).astimezone(UTC)

            async def attempt(tx: WriteTransaction) -> CommandResult:
                context = CommandContext(tx, time, action, key, fingerprint(command), caller)
                earlier = None if key is None and locks_log else await lock_activity_log(tx, key)
                if earlier is not None:
                    result = repeat_result(earlier, context)
                else:
                    result = await _run_and_record(context, command, run, () if irreversible else subject_fields)
                return result if read_node is None else replace(result, node=await read_node(tx, result))

            return await _write_after_import(graph, attempt)

        return handle

    return make


async def _run_and_record(
    context: CommandContext, command: Command, run: Callable[[CommandContext, Command], Awaitable[Change]], subject_fields: Sequence[str]
) -> CommandResult:
    """Carries out a command, writes its log entry, and keeps with it what undo needs, the earlier versions of lessons, and the values of
    lessons and reuses."""
    subjects = _subjects(command, subject_fields)
    before = await read_command_states(context.tx, subjects)
    change = await run(context, command)
    seq = await record_activity(context.tx, context.activity_of(change)) if change.seq is None else change.seq
    if before:
        after = await read_command_states(context.tx, subjects)
        footprint = compare(before, after)
        await keep_footprint(context.tx, seq, footprint)
        await keep_versions(context.tx, seq, before, footprint)
        await keep_values(context.tx, seq, (change.label, change.id), before, after)
    return CommandResult(change.id, seq, change.warnings, others=change.others)


def _subjects(command: "DataclassInstance", subject_fields: Sequence[str]) -> dict[Label, list[str]]:
    """The ids of the nodes that a command changes, by label."""
    found: dict[Label, list[str]] = {}
    for name in subject_fields:
        found.setdefault(LABELS.get(name, Label.LESSON), []).append(parse_short_text(getattr(command, name), name))
    return found


async def _write_after_import(graph: Graph, attempt: Callable[[WriteTransaction], Awaitable[CommandResult]]) -> CommandResult:
    """Runs the transaction; waits up to IMPORT_WAIT_SECONDS for an import that blocks commands, then raises ImportInProgress."""
    deadline = monotonic() + IMPORT_WAIT_SECONDS
    while True:
        try:
            return await graph.write(attempt)
        except ImportInProgress:
            if monotonic() >= deadline:
                raise
        await asyncio.sleep(IMPORT_POLL_SECONDS)


def fingerprint(command: "DataclassInstance") -> str:
    """Identifies the input of a command: SHA-256 of its fields that differ from their defaults, as JSON with sorted names.

    A default is left out so that a retry still matches after a deployment that adds an optional field.
    """
    values = {field.name: getattr(command, field.name) for field in fields(command)}
    stated = {field.name: values[field.name] for field in fields(command) if values[field.name] != field.default}
    text = json.dumps(stated, sort_keys=True, separators=(",", ":"), default=_plain)
    return CANONICAL_JSON + hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """A value of a command for JSON; a dataclass in it as a map without its defaults."""
    if not is_dataclass(value) or isinstance(value, type):
        return str(value)
    return {each.name: getattr(value, each.name) for each in fields(value) if getattr(value, each.name) != each.default}


def repeat_result(earlier: EarlierCommand, context: CommandContext) -> CommandResult:
    """The result of the earlier command. Raises Conflict when it was by another caller, another command, had another input, or was undone."""
    if context.caller is not None and earlier.subject not in (None, context.caller.subject):
        used = "a change by somebody else"
    elif earlier.action != context.action:
        used = earlier.action
    elif not _same_input(earlier.result["input"], context.fingerprint):
        used = f"{context.action} with another input"
    elif earlier.undone_on:
        used = f"{context.action}, which was undone on {earlier.undone_on}"
    else:
        others = tuple(earlier.result.get("others", ()))
        return CommandResult(earlier.result["id"], earlier.seq, tuple(earlier.result["warnings"]), repeated=True, others=others)
    raise Conflict(
        f"idempotencyKey is {context.idempotency_key!r}, which was already used for {used}. Use a new key for each change.",
        field="idempotencyKey",
    )


def _same_input(earlier: str, current: str) -> bool:
    # Earlier versions stored a hash of repr(command), which cannot be compared. The key alone decides then: a client that retries across
    # the deployment gets its first result, which matters more than noticing a reused key.
    return earlier == current or not earlier.startswith(CANONICAL_JSON)
