"""What makes a function a verb: one transaction, its turn, its idempotency key and its Activity."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, Protocol, TypeVar

from graph_service.domain.activity import Done, log_entry, record_activity, take_turn
from graph_service.domain.rules import Day, optional, parse_date, parse_line
from graph_service.errors import Conflict
from graph_service.graph import Graph, WriteTransaction
from graph_service.model.labels import Label

Command = TypeVar("Command", contravariant=True)


@dataclass(frozen=True, slots=True)
class Change:
    """What a verb did: to which node, to which of its properties, by whom where the input says so, and what the caller should know."""

    label: Label
    id: str
    changed: tuple[str, ...]
    by: str | None = None
    warnings: tuple[str, ...] = ()
    seq: int | None = None
    """The number of its Activity, where its own statement has logged it already."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A write's turn: its transaction, which no other write runs beside, and the moment it is made at (UTC)."""

    tx: WriteTransaction
    now: datetime
    action: str
    actor: str | None
    key: str | None
    fingerprint: str

    def entry(self, change: Change) -> dict[str, Any]:
        """What the log will hold of the change."""
        result = {"id": change.id, "warnings": change.warnings, "input": self.fingerprint}
        return log_entry(self.action, change.label, change.id, change.changed, self.actor or change.by, self.key, result)

    def day(self, given: Day | None, field: str) -> date:
        """The day that was given, or today."""
        return self.now.date() if given is None else parse_date(given, field)


@dataclass(frozen=True, slots=True)
class Written:
    """What a verb returns: the id of the changed node, the number of its Activity, what the caller should know, and what it read of it."""

    id: str
    seq: int
    warnings: tuple[str, ...] = ()
    read: Any = None


Read = Callable[[WriteTransaction, str], Awaitable[Any]]
"""Reads something of the changed node, whose id it is given."""


class Verb(Protocol[Command]):
    """The one shape of all verbs. Without `now` it is now; `actor` is who is logged as acting, and else who the input names.

    `read` is called before the commit: what it returns is what this change left behind, and when it fails, nothing is written.
    """

    async def __call__(
        self,
        graph: Graph,
        command: Command,
        *,
        actor: str | None = None,
        idempotency_key: str | None = None,
        now: datetime | None = None,
        read: Read | None = None,
    ) -> Written: ...


def verb(action: str, *, takes_turn: bool = False) -> Callable[[Callable[[Turn, Command], Awaitable[Change]]], Verb[Command]]:
    """Makes a verb of a function that checks a command against every rule and carries it out.

    A broken rule raises InvalidInput (seen from the value alone), NotFound (an unknown id), Conflict (because of what the graph holds) or
    Forbidden, and nothing is written. A key that was used before for the same command returns what was returned then, and does nothing.

    takes_turn: it takes its turn itself before it reads anything, which one statement can do together with all it writes.
    """

    def make(work: Callable[[Turn, Command], Awaitable[Change]]) -> Verb[Command]:
        @wraps(work)
        async def carry_out(
            graph: Graph,
            command: Command,
            *,
            actor: str | None = None,
            idempotency_key: str | None = None,
            now: datetime | None = None,
            read: Read | None = None,
        ) -> Written:
            key = optional(parse_line)(idempotency_key, "idempotencyKey")
            fingerprint = hashlib.sha256(repr(command).encode(errors="surrogatepass")).hexdigest()
            moment = (now or datetime.now(UTC)).astimezone(UTC)

            async def attempt(tx: WriteTransaction) -> Written:
                written = await change_once(tx)
                return written if read is None else replace(written, read=await read(tx, written.id))

            async def change_once(tx: WriteTransaction) -> Written:
                if (key is not None or not takes_turn) and (done := await take_turn(tx, key)):
                    return repeat(done)
                turn = Turn(tx, moment, action, actor, key, fingerprint)
                change = await work(turn, command)
                seq = await record_activity(tx, turn.entry(change)) if change.seq is None else change.seq
                return Written(change.id, seq, change.warnings)

            def repeat(done: Done) -> Written:
                if done.action != action:
                    used = done.action
                elif done.result["input"] != fingerprint:
                    used = f"{action} with another input"
                else:
                    return Written(done.result["id"], done.seq, tuple(done.result["warnings"]))
                raise Conflict(f"The idempotency key {key!r} was used for {used}. Use a new key for each change.", field="idempotencyKey")

            return await graph.write(attempt)

        return carry_out

    return make
