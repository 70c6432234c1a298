"""NodeSource: where the rows of a list, an aggregate or a grouping come from, as a MATCH clause or a count.

All nodes of a label:

    { lessons { totalCount } }
        RETURN {totalCount: COUNT { MATCH (:Lesson) }} AS row

Nodes at the end of a relationship:

    { project(id: "p1") { lessons { totalCount } } }
        ... COUNT { MATCH (n0)<-[:LEARNED_ON]-() } ...

Hidden nodes, here withdrawn reuses, are left out unless the query includes them:

    { lesson(id: "l1") { reuses { totalCount } } }
        ... COUNT { MATCH (n0)<-[e1:REUSE_OF]-(n2) WHERE n2.withdrawnOn IS NULL } ...

    { reuses { totalCount } }
        RETURN {totalCount: COUNT { MATCH (:Reuse) } - COUNT { MATCH (n0:Reuse) WHERE n0.withdrawnOn IS NOT NULL }} AS row

Nodes that the planner has collected:

    { lessons(where: {project: {id: {eq: "p1"}}}) { nodes { title } } }
        ... UNWIND set0 AS n0 ...
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from graph_service.compiler.conditions.visibility import invisible, invisible_count, visible, visible_end
from graph_service.compiler.expressions import conjunction, relationship_pattern, valid_on, where_clause
from graph_service.compiler.statement_builder import StatementBuilder
from graph_service.mapping.aggregates import AggregateFunction
from graph_service.mapping.node_types import Node, Property, Relation, Step

COMPARISONS_PER_READ: Final = 16  # how many comparisons in memory cost as much as reading a relationship and its node, with a margin
MIN_COUNTED_PER_INVISIBLE: Final = 4  # how many times more relationships the counts add up than there are invisible nodes


@dataclass(frozen=True, slots=True)
class NodeSource:
    """A pattern and the variables it binds."""

    node: Node
    pattern: str
    variable: str
    count_pattern: str
    """The pattern without variables, which Neo4j answers from its count store."""
    restriction: str = ""
    """The condition that the relationship is valid on the day and that the node is visible."""
    edge_properties: tuple[Property, ...] = ()
    edge_variable: str = ""
    distinct: bool = False
    """Whether the pattern may match a node several times."""
    is_label: bool = False
    """Whether these are all nodes of a label, except those of the set `excluded`."""
    node_set: str = ""
    """The variable of a set of nodes, which are the rows; the pattern is then not used."""
    excluded: str = ""
    stored_count: str = ""
    """The count of a relation through other nodes, from stored degrees: `count_pattern` would read every relationship."""
    invisible: Callable[[], str] = str
    """The condition on invisible nodes of a label, whose number is subtracted from the count."""
    parent: str = ""
    parents_of_invisible: Callable[[], str] | None = None
    """The list in which `parent` occurs once for each of its invisible nodes, where these are few; subtracted from the count."""

    @property
    def conditions(self) -> str:
        """What every row has to meet, apart from the filter: the restriction, and not to be in `excluded`."""
        return conjunction(self.restriction, f"NOT {self.variable} IN {self.excluded}" if self.excluded else "")

    @property
    def variables(self) -> list[str]:
        """The variables of each row: the node and, if its properties are part of the list, the relationship."""
        return [self.variable, self.edge_variable] if self.edge_properties else [self.variable]


def all_nodes(builder: StatementBuilder, node: Node, arguments: dict[str, Any]) -> NodeSource:
    """All nodes of a label: (n0:Lesson). The arguments may include hidden nodes."""
    variable = builder.new_variable("n")
    return NodeSource(
        node=node,
        pattern=f"({variable}:{node.label})",
        variable=variable,
        count_pattern=f"(:{node.label})",
        restriction=visible(builder, node, variable, arguments),
        is_label=True,
        invisible=partial(invisible, builder, node, variable, arguments),
    )


def related_nodes(
    builder: StatementBuilder,
    relation: Relation,
    variable: str,
    arguments: dict[str, Any],
    start: Node | None = None,
    rows: int | None = None,
) -> NodeSource:
    """The nodes that a relation of `variable` leads to: (n0)-[e1:LEARNED_BY]->(n2).

    start: the type of `variable`, for counts. rows: how many of its nodes are counted for; by default those of the field that is being compiled.
    The argument `on` applies to dated relations.
    """
    edge, end = builder.new_relationship(), builder.new_variable("n")
    return NodeSource(
        node=relation.target,
        pattern=relationship_pattern(relation, variable, edge, end),
        variable=end,
        count_pattern=relationship_pattern(relation, variable, "", ""),
        restriction=conjunction(
            valid_on(edge, builder.bind_day(arguments.get("on"))) if relation.dated else "",
            visible_end(builder, relation, end, arguments),
        ),
        edge_properties=relation.edge_properties,
        edge_variable=edge,
        distinct=relation.distinct,
        stored_count=_sum_of_degrees(builder, relation, relation.through, variable) if relation.through else "",
        parent=variable,
        parents_of_invisible=partial(_parents_of_invisible, builder, relation, arguments)
        if start and _has_few_invisible(builder, relation, start, arguments, builder.outer_rows if rows is None else rows)
        else None,
    )


def _sum_of_degrees(builder: StatementBuilder, relation: Relation, through: Step, variable: str) -> str:
    """The number of nodes at the end of a relation through other nodes, from the degrees that Neo4j stores with these."""
    middle = builder.new_variable("n")
    first = replace(relation, relationship=through.relationship, incoming=through.incoming, through=None)
    degree = relationship_pattern(replace(relation, through=None), middle, "", "")
    pattern = relationship_pattern(first, variable, "", middle)
    return f"head(COLLECT {{ MATCH {pattern} WITH COUNT {{ MATCH {degree} }} AS degree RETURN sum(degree) }})"


def _has_few_invisible(builder: StatementBuilder, relation: Relation, start: Node, arguments: dict[str, Any], rows: int) -> bool:
    """Whether the type has fewer invisible nodes than the counts add up relationships, of a relation whose counts are stored.

    Each of the rows is compared with all of them, in memory.
    """
    statistics, parents = builder.statistics, builder.statistics.nodes(start.label)
    if relation.dated or relation.distinct or not relation.many:
        return False
    if not visible(builder, relation.target, "", arguments):
        return False
    number = invisible_count(builder, relation.target, arguments)
    counted = statistics.relationships(relation.relationship) * min(rows / parents, 1)
    return number is not None and MIN_COUNTED_PER_INVISIBLE * (1 + number) < counted and number * rows <= COMPARISONS_PER_READ * counted


def _parents_of_invisible(builder: StatementBuilder, relation: Relation, arguments: dict[str, Any]) -> str:
    """A list that has the parent of each invisible node, as often as it has such nodes: compared in memory, once for the whole statement."""
    parent, end = builder.new_variable("n"), builder.new_variable("n")
    ends = f"MATCH ({end}:{relation.target.label}) WHERE {invisible(builder, relation.target, end, arguments)}"
    return builder.collect_set(f"{ends} MATCH {relationship_pattern(relation, parent, '', end)} RETURN {parent}")


def match_clause(source: NodeSource, condition: str = "", index: str = "") -> str:
    """MATCH (n0:Lesson) WHERE ..., or for a node set: UNWIND set0 AS n0 WITH n0 WHERE ...

    index: a property whose index gives the order of the rows. Without this hint, Neo4j may choose the index of a condition, and then sort.
    """
    where = where_clause(conjunction(source.conditions, condition))
    if source.node_set:
        return f"UNWIND {source.node_set} AS {source.variable} WITH {source.variable}{where}"
    hint = f" USING INDEX {source.variable}:{source.node.label}({index})" if index else ""
    return f"MATCH {source.pattern}{hint}{where}"


def count_expression(source: NodeSource, condition: str = "") -> str:
    """COUNT { MATCH ... }. Without a condition Neo4j reads it from its count store, and the number of hidden nodes from their index."""
    count_all = source.stored_count or f"COUNT {{ MATCH {source.count_pattern} }}"
    if source.node_set and not condition and not source.restriction:
        return f"size({source.node_set})"
    if source.node_set:
        return f"COUNT {{ {match_clause(source, condition)} RETURN {source.variable} }}"
    if source.excluded and not condition:
        excluded = f"[{source.variable} IN {source.excluded} WHERE {source.restriction}]" if source.restriction else source.excluded
        return f"{count_expression(replace(source, excluded=''))} - size({excluded})"
    if source.distinct:
        return f"COUNT {{ {match_clause(source, condition)} RETURN DISTINCT {source.variable} }}"
    if source.is_label and source.restriction and not condition:
        return f"COUNT {{ MATCH {source.count_pattern} }} - COUNT {{ MATCH {source.pattern} WHERE {source.invisible()} }}"
    if source.parents_of_invisible and not condition:
        subtracted = f"[parent IN {source.parents_of_invisible()} WHERE parent = {source.parent}]"
        return f"{count_all} - size({subtracted})"
    if source.restriction or condition:
        return f"COUNT {{ {match_clause(source, condition)} }}"
    return count_all


def aggregate_expression(source: NodeSource, prop: Property, function: AggregateFunction, condition: str = "") -> str:
    """One aggregate over all rows that meet the condition, as an independent expression: head(COLLECT { MATCH ... RETURN sum(n2.hoursSaved) })."""
    distinct = f" WITH DISTINCT {source.variable}" if source.distinct else ""
    value = function.cypher.format(x=f"{source.variable}.{prop.name}")
    return f"head(COLLECT {{ {match_clause(source, condition)}{distinct} RETURN {value} }})"


def return_clause(builder: StatementBuilder, variables: Iterable[str], expression: str, name: str = "item") -> str:
    """The end of a statement or subquery: WITH n0, n0{.title} AS item RETURN item.

    The variables and the node sets are carried through the WITH, because Neo4j 5 takes an aggregate inside the expression for an
    aggregate of the whole query and requires its grouping keys to be in scope.
    """
    scope = [*variables, *builder.node_sets]
    return f"WITH {', '.join(scope)}, {expression} AS {name} RETURN {name}" if scope else f"RETURN {expression} AS {name}"
