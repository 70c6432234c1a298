"""The log of activities as the network follows it: without gaps, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, LiteralString

from graph_service.graph import Graph

MAX_ENTRIES: Final = 1_000  # activities that are followed one by one; after more of them reading everything is no more work
ATTEMPTS: Final = 3

# The database keeps both figures, so this costs as little in a large graph as in a small one.
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
    """The number of the last activity, and how many there are."""

    last: int
    entries: int

    def follows(self, earlier: "LogPosition") -> bool:
        """Whether there are as many new entries as there are new numbers: none is missing, and none came late among earlier ones."""
        return self.last - earlier.last == self.entries - earlier.entries


@dataclass(frozen=True, slots=True)
class Entry:
    """An activity, as far as it matters here."""

    seq: int
    action: str
    label: str | None
    subject: str | None


async def read_log_position(graph: Graph) -> LogPosition:
    """The log as it stands. Its two figures may be those of two moments, between which something was written."""
    return LogPosition(*await graph.read(LOG_QUERY))


async def read_entries_since(graph: Graph, earlier: LogPosition) -> tuple[LogPosition, Sequence[Entry] | None]:
    """The log, and its entries since an earlier look; None where some are missing or came late, or where there are too many."""
    log = await read_log_position(graph)
    for _ in range(ATTEMPTS - 1):
        if log.follows(earlier):
            break
        log = await read_log_position(graph)
    if not log.follows(earlier) or not 0 <= log.last - earlier.last <= MAX_ENTRIES:
        return log, None
    entries = [Entry(*row) for row in await graph.read(ENTRIES_QUERY, {"after": earlier.last, "last": log.last})]
    whole = [entry.seq for entry in entries] == list(range(earlier.last + 1, log.last + 1))
    return log, entries if whole else None
