"""The columns of one worker: loaded from the graph once, then kept up to date from the activity log."""

import asyncio
from dataclasses import dataclass
from typing import Final

from graph_service.analysis.columns.activity_log import Entry, LogPosition, read_entries_since, read_log_position
from graph_service.analysis.columns.column_store import Columns, bytes_of
from graph_service.analysis.columns.encoding import build_columns
from graph_service.analysis.columns.invalidation import SUBJECT_LABELS, find_stale_ids, is_known
from graph_service.analysis.columns.patching import patch
from graph_service.analysis.columns.reading import read_all, read_nodes
from graph_service.graph import Graph
from graph_service.graph.bookmarks import CURRENT_CHAIN, fork_chain, use_bookmarks
from graph_service.metrics import SNAPSHOT_BYTES, SNAPSHOT_REUSES, SNAPSHOT_TIME

REFRESH_WAIT_SECONDS: Final = 1.0  # callers wait no longer for newer columns when there are older ones


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Columns that include every activity up to a position of the log. A read that continues from the bookmarks finds the same nodes."""

    columns: Columns
    log: LogPosition
    bookmarks: frozenset[str] = frozenset()


class SnapshotCache:
    """Holds the latest snapshot. A caller that finds it behind the log starts a refresh, which all callers share."""

    def __init__(self, graph: Graph, min_group: int) -> None:
        self._graph = graph
        self._min_group = min_group
        self._snapshot: Snapshot | None = None
        self._refreshing: asyncio.Task[None] | None = None
        self._refresh_started = 0.0

    async def current(self) -> Columns:
        """Columns that include every activity written before this call.

        When a refresh takes longer than REFRESH_WAIT_SECONDS, as after an import into a large graph, callers get the previous columns
        until it is done; `as_of` says how old they are. Callers before the first load wait until it is complete.
        """
        before = self._snapshot
        log = await read_log_position(self._graph, before and before.log)
        restored = before is not None and log.last < before.log.last  # another graph, or an older backup of this one
        for _ in range(2):  # a running refresh may have started before this call
            if (self._includes(log) and not restored) or not await self._refreshed():
                break
            restored = False
        assert self._snapshot is not None  # noqa: S101 - for the type checker
        if (chain := CURRENT_CHAIN.get()) is not None:
            await chain.advance(self._snapshot.bookmarks)
        return self._snapshot.columns

    @property
    def as_of(self) -> int | None:
        """The sequence number of the last activity in the latest snapshot; None before the first load."""
        return None if self._snapshot is None else self._snapshot.log.last

    async def close(self) -> None:
        """Cancels a running refresh."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            await asyncio.wait({self._refreshing})

    def _includes(self, log: LogPosition) -> bool:
        return self._snapshot is not None and self._snapshot.log.last >= log.last and log.is_gapless_since(self._snapshot.log)

    async def _refreshed(self) -> bool:
        """Waits for the running refresh, or starts one. False when it was not done in time."""
        clock = asyncio.get_running_loop().time
        if self._refreshing is None or self._refreshing.done():
            self._refreshing, self._refresh_started = asyncio.create_task(self._refresh()), clock()
            self._refreshing.add_done_callback(lambda task: task.cancelled() or task.exception())  # nobody may wait for its error
        wait = None if self._snapshot is None else max(0.0, self._refresh_started + REFRESH_WAIT_SECONDS - clock())
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
    """Loads everything. Writes that commit during the load may be included only in part; `refresh` completes them."""
    with use_bookmarks(await fork_chain()) as chain:  # a server that is behind the log would return older rows
        log = await read_log_position(graph)
        raw = await read_all(graph)
    return Snapshot(await asyncio.to_thread(build_columns, raw, log.last, min_group), log, await chain.values())


async def refresh(graph: Graph, snapshot: Snapshot, min_group: int) -> Snapshot:
    """Applies the changes listed in the log since this snapshot by reading the affected nodes again.

    Falls back to a full load when the log cannot explain a change: missing or late entries, an import, an unknown action, or a reference
    to an unknown node. The rows may be newer than the log position: the next refresh reads them once more, which changes nothing.
    """
    with use_bookmarks(await fork_chain()) as chain:
        log, entries = await read_entries_since(graph, snapshot.log)
        if entries is None or not all(is_known(entry) for entry in entries):
            return await load(graph, min_group)
        if not entries:
            return snapshot
        ids = await find_stale_ids(graph, entries)
        raw = await read_nodes(graph, ids)
        columns = await asyncio.to_thread(patch, snapshot.columns, ids, raw, as_of=log.last, min_group=min_group)
        return await load(graph, min_group) if columns is None else Snapshot(columns, log, await chain.values())


async def warm_up_refresh(graph: Graph) -> None:
    """Runs the statements of `refresh` for ids that do not exist: Neo4j takes seconds to plan a statement for the first time."""
    await read_entries_since(graph, await read_log_position(graph))
    entries = [Entry(0, action, label, "none") for action, label in SUBJECT_LABELS.items()]
    await read_nodes(graph, await find_stale_ids(graph, entries))
