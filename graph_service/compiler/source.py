"""Where the rows of a list or of a figure come from: all nodes of a label, or those a relationship leads to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph_service.compiler.markers import Node, Property, Relation
from graph_service.compiler.writer import Writer, holds_on, hop


@dataclass(frozen=True, slots=True)
class Source:
    """A pattern and what it binds.

    `pattern` binds `variable` (and `edge_variable`); `counted` is the same pattern without variables, which the database counts
    without reading; `held` is a condition that comes with the pattern; `whole` is said of all nodes of a label.
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


def all_nodes(writer: Writer, node: Node) -> Source:
    """Every node of its label."""
    variable = writer.name("n")
    return Source(node, pattern=f"({variable}:{node.label})", variable=variable, counted=f"(:{node.label})", whole=True)


def related_nodes(writer: Writer, relation: Relation, variable: str, arguments: dict[str, Any]) -> Source:
    """The nodes a relationship of `variable` leads to; a dated one as it stands on the argument `on`, today without it."""
    edge, end = writer.name("e"), writer.name("n")
    return Source(
        node=relation.target,
        pattern=hop(relation, variable, edge, end),
        variable=end,
        counted=hop(relation, variable, "", ""),
        held=holds_on(edge, writer.bind_day(arguments.get("on"))) if relation.marker.dated else "",
        edge=relation.edge,
        edge_variable=edge,
        distinct=relation.marker.distinct,
    )


def match(source: Source, condition: str = "") -> str:
    """The MATCH of its rows, as far as the condition holds."""
    return f"MATCH {source.pattern}{where_clause(both(source.held, condition))}"


def count_rows(source: Source, condition: str = "") -> str:
    """The expression that counts its rows; without a condition it is read from counts that the database keeps."""
    if source.distinct:
        return f"COUNT {{ {match(source, condition)} RETURN DISTINCT {source.variable} }}"
    return f"COUNT {{ {match(source, condition)} }}" if source.held or condition else f"COUNT {{ MATCH {source.counted} }}"


def both(one: str, other: str) -> str:
    """Two conditions, either of which may be empty."""
    return " AND ".join(part for part in (one, other) if part)


def where_clause(condition: str) -> str:
    """The WHERE, where there is a condition."""
    return f" WHERE {condition}" if condition else ""


def returned(variables: Iterable[str], expression: str, name: str = "item") -> str:
    """The end of a statement or subquery that returns an expression over these variables.

    They are carried along to the last step: Neo4j 5 takes a figure inside the expression for an aggregate of the statement itself,
    and then wants to see what it is grouped by.
    """
    return f"WITH {', '.join(variables)}, {expression} AS {name} RETURN {name}"
