"""Reads the activity log: the entries since an earlier position, provided that the log has no gaps there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, LiteralString

from graph_service.graph import Graph

MAX_ENTRIES: Final = 1_000  # with more, reloading everything is about as fast
ATTEMPTS: Final = 3

# Neo4j stores both numbers, and an index finds the last activity, so this is as fast in a large graph as in a small one.
LOG_QUERY: LiteralString = """
OPTIONAL MATCH (sequence:Sequence {name: 'activity'})
WITH coalesce(sequence.value, 0) AS last, sequence.graph AS graph
CALL () {
  MATCH (activity:Activity)
  RETURN count(activity) AS entries
}
OPTIONAL MATCH (latest:Activity {seq: last})
RETURN [last, entries, graph, toString(latest.at)] AS log
"""
ENTRIES_QUERY: LiteralString = """
MATCH (activity:Activity)
WHERE $after < activity.seq <= $last
WITH activity ORDER BY activity.seq
RETURN collect([activity.seq, activity.action, activity.subjectLabel, activity.subjectId, coalesce(activity.alsoChanged, [])]) AS entries
"""


@dataclass(frozen=True, slots=True)
class LogPosition:
    """The end of the activity log.

    last: the sequence number of the last activity. entries: the number of activities. graph: the id of the graph, None before its first
    write. at: the time of the last activity (ISO 8601), None if there is none.
    """

    last: int
    entries: int
    graph: str | None = None
    at: str | None = None

    def is_gapless_since(self, earlier: "LogPosition") -> bool:
        """Whether the graph is the same and has as many new entries as new sequence numbers: none is missing or was added late."""
        return self.graph == earlier.graph and self.last - earlier.last == self.entries - earlier.entries


@dataclass(frozen=True, slots=True)
class Entry:
    """The sequence number, action and subject of an activity. also: further nodes that an undo changed, as "Label:id"."""

    seq: int
    action: str
    label: str | None
    subject: str | None
    also: Sequence[str] = ()


async def read_log_position(graph: Graph, known: LogPosition | None = None) -> LogPosition:
    """Reads the current position. A write that commits meanwhile may be included in `last` and not in `entries`, or the other way round.

    A position before the known one comes from a cluster member that lags behind or from a restored backup. It is then read again from the
    leader, which never lags behind.
    """
    log = LogPosition(*await graph.read(LOG_QUERY))
    if known is not None and log.last < known.last:
        log = LogPosition(*await graph.read(LOG_QUERY, from_leader=True))
    return log


async def read_entries_since(graph: Graph, earlier: LogPosition) -> tuple[LogPosition, Sequence[Entry] | None]:
    """The current position and the entries since an earlier one.

    None instead of the entries when some are missing or were added late, or when there are more than MAX_ENTRIES.
    """
    log = await read_log_position(graph, earlier)
    for _ in range(ATTEMPTS - 1):
        if log.is_gapless_since(earlier):
            break
        log = await read_log_position(graph, earlier)
    if not log.is_gapless_since(earlier) or not 0 <= log.last - earlier.last <= MAX_ENTRIES:
        return log, None
    entries = [Entry(*row) for row in await graph.read(ENTRIES_QUERY, {"after": earlier.last, "last": log.last})]
    complete = [entry.seq for entry in entries] == list(range(earlier.last + 1, log.last + 1))
    return log, entries if complete else None
