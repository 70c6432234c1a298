"""The activity log: every change, numbered without gaps in commit order, so that readers can ask for everything after a number."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_service.callers import Caller
from graph_service.errors import Unavailable
from graph_service.graph import WriteTransaction

# Setting a property locks the node until the transaction ends. It is a property of its own, because a value read before the lock is held
# may be outdated when it is written. The idempotency key is looked up after the lock. `importer` is the import that blocks commands, if any
# (see ingest/lease.py).
LOCK_ACTIVITY_LOG_QUERY: LiteralString = """
MERGE (sequence:Sequence {name: 'activity'})
ON CREATE SET sequence.value = 0, sequence.graph = randomUUID()
ON MATCH SET sequence.locked = true
WITH sequence
OPTIONAL MATCH (activity:Activity {idempotencyKey: $key})
RETURN
  CASE WHEN sequence.importExclusive AND sequence.importUntil > datetime.realtime('Z') THEN sequence.importedBy END AS importer,
  activity.action AS action, activity.seq AS seq, activity.result AS result,
  head(COLLECT { MATCH (undo:Activity {seq: activity.undone}) RETURN toString(date(undo.at)) }) AS undoneOn,
  activity.callerSubject AS subject
"""
# The clock is read after the lock, so that times rise with the sequence numbers.
RECORD_ACTIVITY_QUERY: LiteralString = """
MATCH (sequence:Sequence {name: 'activity'})
SET sequence.value = sequence.value + 1
WITH sequence.value AS seq
CREATE (activity:Activity {
  seq: seq,
  at: datetime.realtime('Z'),
  actor: $actor,
  caller: $caller,
  callerSubject: $callerSubject,
  verified: $verified,
  onBehalfOf: $onBehalfOf,
  action: $action,
  subjectLabel: $label,
  subjectId: $id,
  changed: $changed,
  alsoChanged: $also,
  idempotencyKey: $key,
  result: $result
})
RETURN activity.seq AS seq
"""

UNDO_ACTION: Final = "undo"
IMPORT_ACTION: Final = "IMPORT"


@dataclass(frozen=True, slots=True)
class Activity:
    """One log entry: who did what to which node, and which of its properties changed. It holds no names and no text of the node.

    actor: the id of the caller's person; if the caller is not verified, of the person whom the caller named. caller: the name of the caller;
    empty on the service's own machine, None if unknown. caller_subject: identifies the caller (see Caller). verified: None if unknown.
    on_behalf_of: the ids of other people for whom it was recorded. related: of a change of a rundown, the further nodes that it created or
    changed, as "Label:id".
    """

    seq: int
    at: str
    actor: str | None
    caller: str | None
    caller_subject: str | None
    verified: bool | None
    on_behalf_of: list[str]
    action: str
    subject_label: str | None
    subject_id: str | None
    changed: list[str]
    related: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class EarlierCommand:
    """The command that was run with an idempotency key, the sequence number of its Activity, its stored result, the day on which it was undone,
    if it was, and what identifies its caller; None if unknown."""

    action: str
    seq: int
    result: dict[str, Any]
    undone_on: str | None
    subject: str | None


class ImportInProgress(Unavailable):
    """An import blocks all other writes until it has finished (see ingest/lease.py)."""

    def __init__(self, importer: str | None = None) -> None:
        by = f" ({importer})" if importer else ""
        super().__init__(f"An import is running{by}, and nothing else can be written until it has finished. Try again in a minute.")


async def lock_activity_log(tx: WriteTransaction, idempotency_key: str | None = None) -> EarlierCommand | None:
    """Waits for the lock that serialises all writes. The first statement of each write transaction.

    After it nothing that the transaction reads can change before its commit, so a rule that was checked still holds, and writers that
    need the same nodes in a different order cannot deadlock. It costs little concurrency, because commits are ordered anyway.
    Returns the command that was run with this key before, if any. Raises ImportInProgress while an import blocks commands.
    """
    row = (await tx.run(LOCK_ACTIVITY_LOG_QUERY, {"key": idempotency_key}))[0]
    if row["action"] is not None:
        return EarlierCommand(row["action"], row["seq"], json.loads(row["result"] or "{}"), row["undoneOn"], row["subject"])
    if row["importer"] is not None:
        raise ImportInProgress(row["importer"])
    return None


def activity_parameters(
    action: str,
    subject_label: str | None,
    subject_id: str | None,
    changed: Sequence[str],
    actor: str | None,
    idempotency_key: str | None = None,
    result: Mapping[str, Any] | None = None,
    caller: Caller | None = None,
    also: Sequence[str] = (),
    on_behalf_of: Sequence[str] = (),
) -> dict[str, Any]:
    """The parameters of RECORD_ACTIVITY_QUERY.

    result: stored for a retry with the same idempotency key. caller: who sent the command; None for the service itself. also: further nodes
    that were created or changed, as "Label:id"; without those that follow from the action (analysis/columns/invalidation.py).
    """
    return {
        "actor": actor,
        "caller": None if caller is None else caller.name,
        "callerSubject": None if caller is None else caller.subject,
        "verified": None if caller is None else caller.verified,
        "onBehalfOf": list(on_behalf_of) or None,
        "also": list(also) or None,
        "action": action,
        "label": subject_label,
        "id": subject_id,
        "changed": list(changed),
        "key": idempotency_key,
        "result": None if result is None else json.dumps(result),
    }


async def record_activity(tx: WriteTransaction, parameters: Mapping[str, Any]) -> int:
    """Logs this write and returns its sequence number. The last statement of each write; lock_activity_log is its first.

    The lock is held until the commit, so numbers have no gaps and none appears late. If two writes with the same idempotency key race,
    the unique constraint lets one commit; the other is retried (see Graph.write) and finds the first.
    """
    return (await tx.run(RECORD_ACTIVITY_QUERY, parameters))[0]["seq"]
