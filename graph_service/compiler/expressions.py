"""Small pieces of Cypher: conversions of values, relationship patterns and conditions."""

from typing import Any

from graph_service.mapping.node_types import Relation
from graph_service.mapping.scalars import Date, DateTime


def to_json_value(type_: Any, expression: str) -> str:
    """Converts an expression of this type to a value that JSON can hold: toString(n0.learnedOn)."""
    return f"toString({expression})" if type_ in (Date, DateTime) else expression


def cast_parameter(type_: Any, parameter: str) -> str:
    """Converts a parameter to a value of this type: date($p0)."""
    return {Date: f"date({parameter})", DateTime: f"datetime({parameter})"}.get(type_, parameter)


def cast_list_parameter(type_: Any, parameter: str) -> str:
    """Converts a list parameter: [value IN $p0 | date(value)]."""
    item = cast_parameter(type_, "value")
    return parameter if item == "value" else f"[value IN {parameter} | {item}]"


def relationship_pattern(relation: Relation, start: str, edge: str, end: str) -> str:
    """The pattern from a node to its related node: (n0)-[e1:LEARNED_BY]->(n2).

    The end has no label, because a relationship type has only one label at each end. A relation may lead through another node first:
    (n0)<-[:LEARNED_BY]-()<-[e1:REUSE_OF]-(n2).
    """
    through = relation.through
    first = f"({start}){_arrow(through.relationship, '', incoming=through.incoming)}()" if through else f"({start})"
    return f"{first}{_arrow(relation.relationship, edge, incoming=relation.incoming)}({end})"


def _arrow(relationship: str, edge: str, *, incoming: bool) -> str:
    return f"<-[{edge}:{relationship}]-" if incoming else f"-[{edge}:{relationship}]->"


def chain_pattern(relation: Relation, start: str, edge: str, end: str, validity: str) -> str:
    """The pattern from a node along a transitive relation: (n0) (()-[e1:PART_OF]->() WHERE ...)+ (n2). validity: of each relationship."""
    return f"({start}) ({relationship_pattern(relation, '', edge, '')}{where_clause(validity)})+ ({end})"


def valid_on(edge: str, day: str) -> str:
    """Whether a dated relationship is valid on a day: from `from`, up to but not including `to`."""
    return f"({edge}.from IS NULL OR {edge}.from <= {day}) AND ({edge}.to IS NULL OR {day} < {edge}.to)"


def conjunction(*conditions: str) -> str:
    """Joins conditions with AND, leaving out empty ones."""
    return " AND ".join(condition for condition in conditions if condition)


def where_clause(condition: str) -> str:
    """ " WHERE ..." with a leading space, or nothing if the condition is empty."""
    return f" WHERE {condition}" if condition else ""
