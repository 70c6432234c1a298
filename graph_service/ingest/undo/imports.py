"""The imports in the log of changes: who imported, when, and whether it can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from graph_service.callers import Caller, Role
from graph_service.domain.undo.footprint import HOURS
from graph_service.errors import NotFound
from graph_service.graph import Graph

BATCHES_QUERY: LiteralString = """
MATCH (activity:Activity {import: $number})
WITH activity ORDER BY activity.seq
RETURN collect({
  seq: activity.seq,
  undone: activity.undone IS NOT NULL,
  kept: activity.undo IS NOT NULL,
  at: toString(activity.at),
  old: activity.at < datetime.realtime('Z') - duration({hours: $hours}),
  caller: activity.caller,
  subject: activity.callerSubject
}) AS batches
"""
RECENT_NUMBERS_QUERY: LiteralString = """
MATCH (activity:Activity)
WHERE activity.at >= datetime.realtime('Z') - duration({hours: $hours}) AND activity.import = activity.seq
WITH activity.seq AS number ORDER BY number DESC LIMIT $limit
RETURN collect(number) AS numbers
"""
LISTED = 50


@dataclass(frozen=True, slots=True)
class LoggedImport:
    """An import in the log. number: the sequence number of its first batch. at: when it began (ISO 8601, UTC). caller: the name of who
    imported, "" on the service's own machine, None if unknown. pending: the sequence numbers of its batches that were not undone."""

    number: int
    at: str
    caller: str | None
    subject: str | None
    pending: Sequence[int]
    is_kept: bool
    is_old: bool

    def why_not_undoable(self, caller: Caller | None) -> str | None:
        """Why the caller cannot undo it, as far as the log shows; None if nothing there prevents it. A caller of None may do everything."""
        if not self.pending:
            return "This import was already undone."
        if caller is not None and caller.role < Role.ADMINISTRATOR and caller.subject != self.subject:
            return "Only the person who imported, and administrators, can undo an import."
        if self.is_old:
            return f"An import can be undone only within {HOURS} hours."
        return None if self.is_kept else "This import is too large to be undone: what it changed was not kept."


async def read_import(graph: Graph, number: int) -> LoggedImport:
    """The import with this number. Raises NotFound."""
    batches: list[dict[str, Any]] = await graph.read(BATCHES_QUERY, {"number": number, "hours": HOURS}, from_leader=True)
    if not batches:
        raise NotFound(f"The log has no import with the number {number}.", field="number")
    first, pending = batches[0], [batch for batch in batches if not batch["undone"]]
    return LoggedImport(
        number,
        first["at"],
        first["caller"],
        first["subject"],
        [batch["seq"] for batch in pending],
        is_kept=all(batch["kept"] for batch in pending),
        is_old=any(batch["old"] for batch in pending),
    )


async def list_imports(graph: Graph) -> list[LoggedImport]:
    """The imports of the last HOURS, the latest first, at most LISTED."""
    numbers: list[int] = await graph.read(RECENT_NUMBERS_QUERY, {"hours": HOURS, "limit": LISTED})
    return [await read_import(graph, number) for number in numbers]
