"""The columns of one worker: loaded from the graph once, then kept up to date from the activity log."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Final

from graph_service.analysis.columns.activity_log import Entry, LogPosition, read_entries_since, read_log_position
from graph_service.analysis.columns.column_store import Columns, bytes_of
from graph_service.analysis.columns.encoding import build_columns
from graph_service.analysis.columns.invalidation import SUBJECT_LABELS, find_stale_ids, is_known
from graph_service.analysis.columns.patching import patch
from graph_service.analysis.columns.reading import read_all, read_nodes
from graph_service.analysis.columns.snapshot_fingerprint import FingerprintPublisher
from graph_service.errors import GraphServiceError, Timeout
from graph_service.graph import Graph
from graph_service.graph.bookmarks import CURRENT_CHAIN, fork_chain, use_bookmarks
from graph_service.metrics import SNAPSHOT_BYTES, SNAPSHOT_REUSES, SNAPSHOT_TIME

logger = logging.getLogger(__name__)
REFRESH_WAIT_SECONDS: Final = 1.0  # how long callers wait for a refresh, unless everything has to be loaded
RELOAD_SHARE: Final = 0.8  # the share of their remaining time that callers wait for a load; the rest is for the computation
POLL_SECONDS: Final = 1.0  # between two reads of the log
MAX_PAUSE: Final = 30.0  # seconds between two reads of the log while they fail
IMPORT_PAUSE: Final = 1.5  # seconds without another batch after which an import counts as finished
LONGEST_IMPORT: Final = 30.0  # seconds of an import after which everything is loaded although it has not finished
PAUSE_PER_LOAD: Final = 3.0  # LONGEST_IMPORT is extended to this multiple of the duration of a load
STILL_LOADING: Final = (
    "The service is still reading the graph, as it does when it starts and after an import. Send the request again in a minute."
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Columns that include every activity up to a position of the log. A read with the bookmarks includes the same activities."""

    columns: Columns
    log: LogPosition
    bookmarks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AsOf:
    """How recent columns are.

    activity: the sequence number of the last activity that they include. at: its time (ISO 8601), None without any activity. behind: the
    number of later activities that they do not include.
    """

    activity: int
    at: str | None
    behind: int


@dataclass(frozen=True, slots=True)
class CurrentColumns:
    """Columns with the last activity that they include."""

    columns: Columns
    as_of: AsOf


@dataclass(frozen=True, slots=True)
class _Refresh:
    """A running or finished refresh, and when it started (monotonic time)."""

    task: asyncio.Task[None]
    started: float


class SnapshotCache:
    """Holds the latest snapshot. `follow` keeps it up to date in the background; callers who find it outdated share one refresh."""

    def __init__(self, graph: Graph, min_group: int) -> None:
        self._graph = graph
        self._min_group = min_group
        self._snapshot: Snapshot | None = None
        self._running: _Refresh | None = None
        self._is_reloading = False  # everything is being loaded, after an import for example
        self._is_importing = False  # an import is still writing batches
        self._load_seconds = 0.0
        self._publisher = FingerprintPublisher()

    async def current(self, deadline: float | None = None) -> CurrentColumns:
        """Returns columns that include every activity written before this call or, if the refresh takes too long, the previous ones.

        `behind` is the number of activities that they lack. The wait is REFRESH_WAIT_SECONDS; after an import, when everything has to be
        loaded again, it is RELOAD_SHARE of the time until the deadline (in the time of the event loop). Without previous columns, or if
        these have no reuses, it lasts until the deadline. Raises Timeout if the refresh is not done by then.
        """
        called, before = monotonic(), self._snapshot
        log = await read_log_position(self._graph, before and before.log)
        restored = before is not None and log.last < before.log.last  # another graph, or an older backup of this one
        included = self._includes(log) and not restored
        while not included and (refresh := await self._finish_refresh(deadline)) is not None:
            included = refresh.started >= called or (self._includes(log) and not restored)
        snapshot = self._snapshot
        if snapshot is None or not (included or self._has_reuses):
            raise Timeout(STILL_LOADING)
        if (chain := CURRENT_CHAIN.get()) is not None:
            await chain.advance(snapshot.bookmarks)
        behind = 0 if included else max(log.last - snapshot.log.last, 1)
        return CurrentColumns(snapshot.columns, AsOf(snapshot.log.last, snapshot.log.at, behind))

    async def follow(self) -> None:
        """Keeps the snapshot up to date, once there is one, until cancelled. Failed refreshes are logged and repeated."""
        pause = POLL_SECONDS
        while True:
            try:
                await self._catch_up()
                pause = POLL_SECONDS
            except GraphServiceError as error:
                pause = min(2 * pause, MAX_PAUSE)
                logger.warning("The network snapshot could not be updated and will be retried: %s", error.message)
            except Exception:  # for example a value of the wrong type in the graph; the task must not end
                pause = min(2 * pause, MAX_PAUSE)
                logger.exception("The network snapshot could not be updated and will be retried.")
            await asyncio.sleep(pause)

    @property
    def as_of(self) -> int | None:
        """The sequence number of the last activity in the latest snapshot; None before the first load."""
        return None if self._snapshot is None else self._snapshot.log.last

    async def close(self) -> None:
        """Cancels a running refresh."""
        if self._running is not None:
            self._running.task.cancel()
            await asyncio.wait({self._running.task})

    @property
    def _has_reuses(self) -> bool:
        return self._snapshot is not None and len(self._snapshot.columns.events.ids) > 0

    def _includes(self, log: LogPosition) -> bool:
        return self._snapshot is not None and self._snapshot.log.last >= log.last and log.is_gapless_since(self._snapshot.log)

    async def _catch_up(self) -> None:
        if self._snapshot is None:
            return
        if not self._includes(await read_log_position(self._graph, self._snapshot.log)):
            task = self._start_refresh().task
            await asyncio.wait({task})  # unlike awaiting the task, this does not cancel it
            task.result()
        SNAPSHOT_TIME.set_to_current_time()
        await self._publisher.publish(self._snapshot.columns, self._snapshot.log)

    def _start_refresh(self) -> _Refresh:
        """The running refresh; a new one if none is running."""
        if self._running is None or self._running.task.done():
            self._running = _Refresh(asyncio.create_task(self._refresh()), monotonic())
            # Retrieves the error, in case that no caller waits for the task.
            self._running.task.add_done_callback(lambda task: task.cancelled() or task.exception())
        return self._running

    async def _finish_refresh(self, deadline: float | None) -> _Refresh | None:
        """Waits for the running refresh, or for a new one if none is running. None if it was not done in time."""
        refresh = self._start_refresh()
        if self._has_reuses:
            await asyncio.wait({refresh.task}, timeout=max(0.0, refresh.started + REFRESH_WAIT_SECONDS - monotonic()))
        if not refresh.task.done() and (not self._has_reuses or (self._is_reloading and not self._is_importing)):
            await asyncio.wait({refresh.task}, timeout=self._load_timeout(deadline))
        if not refresh.task.done():
            return None
        refresh.task.result()
        return refresh

    def _load_timeout(self, deadline: float | None) -> float | None:
        """The seconds that a caller waits until everything is loaded; None without a deadline."""
        if deadline is None:
            return None
        remaining = max(0.0, deadline - asyncio.get_running_loop().time())
        return RELOAD_SHARE * remaining if self._has_reuses else remaining

    async def _refresh(self) -> None:
        self._is_reloading = self._is_importing = False
        with use_bookmarks(await fork_chain()):
            if self._snapshot is None:
                self._publish(await self._load())
            assert self._snapshot is not None  # noqa: S101 - for the type checker
            snapshot = await apply_log(self._graph, self._snapshot, self._min_group)
            if snapshot is None:
                self._is_reloading = True
                await self._wait_for_import(self._snapshot.log)
                snapshot = await self._load()
            self._publish(snapshot)

    async def _wait_for_import(self, log: LogPosition) -> None:
        """Waits while an import writes batches, at most LONGEST_IMPORT, so that it causes one load instead of one for each batch."""
        log, entries = await read_entries_since(self._graph, log)
        end = monotonic() + max(LONGEST_IMPORT, PAUSE_PER_LOAD * self._load_seconds)
        while _has_unknown(entries) and monotonic() < end:
            await asyncio.sleep(IMPORT_PAUSE)
            log, entries = await read_entries_since(self._graph, log)
            self._is_importing = _has_unknown(entries)

    async def _load(self) -> Snapshot:
        started = monotonic()
        snapshot = await load(self._graph, self._min_group)
        self._load_seconds = monotonic() - started
        return snapshot

    def _publish(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        SNAPSHOT_TIME.set_to_current_time()
        SNAPSHOT_BYTES.set(bytes_of(snapshot.columns))
        SNAPSHOT_REUSES.set(len(snapshot.columns.events.ids))


async def load(graph: Graph, min_group: int) -> Snapshot:
    """Loads everything. Writes that commit during the load may be included only in part; `apply_log` completes them."""
    with use_bookmarks(await fork_chain()) as chain:  # otherwise a cluster member that lags behind the log could return older rows
        log = await read_log_position(graph)
        raw = await read_all(graph)
    return Snapshot(await asyncio.to_thread(build_columns, raw, log.last, min_group), log, await chain.values())


async def apply_log(graph: Graph, snapshot: Snapshot, min_group: int) -> Snapshot | None:
    """Applies the changes listed in the log since this snapshot by reading the affected nodes again.

    None if the log does not list all changes, so that everything has to be loaded: missing or late entries, an import, an unknown action,
    or a reference to an unknown node. The rows may be newer than the log position; the next call reads them again, which changes nothing.
    """
    with use_bookmarks(await fork_chain()) as chain:
        log, entries = await read_entries_since(graph, snapshot.log)
        if entries is None or _has_unknown(entries):
            return None
        if not entries:
            return snapshot
        ids = await find_stale_ids(graph, entries)
        raw = await read_nodes(graph, ids)
    columns = await asyncio.to_thread(patch, snapshot.columns, ids, raw, as_of=log.last, min_group=min_group)
    return None if columns is None else Snapshot(columns, log, await chain.values())


def _has_unknown(entries: Sequence[Entry] | None) -> bool:
    """Whether there are activities that do not list what they changed, such as the batches of an import."""
    return entries is not None and not all(map(is_known, entries))


async def warm_up_refresh(graph: Graph) -> None:
    """Runs the statements of `apply_log` for ids that do not exist: Neo4j takes seconds to plan a statement for the first time."""
    await read_entries_since(graph, await read_log_position(graph))
    entries = [Entry(0, action, label, "none") for action, label in SUBJECT_LABELS.items()]
    await read_nodes(graph, await find_stale_ids(graph, entries))
