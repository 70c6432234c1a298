"""One driver, two doors: `read` for one statement that changes nothing, `write` for one transaction that does."""

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, LiteralString, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncDriver, AsyncGraphDatabase, AsyncManagedTransaction, AsyncSession, Query
from neo4j.exceptions import ConstraintError, DriverError, Neo4jError

from graph_service.errors import Unavailable
from graph_service.graph.translation import translate
from graph_service.settings import Settings

T = TypeVar("T")
TRIES = 5
HELLO_QUERY: LiteralString = """
RETURN 1
"""


class WriteTransaction:
    """What a verb writes with. Everything run here is committed together or not at all."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: AsyncManagedTransaction) -> None:
        self._transaction = transaction

    async def run(self, query: LiteralString, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Runs one statement and returns its records as dictionaries, in the statement's order."""
        result = await self._transaction.run(query, dict(parameters or {}))
        return await result.data()


class Graph:
    """The database, connected. Errors leave as GraphServiceError; the driver's own stay inside as their cause."""

    def __init__(self, driver: AsyncDriver, database: str, *, read_timeout: float = 10.0) -> None:
        self._driver = driver
        self._database = database
        self._read_timeout = read_timeout

    async def read(self, query: LiteralString, parameters: Mapping[str, Any] | None = None, *, timeout: float | None = None) -> Any:  # noqa: ASYNC109 - the database ends the statement, not asyncio
        """The first column of the first record, or None when there is no record.

        A statement collects its whole answer into that one value: many records are slow to read, one that holds a list is not.
        Runs without a transaction of ours, on a reader where there are several, and again after a passing fault: a read may be repeated.
        """
        limited = Query(query, timeout=timeout or self._read_timeout)

        async def once() -> Any:
            async with self._session(READ_ACCESS) as session:
                record = await (await session.run(limited, dict(parameters or {}))).single(strict=False)
                return None if record is None else record[0]

        return await _repeated(once)

    async def write(self, work: Callable[[WriteTransaction], Awaitable[T]]) -> T:
        """Runs `work` in one transaction and commits it.

        Run again on a passing fault (the driver's retry) and on a lost race for a unique key (ours: the second time MERGE finds what
        the other one made), so `work` must not keep anything between runs.
        """

        async def attempt(transaction: AsyncManagedTransaction) -> T:
            return await work(WriteTransaction(transaction))

        for tried in range(1, TRIES + 1):
            try:
                async with self._session(WRITE_ACCESS) as session:
                    return await session.execute_write(attempt)
            except ConstraintError as error:
                if tried == TRIES:
                    raise translate(error) from error
            except (Neo4jError, DriverError) as error:
                raise translate(error) from error
        raise AssertionError("unreachable: the last try returns or raises")

    async def command(self, query: LiteralString, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Runs what cannot run inside a transaction of ours: schema commands, SHOW, CALL { } IN TRANSACTIONS.

        Run again after a passing fault (workers that start together deadlock over schema commands), so it must be repeatable.
        """

        async def once() -> list[dict[str, Any]]:
            async with self._session(WRITE_ACCESS) as session:
                return await (await session.run(query, dict(parameters or {}))).data()

        return await _repeated(once)

    def _session(self, access: str) -> AsyncSession:
        return self._driver.session(database=self._database, default_access_mode=access)  # pyright: ignore[reportUnknownMemberType] - untyped options


async def _repeated(once: Callable[[], Awaitable[T]]) -> T:
    for attempt in range(1, TRIES + 1):
        try:
            return await once()
        except (Neo4jError, DriverError) as error:
            if attempt == TRIES or not error.is_retryable():
                raise translate(error) from error
            await asyncio.sleep(random.uniform(0.05, 0.1) * 2**attempt)  # noqa: S311 - spreads the tries of several workers
    raise AssertionError("unreachable: the last try returns or raises")


@asynccontextmanager
async def connect(settings: Settings) -> AsyncGenerator[Graph]:
    """Opens the driver, makes sure the database answers, and closes the driver at the end. Unavailable when nobody answers."""
    if settings.neo4j_uri is None:
        raise Unavailable("NEO4J_URI is not set. Set it to the address of a Neo4j, or run `graph-service up` for a local one.")
    auth = (settings.neo4j_username, settings.password or "") if settings.password is not None else None
    try:
        driver = AsyncGraphDatabase.driver(settings.neo4j_uri, auth=auth, telemetry_disabled=True, notifications_min_severity="OFF")  # pyright: ignore[reportUnknownMemberType]
    except DriverError as error:
        raise translate(error) from error
    async with driver:
        graph = Graph(driver, settings.neo4j_database, read_timeout=settings.read_timeout)
        await graph.read(HELLO_QUERY)
        yield graph
