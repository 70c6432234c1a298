"""Where the rows of a list or of a figure come from: all nodes of a label, or those a relationship leads to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph_service.compiler.statement_builder import Writer, holds_on, hop
from graph_service.mapping.aggregates import AggregateFunction
from graph_service.mapping.node_types import Node, Property, Relation


@dataclass(frozen=True, slots=True)
class Source:
    """A pattern and what it binds.

    `pattern` binds `variable` (and `edge_variable`); `counted` is the same pattern without variables, which the database counts
    without reading; `held` is a condition that comes with the pattern; `whole` is said of all nodes of a label; of `sets`, lists that
    were read before, the rows are what all have in common, and nothing is matched.
    """

    node: Node
    pattern: str
    variable: str
    counted: str
    held: str = ""
    edge: tuple[Property, ...] = ()
    edge_variable: str = ""
    distinct: bool = False
    whole: bool = False
    sets: tuple[str, ...] = ()


def all_nodes(writer: Writer, node: Node) -> Source:
    """Every node of its label."""
    variable = writer.name("n")
    return Source(node, pattern=f"({variable}:{node.label})", variable=variable, counted=f"(:{node.label})", whole=True)


def related_nodes(writer: Writer, relation: Relation, variable: str, arguments: dict[str, Any]) -> Source:
    """The nodes a relationship of `variable` leads to; a dated one as it stands on the argument `on`, today without it."""
    edge, end = writer.edge(), writer.name("n")
    return Source(
        node=relation.target,
        pattern=hop(relation, variable, edge, end),
        variable=end,
        counted=hop(relation, variable, "", ""),
        held=holds_on(edge, writer.bind_day(arguments.get("on"))) if relation.dated else "",
        edge=relation.edge_properties,
        edge_variable=edge,
        distinct=relation.distinct,
    )


def match(source: Source, condition: str = "") -> str:
    """The MATCH of its rows, as far as the condition holds."""
    if source.sets:
        return f"UNWIND {common(source.sets)} AS {source.variable} WITH {source.variable}{where_clause(condition)}"
    return f"MATCH {source.pattern}{where_clause(both(source.held, condition))}"


def count_rows(source: Source, condition: str = "") -> str:
    """The expression that counts its rows; without a condition it is read from counts that the database keeps."""
    if source.sets:
        return f"COUNT {{ {match(source, condition)} RETURN {source.variable} }}" if condition else f"size({common(source.sets)})"
    if source.distinct:
        return f"COUNT {{ {match(source, condition)} RETURN DISTINCT {source.variable} }}"
    return f"COUNT {{ {match(source, condition)} }}" if source.held or condition else f"COUNT {{ MATCH {source.counted} }}"


def write_figure(source: Source, prop: Property, figure: AggregateFunction) -> str:
    """The expression of one figure over all rows of a source, which stands by itself."""
    once = f" WITH DISTINCT {source.variable}" if source.distinct else ""
    return f"head(COLLECT {{ {match(source)}{once} RETURN {figure.cypher.format(x=f'{source.variable}.{prop.name}')} }})"


def common(sets: tuple[str, ...]) -> str:
    """What the lists have in common. It stands before any other condition, for it reads nothing."""
    others = " AND ".join(f"each IN {name}" for name in sets[1:])
    return f"[each IN {sets[0]} WHERE {others}]" if others else sets[0]


def both(one: str, other: str) -> str:
    """Two conditions, either of which may be empty."""
    return " AND ".join(part for part in (one, other) if part)


def where_clause(condition: str) -> str:
    """The WHERE, where there is a condition."""
    return f" WHERE {condition}" if condition else ""


def returned(writer: Writer, variables: Iterable[str], expression: str, name: str = "item") -> str:
    """The end of a statement or subquery that returns an expression over these variables.

    They, and the lists that were read before, are carried along to the last step: Neo4j 5 takes a figure inside the expression for an aggregate of the statement itself,
    and then wants to see what it is grouped by.
    """
    kept = [*variables, *writer.sets]
    return f"WITH {', '.join(kept)}, {expression} AS {name} RETURN {name}" if kept else f"RETURN {expression} AS {name}"
