"""Reads a list page by page, forwards or backwards, and checks the page info of each page against the next page."""

import json
import random
from collections.abc import Iterator
from typing import Any

from graphql import GraphQLInputObjectType, get_named_type

from graph_service.compiler.planning.statistics import Statistics
from graph_service.graph import Graph
from tests.compiler.music_service import execute_query, random_statistics, schema

ROOT = "query($sort: [RecordSort!], $first: Int = 20, $after: String, $last: Int, $before: String) { list: records(sort: $sort, first: $first, after: $after, last: $last, before: $before) { %s } }"
NESTED = """
query($sort: [RecordSort!], $first: Int = 20, $after: String, $last: Int, $before: String) { band(id: "b3") { list: records(sort: $sort, first: $first, after: $after, last: $last, before: $before) { %s } } }
"""
EDGES = """
query($sort: [BandSort!], $first: Int = 20, $after: String, $last: Int, $before: String, $id: ID = "m7") {
  musician(id: $id) { list: times(sort: $sort, first: $first, after: $after, last: $last, before: $before) { %s } }
}
"""
DISTINCT = """
query($sort: [MusicianSort!], $first: Int = 20, $after: String, $last: Int, $before: String) {
  band(id: "b0") { list: players(on: "1980-01-01", sort: $sort, first: $first, after: $after, last: $last, before: $before) { %s } }
}
"""
PLAIN = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } }"
WITH_TIMES = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor instrument from to node { id } }"
LISTS = {
    "root": (ROOT % PLAIN, "RecordSort", 17),
    "nested": (NESTED % PLAIN, "RecordSort", 2),
    "with edges": (EDGES % WITH_TIMES, "BandSort", 1),
    "distinct": (DISTINCT % PLAIN, "MusicianSort", 3),
}


def sort_keys(name: str, *, hops: int = 1) -> list[str]:
    """All sort keys as paths: title, band.name, recordsAggregate.rating.max."""
    kind = schema._schema.type_map[name]
    assert isinstance(kind, GraphQLInputObjectType)
    keys: list[str] = []
    for key, field in kind.fields.items():
        inner = get_named_type(field.type)
        if not isinstance(inner, GraphQLInputObjectType):
            keys.append(key)
        elif hops or inner.name.endswith("FiguresSort"):
            keys += [f"{key}.{rest}" for rest in sort_keys(inner.name, hops=0)]
    return keys


def nested(path: str, direction: str) -> Any:
    """The path as a sort key."""
    sort: Any = direction
    for step in reversed(path.split(".")):
        sort = {step: sort}
    return sort


def cases(*names: str) -> Iterator[tuple[str, str, str, bool]]:
    """List, sort key, direction, and whether it is also read backwards: each key in both directions, and backwards in one of them."""
    keys = [(name, key) for name in names for key in sort_keys(LISTS[name][1])]
    for turn in (0, 1):
        for at, (name, key) in enumerate(keys):
            yield name, key, ("ASC", "DESC")[(at + turn) % 2], turn == 0


async def check_pages(graph: Graph, name: str, key: str, direction: str, *, backwards: bool) -> None:
    """The pages of a list add up to the list."""
    query, _, first = LISTS[name]
    sort = [nested(key, direction)]
    full_list = await page(graph, query, sort=sort, first=1000, after=None)
    assert full_list["totalCount"] == len(full_list["edges"]) > first
    assert await walk(graph, query, first, sort=sort) == full_list["edges"]
    if backwards:
        assert await walk_back(graph, query, first, sort=sort) == full_list["edges"]
    assert len({edge["cursor"] for edge in full_list["edges"]}) == len(full_list["edges"])


async def page(graph: Graph, query: str, **variables: Any) -> dict[str, Any]:
    """The connection with the alias `list`, at the root or one level below. All pages are planned for the same sizes of the graph."""
    result = await execute_query(graph, query, variables, sizes_for(query, variables))
    assert result.errors is None, result.errors
    data = result.data or {}
    return data["list"] if "list" in data else next(iter(data.values()))["list"]


def sizes_for(query: str, variables: dict[str, Any]) -> Statistics:
    """Random sizes of the graph, the same for all pages of a list."""
    return random_statistics(random.Random(json.dumps([query, variables.get("where"), variables.get("sort")])))


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
