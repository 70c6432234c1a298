"""Reads the activity log: the entries since an earlier position, provided that the log has no gaps there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, LiteralString

from graph_service.graph import Graph

MAX_ENTRIES: Final = 1_000  # with more, reloading everything is about as fast
ATTEMPTS: Final = 3

# Neo4j keeps both numbers, so this is as fast in a large graph as in a small one.
LOG_QUERY: LiteralString = """
OPTIONAL MATCH (sequence:Sequence {name: 'activity'})
WITH coalesce(sequence.value, 0) AS last
CALL () {
  MATCH (activity:Activity)
  RETURN count(activity) AS entries
}
RETURN [last, entries] AS log
"""
ENTRIES_QUERY: LiteralString = """
MATCH (activity:Activity)
WHERE $after < activity.seq <= $last
WITH activity ORDER BY activity.seq
RETURN collect([activity.seq, activity.action, activity.subjectLabel, activity.subjectId]) AS entries
"""


@dataclass(frozen=True, slots=True)
class LogPosition:
    """The sequence number of the last activity, and the number of activities."""

    last: int
    entries: int

    def is_gapless_since(self, earlier: "LogPosition") -> bool:
        """Whether there are as many new entries as new sequence numbers: none is missing, and none was added late among earlier ones."""
        return self.last - earlier.last == self.entries - earlier.entries


@dataclass(frozen=True, slots=True)
class Entry:
    """The sequence number, action and subject of an activity."""

    seq: int
    action: str
    label: str | None
    subject: str | None


async def read_log_position(graph: Graph) -> LogPosition:
    """The current position. A write between its two reads may be in one number and not yet in the other."""
    return LogPosition(*await graph.read(LOG_QUERY))


async def read_entries_since(graph: Graph, earlier: LogPosition) -> tuple[LogPosition, Sequence[Entry] | None]:
    """The current position and the entries since an earlier one.

    None instead of the entries when some are missing or were added late, or when there are more than MAX_ENTRIES.
    """
    log = await read_log_position(graph)
    for _ in range(ATTEMPTS - 1):
        if log.is_gapless_since(earlier):
            break
        log = await read_log_position(graph)
    if not log.is_gapless_since(earlier) or not 0 <= log.last - earlier.last <= MAX_ENTRIES:
        return log, None
    entries = [Entry(*row) for row in await graph.read(ENTRIES_QUERY, {"after": earlier.last, "last": log.last})]
    complete = [entry.seq for entry in entries] == list(range(earlier.last + 1, log.last + 1))
    return log, entries if complete else None
