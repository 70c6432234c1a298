"""The context of a GraphQL request, which every resolver receives."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, LiteralString, TypeAlias, TypeVar

from strawberry import Info as StrawberryInfo
from strawberry.dataloader import DataLoader

from graph_service.access import LOCAL_CALLER, Caller
from graph_service.analysis.columns.snapshot import SnapshotCache
from graph_service.analysis.people.shared_work import SharedWork
from graph_service.graph import Graph, StatementProfile
from graph_service.logs import current_request_id

T = TypeVar("T")


def current_day() -> str:
    """Today in UTC, as ISO 8601 text."""
    return datetime.now(UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class Resources:
    """What all requests of the process share: the graph, its snapshots for the analysis, and the results of slow computations."""

    graph: Graph
    snapshots: SnapshotCache
    max_cost: int
    shared_work: SharedWork = field(default_factory=SharedWork)

    @classmethod
    def create(cls, graph: Graph, *, max_cost: int, min_group: int) -> "Resources":
        """Resources without any snapshot yet."""
        return cls(graph, SnapshotCache(graph, min_group), max_cost)


class RequestMemo(dict[Hashable, "asyncio.Future[Any]"]):
    """Computes values at most once per request, also where several fields need one at the same time."""

    async def recall(self, key: Hashable, compute: Callable[[], Awaitable[T]]) -> T:
        """The value of the key, or else the result of `compute`, which is then remembered, as is its error."""
        if key not in self:
            self[key] = asyncio.ensure_future(compute())
        value: T = await self[key]
        return value


@dataclass(slots=True)
class Context:
    """One request. today: one day (UTC) for all fields. request_id: also in its log lines and errors."""

    resources: Resources
    today: str = field(default_factory=current_day)
    request_id: str = field(default_factory=current_request_id)
    caller: Caller = LOCAL_CALLER
    references: dict[tuple[Any, ...], DataLoader[str, Any]] = field(default_factory=dict[tuple[Any, ...], DataLoader[str, Any]])
    rows: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Rows that the fast path has already read, by response key (fast_path.py)."""

    memo: RequestMemo = field(default_factory=RequestMemo)
    """What several fields of the request share: the columns, results of measures, full-text searches."""

    log_fields: dict[str, Any] = field(default_factory=dict[str, Any])
    """Fields of the request's log line and labels of its metrics."""

    profiles: list[StatementProfile] | None = None
    """The profile of each statement, if the request asks for them."""

    @property
    def graph(self) -> Graph:
        """The connection to Neo4j."""
        return self.resources.graph

    async def read(self, query: LiteralString, parameters: Mapping[str, Any]) -> Any:
        """Graph.read, or Graph.profile, which is slower, if the request asks for profiles."""
        if self.profiles is None:
            return await self.graph.read(query, parameters)
        row, profile = await self.graph.profile(query, parameters)
        self.profiles.append(profile)
        return row

    @property
    def max_cost(self) -> int:
        """The highest cost of an operation, in rows."""
        return self.resources.max_cost


Info: TypeAlias = StrawberryInfo[Context, None]
