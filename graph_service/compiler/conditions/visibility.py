"""Visibility: the conditions that leave out hidden nodes, and nodes that the viewer may not read; and the properties that the viewer reads.

Withdrawn reuses are hidden from everybody, unless the query includes them. What a viewer may read follows from the read rule of the node type
(mapping/read_rules.py). For a guest:

    { project(id: "p1") { reuses(where: {hoursSaved: {gt: 8}}) { totalCount } } }
        ... COUNT { MATCH (n0)<-[e1:REUSED_ON]-(n2) WHERE n2.withdrawnOn IS NULL AND n2.audience IS NULL AND n2.hoursSaved > $p1 } ...

    { lessons(first: 2) { nodes { title learners { nodes { name email } } } } }
        ... MATCH (n0:Lesson) WHERE n0.audience IS NULL ... n2{name: n2.shownName, email: NULL} ...

For a member, Neo4j tests the second part of `n0.audience IS NULL OR EXISTS { (n0)-[:LEARNED_BY]->(:Person {id: $viewer}) } ...` only on lessons that
not everybody may read.
"""

from collections.abc import Mapping
from typing import Any

from graph_service.compiler.expressions import conjunction
from graph_service.compiler.statement_builder import StatementBuilder
from graph_service.errors import Forbidden
from graph_service.mapping.node_types import Node, Relation
from graph_service.mapping.read_rules import Clearance, LimitedNodes, PersonalProperties


def visible(builder: StatementBuilder, node: Node, variable: str, arguments: Mapping[str, Any]) -> str:
    """The condition that the node is not hidden, and that the viewer may read it; empty if every node of the type is visible.

    The arguments may include hidden nodes.
    """
    return conjunction(not_hidden(node, variable, arguments), readable(builder, node, variable))


def visible_end(builder: StatementBuilder, relation: Relation, variable: str, arguments: Mapping[str, Any]) -> str:
    """`visible` for the end of a relation. A relation to one node, which is a reference to it, also leads to a hidden node."""
    return visible(builder, relation.target, variable, arguments) if relation.many else readable(builder, relation.target, variable)


def not_hidden(node: Node, variable: str, arguments: Mapping[str, Any]) -> str:
    """n0.withdrawnOn IS NULL; empty if the type hides no nodes, or if the arguments include them."""
    hidden = node.hidden_when
    return "" if hidden is None or arguments.get(hidden.argument) else f"{variable}.{hidden.property_name} IS NULL"


def readable(builder: StatementBuilder, node: Node, variable: str) -> str:
    """(n0.audience IS NULL OR EXISTS { ... }); empty if the viewer may read every node of the type."""
    limited = _limit(builder, node)
    if limited is None:
        return ""
    everybody, exceptions = f"{variable}.{limited.property_name} IS NULL", _exceptions(builder, limited, variable)
    return f"({everybody} OR {exceptions})" if exceptions else everybody


def invisible(builder: StatementBuilder, node: Node, variable: str, arguments: Mapping[str, Any]) -> str:
    """The opposite of `visible`, as a condition that an index answers; empty if every node of the type is visible."""
    conditions: list[str] = []
    if not_hidden(node, variable, arguments) and node.hidden_when:
        conditions.append(f"{variable}.{node.hidden_when.property_name} IS NOT NULL")
    if limited := _limit(builder, node):
        exceptions = _exceptions(builder, limited, variable)
        conditions.append(conjunction(f"{variable}.{limited.property_name} IS NOT NULL", f"NOT ({exceptions})" if exceptions else ""))
    return " OR ".join(f"({condition})" if len(conditions) > 1 else condition for condition in conditions)


def perhaps_invisible(builder: StatementBuilder, node: Node, variable: str, arguments: Mapping[str, Any]) -> str:
    """The condition for the nodes that can be invisible, some of which the viewer may read; empty if every node of the type is visible."""
    return " OR ".join(f"{variable}.{mark} IS NOT NULL" for mark in _marks(builder, node, arguments))


def invisible_count(builder: StatementBuilder, node: Node, arguments: Mapping[str, Any]) -> int | None:
    """About how many nodes of the type may be invisible; None if that is not known."""
    counts = [builder.statistics.present.get((node.label, mark)) for mark in _marks(builder, node, arguments)]
    return sum(count or 0 for count in counts) if None not in counts else None


def _marks(builder: StatementBuilder, node: Node, arguments: Mapping[str, Any]) -> list[str]:
    """The properties without which a node is visible."""
    hidden = [node.hidden_when.property_name] if not_hidden(node, "", arguments) and node.hidden_when else []
    limited = _limit(builder, node)
    return hidden + ([limited.property_name] if limited else [])


def _limit(builder: StatementBuilder, node: Node) -> LimitedNodes | None:
    return None if node.read_rule is None or builder.viewer.clearance is Clearance.ADMINISTRATOR else node.read_rule.limited


def _exceptions(builder: StatementBuilder, limited: LimitedNodes, variable: str) -> str:
    """The condition that the viewer may read a limited node; empty if there is none that they may read."""
    is_curator = builder.viewer.clearance is Clearance.CURATOR
    conditions = [f"{variable}.{limited.property_name} = '{value}'" for value in limited.curator_values] if is_curator else []
    if builder.viewer.person is not None:
        conditions.append(builder.own_node_condition(limited, variable))
    return " OR ".join(conditions)


def stored_name(builder: StatementBuilder, node: Node, name: str) -> str:
    """The property in the graph that filters, sort keys and groups read for a property of the type. Raises Forbidden for a private one."""
    personal = _personal(builder, node)
    if personal is None:
        return name
    if name in personal.private:
        raise Forbidden(f"Only curators may filter, sort or group by the {name} of people.")
    return personal.masked.get(name, name)


def read_property(builder: StatementBuilder, node: Node, name: str, variable: str) -> str:
    """The expression for a property in the response: n0.title."""
    personal, stored = _personal(builder, node), f"{variable}.{name}"
    if personal is None or not (name in personal.masked or name in personal.private):
        return stored
    masked = f"{variable}.{personal.masked[name]}" if name in personal.masked else "NULL"
    if builder.viewer.clearance is not Clearance.MEMBER or name == "id":
        return masked
    named = f"{variable}.{personal.nameable} OR {builder.viewer_condition(personal.is_known, variable)}"
    return f"CASE WHEN {named} THEN {stored} ELSE {masked} END"


def only_nameable(builder: StatementBuilder, node: Node, variable: str) -> str:
    """The condition on what a full-text search finds: n0.discoverable, if the search would find people by names that the viewer may not read."""
    personal = _personal(builder, node)
    return f"{variable}.{personal.nameable}" if personal and node.fulltext else ""


def unsearched(builder: StatementBuilder, node: Node) -> frozenset[str]:
    """The properties that a full-text search leaves out, because the viewer reads them of nobody: what it finds would tell their words."""
    personal = _personal(builder, node)
    return personal.private if personal and builder.viewer.clearance is Clearance.GUEST else frozenset()


def _personal(builder: StatementBuilder, node: Node) -> PersonalProperties | None:
    return None if node.read_rule is None or builder.viewer.clearance >= Clearance.CURATOR else node.read_rule.personal
