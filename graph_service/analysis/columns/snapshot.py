"""The columns of one worker: read from the graph once, then brought up to date by its log of activities."""

import asyncio
from dataclasses import dataclass
from typing import Final

from graph_service.analysis.columns.activity_log import Entry, LogPosition, read_entries_since, read_log_position
from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.encoding import build_columns
from graph_service.analysis.columns.invalidation import SUBJECT_LABELS, find_stale_ids, is_known
from graph_service.analysis.columns.patching import patch
from graph_service.analysis.columns.reading import read_all, read_nodes
from graph_service.analysis.columns.size import bytes_of
from graph_service.graph import Graph
from graph_service.metrics import SNAPSHOT_BYTES, SNAPSHOT_REUSES, SNAPSHOT_TIME

REFRESH_WAIT_SECONDS: Final = 1.0  # seconds after which nobody waits for newer columns, as there are some


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Columns that include every activity of a log."""

    columns: Columns
    log: LogPosition


class SnapshotCache:
    """The latest snapshot, one for all who ask. Whoever finds it behind the log has it brought up to date, once for all."""

    def __init__(self, graph: Graph, min_group: int) -> None:
        self._graph = graph
        self._min_group = min_group
        self._snapshot: Snapshot | None = None
        self._refreshing: asyncio.Task[None] | None = None
        self._since = 0.0

    async def current(self) -> Columns:
        """Columns that include every activity written before this call.

        Where it takes longer than a second to read what was written, as after an import into a large graph, everybody gets the columns
        there were until it is done; `as_of` tells. Only those who come before there are any wait for as long as it takes.
        """
        before = self._snapshot
        log = await read_log_position(self._graph)
        turned_back = before is not None and log.last < before.log.last  # another graph, or this one from a backup
        for _ in range(2):  # a refresh that is under way may have begun before this call
            if (self._includes(log) and not turned_back) or not await self._refreshed():
                break
            turned_back = False
        assert self._snapshot is not None  # noqa: S101 - for the type checker
        return self._snapshot.columns

    @property
    def as_of(self) -> int | None:
        """The last activity that the latest snapshot includes; None before there is one."""
        return None if self._snapshot is None else self._snapshot.log.last

    async def close(self) -> None:
        """Ends what is under way."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            await asyncio.wait({self._refreshing})

    def _includes(self, log: LogPosition) -> bool:
        return self._snapshot is not None and self._snapshot.log.last >= log.last and log.follows(self._snapshot.log)

    async def _refreshed(self) -> bool:
        """Whether the snapshot has been brought up to date, or there was no time to wait for it."""
        clock = asyncio.get_running_loop().time
        if self._refreshing is None or self._refreshing.done():
            self._refreshing, self._since = asyncio.create_task(self._refresh()), clock()
            self._refreshing.add_done_callback(
                lambda task: task.cancelled() or task.exception()
            )  # somebody may have waited for it, or nobody
        wait = None if self._snapshot is None else max(0.0, self._since + REFRESH_WAIT_SECONDS - clock())
        done, _ = await asyncio.wait({self._refreshing}, timeout=wait)
        for task in done:
            task.result()
        return bool(done)

    async def _refresh(self) -> None:
        snapshot = self._snapshot or await load(self._graph, self._min_group)
        self._snapshot = await refresh(self._graph, snapshot, self._min_group)
        SNAPSHOT_TIME.set_to_current_time()
        SNAPSHOT_BYTES.set(bytes_of(self._snapshot.columns))
        SNAPSHOT_REUSES.set(len(self._snapshot.columns.events.ids))


async def load(graph: Graph, min_group: int) -> Snapshot:
    """Everything there is. What is written while it is read may be in it in part, until the log is followed from there."""
    log = await read_log_position(graph)
    rows = await read_all(graph)
    return Snapshot(await asyncio.to_thread(build_columns, rows, log.last, min_group), log)


async def refresh(graph: Graph, snapshot: Snapshot, min_group: int) -> Snapshot:
    """The snapshot with what the log says has changed since, read again.

    Whatever the log cannot account for makes it load everything: entries that are missing or came late, an import, an action nobody
    told it of, rows that refer to what no entry has announced. What is read may be newer than the log: its entries come next time, and
    reading again changes nothing.
    """
    log, entries = await read_entries_since(graph, snapshot.log)
    if entries is None or not all(is_known(entry) for entry in entries):
        return await load(graph, min_group)
    if not entries:
        return snapshot
    asked = await find_stale_ids(graph, entries)
    rows = await read_nodes(graph, asked)
    columns = await asyncio.to_thread(patch, snapshot.columns, asked, rows, as_of=log.last, min_group=min_group)
    return await load(graph, min_group) if columns is None else Snapshot(columns, log)


async def warm_up_refresh(graph: Graph) -> None:
    """Reads what changes make the columns read, of nodes that aren't there.

    Neo4j takes seconds for the first statement of a kind: that is paid before somebody waits to see the first change.
    """
    await read_entries_since(graph, await read_log_position(graph))
    entries = [Entry(0, action, label, "none") for action, label in SUBJECT_LABELS.items()]
    await read_nodes(graph, await find_stale_ids(graph, entries))
