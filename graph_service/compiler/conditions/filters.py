"""Filters: the argument `where` as a Cypher condition.

    { lessons(where: {title: {contains: "crane"}, NOT: {phase: {eq: AFTER}}}) { totalCount } }
        ... WHERE (replace(...toLower(n0.title), ...) CONTAINS replace(...toLower($p0), ...) AND NOT coalesce(n0.phase = $p1, false)) ...

    { lessons(where: {reuses: {all: {outcome: {eq: HELPED}}}}) { totalCount } }
        ... WHERE NOT EXISTS { MATCH (n0)<-[e1:REUSE_OF]-(n2) WHERE n2.withdrawnOn IS NULL AND NOT coalesce(n2.outcome = $p0, false) } ...

    { lessons(where: {reusesAggregate: {count: {gte: 3}}}) { totalCount } }
        ... WHERE COUNT { MATCH (n0)<-[e1:REUSE_OF]-(n2) WHERE n2.withdrawnOn IS NULL } >= $p0 ...

    { departments(where: {ancestors: {single: {id: {eq: "d1"}}}}) { totalCount } }
        ... WHERE COUNT { MATCH (n0) (()-[e4:PART_OF]->() WHERE ...)+ (n5) WHERE n5 IN set1 RETURN DISTINCT n5 } = 1 ...

Comparing a missing value is null in Cypher. coalesce(..., false) makes NOT the exact complement: a node matches either a condition or
its negation.
"""

import re
from collections.abc import Generator
from dataclasses import replace
from functools import partial
from typing import Any, cast

from strawberry import ID

from graph_service.compiler.conditions.search_text import match_text
from graph_service.compiler.conditions.visibility import stored_name, visible_end
from graph_service.compiler.expressions import cast_list_parameter, cast_parameter, chain_pattern, relationship_pattern, valid_on
from graph_service.compiler.lists.node_source import NodeSource, aggregate_expression, count_expression, related_nodes
from graph_service.compiler.planning.access_paths import AccessPath, Scan, Start
from graph_service.compiler.planning.cost_model import last_end
from graph_service.compiler.planning.filter_parts import is_on_properties
from graph_service.compiler.planning.planner import Planner
from graph_service.compiler.statement_builder import StatementBuilder
from graph_service.errors import InvalidInput
from graph_service.mapping.aggregates import AGGREGATES
from graph_service.mapping.node_types import Node, Property, Relation
from graph_service.mapping.operators import IS_NULL, OPERATORS

QUANTIFIERS = {
    "some": "EXISTS {{ MATCH {pattern} WHERE {restriction}{condition} }}",
    "none": "NOT EXISTS {{ MATCH {pattern} WHERE {restriction}{condition} }}",
    "all": "NOT EXISTS {{ MATCH {pattern} WHERE {restriction}NOT coalesce({condition}, false) }}",
    "single": "COUNT {{ MATCH {pattern} WHERE {restriction}{condition} }} = 1",
}
SINGLE_DISTINCT = "COUNT {{ MATCH {pattern} WHERE {restriction}{condition} RETURN DISTINCT {end} }} = 1"

# Neo4j's planner takes at least twice as long with each level, and no timeout stops it: 1 s at 16 levels, minutes at 30.
MAX_DEPTH = 16


def compile_where(builder: StatementBuilder, node: Node, variable: str, where: dict[str, Any] | None) -> str:
    """The condition on `variable`; an empty string if there is none.

    Raises InvalidInput for null conditions and beyond MAX_DEPTH levels.
    """
    check_depth(where)
    return _all_conditions(builder, node, variable, where) if where else ""


def check_depth(where: dict[str, Any] | None) -> None:
    """Raises InvalidInput beyond MAX_DEPTH levels."""
    if (depth := _depth(where)) > MAX_DEPTH:
        raise InvalidInput(f"where is {depth} levels deep; the limit is {MAX_DEPTH}. Use lists in AND and OR instead.", field="where")


def _depth(value: Any) -> int:
    """The number of nested objects."""
    if isinstance(value, dict):
        return 1 + max(map(_depth, cast("dict[str, Any]", value).values()), default=0)
    return max(map(_depth, cast("list[Any]", value)), default=0) if isinstance(value, list) else 0


def _all_conditions(builder: StatementBuilder, node: Node, variable: str, where: dict[str, Any]) -> str:
    return _join(" AND ", _conditions(builder, node, variable, where), "true")


def _conditions(builder: StatementBuilder, node: Node, variable: str, where: dict[str, Any]) -> list[str]:
    """In the order of the planner; memberships in sets first, which read nothing from the database."""
    planner = Planner(builder, compile_where)
    conditions: list[str] = []
    for test in planner.order_tests(node, planner.split(node, where), builder.tested_rows, builder.reached_by):
        parts = test.part["AND"] if is_on_properties(test.part) else [test.part]
        with builder.testing(test.rows, builder.reached_by):
            conditions += [_condition(builder, node, variable, *entry) for part in parts for entry in part.items()]
    return sorted(conditions, key=lambda condition: not _is_membership(variable, condition))


def _is_membership(variable: str, condition: str) -> bool:
    return re.fullmatch(rf"(NOT )?{variable} IN set\d+", condition) is not None


def _join(operator: str, conditions: list[str], empty: str) -> str:
    return f"({operator.join(conditions)})" if len(conditions) > 1 else (conditions or [empty])[0]


def _condition(builder: StatementBuilder, node: Node, variable: str, key: str, value: Any) -> str:
    if value is None:
        raise InvalidInput(f"{key} is null. Leave it out for no condition, or use isNull: true to find missing values.", field=key)
    match key:
        case "AND":  # with null among the conditions, which is refused
            return _join(" AND ", [_all_conditions(builder, node, variable, where) for where in value], "true")
        case "OR":
            return _join(" OR ", list(_alternatives(builder, node, variable, value)), "false")
        case "NOT":
            return f"NOT coalesce({_all_conditions(builder, node, variable, value)}, false)"
        case "search" if node.fulltext:
            matches = Start("", 0, 0, partial(match_text, builder, node, value))
            return f"{variable} IN {Planner(builder, compile_where).collect(matches)}"
        case _ if key in node.properties:
            return _property_condition(builder, node.properties[key], f"{variable}.{stored_name(builder, node, key)}", value)
        case _ if key in node.aggregates:
            return _aggregates_condition(builder, node.aggregates[key], variable, value)
        case _:
            return _relation_condition(builder, node, node.relations[key], variable, value)


def _alternatives(builder: StatementBuilder, node: Node, variable: str, alternatives: list[dict[str, Any]]) -> Generator[str]:
    tests = Planner(builder, compile_where).order_alternatives(node, alternatives, builder.tested_rows, builder.reached_by)
    for test in tests:
        with builder.testing(test.rows, builder.reached_by):
            yield _all_conditions(builder, node, variable, test.part)


def filter_rows(
    builder: StatementBuilder,
    source: NodeSource,
    where: dict[str, Any] | None,
    scans: list[Scan] | None = None,
    sort_cost: float = 0,
    part: str = "start",
) -> tuple[NodeSource, str, AccessPath | None]:
    """The source of the rows, as the planner chose it, the condition left to test on them, and the choice; None if there was none.

    scans: the ways to read the nodes of the label; by default only that without an order. sort_cost: what the rows of another start cost in
    addition. part: how `explain` names the decision. Errors as compile_where.
    """
    node, variable, planner = source.node, source.variable, Planner(builder, compile_where)
    if not source.is_label or not (where or scans):
        return source, compile_where(builder, node, variable, where), None
    check_depth(where)
    path = planner.choose_access_path(node, where or {}, scans or [builder.costs.scan(node, where)], sort_cost, part)
    if path.start is None:
        with builder.testing(path.scan.rows):
            return source, compile_where(builder, node, variable, where), path
    if path.conditions is None:
        return replace(source, excluded=planner.collect(path.start)), "", path
    found = planner.collect(path.start)
    with builder.testing(path.start.rows, path.start.reached_by):
        conditions = _conditions(builder, node, variable, {"AND": path.conditions})
    # Neo4j would read the properties of each row before it tests whether the row is in a set, which reads nothing.
    memberships = [condition for condition in conditions if _is_membership(variable, condition)]
    node_set = f"[{variable} IN {found} WHERE {' AND '.join(memberships)}]" if memberships else found
    return replace(source, node_set=node_set, is_label=False), _join(" AND ", conditions[len(memberships) :], ""), path


def _property_condition(builder: StatementBuilder, prop: Property, expression: str, operators: dict[str, Any]) -> str:
    mode = operators.get("mode")
    exact = getattr(mode, "value", mode) == "EXACT"
    conditions = [_comparison(builder, prop, expression, name, value, exact=exact) for name, value in operators.items() if name != "mode"]
    _require_condition(conditions, prop.name)
    return _join(" AND ", conditions, "true")


def _require_condition(conditions: list[str], field: str) -> None:
    """Raises InvalidInput if there are no conditions, because matching everything would hide a missing variable."""
    if not conditions:
        raise InvalidInput(f"{field} has no operator with a value; is a variable missing? Leave {field} out for no condition.", field=field)


def _comparison(builder: StatementBuilder, prop: Property, expression: str, name: str, value: Any, *, exact: bool) -> str:
    if name == "eq" and value is None:
        return f"{expression} IS NULL"
    if value is None:
        message = f"{prop.name}.{name} is null. Leave it out, or use isNull: true to find missing values."
        raise InvalidInput(message, field=prop.name)
    if name == IS_NULL:
        return f"{expression} IS NULL" if value else f"{expression} IS NOT NULL"
    operator = OPERATORS[name]
    if operator.takes_list:
        parameter = cast_list_parameter(prop.type, builder.bind(value, _to_parameters))
    else:
        parameter = cast_parameter(prop.type, builder.bind(value, _to_parameter))
    return operator.template(exact=exact).format(x=expression, p=parameter)


def _to_parameter(value: Any) -> Any:
    """An enum member as its value; -0.0 as 0.0, because Neo4j orders -0.0 above 0.0."""
    plain = getattr(value, "value", value)
    return plain + 0.0 if isinstance(plain, float) else plain


def _to_parameters(values: list[Any]) -> list[Any]:
    return [_to_parameter(value) for value in values]


def _aggregates_condition(builder: StatementBuilder, relation: Relation, variable: str, conditions: dict[str, Any]) -> str:
    parts = [_aggregate_condition(builder, relation, variable, name, condition) for name, condition in conditions.items()]
    _require_condition(parts, f"{relation.name}Aggregate")
    return _join(" AND ", parts, "true")


def _aggregate_condition(builder: StatementBuilder, relation: Relation, variable: str, name: str, condition: dict[str, Any] | None) -> str:
    field = f"{relation.name}Aggregate"
    if condition is None:
        raise InvalidInput(f"{field}.{name} is null. Leave it out for no condition.", field=field)
    source = related_nodes(builder, relation, variable, {})
    if name == "count":
        return _property_condition(builder, Property("count", int, False, None, None), count_expression(source), condition)
    prop = relation.target.properties[name]
    parts = [
        _property_condition(
            builder, _aggregate_property(prop, function), aggregate_expression(source, prop, AGGREGATES[function]), operators or {}
        )
        for function, operators in condition.items()
    ]
    _require_condition(parts, f"{field}.{name}")
    return _join(" AND ", parts, "true")


def _aggregate_property(prop: Property, function: str) -> Property:
    """An aggregate in the form of a property, so that it is compared in the same way."""
    aggregate = AGGREGATES[function]
    return Property(f"{prop.name}.{function}", aggregate.result_type(prop.type), aggregate.nullable, None, None)


def _relation_condition(builder: StatementBuilder, node: Node, relation: Relation, variable: str, condition: dict[str, Any]) -> str:
    quantifiers = condition if relation.many else {"some": condition}
    parts = [_quantified_condition(builder, node, relation, variable, quantifier, where) for quantifier, where in quantifiers.items()]
    _require_condition(parts, relation.name)
    return _join(" AND ", parts, "true")


def _quantified_condition(
    builder: StatementBuilder, node: Node, relation: Relation, variable: str, quantifier: str, where: dict[str, Any] | None
) -> str:
    if where is None:
        message = f"{relation.name}.{quantifier} is null. Leave it out, or set it to a condition ({{}} for any node)."
        raise InvalidInput(message, field=relation.name)
    planner = Planner(builder, compile_where)
    part = {relation.name: {"some": where} if relation.many else where}
    if quantifier in ("some", "none") and (member := planner.membership(node, variable, part)):
        return member if quantifier == "some" else f"NOT {member}"
    edge, end = builder.new_relationship(), builder.new_variable("n")
    validity = valid_on(edge, builder.bind_day(None)) if relation.dated else ""
    parts = ("" if relation.transitive else validity, visible_end(builder, relation, end, {}))
    restriction = "".join(f"{part} AND " for part in parts if part)
    repeats = relation.distinct or relation.transitive
    template = SINGLE_DISTINCT if quantifier == "single" and repeats else QUANTIFIERS[quantifier]
    tested = builder.tested_rows * builder.costs.tested_neighbours(node, relation, quantifier, where, builder.reached_by)
    with builder.nested(), builder.testing(tested, last_end(relation)):
        if _is_equality(planner, relation.target, where):
            condition = f"{end} IN {planner.collect(planner.property_start(relation.target, [{key: where[key]} for key in where]))}"
        else:
            condition = _all_conditions(builder, relation.target, end, where)
    chain = chain_pattern(relation, variable, edge, end, validity)
    pattern = chain if relation.transitive else relationship_pattern(relation, variable, edge, end)
    return template.format(pattern=pattern, restriction=restriction, condition=condition, end=end)


def _is_equality(planner: Planner, node: Node, where: dict[str, Any]) -> bool:
    """Whether the conditions are only `eq` and `in` on ids or texts, and an index finds the nodes."""
    are_equalities = all(_is_equality_of(node.properties.get(name), operators) for name, operators in where.items())
    return bool(where) and are_equalities and any(planner.builder.costs.has_index(node, name) for name in where)


def _is_equality_of(prop: Property | None, operators: dict[str, Any] | None) -> bool:
    if prop is None or prop.type not in (ID, str) or not operators:
        return False
    return operators.keys() <= {"eq", "in"} and None not in operators.values()
