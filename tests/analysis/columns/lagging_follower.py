"""A cluster with a follower that has stopped applying transactions, simulated on one Neo4j: a driver whose readers may return what was stored
when they stopped.
"""

from collections.abc import Collection
from typing import Any, cast

from neo4j import READ_ACCESS, AsyncDriver, Query

from graph_service.graph import Graph


class LaggingFollower:
    """A driver that records what it reads until `stop` is called. After that, readers return the recorded results.

    As on a cluster, a reader waits when it receives a bookmark that it has not reached: it then returns what is stored now.
    always_current: statements that another follower runs, which is not behind.
    """

    def __init__(self, driver: AsyncDriver, always_current: Collection[str] = ()) -> None:
        self._driver = driver
        self._always_current = always_current
        self._recorded: dict[str, Any] = {}
        self._reached: set[str] = set()
        self._stopped = False
        self.late_reads = 0

    def stop(self) -> None:
        """From now on nothing new reaches the follower."""
        self._stopped = True

    def graph(self) -> Graph:
        """The connection of a service to this cluster."""
        return Graph(cast("AsyncDriver", self), "neo4j", read_timeout=60)

    def session(self, **options: Any) -> "Session":
        """A session as of the driver."""
        return Session(self, self._driver.session(**options), **options)

    async def run(self, session: "Session", query: Query, parameters: dict[str, Any]) -> Any:
        """The result of one statement: of today, or of the time when the follower stopped."""
        key = f"{query.text} {parameters}"
        bookmarks = await session.bookmarks()
        if self._stopped and session.reads and query.text not in self._always_current and bookmarks <= self._reached:
            self.late_reads += 1
            return Recorded(self._recorded[key])
        result = await session.session.run(query, parameters)
        if self._stopped:
            return result
        record = await result.single(strict=False)
        self._reached.update((await session.session.last_bookmarks()).raw_values)
        self._recorded[key] = record
        return Recorded(record)


class Session:
    """A session of the driver, with its options."""

    def __init__(self, follower: LaggingFollower, session: Any, default_access_mode: str, bookmark_manager: Any = None, **_: Any) -> None:
        self._follower = follower
        self._manager = bookmark_manager
        self.session = session
        self.reads = default_access_mode == READ_ACCESS

    async def __aenter__(self) -> "Session":
        await self.session.__aenter__()
        return self

    async def __aexit__(self, *exception: Any) -> None:
        await self.session.__aexit__(*exception)

    async def run(self, query: Query, parameters: dict[str, Any]) -> Any:
        """Runs a read."""
        return await self._follower.run(self, query, parameters)

    async def bookmarks(self) -> set[str]:
        """The bookmarks that the session sends."""
        return set() if self._manager is None else await self._manager.get_bookmarks()


class Recorded:
    """A result that was read before."""

    def __init__(self, record: Any) -> None:
        self._record = record

    async def single(self, **_: Any) -> Any:
        """Its only record."""
        return self._record
