"""Reads a list page by page, forwards or backwards, and checks the page info of each page against the next page."""

from typing import Any

from graph_service.graph import Graph
from tests.compiler.music_service import execute_query


async def page(graph: Graph, query: str, **variables: Any) -> dict[str, Any]:
    """The connection with the alias `list`, at the root or one level below."""
    result = await execute_query(graph, query, variables)
    assert result.errors is None, result.errors
    found = result.data or {}
    return found["list"] if "list" in found else next(iter(found.values()))["list"]


async def walk_back(graph: Graph, query: str, last: int, **asked: Any) -> list[dict[str, Any]]:
    """All edges in list order, read backwards from the end."""
    edges: list[dict[str, Any]] = []
    before, more = None, True
    while more:
        found = await page(graph, query, **asked, last=last, before=before)
        info = found["pageInfo"]
        assert info["hasNextPage"] is (before is not None)
        edges = found["edges"] + edges
        before, more = info["startCursor"], info["hasPreviousPage"]
        assert more is (len(edges) < found["totalCount"])
    return edges


async def walk(graph: Graph, query: str, first: int, **asked: Any) -> list[dict[str, Any]]:
    """All edges in list order, read forwards."""
    edges: list[dict[str, Any]] = []
    after, more = None, True
    while more:
        found = await page(graph, query, **asked, first=first, after=after)
        info, cursors = found["pageInfo"], [each["cursor"] for each in found["edges"]]
        assert info["hasPreviousPage"] is (after is not None)
        assert (info["startCursor"], info["endCursor"]) == ((cursors[0], cursors[-1]) if cursors else (None, None))
        edges += found["edges"]
        after, more = info["endCursor"], info["hasNextPage"]
        assert more is (len(edges) < found["totalCount"])
    return edges
