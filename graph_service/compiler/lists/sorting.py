"""Sorting: the argument `sort` as sort keys, and their ORDER BY.

    { lessons(sort: [{learnedOn: DESC}], first: 2) { nodes { title } } }
        ... WITH n0, n0{.id} AS by1 ORDER BY n0.learnedOn DESC, by1.id DESC LIMIT $p0 ...

    { lessons(sort: [{reusesAggregate: {count: DESC}}]) { nodes { title } } }
        ... WITH n0, COUNT { MATCH (n0)<-[e1:REUSE_OF]-(n2) WHERE n2.withdrawnOn IS NULL } AS key3 ... ORDER BY key3 DESC, by4.id DESC ...

    { lessons(sort: [{reusesAggregate: {filtered: {where: {outcome: {eq: HELPED}}, sort: {count: DESC}}}}]) { nodes { title } } }
        ... WITH n0, COUNT { MATCH (n0)<-[e1:REUSE_OF]-(n2) WHERE n2.withdrawnOn IS NULL AND n2.outcome = $p0 } AS key3 ...

The order is total: the last key is the id (and, where a node can be listed several times, the properties of the relationship).
Missing values come last in both directions. Text is ordered by code point.
"""

from dataclasses import dataclass, replace
from typing import Any

from graph_service.compiler.conditions.filters import compile_where
from graph_service.compiler.conditions.visibility import stored_name
from graph_service.compiler.expressions import where_clause
from graph_service.compiler.lists.node_source import (
    NodeSource,
    aggregate_expression,
    count_expression,
    match_clause,
    related_nodes,
    return_clause,
)
from graph_service.compiler.map_projection import PropertyMap
from graph_service.compiler.statement_builder import StatementBuilder
from graph_service.mapping.aggregates import AGGREGATES
from graph_service.mapping.inputs import FILTERED
from graph_service.mapping.node_types import Node, Relation


@dataclass(frozen=True, slots=True)
class Walk:
    """How to read rows in the order of a property of their related node: from these nodes, in the order of their index.

    node, variable, expression: the related node and its property. share: about which fraction of the rows has a related node. steps: the
    Cypher from there back to the rows.
    """

    node: Node
    variable: str
    expression: str
    share: float = 1.0
    steps: tuple[str, ...] = ()

    def match(self, key: "SortKey", bound: str) -> str:
        """The rows and the key, in the order of the key. bound: a condition on the property at which the index can start."""
        start = f"MATCH ({self.variable}:{self.node.label}) WHERE {bound or f'{self.expression} IS NOT NULL'}"
        order = f"ORDER BY {key.expression}{' DESC' if key.descending else ''}"
        return f"{start} WITH {self.variable}, {self.expression} AS {key.expression} {order}{''.join(self.steps)}"


@dataclass(frozen=True, slots=True)
class SortKey:
    """One sort key. `name` identifies it in the fingerprint of cursors: Lesson.learnedOn.

    A key that is not a property of the row itself is computed once per row by the expression `computed`; `expression` is then the
    variable that holds the result.
    """

    name: str
    expression: str
    type: Any
    descending: bool
    nullable: bool
    computed: str = ""
    conditions: tuple[dict[str, Any], ...] = ()
    """The conditions on the related nodes that an aggregate takes into account."""
    nulls_first: bool = False
    walk: Walk | None = None

    def order_by(self) -> str:
        """The key in an ORDER BY. By default Neo4j puts nulls last when ascending and first when descending."""
        order = f"{self.expression} DESC" if self.descending else self.expression
        if not self.nullable or self.nulls_first is self.descending:
            return order
        return f"{self.expression} {'IS NOT NULL' if self.nulls_first else 'IS NULL'}, {order}"

    def reversed(self) -> "SortKey":
        """The key for reading the list backwards."""
        return replace(self, descending=not self.descending, nulls_first=not self.nulls_first)


def read_sort_keys(builder: StatementBuilder, source: NodeSource, sort: list[dict[str, Any]] | None) -> list[SortKey]:
    """The sort keys of a list, followed by the keys that break ties, in the direction of the last requested key."""
    node, variable = source.node, source.variable
    rows = builder.statistics.nodes(node.label) if source.is_label else None
    keys = [_sort_key(builder, node, variable, name, order, rows) for entry in sort or [] for name, order in entry.items()]
    descending = keys[-1].descending if keys else False
    if all(key.name != f"{node.label}.id" for key in keys):
        keys.append(_property_key(builder, node, variable, "id", descending=descending))
    return keys + [
        SortKey(prop.name, f"{source.edge_variable}.{prop.name}", prop.type, descending, prop.nullable) for prop in source.edge_properties
    ]


def _sort_key(builder: StatementBuilder, node: Node, variable: str, name: str, order: Any, rows: int | None = None) -> SortKey:
    """`order` is a direction, or for a related node or an aggregate the sort key inside it. rows: for how many nodes it is computed, if known."""
    if name in node.properties:
        return _property_key(builder, node, variable, name, descending=order.value == "DESC")
    if name in node.aggregates:
        key = _aggregate_key(builder, node, node.aggregates[name], variable, order, rows)
    else:
        key = _related_key(builder, node, node.relations[name], variable, order)
    return replace(key, name=f"{node.label}.{name}.{key.name}", expression=builder.new_variable("key"))


def _property_key(builder: StatementBuilder, node: Node, variable: str, name: str, *, descending: bool) -> SortKey:
    prop = node.properties[name]
    return SortKey(f"{node.label}.{name}", f"{variable}.{stored_name(builder, node, name)}", prop.type, descending, prop.nullable)


def _related_key(builder: StatementBuilder, node: Node, relation: Relation, variable: str, sort: dict[str, Any]) -> SortKey:
    """A sort key of the one related node: {project: {name: ASC}}."""
    ((name, order),) = sort.items()
    source = related_nodes(builder, relation, variable, {})
    with builder.nested():
        key = _sort_key(builder, relation.target, source.variable, name, order)
    walk = key.walk if key.computed else Walk(relation.target, source.variable, key.expression)
    if walk is None:  # an aggregate at the end
        rows = f"{match_clause(source)} {return_clause(builder, [source.variable], key.computed, 'value')}"
    else:
        share = walk.share * builder.costs.degree(relation, node)
        walk = replace(walk, share=share, steps=(*walk.steps, f" MATCH {source.pattern}{where_clause(source.restriction)}"))
        value = return_clause(builder, [walk.variable], walk.expression, "value")
        rows = f"{''.join(reversed(walk.steps)).strip()} {value}"
    return replace(key, nullable=True, computed=f"head(COLLECT {{ {rows} }})", walk=walk)


def _aggregate_key(
    builder: StatementBuilder, node: Node, relation: Relation, variable: str, sort: dict[str, Any], rows: int | None
) -> SortKey:
    """An aggregate of the related nodes: {reusesAggregate: {hoursSaved: {sum: DESC}}}, or of those that meet a condition."""
    conditions: list[dict[str, Any]] = []
    while FILTERED in sort:
        conditions.append(sort[FILTERED]["where"])
        sort = sort[FILTERED]["sort"]
    ((name, order),) = sort.items()
    source = related_nodes(builder, relation, variable, {}, None if rows is None else node, rows)
    condition = ""
    if conditions:
        with builder.nested():
            condition = compile_where(builder, relation.target, source.variable, {"AND": conditions})
    if name == "count":
        key = SortKey("count", "", int, order.value == "DESC", nullable=False, computed=count_expression(source, condition))
    else:
        ((function_name, direction),) = order.items()
        prop, function = relation.target.properties[name], AGGREGATES[function_name]
        computed = aggregate_expression(source, prop, function, condition)
        type_ = function.result_type(prop.type)
        key = SortKey(f"{name}.{function_name}", "", type_, direction.value == "DESC", function.nullable, computed=computed)
    return replace(key, conditions=tuple(conditions))


def order_by(keys: list[SortKey]) -> str:
    return "ORDER BY " + ", ".join(key.order_by() for key in keys)


def collect_sort_columns(builder: StatementBuilder, keys: list[SortKey]) -> tuple[list[str], list[SortKey]]:
    """Columns that hold the properties to sort by (n0{.id} AS by1), and the keys in terms of these columns (by1.id).

    There is one map per node or relationship: Neo4j reads its properties in one step, instead of one lookup per property.
    """
    maps: dict[str, PropertyMap] = {}
    mapped: list[SortKey] = []
    for key in keys:
        variable, _, name = key.expression.partition(".")
        if not key.computed:
            properties = maps.setdefault(variable, PropertyMap(variable, builder.new_variable("by")))
            key = replace(key, expression=properties.add(name))
        mapped.append(key)
    return [properties.definition() for properties in maps.values()], mapped


def reading_order(keys: list[SortKey], *, backwards: bool) -> list[SortKey]:
    """The keys in the direction in which the list is read: backwards for `last`."""
    return [key.reversed() for key in keys] if backwards else keys
