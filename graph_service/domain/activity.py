"""The log of every change: numbered without gaps in the order of commits, so that readers ask for what came after what they have."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from graph_service.graph import Graph, WriteTransaction

# Setting a property takes the node's lock, which is held until the transaction ends. It is one of its own, as a value that is read
# before the lock is there may be old when it is written after. What was done under the key is looked for behind the lock.
TAKE_TURN_QUERY: LiteralString = """
MERGE (sequence:Sequence {name: 'activity'})
ON CREATE SET sequence.value = 0
ON MATCH SET sequence.locked = true
WITH sequence
MATCH (activity:Activity {idempotencyKey: $key})
RETURN activity.action AS action, activity.seq AS seq, activity.result AS result
"""
# The clock is read after the lock, so that times rise with the numbers.
RECORD_ACTIVITY_QUERY: LiteralString = """
MATCH (sequence:Sequence {name: 'activity'})
SET sequence.value = sequence.value + 1
WITH sequence.value AS seq
CREATE (activity:Activity {
  seq: seq,
  at: datetime.realtime('Z'),
  actor: $actor,
  action: $action,
  subjectLabel: $label,
  subjectId: $id,
  changed: $changed,
  idempotencyKey: $key,
  result: $result
})
RETURN activity.seq AS seq
"""
ACTIVITIES_QUERY: LiteralString = """
MATCH (activity:Activity)
WHERE activity.seq > $after
WITH activity ORDER BY activity.seq LIMIT $first
RETURN collect({
  seq: activity.seq,
  at: toString(activity.at),
  actor: activity.actor,
  action: activity.action,
  subject_label: activity.subjectLabel,
  subject_id: activity.subjectId,
  changed: activity.changed
}) AS activities
"""


@dataclass(frozen=True, slots=True)
class Activity:
    """One change: who did what to which node, and which of its properties changed. Names no person and quotes no text."""

    seq: int
    at: str
    actor: str | None
    action: str
    subject_label: str | None
    subject_id: str | None
    changed: list[str]


@dataclass(frozen=True, slots=True)
class Done:
    """What an idempotency key stands for: what was done, the number of its Activity and the result that was stored with it."""

    action: str
    seq: int
    result: dict[str, Any]


async def take_turn(tx: WriteTransaction, idempotency_key: str | None = None) -> Done | None:
    """Waits until every write before this one has ended and lets none begin until this one has: the first statement of a write.

    What is read afterwards cannot change under the writer, so a rule that was checked still holds at the commit, and writers that
    need the same nodes in different orders cannot block each other. Costs no concurrency worth having: commits are in one line anyway.
    Returns what was done under this key before.
    """
    for row in await tx.run(TAKE_TURN_QUERY, {"key": idempotency_key}):
        return Done(row["action"], row["seq"], json.loads(row["result"] or "{}"))
    return None


def log_entry(
    action: str,
    subject_label: str | None,
    subject_id: str | None,
    changed: Sequence[str],
    actor: str | None,
    idempotency_key: str | None = None,
    result: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What the log holds of a write, as the parameters of RECORD_ACTIVITY_QUERY. `result` is stored for the next call with the same key."""
    return {
        "actor": actor,
        "action": action,
        "label": subject_label,
        "id": subject_id,
        "changed": list(changed),
        "key": idempotency_key,
        "result": None if result is None else json.dumps(result),
    }


async def record_activity(tx: WriteTransaction, entry: Mapping[str, Any]) -> int:
    """Numbers this write and returns its number: the last statement of each write, whose turn was taken by its first.

    The lock on the sequence is held from then on to the commit, so numbers have no gaps and none appears late. Two writes that raced for
    a key end in one: the other is run again (see Graph.write) and finds it.
    """
    return (await tx.run(RECORD_ACTIVITY_QUERY, entry))[0]["seq"]


async def activities(graph: Graph, after: int = 0, first: int = 50) -> list[Activity]:
    """At most `first` activities numbered above `after`, in order. Whoever asks again after the last number it saw misses none."""
    return [Activity(**row) for row in await graph.read(ACTIVITIES_QUERY, {"after": after, "first": first})]
