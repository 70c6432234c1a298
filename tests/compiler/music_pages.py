"""Walking through a list page by page, forwards or backwards, each page's promises about itself held against the next."""

from typing import Any

from graph_service.graph import Graph
from tests.compiler.music_service import ask


async def page(graph: Graph, question: str, **variables: Any) -> dict[str, Any]:
    """The page that the document calls `list`, at the root or one level below."""
    result = await ask(graph, question, variables)
    assert result.errors is None, result.errors
    found = result.data or {}
    return found["list"] if "list" in found else next(iter(found.values()))["list"]


async def walk_back(graph: Graph, question: str, last: int, **asked: Any) -> list[dict[str, Any]]:
    """All edges, from the end of the list to its beginning."""
    edges: list[dict[str, Any]] = []
    before, more = None, True
    while more:
        found = await page(graph, question, **asked, last=last, before=before)
        info = found["pageInfo"]
        assert info["hasNextPage"] is (before is not None)
        edges = found["edges"] + edges
        before, more = info["startCursor"], info["hasPreviousPage"]
        assert more is (len(edges) < found["totalCount"])
    return edges


async def walk(graph: Graph, question: str, first: int, **asked: Any) -> list[dict[str, Any]]:
    """All edges, page after page, and each page's promises about itself held against the next."""
    edges: list[dict[str, Any]] = []
    after, more = None, True
    while more:
        found = await page(graph, question, **asked, first=first, after=after)
        info, cursors = found["pageInfo"], [each["cursor"] for each in found["edges"]]
        assert info["hasPreviousPage"] is (after is not None)
        assert (info["startCursor"], info["endCursor"]) == ((cursors[0], cursors[-1]) if cursors else (None, None))
        edges += found["edges"]
        after, more = info["endCursor"], info["hasNextPage"]
        assert more is (len(edges) < found["totalCount"])
    return edges
