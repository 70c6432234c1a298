"""Nodes that a statement looks up once, before anything else, wherever a condition is decided by ids, names or words alone.

| What is asked | How it is read |
|---|---|
| related nodes by nothing but their ids or names | the nodes are found by the index; the end of each path is one of them, without reading a property |
| all nodes, by related nodes given by their ids or names, or by what these are related to alone | from these to the nodes, against the relationships; of several such conditions each of the nearest is a set |
| nodes by words | the full-text index, in full |

Sets stand in front of the statement, so they are worked out once however deep the condition stands.
"""

from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from strawberry import ID

from graph_service.compiler.search_text import as_query
from graph_service.compiler.source import Source
from graph_service.compiler.statement_builder import Writer, hop
from graph_service.compiler.values import Place
from graph_service.errors import InvalidInput
from graph_service.mapping.node_types import Node, Relation

Where: TypeAlias = dict[str, Any]
SEARCH = "search"
EQUALITIES = {"eq": "=", "in": "IN"}


def is_pinned(node: Node, where: Where) -> bool:
    """Whether it asks for ids or names and nothing else: for text that is equal to what is given, or one of it."""
    return bool(where) and all(_is_equality(node, name, asked) for name, asked in where.items())


def _is_equality(node: Node, name: str, asked: Any) -> bool:
    prop = node.properties.get(name)
    return (
        prop is not None and prop.type in (ID, str) and bool(asked) and not asked.keys() - EQUALITIES.keys() and None not in asked.values()
    )


def pinned_nodes(writer: Writer, node: Node, where: Where) -> str:
    """The set of the nodes with these ids or names."""
    variable = writer.name("x")
    return writer.collect(f"MATCH ({variable}:{node.label}){_pinned(writer, variable, where)} RETURN {variable}")


def found_nodes(writer: Writer, node: Node, text: str | Place | None) -> str:
    """The set of the nodes that have at least one of these words in their text. InvalidInput for null."""
    if text is None:
        raise InvalidInput("search is null. Leave it out, or give words to look for.", field=SEARCH)
    return writer.collect(f"{query_nodes(writer, node, text)} RETURN node")


def query_nodes(writer: Writer, node: Node, text: str | Place, options: str = "") -> str:
    """The call of the full-text index, which gives `node` and `score`, best first."""
    index, properties = (node.fulltext.name, len(node.fulltext.properties)) if node.fulltext else ("", 1)
    words = writer.bind(text, partial(as_query, properties=properties))
    return f"CALL db.index.fulltext.queryNodes('{index}', {words}{options}) YIELD node, score"


def narrow(writer: Writer, source: Source, where: Where | None) -> tuple[Source, Where | None]:
    """All nodes of a label as the sets that parts of the condition give, and what is left of it; as they are where there is none."""
    if not source.whole or not where:
        return source, where
    ways = [(part, _follow(source.node, part)) for part in _flat(where)]
    nearest = min((len(way[0]) for _, way in ways if way), default=0)  # what is reached at once is few enough to ask about what is farther
    sets: list[str] = []
    rest: list[Where] = []
    for part, way in ways:
        if SEARCH in part:
            sets.append(found_nodes(writer, source.node, part[SEARCH]))
        elif way and len(way[0]) == nearest:
            sets.append(_reaching(writer, *way))
        else:
            rest.append(part)
    return (replace(source, sets=tuple(sets), whole=False), {"AND": rest} if rest else None) if sets else (source, where)


def _flat(where: Where) -> list[Where]:
    """The conditions that must all hold, one by one."""
    parts: list[Where] = []
    for key, given in where.items():
        if key == "AND" and given and all(given):
            parts += [part for each in given for part in _flat(each)]
        else:
            parts.append({key: given})
    return parts


def _follow(node: Node, part: Where) -> tuple[tuple[Relation, ...], Where] | None:
    """The relationships that a condition follows from node to node, asking nothing else, and by which ids or names it pins the last."""
    ((key, given),) = part.items()
    relation = node.relations.get(key)
    if relation is None or relation.dated or relation.transitive or not given:
        return None
    where = given if not relation.many else given.get("some") if given.keys() == {"some"} else None
    if where and is_pinned(relation.target, where):
        return (relation,), where
    further = _follow(relation.target, where) if where and len(where) == 1 else None
    return further and ((relation, *further[0]), further[1])


def _reaching(writer: Writer, path: tuple[Relation, ...], where: Where) -> str:
    """The set of the nodes from which the path leads to nodes with these ids or names."""
    names = [writer.name("n"), *(writer.name("x") for _ in path)]
    from_one = where.keys() == {"id"} and where["id"].keys() == {"eq"}
    once = "" if len(path) == 1 and from_one and not path[0].edge_properties and not path[0].distinct else "DISTINCT "
    found = f"MATCH ({names[-1]}:{path[-1].target.label}){_pinned(writer, names[-1], where)}"
    back = [f" MATCH {hop(relation, start, '', end)}" for relation, start, end in zip(path, names, names[1:], strict=False)]
    return writer.collect(f"{found}{''.join(reversed(back))} RETURN {once}{names[0]}")


def _pinned(writer: Writer, variable: str, where: Where) -> str:
    asked = [
        f"{variable}.{name} {EQUALITIES[operator]} {writer.bind(value)}"
        for name, operators in where.items()
        for operator, value in operators.items()
    ]
    return f" WHERE {' AND '.join(asked)}"
