"""Publishes as metrics what the columns of a worker hold, so that `doctor` can compare it with the graph."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Final

from graph_service.analysis.columns.activity_log import LogPosition
from graph_service.analysis.columns.checksums import BITS, TableChecksum, checksums_of, hash_texts
from graph_service.analysis.columns.column_store import Columns
from graph_service.metrics import SNAPSHOT_ACTIVITY, SNAPSHOT_CHECKSUM, SNAPSHOT_GRAPH, SNAPSHOT_ROWS

PAUSE_FACTOR: Final = 10.0  # after computing checksums, the pause is this many times as long: they cost less than a tenth of one core


@dataclass(frozen=True, slots=True)
class Holdings:
    """What columns hold: the sequence number of the last activity, a number for the id of the graph, and the checksum of each table."""

    activity: int
    graph: int
    tables: Mapping[str, TableChecksum]


def holdings_of(columns: Columns, log: LogPosition) -> Holdings:
    """What these columns hold. `graph` is 0 without an id."""
    graph = 0 if log.graph is None else int(hash_texts([log.graph])[0]) >> (64 - BITS)
    return Holdings(log.last, graph, checksums_of(columns))


class Publisher:
    """Publishes the columns of this process: each only once, and in a thread."""

    def __init__(self) -> None:
        self._columns: Columns | None = None
        self._earliest = 0.0

    async def publish(self, columns: Columns, log: LogPosition) -> None:
        """Does nothing for the columns that were published last, and during the pause after a computation."""
        started = monotonic()
        if columns is self._columns or started < self._earliest:
            return
        holdings = await asyncio.to_thread(holdings_of, columns, log)
        self._columns = columns
        self._earliest = monotonic() + PAUSE_FACTOR * (monotonic() - started)
        _set_metrics(holdings)


def _set_metrics(holdings: Holdings) -> None:
    for name, table in holdings.tables.items():
        SNAPSHOT_ROWS.labels(name).set(table.rows)
        SNAPSHOT_CHECKSUM.labels(name).set(table.checksum)
    SNAPSHOT_GRAPH.set(holdings.graph)
    SNAPSHOT_ACTIVITY.set(holdings.activity)
