"""Anchors: conditions that decide which nodes a query starts from.

Neo4j would test `project: {id: {eq: "p1"}}` on each lesson. Instead the nodes are collected once, from the selective end, before the
rest of the statement runs:

    { lessons(where: {project: {id: {eq: "p1"}}}) { totalCount } }
        WITH COLLECT { MATCH (x2:Project) WHERE x2.id = $p0 MATCH (n1)-[:LEARNED_ON]->(x2) RETURN n1 } AS set0
        WITH set0, {totalCount: size(set0)} AS row RETURN row

| condition | node set |
|---|---|
| on all nodes of a label: a path of relationships to nodes with given ids or texts | the nodes reached backwards along the path; of several paths, those of the shortest length |
| anywhere: related nodes with given ids or texts | the related nodes, found by index; the condition tests membership, without reading a property |
| anywhere: `search` | the nodes that the full-text index returns |
"""

from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from strawberry import ID

from graph_service.compiler.expressions import relationship_pattern, where_clause
from graph_service.compiler.node_source import NodeSource, not_hidden
from graph_service.compiler.request_values import Placeholder
from graph_service.compiler.search_text import to_lucene_query
from graph_service.compiler.statement_builder import StatementBuilder
from graph_service.errors import InvalidInput
from graph_service.mapping.node_types import Node, Relation

Where: TypeAlias = dict[str, Any]
SEARCH = "search"
EQUALITY_OPERATORS = {"eq": "=", "in": "IN"}


def is_equality(node: Node, where: Where) -> bool:
    """Whether the conditions are only `eq` and `in` on ids or texts, so that an index can find the nodes."""
    return bool(where) and all(_is_equality(node, name, operators) for name, operators in where.items())


def _is_equality(node: Node, name: str, operators: Any) -> bool:
    prop = node.properties.get(name)
    if prop is None or prop.type not in (ID, str) or not operators:
        return False
    return not operators.keys() - EQUALITY_OPERATORS.keys() and None not in operators.values()


def collect_equal_nodes(builder: StatementBuilder, node: Node, where: Where) -> str:
    """The node set for conditions that `is_equality` accepts: MATCH (x2:Project) WHERE x2.id = $p0 RETURN x2."""
    variable = builder.new_variable("x")
    return builder.collect_set(f"MATCH ({variable}:{node.label}){_equality_clause(builder, variable, where)} RETURN {variable}")


def collect_text_matches(builder: StatementBuilder, node: Node, text: str | Placeholder | None) -> str:
    """The node set of a full-text search. Raises InvalidInput for null."""
    if text is None:
        raise InvalidInput("search is null. Leave it out, or set it to the words to search for.", field=SEARCH)
    return builder.collect_set(f"{fulltext_call(builder, node, text)} RETURN node")


def fulltext_call(builder: StatementBuilder, node: Node, text: str | Placeholder, options: str = "") -> str:
    """CALL db.index.fulltext.queryNodes('lesson_text', $p0) YIELD node, score: best matches first."""
    index, properties = (node.fulltext.name, len(node.fulltext.properties)) if node.fulltext else ("", 1)
    query = builder.bind(text, partial(to_lucene_query, properties=properties))
    return f"CALL db.index.fulltext.queryNodes('{index}', {query}{options}) YIELD node, score"


def apply_anchors(builder: StatementBuilder, source: NodeSource, where: Where | None) -> tuple[NodeSource, Where | None]:
    """Turns suitable conditions on all nodes of a label into node sets.

    Returns the source restricted to these sets, and the conditions that are left. Without a suitable condition, both are unchanged.
    """
    if not source.is_label or not where:
        return source, where
    candidates = [(part, _anchor_path(source.node, part)) for part in _split_conjunction(where)]
    # A short path reaches few nodes; testing a longer path for each of them costs less than reading the longer path's set.
    shortest = min((len(anchor[0]) for _, anchor in candidates if anchor), default=0)
    anchors: list[str] = []
    remaining: list[Where] = []
    for part, anchor in candidates:
        if SEARCH in part:
            anchors.append(collect_text_matches(builder, source.node, part[SEARCH]))
        elif anchor and len(anchor[0]) == shortest:
            anchors.append(_anchored_by_path(builder, *anchor))
        else:
            remaining.append(part)
    if not anchors:
        return source, where
    return replace(source, anchors=tuple(anchors), is_label=False), {"AND": remaining} if remaining else None


def _split_conjunction(where: Where) -> list[Where]:
    """The conditions that must all hold, one by one; nested ANDs are flattened."""
    parts: list[Where] = []
    for key, condition in where.items():
        if key == "AND" and condition and all(condition):
            parts += [part for conditions in condition for part in _split_conjunction(conditions)]
        else:
            parts.append({key: condition})
    return parts


def _anchor_path(node: Node, part: Where) -> tuple[tuple[Relation, ...], Where] | None:
    """(relationships, equality condition on the last node) if the condition is a path without other conditions on the way; else None."""
    ((key, condition),) = part.items()
    relation = node.relations.get(key)
    if relation is None or relation.dated or relation.transitive or not condition:
        return None
    where = condition if not relation.many else condition.get("some") if condition.keys() == {"some"} else None
    if where and is_equality(relation.target, where):
        return (relation,), where
    rest = _anchor_path(relation.target, where) if where and len(where) == 1 else None
    return rest and ((relation, *rest[0]), rest[1])


def _anchored_by_path(builder: StatementBuilder, path: tuple[Relation, ...], where: Where) -> str:
    """The node set of the nodes from which the path leads to nodes that meet the equality condition."""
    variables = [builder.new_variable("n"), *(builder.new_variable("x") for _ in path)]
    from_one_node = where.keys() == {"id"} and where["id"].keys() == {"eq"}
    no_duplicates = len(path) == 1 and from_one_node and not path[0].edge_properties and not path[0].distinct
    start = f"MATCH ({variables[-1]}:{path[-1].target.label}){_equality_clause(builder, variables[-1], where)}"
    steps = [
        f" MATCH {relationship_pattern(relation, node, '', target)}{_visible_target(relation, target)}"
        for relation, node, target in zip(path, variables, variables[1:], strict=False)
    ]
    return builder.collect_set(f"{start}{''.join(reversed(steps))} RETURN {'' if no_duplicates else 'DISTINCT '}{variables[0]}")


def _visible_target(relation: Relation, target: str) -> str:
    return where_clause(not_hidden(relation.target, target, {}) if relation.many else "")


def _equality_clause(builder: StatementBuilder, variable: str, where: Where) -> str:
    comparisons = [
        f"{variable}.{name} {EQUALITY_OPERATORS[operator]} {builder.bind(value)}"
        for name, operators in where.items()
        for operator, value in operators.items()
    ]
    return f" WHERE {' AND '.join(comparisons)}"
