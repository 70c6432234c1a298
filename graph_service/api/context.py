"""What a request brings along to its resolvers."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import uuid4

from strawberry import Info as StrawberryInfo
from strawberry.dataloader import DataLoader

from graph_service.graph import Graph
from graph_service.network.snapshot import Snapshots


@dataclass(frozen=True, slots=True)
class Resources:
    """What all requests share: the graph and the network's snapshots of it."""

    graph: Graph
    snapshots: Snapshots

    @classmethod
    def over(cls, graph: Graph) -> "Resources":
        """For a graph that was just connected."""
        return cls(graph, Snapshots(graph))


@dataclass(frozen=True, slots=True)
class Context:
    """One request: what is shared, its own day (UTC), and the id that its log lines and errors have in common."""

    resources: Resources
    today: str = field(default_factory=lambda: datetime.now(UTC).date().isoformat())
    request_id: str = field(default_factory=lambda: uuid4().hex)
    references: dict[tuple[Any, ...], DataLoader[str, Any]] = field(default_factory=dict[tuple[Any, ...], DataLoader[str, Any]])

    @property
    def graph(self) -> Graph:
        """The connection, under the name the compiler asks for."""
        return self.resources.graph


Info: TypeAlias = StrawberryInfo[Context, None]
