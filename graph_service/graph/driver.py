"""The Neo4j driver: `read` runs one statement that changes nothing, `write` one transaction that does."""

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from copy import copy
from dataclasses import dataclass
from time import perf_counter
from typing import Any, LiteralString, TypeVar, cast
from urllib.parse import urlsplit

from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncDriver, AsyncGraphDatabase, AsyncManagedTransaction, AsyncSession, Query, ResultSummary
from neo4j.exceptions import DriverError

from graph_service.errors import GraphServiceError, InvalidInput, Timeout, Unavailable
from graph_service.graph.bookmarks import CURRENT_CHAIN
from graph_service.graph.circuit_breaker import CircuitBreaker
from graph_service.graph.driver_errors import (
    BOOKMARK_TIMEOUT,
    DRIVER_ERRORS,
    INVALID_URI,
    NO_RESPONSE,
    is_lost_race,
    is_retryable,
    is_unreachable,
    translate_driver_error,
)
from graph_service.graph.parameters import bind
from graph_service.metrics import CONNECTIONS, DATABASE
from graph_service.settings import Settings
from graph_service.tracing import span

T = TypeVar("T")
ATTEMPTS = 5
SCHEMES = frozenset({"bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"})
# Seconds. The driver's default is 30 for a host that drops packets; with our retries a mistyped address would look like a hang.
CONNECTION_TIMEOUT = 5.0
FIRST_RESPONSE_TIMEOUT = 30.0  # seconds; a Neo4j that has just started, on a busy machine, needs longer than any later ping
COMMAND_TIMEOUT = 1800.0  # seconds; a migration may change every node of a large graph
GRACE_PERIOD = 1.0  # seconds that Neo4j has to report a statement that it cancelled, before the read ends without its response
TIMERS = {kind: DATABASE.labels(kind) for kind in ("read", "profile", "write", "command")}
PING_QUERY: LiteralString = """
RETURN 1
"""


@dataclass(frozen=True, slots=True)
class StatementProfile:
    """The cost of one read: its statement, the names of its parameters, database hits, the operators of its plan (outermost first, each
    with its depth, rows and hits), and the milliseconds until the first record was available and the last was consumed."""

    statement: str
    parameters: tuple[str, ...]
    hits: int
    steps: tuple[dict[str, Any], ...]
    available_after: int
    consumed_after: int


def read_profile(query: str, parameters: Mapping[str, Any], summary: ResultSummary) -> StatementProfile:
    """The profile of a statement, or its plan if it did not run. It leaves out the values of the parameters: they may be personal data."""
    steps = tuple(_steps(cast("dict[str, Any]", summary.profile or summary.plan), 0))
    first, last = summary.result_available_after or 0, summary.result_consumed_after or 0
    return StatementProfile(query, tuple(parameters), sum(step["hits"] for step in steps), steps, first, last)


def _steps(plan: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    hits = int(plan.get("dbHits", 0))
    yield {
        "depth": depth,
        "operator": plan["operatorType"].partition("@")[0],
        "rows": int(plan.get("rows", plan["args"].get("EstimatedRows", 0))),
        "hits": hits,
    }
    for child in plan.get("children", []):
        yield from _steps(child, depth + 1)


class WriteTransaction:
    """The transaction of a command. Its statements are committed together or not at all."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: AsyncManagedTransaction) -> None:
        self._transaction = transaction

    async def run(self, query: LiteralString, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Runs one statement and returns its records as dictionaries, in the statement's order."""
        with span("neo4j statement", {"db.system.name": "neo4j", "db.query.text": query}):
            result = await self._transaction.run(*bind(query, parameters))
            return [dict(record) async for record in result]


class Graph:
    """A connection to the database. Raises GraphServiceError; the driver's error is its cause."""

    def __init__(self, driver: AsyncDriver, database: str, *, read_timeout: float = 10.0) -> None:
        self._driver = driver
        self._database = database
        self._read_timeout = read_timeout
        self._breaker = CircuitBreaker(self._ping)

    async def read(
        self,
        query: LiteralString,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - the database ends the statement, not asyncio
        from_leader: bool = False,
    ) -> Any:
        """The first column of the first record; None when there is no record.

        A statement collects its whole result into that one value: one record with a list is much faster to read than many records. Runs as
        an auto-commit transaction, on a reader of a cluster, and is retried after a transient error: reads are repeatable. Neo4j cancels
        the statement after `timeout` seconds. Raises Timeout a second later if Neo4j has not responded at all; raises Unavailable at once
        while the circuit breaker is open. from_leader: on a cluster, reads from the leader, which is never behind.
        """
        seconds = timeout or self._read_timeout

        async def attempt() -> Any:
            statement, values = bind(query, parameters)
            async with self._session(WRITE_ACCESS if from_leader else READ_ACCESS) as session:
                record = await (await session.run(Query(statement, timeout=seconds), values)).single(strict=False)
                return None if record is None else record[0]

        return await self._with_deadline(seconds + GRACE_PERIOD, lambda: self._with_retries("read", query, attempt, is_retryable))

    async def profile(self, query: LiteralString, parameters: Mapping[str, Any], *, run: bool = True) -> tuple[Any, StatementProfile]:
        """The result of `read`, and its cost. Profiling slows the database down: for the diagnosis of single queries only.

        run: if false, Neo4j only plans the statement. The result is None, the rows of the steps are estimates, and there are no hits.
        """

        async def attempt() -> tuple[Any, StatementProfile]:
            statement, values = bind(("PROFILE " if run else "EXPLAIN ") + query, parameters)
            async with self._session(READ_ACCESS) as session:
                result = await session.run(Query(statement, timeout=self._read_timeout), values)
                record = await result.single(strict=False)
                summary = await result.consume()
                return (None if record is None else record[0]), read_profile(query, parameters, summary)

        deadline = self._read_timeout + GRACE_PERIOD
        return await self._with_deadline(deadline, lambda: self._with_retries("profile", query, attempt, is_retryable))

    def with_read_timeout(self, *, at_least: float) -> "Graph":
        """The same connection and circuit breaker, with at least this many seconds for a read."""
        other = copy(self)
        other._read_timeout = max(self._read_timeout, at_least)
        return other

    async def verify_connectivity(self) -> None:
        """Runs a trivial statement. Raises as `read` does when the database does not respond."""
        await self.read(PING_QUERY)

    async def await_bookmarks(self) -> None:
        """Waits until the database has reached the bookmarks of the request.

        Raises InvalidInput when they are invalid, Unavailable on a timeout.
        """
        try:
            await self.verify_connectivity()
        except Timeout as error:
            if isinstance(error.__cause__, TimeoutError):
                raise
            raise Unavailable(BOOKMARK_TIMEOUT) from error

    async def write(self, work: Callable[[WriteTransaction], Awaitable[T]]) -> T:
        """Runs `work` in one transaction and commits it.

        `work` runs again after a transient error (the driver's retry) and after a lost race for a unique key (ours: the second time MERGE
        finds the node of the other transaction), so it must not keep state between runs.
        """

        async def run_work(transaction: AsyncManagedTransaction) -> T:
            return await work(WriteTransaction(transaction))

        async def attempt() -> T:
            async with self._session(WRITE_ACCESS) as session:
                result = await session.execute_write(run_work)
                if (chain := CURRENT_CHAIN.get()) is not None:
                    chain.written = sorted((await session.last_bookmarks()).raw_values)
                return result

        return await self._with_retries("write", "", attempt, is_lost_race)

    async def command(self, query: LiteralString, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Runs a statement that cannot run inside an explicit transaction: schema commands, SHOW, CALL { } IN TRANSACTIONS.

        Runs again after a transient error and after a lost race (workers that start together deadlock over schema commands, or one creates
        an index just after another has seen that it does not exist), so it must be repeatable: IF NOT EXISTS, MERGE. Raises Timeout after
        COMMAND_TIMEOUT.
        """

        async def attempt() -> list[dict[str, Any]]:
            async with self._session(WRITE_ACCESS) as session:
                return await (await session.run(*bind(query, parameters))).data()

        try:
            async with asyncio.timeout(COMMAND_TIMEOUT):
                return await self._with_retries("command", query, attempt, lambda error: is_retryable(error) or is_lost_race(error))
        except TimeoutError as error:
            raise Timeout(NO_RESPONSE) from error

    async def close(self) -> None:
        """Ends the background task. The driver is the caller's to close."""
        await self._breaker.close()

    async def _ping(self) -> None:
        """Runs a trivial statement, also while the circuit breaker is open; not repeated after an error."""

        async def attempt() -> None:
            async with self._session(READ_ACCESS) as session:
                await (await session.run(PING_QUERY)).consume()

        await self._with_retries("read", PING_QUERY, attempt, lambda _: False)

    async def _with_deadline(self, seconds: float, read: Callable[[], Awaitable[T]]) -> T:
        """Ends a read that Neo4j does not end: it may be stopped, or out of reach without the connection having been closed."""
        self._breaker.check()
        try:
            async with asyncio.timeout(seconds):
                result = await read()
        except TimeoutError as error:
            self._breaker.record(responded=False)
            raise Timeout(NO_RESPONSE) from error
        except GraphServiceError as error:
            self._breaker.record(responded=not is_unreachable(error))
            raise
        self._breaker.record(responded=True)
        return result

    async def _with_retries(self, kind: str, query: str, attempt: Callable[[], Awaitable[T]], may_retry: Callable[[Exception], bool]) -> T:
        for number in range(1, ATTEMPTS + 1):
            try:
                with self._observe(kind, query):
                    return await attempt()
            except DRIVER_ERRORS as error:
                if number == ATTEMPTS or not may_retry(error):
                    raise translate_driver_error(error) from error
                if not is_lost_race(error):  # the winner of a race has committed: there is nothing to wait for
                    await asyncio.sleep(random.uniform(0.05, 0.1) * 2**number)  # noqa: S311 - spreads the retries of several workers
        raise AssertionError("unreachable: the last attempt returns or raises")

    @contextmanager
    def _observe(self, kind: str, query: str) -> Generator[None]:
        """Counts, times and traces one use of a connection."""
        attributes = {"db.system.name": "neo4j", "db.namespace": self._database, "db.operation.name": kind, "db.query.text": query}
        start = perf_counter()
        CONNECTIONS.inc()
        try:
            with span(f"neo4j {kind}", attributes):
                yield
        finally:
            CONNECTIONS.dec()
            TIMERS[kind].observe(perf_counter() - start)

    def _session(self, access: str) -> AsyncSession:
        """A session that continues the current chain of bookmarks."""
        chain = CURRENT_CHAIN.get()
        manager = chain and chain.manager
        return self._driver.session(database=self._database, default_access_mode=access, bookmark_manager=manager)  # pyright: ignore[reportUnknownMemberType] - untyped options


@asynccontextmanager
async def connect(settings: Settings) -> AsyncGenerator[Graph]:
    """Opens the driver, verifies that the database responds, and closes the driver at the end.

    Raises InvalidInput when NEO4J_URI is not a valid address; Unavailable when the server does not respond, rejects the user, or has no
    such database.
    """
    if settings.neo4j_uri is None:
        raise Unavailable("NEO4J_URI is not set. Set it to the address of a Neo4j, or run `graph-service up` for a local one.")
    _require_valid_address(settings.neo4j_uri)
    auth = (settings.neo4j_username, settings.password or "") if settings.password is not None else None
    try:
        driver = AsyncGraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType] - untyped options
            settings.neo4j_uri,
            auth=auth,
            connection_timeout=CONNECTION_TIMEOUT,
            telemetry_disabled=True,
            notifications_min_severity="OFF",
        )
    except DriverError as error:
        raise translate_driver_error(error) from error
    async with driver:
        graph = Graph(driver, settings.neo4j_database, read_timeout=settings.read_timeout)
        try:
            await graph.with_read_timeout(at_least=FIRST_RESPONSE_TIMEOUT).verify_connectivity()
            yield graph
        finally:
            await graph.close()


def _require_valid_address(uri: str) -> None:
    # The driver misinterprets some invalid addresses, and fails later on others with an error that is not its own.
    try:
        parts = urlsplit(uri)
        valid = parts.scheme in SCHEMES and parts.hostname and parts.port != 0 and parts.username is None
    except ValueError:  # an invalid port or IPv6 address
        valid = False
    if not valid:
        raise InvalidInput(INVALID_URI, field="NEO4J_URI")
