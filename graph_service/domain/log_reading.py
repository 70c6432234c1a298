"""Reads the entries of the activity log by node, caller, command and days."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_service.domain.activity import IMPORT_ACTION, Activity
from graph_service.domain.undo.node_states import Node
from graph_service.domain.undo.values import imported_change_key
from graph_service.graph import Graph
from graph_service.model.labels import Label

# The first condition starts from an index, whichever part of the log is asked for.
FROM_ALL: LiteralString = "MATCH (activity:Activity)\nUSING INDEX activity:Activity(seq)\n"
FROM_SUBJECT: LiteralString = """CALL () {
  MATCH (activity:Activity {subjectId: $subject})
  RETURN activity
UNION
  MATCH (change:ImportedChange {subjectId: $subject})
  MATCH (activity:Activity {seq: change.seq})
  RETURN activity
}
WITH activity
"""
FROM_CALLER: LiteralString = "MATCH (activity:Activity {callerSubject: $caller})\nUSING INDEX activity:Activity(callerSubject)\n"
FROM_DAY: LiteralString = "MATCH (activity:Activity)\nUSING INDEX activity:Activity(at)\n"
MATCHING: LiteralString = """WHERE activity.seq > $after AND ($before IS NULL OR activity.seq < $before)
  AND ($caller IS NULL OR activity.callerSubject = $caller)
  AND ($action IS NULL OR activity.action = $action)
"""
SINCE: LiteralString = "  AND activity.at >= datetime($from) AND activity.at < datetime($to)\n"
FIRST: LiteralString = "WITH activity ORDER BY activity.seq LIMIT $size\n"
LAST: LiteralString = "WITH activity ORDER BY activity.seq DESC LIMIT $size\nWITH activity ORDER BY activity.seq\n"
FIELDS: LiteralString = """
  seq: activity.seq,
  at: toString(activity.at),
  actor: activity.actor,
  caller: activity.caller,
  caller_subject: activity.callerSubject,
  verified: activity.verified,
  on_behalf_of: coalesce(activity.onBehalfOf, []),
  action: activity.action,
  subject_label: activity.subjectLabel,
  subject_id: activity.subjectId,
  changed: activity.changed,
  related: CASE activity.subjectLabel WHEN 'Rundown' THEN coalesce(activity.alsoChanged, []) ELSE [] END,
"""
IMPORTED_FIELDS: LiteralString = "{subject_label: change.subjectLabel, subject_id: change.subjectId, changed: change.changed}"
ENTRIES: LiteralString = (
    "RETURN collect({"
    + FIELDS
    + """  imported: head(COLLECT {
    MATCH (change:ImportedChange {subjectId: $subject}) WHERE change.seq = activity.seq
    RETURN """
    + IMPORTED_FIELDS
    + """
  })
}) AS activities
"""
)
BY_NUMBER_STATEMENT: LiteralString = (
    """
UNWIND $entries AS entry
MATCH (activity:Activity {seq: entry.seq})
WHERE $caller IS NULL OR activity.callerSubject = $caller
OPTIONAL MATCH (change:ImportedChange {key: entry.key})
WITH entry, activity, change
WHERE change IS NOT NULL OR entry.key = toString(entry.seq)
RETURN collect([entry.key, {"""
    + FIELDS
    + """  imported: CASE
    WHEN change IS NOT NULL THEN """
    + IMPORTED_FIELDS
    + """
  END
}]) AS activities
"""
)

# A node that was removed is known as restricted by the mark that its removal left in the log (see undo/restoration.py).
RESTRICTED_QUERY: LiteralString = """
UNWIND $nodes AS node
WITH node[0] AS label, node[1] AS id
WHERE label = 'Lesson' AND EXISTS { MATCH (lesson:Lesson {id: id}) USING INDEX SEEK lesson:Lesson(id) WHERE lesson.audience = 'NAMED' }
  OR label = 'Reuse' AND EXISTS { MATCH (reuse:Reuse {id: id}) USING INDEX SEEK reuse:Reuse(id) WHERE reuse.audience = 'NAMED' }
  OR EXISTS { (:Activity {subjectId: id, subjectLabel: label, restricted: true}) }
  OR EXISTS { (:ImportedChange {subjectId: id, subjectLabel: label, restricted: true}) }
RETURN collect([label, id]) AS restricted
"""


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries of the log to read. subject: the id of the changed node. caller: the subject of the caller (see Caller). since, until: the
    first day, and the first day after the last one, as YYYY-MM-DD (UTC).
    """

    after: int = 0
    before: int | None = None
    subject: str | None = None
    caller: str | None = None
    action: str | None = None
    since: str | None = None
    until: str | None = None

    def statement(self, order: LiteralString) -> LiteralString:
        """MATCH (activity:Activity ...) USING INDEX ... WHERE ... ORDER BY activity.seq LIMIT $size RETURN collect({...}) AS activities"""
        start = FROM_SUBJECT if self.subject else FROM_CALLER if self.caller else FROM_DAY if self._by_day else FROM_ALL
        return start + MATCHING + (SINCE if self._by_day else "") + order + ENTRIES

    @property
    def filters_by_content(self) -> bool:
        """Whether an entry is found by what it says, not only by its number and time."""
        return self.subject is not None or self.caller is not None or self.action is not None

    @property
    def _by_day(self) -> bool:
        return self.since is not None or self.until is not None

    def parameters(self, size: int) -> dict[str, Any]:
        days = {"from": f"{self.since or '0001-01-01'}T00:00Z", "to": f"{self.until or '9999-12-31'}T00:00Z"}
        return {name: getattr(self, name) for name in ("after", "before", "subject", "caller", "action")} | days | {"size": size}


ALL_ENTRIES: Final = LogFilter()
SEQUENCE_NUMBER: Final = re.compile(r"[1-9][0-9]{0,17}(?=:|\Z)")  # fits into an integer of the database


async def read_log(graph: Graph, matching: LogFilter = ALL_ENTRIES, size: int = 50, *, latest: bool = False) -> list[Activity]:
    """The first activities that match, or the latest ones, at most `size`, by sequence number. Reading on after the last number misses none.

    A batch of an import has no subject. If the filter names a lesson or reuse that the batch changed, this becomes its subject.
    """
    query = matching.statement(LAST if latest else FIRST)
    rows: list[dict[str, Any]] = await graph.read(query, matching.parameters(size))
    return [_entry(row) for row in rows]


def _entry(row: dict[str, Any]) -> Activity:
    imported: dict[str, Any] = row.pop("imported") or {}
    return Activity(**{**row, **imported})


async def read_entry(graph: Graph, seq: int) -> Activity:
    """The activity with this sequence number."""
    return (await read_log(graph, LogFilter(seq - 1), 1))[0]


def entry_key(entry: Activity) -> str:
    """What identifies an entry as it was read: its number and, for a batch of an import, the lesson or reuse whose change it stands for."""
    if entry.action == IMPORT_ACTION and entry.subject_label and entry.subject_id:
        return imported_change_key(entry.seq, entry.subject_label, entry.subject_id)
    return str(entry.seq)


async def read_entries(graph: Graph, keys: Sequence[str], caller: str | None = None) -> dict[str, Activity]:
    """The activities with these keys (see `entry_key`), without missing ones; with `caller`, only the changes by that caller."""
    entries = [{"seq": int(number[0]), "key": key} for key in keys if (number := SEQUENCE_NUMBER.match(key))]
    rows: list[tuple[str, dict[str, Any]]] = (
        await graph.read(BY_NUMBER_STATEMENT, {"entries": entries, "caller": caller}) if entries else []
    )
    return {key: _entry(row) for key, row in rows}


async def find_restricted(graph: Graph, nodes: Iterable[Node]) -> set[Node]:
    """The restricted lessons, and the reuses of these, among these nodes. Those that were restricted when they were removed are among them."""
    asked = sorted({node for node in nodes if node[0] in (Label.LESSON, Label.REUSE)})
    parameters = {"nodes": [list(node) for node in asked]}
    rows: list[tuple[str, str]] = await graph.read(RESTRICTED_QUERY, parameters) if asked else []
    return {(Label(label), id_) for label, id_ in rows}


def nodes_of(entry: Activity) -> set[Node]:
    """The nodes that an entry tells of: the one that was changed and, of a decision in a rundown, the lesson and its reuse."""
    related = {(Label(label), id_) for label, _, id_ in (each.partition(":") for each in entry.related)}
    return related | ({(Label(entry.subject_label), entry.subject_id)} if entry.subject_label and entry.subject_id else set())
