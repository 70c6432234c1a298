"""`where` as a Cypher condition."""

from typing import Any, cast

from graph_service.compiler.anchors import found_nodes, is_pinned, pinned_nodes
from graph_service.compiler.source import count_rows, related_nodes, write_figure
from graph_service.compiler.statement_builder import Writer, cast_value, cast_values, holds_on, hop
from graph_service.errors import InvalidInput
from graph_service.mapping.aggregates import AGGREGATES
from graph_service.mapping.node_types import Node, Property, Relation
from graph_service.mapping.operators import IS_NULL, OPERATORS

QUANTIFIERS = {
    "some": "EXISTS {{ MATCH {pattern} WHERE {held}{condition} }}",
    "none": "NOT EXISTS {{ MATCH {pattern} WHERE {held}{condition} }}",
    "all": "NOT EXISTS {{ MATCH {pattern} WHERE {held}NOT coalesce({condition}, false) }}",
    "single": "COUNT {{ MATCH {pattern} WHERE {held}{condition} }} = 1",
}
SINGLE_DISTINCT = "COUNT {{ MATCH {pattern} WHERE {held}{condition} RETURN DISTINCT {end} }} = 1"

DEEPEST = 16  # Neo4j's planner takes twice as long or more with each further level, and nothing stops it: 1 s here, minutes at 30


def condition(writer: Writer, node: Node, variable: str, where: dict[str, Any] | None) -> str:
    """The condition on `variable`; "" where nothing is asked.

    A comparison with an absent value does not hold, and NOT turns that into "holds": NOT is the exact complement, as in plain logic.
    InvalidInput names a null where a condition was expected, and refuses conditions in conditions beyond any use.
    """
    if (levels := _count_levels(where)) > DEEPEST:
        raise InvalidInput(
            f"where is {levels} levels deep; at most {DEEPEST} are answered. Ask it flatter, with lists in AND and OR.", field="where"
        )
    return _all_of(writer, node, variable, where) if where else ""


def _count_levels(given: Any) -> int:
    """How many braces stand in one another."""
    if isinstance(given, dict):
        return 1 + max(map(_count_levels, cast("dict[str, Any]", given).values()), default=0)
    return max(map(_count_levels, cast("list[Any]", given)), default=0) if isinstance(given, list) else 0


def _all_of(writer: Writer, node: Node, variable: str, where: dict[str, Any]) -> str:
    return _join(" AND ", [_part(writer, node, variable, key, given) for key, given in where.items()], "true")


def _join(word: str, parts: list[str], empty: str) -> str:
    return f"({word.join(parts)})" if len(parts) > 1 else (parts or [empty])[0]


def _part(writer: Writer, node: Node, variable: str, key: str, given: Any) -> str:
    if given is None:
        raise InvalidInput(f"{key} is null. Leave it out to ask nothing of it; ask for absent values with isNull: true.", field=key)
    match key:
        case "AND":
            return _join(" AND ", [_all_of(writer, node, variable, each) for each in given], "true")
        case "OR":
            return _join(" OR ", [_all_of(writer, node, variable, each) for each in given], "false")
        case "NOT":
            return f"NOT coalesce({_all_of(writer, node, variable, given)}, false)"
        case "search" if node.fulltext:
            return f"{variable} IN {found_nodes(writer, node, given)}"
        case _ if key in node.properties:
            return _compare(writer, node.properties[key], f"{variable}.{key}", given)
        case _ if key in node.aggregates:
            return _figures(writer, node.aggregates[key], variable, given)
        case _:
            return _related(writer, node.relations[key], variable, given)


def _compare(writer: Writer, prop: Property, expression: str, given: dict[str, Any]) -> str:
    mode = given.get("mode")
    exactly = getattr(mode, "value", mode) == "EXACT"
    parts = [_operate(writer, prop, expression, name, value, exactly=exactly) for name, value in given.items() if name != "mode"]
    return _join(" AND ", parts, "true")


def _operate(writer: Writer, prop: Property, expression: str, name: str, value: Any, *, exactly: bool) -> str:
    if name == "eq" and value is None:
        return f"{expression} IS NULL"
    if value is None:
        raise InvalidInput(f"{prop.name}.{name} is null. Leave it out, or ask for absent values with isNull: true.", field=prop.name)
    if name == IS_NULL:
        return f"{expression} IS NULL" if value else f"{expression} IS NOT NULL"
    operator = OPERATORS[name]
    given = (
        cast_values(prop.type, writer.bind(value, _plain_items))
        if operator.takes_list
        else cast_value(prop.type, writer.bind(value, _plain))
    )
    return operator.template(exact=exactly).format(x=expression, p=given)


def _plain(value: Any) -> Any:
    """As a parameter: an enum by its value, and -0.0 as 0.0, which Neo4j holds to be greater."""
    plain = getattr(value, "value", value)
    return plain + 0.0 if isinstance(plain, float) else plain


def _plain_items(values: list[Any]) -> list[Any]:
    return [_plain(each) for each in values]


def _figures(writer: Writer, relation: Relation, variable: str, given: dict[str, Any]) -> str:
    parts = [_figure(writer, relation, variable, name, asked) for name, asked in given.items()]
    return _join(" AND ", parts, "true")


def _figure(writer: Writer, relation: Relation, variable: str, name: str, asked: dict[str, Any] | None) -> str:
    if asked is None:
        raise InvalidInput(
            f"{relation.name}Aggregate.{name} is null. Leave it out to ask nothing of it.", field=f"{relation.name}Aggregate"
        )
    source = related_nodes(writer, relation, variable, {})
    if name == "count":
        return _compare(writer, Property("count", int, False, None, None), count_rows(source), asked)
    prop = relation.target.properties[name]
    parts = [
        _compare(writer, _as_property(prop, key), write_figure(source, prop, AGGREGATES[key]), value or {}) for key, value in asked.items()
    ]
    return _join(" AND ", parts, "true")


def _as_property(prop: Property, figure: str) -> Property:
    """A figure, to be compared like a property."""
    return Property(f"{prop.name}.{figure}", AGGREGATES[figure].result_type(prop.type), AGGREGATES[figure].nullable, None, None)


def _related(writer: Writer, relation: Relation, variable: str, given: dict[str, Any]) -> str:
    asked = given if relation.many else {"some": given}
    return _join(" AND ", [_quantify(writer, relation, variable, quantifier, where) for quantifier, where in asked.items()], "true")


def _quantify(writer: Writer, relation: Relation, variable: str, quantifier: str, where: dict[str, Any] | None) -> str:
    if where is None:
        raise InvalidInput(f"{relation.name}.{quantifier} is null. Leave it out, or give a condition ({{}} for any).", field=relation.name)
    edge, end = writer.edge(), writer.name("n")
    pattern = hop(relation, variable, edge, end)
    held = f"{holds_on(edge, writer.bind_day(None))} AND " if relation.dated else ""
    template = SINGLE_DISTINCT if quantifier == "single" and relation.distinct else QUANTIFIERS[quantifier]
    with writer.deeper():
        asked = (
            f"{end} IN {pinned_nodes(writer, relation.target, where)}"
            if is_pinned(relation.target, where)
            else _all_of(writer, relation.target, end, where)
        )
        return template.format(pattern=pattern, held=held, condition=asked, end=end)
