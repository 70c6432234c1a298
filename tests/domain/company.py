"""A small organisation for the tests, with shortcuts to run commands and to inspect the graph."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from graph_service.graph import Graph

NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)

NODE = "MATCH (n {id: $id}) WHERE n:Department OR n:Person OR n:Project OR n:Topic OR n:Lesson OR n:Reuse RETURN n {.*}"
TIES = """
MATCH (a)-[r]->(b) WHERE type(r) = $type
WITH a, r, b ORDER BY a.id, r.from, b.id, r.to
RETURN collect([a.id, b.id, toString(r.from), toString(r.to)])
"""
SNAPSHOT = """
MATCH (n)
WITH n ORDER BY elementId(n)
RETURN collect([labels(n), n {.*}, [(n)-[r]->(m) | [type(r), r {.*}, m.id]]])
"""


class Company(SimpleNamespace):
    """The graph of the organisation, with shortcuts to run commands and to inspect it."""

    graph: Graph

    async def do(self, handler: Any, command: Any, **options: Any) -> Any:
        """Runs a command on 15 June 2026."""
        return await handler(self.graph, command, **{"now": NOW} | options)

    async def node(self, id: str) -> dict[str, Any]:  # noqa: A002 - what it is called everywhere
        """The properties of a node without the stems of its texts; dates and times as text."""
        return {
            name: value.iso_format() if hasattr(value, "iso_format") else value
            for name, value in (await self.graph.read(NODE, {"id": id})).items()
            if not name.endswith("Stems")
        }

    async def ties(self, type: str) -> list[list[str | None]]:  # noqa: A002
        """[from, to, first day, last day] of each relationship of a type."""
        return await self.graph.read(TIES, {"type": type})

    async def snapshot(self) -> Any:
        """Every node with its labels, properties and relationships."""
        return repr(await self.graph.read(SNAPSHOT))
