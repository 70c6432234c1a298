"""Compares the network snapshots of the running service with the graph."""

import asyncio
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Any, Final, LiteralString

from graph_service.analysis.columns.activity_log import read_log_position
from graph_service.analysis.columns.checksums import TableChecksum
from graph_service.analysis.columns.snapshot import Snapshot, load
from graph_service.analysis.columns.snapshot_fingerprint import SnapshotFingerprint, fingerprint_of
from graph_service.errors import GraphServiceError
from graph_service.graph import Graph
from graph_service.health.check import Check, State, failed_check
from graph_service.health.running_service import Unreadable, Worker, read_workers, service_address
from graph_service.settings import Settings

NAME: Final = "service"
COMPARISON_TIMEOUT: Final = 8.0  # seconds; workers look at the log every second, and publish what they hold a moment later
PAUSE: Final = 1.0  # seconds between two comparisons
NO_TABLE: Final = TableChecksum(0, 0)
READ_AGAIN: Final = (
    "The graph was changed without the service, for example by Cypher, and the log of changes does not show it. Restart the service, or send "
    "SIGHUP to its parent process if it has several workers: it then reads everything again. Change data through the API or by an import."
)
STAYS_BEHIND: Final = "Workers read an import when it has ended. If this does not change, look for `network snapshot` in the service's log."
SINCE_QUERY: LiteralString = """
RETURN head(COLLECT {
  MATCH (activity:Activity) WHERE activity.seq > $after
  RETURN toString(activity.at) ORDER BY activity.seq LIMIT 1
}) AS since
"""


async def compare_with_service(graph: Graph, settings: Settings, snapshot: Snapshot) -> Check:
    """Compares each worker of the running service with a snapshot that was loaded from the graph just now.

    Unless both are equal it tries again for a while, with the snapshot loaded anew: a change during the comparison is no fault.
    """
    end = monotonic() + COMPARISON_TIMEOUT
    try:
        address, token = service_address(settings), settings.service_token
        while True:
            check = await _compare(graph, address, await asyncio.to_thread(read_workers, address, token), snapshot)
            if check.state is State.OK or monotonic() > end:
                return check
            await asyncio.sleep(PAUSE)
            snapshot = await load(graph, settings.min_group)
    except Unreadable as error:
        return _unchecked(*error.args)
    except GraphServiceError as error:  # such as a file of the token that cannot be read
        return failed_check(NAME, error)


async def _compare(graph: Graph, address: str, workers: Sequence[Worker], snapshot: Snapshot) -> Check:
    """The snapshot was loaded before the workers were read. If nothing was written since, all of them are at the same activity."""
    fresh = await asyncio.to_thread(fingerprint_of, snapshot.columns, snapshot.log)
    last = (await read_log_position(graph)).last
    oldest = min(workers, key=lambda worker: worker.fingerprint.activity)
    if any(worker.fingerprint.graph not in (0, fresh.graph) for worker in workers):
        return _unchecked(f"The service at {address} reads another graph.", "Use the same NEO4J_URI and NEO4J_DATABASE for both.")
    if oldest.fingerprint.activity < last:
        since: str | None = await graph.read(SINCE_QUERY, {"after": oldest.fingerprint.activity})
        return _behind(_describe(oldest, address), oldest.fingerprint.activity, last, since)
    if fresh.activity != last:
        return _unchecked("The graph was changed during the comparison.", "Run `graph-service doctor` again.")
    return compare_fingerprints(address, workers, fresh)


def compare_fingerprints(address: str, workers: Sequence[Worker], fresh: SnapshotFingerprint) -> Check:
    """Compares workers with the graph at the same activity, or with a graph that has fewer activities than a worker."""
    for worker in workers:
        name, held = _describe(worker, address), worker.fingerprint
        if held.activity > fresh.activity:
            message = f"{name} includes activity {held.activity:,}, but the graph ends at {fresh.activity:,}: a backup was restored."
            return Check(NAME, State.WRONG, message, READ_AGAIN)
        if differences := list(_differences(held, fresh)):
            message = f"{name} differs from the graph at activity {fresh.activity:,}: {'; '.join(differences)}."
            return Check(NAME, State.WRONG, message, READ_AGAIN, _figures(workers, fresh))
    count = "" if len(workers) == 1 else f" ({len(workers)} workers)"
    message = f"The service at {address}{count} and the graph hold the same data as of activity {fresh.activity:,}."
    return Check(NAME, State.OK, message, figures=_figures(workers, fresh))


def _differences(held: SnapshotFingerprint, fresh: SnapshotFingerprint) -> Iterator[str]:
    for table, there in fresh.tables.items():
        here = held.tables.get(table, NO_TABLE)
        if here.rows != there.rows:
            yield f"the table {table} has {here.rows:,} rows in the service and {there.rows:,} in the graph"
        elif here != there:
            yield f"the table {table} has {here.rows:,} rows in both, but the checksum {here.checksum} in the service and {there.checksum} in the graph"


def _behind(name: str, activity: int, last: int, since: str | None) -> Check:
    activities = "1 activity" if last - activity == 1 else f"{last - activity:,} activities"
    message = (
        f"{name} is {activities} behind the graph{f', since {since}' if since else ''}: it includes those up to {activity:,} of {last:,}."
    )
    return Check(NAME, State.NOTE, message, STAYS_BEHIND, {"behind": last - activity, "activity": activity, "last": last})


def _unchecked(reason: str, remedy: str) -> Check:
    return Check(NAME, State.UNCHECKED, f"Not checked: {reason[0].lower()}{reason[1:]}", remedy)


def _describe(worker: Worker, address: str) -> str:
    return f"Worker {worker.process} of the service at {address}" if worker.process else f"The service at {address}"


def _figures(workers: Sequence[Worker], fresh: SnapshotFingerprint) -> dict[str, Any]:
    processes = [worker.process for worker in workers if worker.process]
    return {
        "activity": fresh.activity,
        "workers": len(workers),
        "processes": processes,
        "rows": {t: c.rows for t, c in fresh.tables.items()},
    }
