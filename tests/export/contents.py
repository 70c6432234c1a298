"""The contents of a graph in a form that two graphs can be compared by."""

import hashlib
import json
from pathlib import Path
from typing import Any

from graph_service.graph import Graph

NODES_QUERY = """
MATCH (node)
WHERE NOT node:Migration AND ($log OR NOT (node:Activity OR node:ImportedChange OR node:Sequence))
WITH node, [key IN keys(node) WHERE NOT key IN $without | [key, node[key] IS :: STRING, toStringOrNull(node[key]), node[key] IS :: LIST<STRING>]] AS values
RETURN collect([labels(node), coalesce(node.id, node.name, node.key, toString(node.seq)), values])
"""
LINKS_QUERY = """
MATCH (start)-[link]->(end)
RETURN collect([type(link), start.id, end.id, [key IN keys(link) | [key, toString(link[key])]]])
"""
# Random for people who are not discoverable: whoever reads the graph afterwards must not recognise them.
RANDOM = ("shownId", "shownName")


async def read_contents(graph: Graph, *, log: bool = False, without: tuple[str, ...] = RANDOM) -> list[Any]:
    """Every node and relationship, without the activity log unless `log` is set; sorted."""
    nodes = await graph.read(NODES_QUERY, {"log": log, "without": list(without)})
    links = await graph.read(LINKS_QUERY)
    rows = [[labels, key, sorted(values, key=str)] for labels, key, values in nodes]
    rows += [[kind, start, end, sorted(values)] for kind, start, end, values in links]
    return sorted(rows, key=lambda row: json.dumps(row, default=str))


async def content_hash(graph: Graph, **options: Any) -> str:
    """The SHA-256 of the contents."""
    return hashlib.sha256(json.dumps(await read_contents(graph, **options)).encode()).hexdigest()


def files(folder: Path) -> dict[str, bytes]:
    """The tables of an export, without its log."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
