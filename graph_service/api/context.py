"""What a request brings along to its resolvers."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, LiteralString, TypeAlias

from strawberry import Info as StrawberryInfo
from strawberry.dataloader import DataLoader

from graph_service.access import LOCAL_CALLER, Caller
from graph_service.analysis.columns.snapshot import SnapshotCache
from graph_service.analysis.people.shared_work import SharedWork
from graph_service.graph import Graph, StatementProfile
from graph_service.logs import current_request_id


def today() -> str:
    """The day a request is asked on (UTC)."""
    return datetime.now(UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class Resources:
    """What all requests share: the graph, the network's snapshots of it, and what was worked out of these at length."""

    graph: Graph
    snapshots: SnapshotCache
    max_cost: int
    shared_work: SharedWork = field(default_factory=SharedWork)

    @classmethod
    def over(cls, graph: Graph, *, max_cost: int, min_group: int) -> "Resources":
        """For a graph that was just connected."""
        return cls(graph, SnapshotCache(graph, min_group), max_cost)


@dataclass(slots=True)
class Context:
    """One request: what is shared, its own day (UTC), and the id that its log lines and errors have in common."""

    resources: Resources
    today: str = field(default_factory=today)
    request_id: str = field(default_factory=current_request_id)
    caller: Caller = LOCAL_CALLER
    references: dict[tuple[Any, ...], DataLoader[str, Any]] = field(default_factory=dict[tuple[Any, ...], DataLoader[str, Any]])
    rows: Mapping[str, Any] = field(default_factory=dict[str, Any])
    searches: dict[tuple[str, int], asyncio.Future[list[tuple[str, float]]]] = field(
        default_factory=dict[tuple[str, int], "asyncio.Future[list[tuple[str, float]]]"]
    )
    """Searches of lessons that several fields of the request need (lessons for each phase of a project, say): by their words and in how many
    properties."""

    told: dict[str, Any] = field(default_factory=dict[str, Any])
    """What the log and the metrics are told of the request."""

    receipts: list[StatementProfile] | None = None
    """What each read took, for a request that wants to know."""

    @property
    def graph(self) -> Graph:
        """The connection."""
        return self.resources.graph

    async def read(self, query: LiteralString, parameters: Mapping[str, Any]) -> Any:
        """As Graph.read; profiled, which takes its time, for a request that wants a receipt."""
        if self.receipts is None:
            return await self.graph.read(query, parameters)
        row, receipt = await self.graph.profile(query, parameters)
        self.receipts.append(receipt)
        return row

    @property
    def max_cost(self) -> int:
        """The most that one question may cost."""
        return self.resources.max_cost


Info: TypeAlias = StrawberryInfo[Context, None]
