"""The context of a GraphQL request, which every resolver receives."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, LiteralString, TypeAlias, TypeVar

from strawberry import Info as StrawberryInfo
from strawberry.dataloader import DataLoader

from graph_service.access import Caller
from graph_service.analysis.columns.snapshot import AsOf, SnapshotCache
from graph_service.analysis.people.shared_work import SharedWork
from graph_service.analysis.relevance.compared_texts import ReferenceWords
from graph_service.api.inbox.counts import InboxCounts
from graph_service.api.limits.compute_pool import ComputePool
from graph_service.api.limits.concurrency import ConcurrencyLimit
from graph_service.api.read_rules import viewer_of
from graph_service.compiler.execution.plans import Plan
from graph_service.compiler.planning.statistics import CurrentStatistics, Statistics
from graph_service.compiler.request_values import RequestValues
from graph_service.compiler.statement_builder import Decision
from graph_service.domain.lessons.languages import LANGUAGES_QUERY
from graph_service.domain.node_statements import DEGREE_STATEMENTS, SAMPLE_STATEMENT
from graph_service.domain.rundowns.gates import DEFAULT_GATES, Gates
from graph_service.errors import TooCostly
from graph_service.graph import Graph, StatementProfile
from graph_service.logs import current_request_id
from graph_service.mapping.read_rules import Viewer
from graph_service.rate_limit import RateLimit

T = TypeVar("T")
UNLIMITED: Final = 10**12  # rows per minute


def current_day() -> str:
    """Today in UTC, as ISO 8601 text."""
    return datetime.now(UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class Resources:
    """What all requests of the process share."""

    graph: Graph
    snapshots: SnapshotCache
    statistics: CurrentStatistics
    max_cost: int
    """The highest cost of an operation, in rows."""
    answer_timeout: float
    """Seconds after which a computation ends."""
    concurrency: ConcurrencyLimit = field(default_factory=ConcurrencyLimit)
    """How many requests of a caller run at a time."""
    pool: ComputePool = field(default_factory=ComputePool)
    """The threads that compute measures."""
    shared_work: SharedWork = field(default_factory=SharedWork)
    """The results of slow computations."""
    spent: RateLimit = field(default_factory=lambda: RateLimit(UNLIMITED))
    """The rows that each caller's requests have cost."""
    introspection: bool = True
    """Whether callers may query the schema itself."""
    gates: Gates = DEFAULT_GATES
    reference_words: ReferenceWords = field(default_factory=ReferenceWords)
    inbox_counts: InboxCounts = field(default_factory=InboxCounts)

    @classmethod
    def create(
        cls,
        graph: Graph,
        *,
        max_cost: int,
        min_group: int,
        answer_timeout: float,
        cost_per_minute: int = UNLIMITED,
        introspection: bool = True,
        gates: Gates = DEFAULT_GATES,
    ) -> "Resources":
        """Resources without any snapshot yet."""
        snapshots = SnapshotCache(graph, min_group)
        statistics = CurrentStatistics(graph, SAMPLE_STATEMENT, LANGUAGES_QUERY, DEGREE_STATEMENTS)
        spent = RateLimit(cost_per_minute)
        return cls(graph, snapshots, statistics, max_cost, answer_timeout, spent=spent, introspection=introspection, gates=gates)

    async def close(self) -> None:
        """Ends the computations and the updates of the snapshot."""
        self.pool.close()
        await self.snapshots.close()


class RequestMemo(dict[Hashable, "asyncio.Future[Any]"]):
    """Computes values at most once per request, even if several fields need one at the same time."""

    async def recall(self, key: Hashable, compute: Callable[[], Awaitable[T]]) -> T:
        """The remembered value of the key; computes it, and remembers it or its error, the first time."""
        if key not in self:
            self[key] = asyncio.ensure_future(compute())
        value: T = await self[key]
        return value


@dataclass(slots=True)
class Context:
    """One request. today: one day (UTC) for all fields. request_id: also in its log lines and errors."""

    resources: Resources
    caller: Caller
    today: str = field(default_factory=current_day)
    request_id: str = field(default_factory=current_request_id)
    references: dict[tuple[Any, ...], DataLoader[str, Any]] = field(default_factory=dict[tuple[Any, ...], DataLoader[str, Any]])
    rows: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Rows that the fast path has already read, by response key (fast_path.py)."""

    warnings: list[str] = field(default_factory=list[str])
    """Sentences about the result, for the response's `extensions.warnings`."""

    memo: RequestMemo = field(default_factory=RequestMemo)
    """What several fields of the request share: the columns, results of measures, full-text searches."""

    as_of: AsOf | None = None
    """How recent the computed answers are, for the response's `extensions.asOf`; None until one is requested."""

    log_fields: dict[str, Any] = field(default_factory=dict[str, Any])
    """Fields of the request's log line and labels of its metrics."""

    profiles: list[tuple[StatementProfile, tuple[Decision, ...]]] | None = None
    """The profile of each statement with the decisions of the planner; None if the request does not ask for profiles."""

    client_disconnected: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the client has disconnected, so that nobody waits for the response."""

    client: str = ""
    """The address of the client. Callers with the same token are limited by address."""

    deadline: float = field(default=0, kw_only=True)
    """When computations of the request must have ended, in the time of the event loop. Default: the answer timeout from now."""

    plan: Plan | None = None
    """The plan of the operation, once it is known; None as well for an invalid one."""

    static_cost: int = 0
    """The rows that the request may read from the database."""

    computed_cost: int = 0
    """The work of the measures that the request has asked for so far, in rows."""

    computations: int = 0
    """How many computations the request has asked for so far."""

    writing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held for one round of the event loop by each computed answer before it is written into the response: see `write_in_turn`."""

    failures: list[BaseException] = field(default_factory=list[BaseException])
    """The errors of all fields, those that the response does not name included."""

    def __post_init__(self) -> None:
        self.deadline = self.deadline or asyncio.get_running_loop().time() + self.resources.answer_timeout

    @property
    def graph(self) -> Graph:
        """The connection to Neo4j."""
        return self.resources.graph

    @property
    def statistics(self) -> Statistics:
        """The size of the graph, by which statements are planned."""
        return self.resources.statistics.value

    @property
    def viewer(self) -> Viewer:
        """What the caller may read."""
        return viewer_of(self.caller)

    @property
    def request_values(self) -> RequestValues:
        """The first values of the parameters of every statement: the current day and the ID of the viewer's person."""
        return [self.today, self.caller.person]

    @property
    def caller_address(self) -> str:
        """The caller and the client's address, by which requests are limited and queued."""
        return f"{self.caller.subject} {self.client}"

    async def read(self, query: LiteralString, parameters: Mapping[str, Any], decisions: tuple[Decision, ...] = ()) -> Any:
        """Graph.read, or Graph.profile, which is slower, if the request asks for profiles."""
        if self.profiles is None:
            return await self.graph.read(query, parameters)
        row, profile = await self.graph.profile(query, parameters)
        self.profiles.append((profile, decisions))
        return row

    @property
    def max_cost(self) -> int:
        """The highest cost of an operation, in rows."""
        return self.resources.max_cost

    def charge(self, cost: int, field: str) -> None:
        """Adds the work of a measure to the cost of the request. Raises TooCostly above the limit, and then adds nothing."""
        if self.static_cost + self.computed_cost + cost > self.max_cost:
            raise TooCostly(
                f"With `{field}` the request would cost more than {self.max_cost:,} rows. Request fewer fields, or a shorter window.",
                field=field,
            )
        self.computed_cost += cost
        self.count_cost(cost)

    def count_cost(self, rows: int) -> None:
        """Counts rows towards the limit of the caller."""
        self.resources.spent.add(self.caller.subject, rows)

    def release(self) -> None:
        """Ends the cycles of references in which a finished request keeps its results, so that they do not wait for the garbage collector.

        The collector counts objects, not bytes, and holds the event loop for seconds once thousands of fields have failed.
        """
        self.memo.clear()
        _drop_tracebacks(self.failures)

    async def write_in_turn(self) -> None:
        """Returns once per round of the event loop, to one caller after another.

        Writing an answer into the response takes graphql-core up to milliseconds. When a computation ends for which many fields of the
        request wait, they would all be written in one round, and every other request would wait for them.
        """
        async with self.writing:
            await asyncio.sleep(0)

    async def compute(self, key: Hashable, function: Callable[[], T]) -> T:
        """The result of a function that runs in the threads for computations. Requests with the same key share one run."""
        priority, self.computations = self.computations, self.computations + 1
        return await self.resources.pool.compute(self.caller_address, priority, key, function, self.client_disconnected)


def _drop_tracebacks(errors: list[BaseException]) -> None:
    """Removes these errors from the list, and the tracebacks from them and from their causes.

    Each traceback refers to the frames of functions, and so to everything that these had.
    """
    done: set[int] = set()
    while errors:
        error = errors.pop()
        if id(error) not in done:
            done.add(id(error))
            error.__traceback__ = None
            causes = (error.__cause__, error.__context__, getattr(error, "original_error", None))
            errors += [cause for cause in causes if cause is not None]


Info: TypeAlias = StrawberryInfo[Context, None]
