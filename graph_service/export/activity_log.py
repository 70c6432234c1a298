"""Reads the activity log for an export."""

from collections.abc import AsyncGenerator
from typing import Any, Final, LiteralString

from graph_service.export.tables import PAGE_SIZE, QUERY_TIMEOUT, Row
from graph_service.graph import Graph

LOG_COLUMNS: Final = (
    "seq",
    "at",
    "actor",
    "caller",
    "callerSubject",
    "verified",
    "onBehalfOf",
    "action",
    "subjectLabel",
    "subjectId",
    "changed",
    "alsoChanged",
    "undone",
)
LOG_PAGE_QUERY: LiteralString = """
MATCH (activity:Activity)
WHERE activity.seq > $after
WITH activity ORDER BY activity.seq LIMIT $size
RETURN collect([
  activity.seq,
  toString(activity.at),
  activity.actor,
  activity.caller,
  activity.callerSubject,
  activity.verified,
  coalesce(activity.onBehalfOf, []),
  activity.action,
  activity.subjectLabel,
  activity.subjectId,
  coalesce(activity.changed, []),
  coalesce(activity.alsoChanged, []),
  activity.undone
])
"""


async def read_log(graph: Graph) -> AsyncGenerator[tuple[int, list[Row]]]:
    """Pages of the log: the number of rows, and rows with one value per column of LOG_COLUMNS."""
    after = 0
    while rows := await graph.read(LOG_PAGE_QUERY, {"after": after, "size": PAGE_SIZE}, timeout=QUERY_TIMEOUT, from_leader=True):
        page: list[list[Any]] = rows
        yield len(page), list(page)
        if len(page) < PAGE_SIZE:
            return
        after = page[-1][0]
