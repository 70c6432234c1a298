"""Import tables of a small organisation, and a dump of the whole graph as comparable text."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph_service.graph import Graph

Write = Callable[..., Path]

# A small organisation: Ann in the north and Bo in the south, each with one project; Bo reuses Ann's lesson.
ORGANISATION = {
    "departments": "id,name,partOf\nall,All,\nnorth,North,all\nsouth,South,all\n",
    "topics": "id,name,broader\nmoney,Money,\nclaims,Claims,money\n",
    "people": "id,name,email\nann,Ann,ann@example.org\nbo,Bo,bo@example.org\n",
    "memberships": "person,department,from,to\nann,north,2020-01-01,\nbo,south,2020-01-01,\n",
    "projects": "id,name,status,owner,topics\nbridge,Bridge,RUNNING,north,claims\ntunnel,Tunnel,CLOSED,south,\n",
    "assignments": "person,project,role,from,to\nann,bridge,lead,,\n",
    "lessons": "id,title,learnedOn,learnedBy,project,topics\nl1,Ask the supplier early,2021-03-01,ann,bridge,claims|money\n",
    "reuses": "id,lesson,person,project,reusedOn\nr1,l1,bo,tunnel,2022-05-01\n",
}
NODES = """
MATCH (n) WHERE NOT n:Migration AND NOT n:Activity AND NOT n:ImportedChange AND NOT n:Sequence
WITH labels(n)[0] + ' ' + n.id AS node, [key IN keys(n) WHERE NOT key IN ['recordedAt', 'revisedAt'] | key + '=' + toString(n[key])] AS properties
WITH node, properties ORDER BY node
UNWIND properties AS property
WITH node, property ORDER BY node, property
RETURN collect(node + ' ' + property)
"""
RELATIONSHIPS = """
MATCH (a)-[r]->(b)
WITH a.id + ' ' + type(r) + ' ' + b.id AS link, [key IN ['role', 'from', 'to', 'decision'] WHERE r[key] IS NOT NULL | key + '=' + toString(r[key])] AS of
WITH link + reduce(text = '', each IN of | text + ' ' + each) AS line ORDER BY line
RETURN collect(line)
"""


async def dump(graph: Graph) -> list[Any]:
    """Returns all nodes with their properties and all relationships, sorted, without the write timestamps."""
    return [*await graph.read(NODES, timeout=60), *await graph.read(RELATIONSHIPS, timeout=60)]
