"""Reads a list page by page, forwards or backwards, and checks the page info of each page against the next page."""

import random
from typing import Any

from graph_service.graph import Graph
from tests.compiler.music_service import execute_query, random_statistics


async def page(graph: Graph, query: str, **variables: Any) -> dict[str, Any]:
    """The connection with the alias `list`, at the root or one level below. All pages are planned for the same sizes of the graph."""
    result = await execute_query(graph, query, variables, random_statistics(random.Random(query)))
    assert result.errors is None, result.errors
    data = result.data or {}
    return data["list"] if "list" in data else next(iter(data.values()))["list"]


async def walk_back(graph: Graph, query: str, last: int, **variables: Any) -> list[dict[str, Any]]:
    """All edges in list order, read backwards from the end."""
    edges: list[dict[str, Any]] = []
    before, more = None, True
    while more:
        connection = await page(graph, query, **variables, last=last, before=before)
        info = connection["pageInfo"]
        assert info["hasNextPage"] is (before is not None)
        edges = connection["edges"] + edges
        before, more = info["startCursor"], info["hasPreviousPage"]
        assert more is (len(edges) < connection["totalCount"])
    return edges


async def walk(graph: Graph, query: str, first: int, **variables: Any) -> list[dict[str, Any]]:
    """All edges in list order, read forwards."""
    edges: list[dict[str, Any]] = []
    after, more = None, True
    while more:
        connection = await page(graph, query, **variables, first=first, after=after)
        info, cursors = connection["pageInfo"], [edge["cursor"] for edge in connection["edges"]]
        assert info["hasPreviousPage"] is (after is not None)
        assert (info["startCursor"], info["endCursor"]) == ((cursors[0], cursors[-1]) if cursors else (None, None))
        edges += connection["edges"]
        after, more = info["endCursor"], info["hasNextPage"]
        assert more is (len(edges) < connection["totalCount"])
    return edges
