"""Aggregates of a list, read as one map without its rows.

    { lessonsAggregate { count } }
        RETURN {count: COUNT { MATCH (:Lesson) }} AS row

    { reusesAggregate { count hoursSaved { sum avg } } }
        RETURN head(COLLECT { MATCH (n0:Reuse) WHERE n0.withdrawnOn IS NULL
            RETURN head([{count: count(*), hoursSaved: {sum: sum(n0.hoursSaved), avg: avg(n0.hoursSaved)}}, count(*)]) }) AS row

Amounts with a unit have one sum per unit, because amounts in different currencies cannot be added.
"""

from typing import Any

from graph_service.compiler.conditions.filters import filter_rows
from graph_service.compiler.expressions import to_json_value
from graph_service.compiler.lists.node_source import NodeSource, count_expression, match_clause
from graph_service.compiler.map_projection import project_map, without_typename
from graph_service.compiler.selection import SelectedField
from graph_service.compiler.statement_builder import Projection, StatementBuilder
from graph_service.mapping.aggregates import AGGREGATES, EDGE
from graph_service.mapping.node_types import Property


def project_aggregate(builder: StatementBuilder, source: NodeSource, selected: SelectedField) -> Projection:
    """The selected aggregates as one map. If only the count is selected, it is read from Neo4j's count store where possible."""
    with builder.counted_rows(selected.name):
        source, condition, _ = filter_rows(builder, source, selected.arguments.get("where"))
    fields = without_typename(selected.selections)
    if all(field.name == "count" for field in fields):
        return project_map((field, Projection(count_expression(source, condition))) for field in fields)
    unit_fields = [field for field in fields if has_unit(source, field)]
    aggregates = project_map((field, project_aggregate_field(source, field)) for field in fields if field not in unit_fields)
    distinct = f" WITH DISTINCT {source.variable}" if source.distinct else ""
    rows = f"{match_clause(source, condition)}{distinct}{_read_properties_once(source, fields)}"
    # count(*) makes it exactly one row, even if no aggregate is selected or there are no nodes.
    aggregate_map = Projection(f"head(COLLECT {{ {rows} RETURN head([{aggregates.expression}, count(*)]) }})", aggregates.post_process)
    if not unit_fields:
        return aggregate_map
    sums = [(field, _sums_by_unit(source, condition, source.node.properties[field.name])) for field in unit_fields]
    return _with_sums(aggregate_map, sums)


def _read_properties_once(source: NodeSource, fields: list[SelectedField]) -> str:
    """Replaces the node by a map of the properties to aggregate, so that each row is read once instead of once per property."""
    entries = dict.fromkeys(f".{field.name}" for field in fields if field.name in source.node.properties)
    if len(entries) < 2:
        return ""
    edge = [source.edge_variable] if any(field.name == EDGE for field in fields) else []
    node_map = f"{source.variable}{{{', '.join(entries)}}} AS {source.variable}"
    return f" WITH {', '.join([node_map, *edge])}"


def has_unit(source: NodeSource, field: SelectedField) -> bool:
    """Whether the field is an amount with a unit, which has sums per unit instead of aggregates."""
    prop = source.node.properties.get(field.name)
    return prop is not None and prop.unit is not None


def project_aggregate_field(source: NodeSource, field: SelectedField) -> Projection:
    """The count, or the aggregates of one property, inside a query that groups the rows."""
    if field.name == "count":
        return Projection("count(*)")
    if field.name == EDGE:
        properties = {prop.name: prop for prop in source.edge_properties}
        parts = (part for part in field.selections if part.name in properties)
        return project_map((part, _project_functions(properties[part.name], source.edge_variable, part)) for part in parts)
    return _project_functions(source.node.properties[field.name], source.variable, field)


def _project_functions(prop: Property, variable: str, field: SelectedField) -> Projection:
    """{min: toString(min(n0.learnedOn)), ...}"""
    entries: list[tuple[SelectedField, Projection]] = []
    for part in field.selections:
        if function := AGGREGATES.get(part.name):
            value = function.cypher.format(x=f"{variable}.{prop.name}")
            entries.append((part, Projection(to_json_value(function.result_type(prop.type), value))))
    return project_map(entries)


def _sums_by_unit(source: NodeSource, condition: str, prop: Property) -> str:
    """A list with one map per unit, in the order of the units: [{currency: "CHF", sum: [1500, "CHF"]}]."""
    value, unit = f"{source.variable}.{prop.name}", f"{source.variable}.{prop.unit}"
    distinct = "DISTINCT " if source.distinct else ""
    rows = f"{match_clause(source, condition)} WITH {distinct}{source.variable} WHERE {value} IS NOT NULL"
    totals = f"WITH {unit} AS unit, sum({value}) AS total ORDER BY unit"
    return f"COLLECT {{ {rows} {totals} RETURN {{{prop.unit}: unit, sum: [total, unit]}} }}"


def _with_sums(aggregates: Projection, sums: list[tuple[SelectedField, str]]) -> Projection:
    """Reads the sums beside the other aggregates, because a subquery is not allowed inside an aggregate, and merges them afterwards."""
    entries = ", ".join(f"sum{number}: {expression}" for number, (_, expression) in enumerate(sums))

    def merge(row: dict[str, Any]) -> dict[str, Any]:
        response = aggregates.post_process(row["aggregates"]) if aggregates.post_process else row["aggregates"]
        return response | {
            field.response_key: [select_entries(field, entry) for entry in row[f"sum{number}"]] for number, (field, _) in enumerate(sums)
        }

    return Projection(f"{{aggregates: {aggregates.expression}, {entries}}}", merge)


def select_entries(field: SelectedField, row: dict[str, Any]) -> dict[str, Any]:
    """The selected entries of a row, by response key."""
    return {part.response_key: row[part.name] for part in field.selections if part.name in row}
