"""One driver, two doors: `read` for one statement that changes nothing, `write` for one transaction that does."""

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any, LiteralString, TypeVar, cast
from urllib.parse import urlsplit

from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncDriver, AsyncGraphDatabase, AsyncManagedTransaction, AsyncSession, Query, ResultSummary
from neo4j.exceptions import DriverError

from graph_service.errors import InvalidInput, Timeout, Unavailable
from graph_service.graph.bookmarks import CHAIN
from graph_service.graph.driver_errors import BAD_ADDRESS, BEHIND, DRIVER_ERRORS, is_lost_race, is_retryable_error, translate_driver_error
from graph_service.metrics import CONNECTIONS, DATABASE
from graph_service.settings import Settings
from graph_service.tracing import span

T = TypeVar("T")
TRIES = 5
SCHEMES = frozenset({"bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"})
# The driver waits 30 s for a host that swallows packets; with our tries a mistyped address would look like a hang.
CONNECTION_TIMEOUT = 5.0
TIMES = {kind: DATABASE.labels(kind) for kind in ("read", "profile", "write", "command")}
HELLO_QUERY: LiteralString = """
RETURN 1
"""


@dataclass(frozen=True, slots=True)
class StatementProfile:
    """What one read took: its statement and the values' names, database hits, the steps of its plan (outermost first, each with its
    depth, rows and hits), and milliseconds until the first and the last of it was there."""

    statement: str
    parameters: tuple[str, ...]
    hits: int
    steps: tuple[dict[str, Any], ...]
    available_after: int
    consumed_after: int


def read_profile(query: str, parameters: Mapping[str, Any], summary: ResultSummary) -> StatementProfile:
    """The receipt of a profiled statement. The values stay out of it: they may be a person's."""
    steps = tuple(_steps(cast("dict[str, Any]", summary.profile), 0))
    first, last = summary.result_available_after or 0, summary.result_consumed_after or 0
    return StatementProfile(query, tuple(parameters), sum(step["hits"] for step in steps), steps, first, last)


def _steps(plan: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    hits = int(plan.get("dbHits", 0))
    yield {"depth": depth, "operator": plan["operatorType"].partition("@")[0], "rows": int(plan.get("rows", 0)), "hits": hits}
    for below in plan.get("children", []):
        yield from _steps(below, depth + 1)


class WriteTransaction:
    """What a verb writes with. Everything run here is committed together or not at all."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: AsyncManagedTransaction) -> None:
        self._transaction = transaction

    async def run(self, query: LiteralString, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Runs one statement and returns its records as dictionaries, in the statement's order."""
        with span("neo4j statement", {"db.system.name": "neo4j", "db.query.text": query}):
            result = await self._transaction.run(query, dict(parameters or {}))
            return [dict(record) async for record in result]


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

        return await self._repeated("read", query, once, is_retryable_error)

    async def profile(self, query: LiteralString, parameters: Mapping[str, Any]) -> tuple[Any, StatementProfile]:
        """What `read` gives, and what it took. Profiling slows the database down: for looking into one question, not for answering many."""
        limited = Query("PROFILE " + query, timeout=self._read_timeout)

        async def once() -> tuple[Any, StatementProfile]:
            async with self._session(READ_ACCESS) as session:
                result = await session.run(limited, dict(parameters))
                record = await result.single(strict=False)
                summary = await result.consume()
                return (None if record is None else record[0]), read_profile(query, parameters, summary)

        return await self._repeated("profile", query, once, is_retryable_error)

    async def verify_connectivity(self) -> None:
        """Asks the database for a sign of life. Unavailable and its kin when there is none."""
        await self.read(HELLO_QUERY)

    async def await_bookmarks(self) -> None:
        """Waits until the database has come as far as the chain. InvalidInput when its bookmarks are none, Unavailable when that takes too long."""
        try:
            await self.verify_connectivity()
        except Timeout as error:
            raise Unavailable(BEHIND) from error

    async def write(self, work: Callable[[WriteTransaction], Awaitable[T]]) -> T:
        """Runs `work` in one transaction and commits it.

        Run again on a passing fault (the driver's retry) and on a lost race for a unique key (ours: the second time MERGE finds what
        the other one made), so `work` must not keep anything between runs.
        """

        async def attempt(transaction: AsyncManagedTransaction) -> T:
            return await work(WriteTransaction(transaction))

        async def once() -> T:
            async with self._session(WRITE_ACCESS) as session:
                result = await session.execute_write(attempt)
                if (chain := CHAIN.get()) is not None:
                    chain.bookmarks, chain.has_writes = await session.last_bookmarks(), True
                return result

        return await self._repeated("write", "", once, is_lost_race)

    async def command(self, query: LiteralString, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Runs what cannot run inside a transaction of ours: schema commands, SHOW, CALL { } IN TRANSACTIONS.

        Run again after a passing fault and after a lost race (workers that start together deadlock over schema commands, or one makes
        an index while another has just seen that there is none), so it must be repeatable: IF NOT EXISTS, MERGE.
        """

        async def once() -> list[dict[str, Any]]:
            async with self._session(WRITE_ACCESS) as session:
                return await (await session.run(query, dict(parameters or {}))).data()

        return await self._repeated("command", query, once, lambda fault: is_retryable_error(fault) or is_lost_race(fault))

    async def _repeated(self, kind: str, query: str, once: Callable[[], Awaitable[T]], worth_another: Callable[[Exception], bool]) -> T:
        for attempt in range(1, TRIES + 1):
            try:
                with self._watched(kind, query):
                    return await once()
            except DRIVER_ERRORS as fault:
                if attempt == TRIES or not worth_another(fault):
                    raise translate_driver_error(fault) from fault
                if not is_lost_race(fault):  # who won a race has committed: nothing to wait for
                    await asyncio.sleep(random.uniform(0.05, 0.1) * 2**attempt)  # noqa: S311 - spreads the tries of several workers
        raise AssertionError("unreachable: the last try returns or raises")

    @contextmanager
    def _watched(self, kind: str, query: str) -> Generator[None]:
        """One use of a connection: counted, timed and traced."""
        about = {"db.system.name": "neo4j", "db.namespace": self._database, "db.operation.name": kind, "db.query.text": query}
        begun = perf_counter()
        CONNECTIONS.inc()
        try:
            with span(f"neo4j {kind}", about):
                yield
        finally:
            CONNECTIONS.dec()
            TIMES[kind].observe(perf_counter() - begun)

    def _session(self, access: str) -> AsyncSession:
        """A session that goes on where the request is."""
        chain = CHAIN.get()
        bookmarks = chain and chain.bookmarks
        return self._driver.session(database=self._database, default_access_mode=access, bookmarks=bookmarks)  # pyright: ignore[reportUnknownMemberType] - untyped options


@asynccontextmanager
async def connect(settings: Settings) -> AsyncGenerator[Graph]:
    """Opens the driver, makes sure the database answers, and closes the driver at the end.

    InvalidInput when NEO4J_URI is no address; Unavailable when nobody answers there, or refuses the user, or has no such database.
    """
    if settings.neo4j_uri is None:
        raise Unavailable("NEO4J_URI is not set. Set it to the address of a Neo4j, or run `graph-service up` for a local one.")
    _refuse_bad_address(settings.neo4j_uri)
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
        await graph.verify_connectivity()
        yield graph


def _refuse_bad_address(uri: str) -> None:
    # The driver takes a few of these for something else, or fails later with an error that is not its own.
    try:
        parts = urlsplit(uri)
        good = parts.scheme in SCHEMES and parts.hostname and parts.port != 0 and parts.username is None
    except ValueError:  # a port or an IPv6 address that is none
        good = False
    if not good:
        raise InvalidInput(BAD_ADDRESS, field="NEO4J_URI")
