"""Publishes a fingerprint of the columns of a worker as metrics, so that `doctor` can compare it with the graph."""

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
class SnapshotFingerprint:
    """Identifies the contents of columns: the sequence number of the last activity, a number for the id of the graph, and a checksum per table."""

    activity: int
    graph: int
    tables: Mapping[str, TableChecksum]


def fingerprint_of(columns: Columns, log: LogPosition) -> SnapshotFingerprint:
    """The fingerprint of these columns. `graph` is 0 without an id."""
    graph = 0 if log.graph is None else int(hash_texts([log.graph])[0]) >> (64 - BITS)
    return SnapshotFingerprint(log.last, graph, checksums_of(columns))


class FingerprintPublisher:
    """Publishes the fingerprints of this process, each once and in a thread."""

    def __init__(self) -> None:
        self._columns: Columns | None = None
        self._earliest = 0.0

    async def publish(self, columns: Columns, log: LogPosition) -> None:
        """Does nothing for the columns that were published last, and during the pause after a computation."""
        started = monotonic()
        if columns is self._columns or started < self._earliest:
            return
        fingerprint = await asyncio.to_thread(fingerprint_of, columns, log)
        self._columns = columns
        self._earliest = monotonic() + PAUSE_FACTOR * (monotonic() - started)
        _set_metrics(fingerprint)


def _set_metrics(fingerprint: SnapshotFingerprint) -> None:
    for name, table in fingerprint.tables.items():
        SNAPSHOT_ROWS.labels(name).set(table.rows)
        SNAPSHOT_CHECKSUM.labels(name).set(table.checksum)
    SNAPSHOT_GRAPH.set(fingerprint.graph)
    SNAPSHOT_ACTIVITY.set(fingerprint.activity)
