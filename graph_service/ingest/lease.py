"""The lease of an import: only one import writes at a time, and only while the graph is the one that its rows were checked against.

The lease consists of properties of the activity log's counter, which are protected by its lock: importOwner (a random id), importedBy (a
description for people), importedSince, importUntil (when the lease expires unless it is renewed) and importExclusive (commands may not
write).
"""

import asyncio
import os
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from typing import LiteralString
from uuid import uuid4

from graph_service.errors import Conflict, GraphServiceError
from graph_service.graph import Graph, WriteTransaction

LEASE_SECONDS = 20.0  # how long a killed import delays the next one
RENEWALS = 4  # per LEASE_SECONDS
POLL_SECONDS = 0.5
WAIT_SECONDS = 600.0  # how long an import waits for another

# Begins like LOCK_ACTIVITY_LOG_QUERY. Uses datetime.realtime(), which is read after the lock is held; datetime() would be read before.
RENEW_LEASE_QUERY: LiteralString = """
MERGE (sequence:Sequence {name: 'activity'})
ON CREATE SET sequence.value = 0, sequence.graph = randomUUID()
ON MATCH SET sequence.locked = true
WITH sequence, coalesce(sequence.importOwner <> $owner AND sequence.importUntil > datetime.realtime('Z'), false) AS taken
FOREACH (_ IN CASE WHEN taken THEN [] ELSE [1] END |
  SET
    sequence.importedSince = CASE WHEN sequence.importOwner = $owner THEN sequence.importedSince ELSE datetime.realtime('Z') END,
    sequence.importOwner = $owner,
    sequence.importedBy = $description,
    sequence.importUntil = datetime.realtime('Z') + duration({milliseconds: $milliseconds}),
    sequence.importExclusive = $exclusive
)
RETURN
  sequence.value AS position, taken, sequence.importedBy AS importer, toString(datetime.truncate('second', sequence.importedSince)) AS since
"""
RELEASE_LEASE_QUERY: LiteralString = """
MATCH (sequence:Sequence {name: 'activity', importOwner: $owner})
REMOVE sequence.importOwner, sequence.importedBy, sequence.importedSince, sequence.importUntil, sequence.importExclusive
"""
LOG_POSITION_QUERY: LiteralString = """
OPTIONAL MATCH (sequence:Sequence {name: 'activity'})
RETURN coalesce(sequence.value, 0)
"""


class GraphChanged(Exception):
    """The graph was changed since the import read it, or another import has the lease: the remaining rows must be checked again."""


@dataclass(frozen=True, slots=True)
class OtherImport:
    """An import that has the lease. `importer` describes its process; `since` is the time at which it began to write, as ISO 8601."""

    importer: str
    since: str


@dataclass(slots=True)
class ImportLease:
    """The lease of one import. While `exclusive` is True, commands wait until the import has finished."""

    graph: Graph
    owner: str
    description: str
    exclusive: bool = False

    async def acquire(self, on_wait: Callable[[OtherImport], None]) -> None:
        """Takes or renews the lease; waits while another import has it. Raises Conflict after WAIT_SECONDS."""
        deadline = monotonic() + WAIT_SECONDS
        while other := await self.graph.write(self._try):
            if monotonic() > deadline:
                raise Conflict(
                    f"Another import ({other.importer}) has been running since {other.since}. Wait until it has finished, or stop it, and "
                    "import again."
                )
            on_wait(other)
            await asyncio.sleep(POLL_SECONDS)

    async def lock(self, tx: WriteTransaction, expected_position: int) -> None:
        """Locks the activity log and renews the lease: the first statement of each batch.

        Raises GraphChanged if the log is not at the expected position, or if another import has the lease.
        """
        row = (await tx.run(RENEW_LEASE_QUERY, self._parameters()))[0]
        if row["taken"] or row["position"] != expected_position:
            raise GraphChanged

    async def release(self) -> None:
        """Releases the lease, so that the next import can begin."""
        await self.graph.write(self._release)

    async def keep_alive(self) -> None:
        """Renews the lease until cancelled, because checking the rows may take longer than LEASE_SECONDS."""
        while True:
            await asyncio.sleep(LEASE_SECONDS / RENEWALS)
            with suppress(GraphServiceError):
                await self.graph.write(self._try)

    async def _try(self, tx: WriteTransaction) -> OtherImport | None:
        row = (await tx.run(RENEW_LEASE_QUERY, self._parameters()))[0]
        return OtherImport(row["importer"], row["since"]) if row["taken"] else None

    async def _release(self, tx: WriteTransaction) -> None:
        await tx.run(RELEASE_LEASE_QUERY, {"owner": self.owner})

    def _parameters(self) -> dict[str, object]:
        milliseconds = round(LEASE_SECONDS * 1_000)
        return {"owner": self.owner, "description": self.description, "milliseconds": milliseconds, "exclusive": self.exclusive}


@asynccontextmanager
async def import_lease(graph: Graph) -> AsyncGenerator[ImportLease]:
    """A lease that is still to be acquired. It is renewed inside the context and released at the end."""
    lease = ImportLease(graph, uuid4().hex, f"process {os.getpid()} on {socket.gethostname()}")
    renewal: asyncio.Task[None] | None = None
    try:
        renewal = asyncio.create_task(lease.keep_alive())
        yield lease
    finally:
        if renewal is not None:
            renewal.cancel()
        with suppress(GraphServiceError):
            await lease.release()


async def read_log_position(graph: Graph) -> int:
    """The number of the last activity."""
    return await graph.read(LOG_POSITION_QUERY)
