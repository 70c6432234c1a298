"""Grouping: aggregates for each value of a property, each part of a date, each related node, or each pair of two of these.

    { lessonsGrouped(by: [LEARNED_ON_QUARTER]) { nodes { keys { value } count } } }
        ... MATCH (n0:Lesson) WITH toString(n0.learnedOn.year) + '-Q' + toString(n0.learnedOn.quarter) AS key1, count(*) AS figure2
            ORDER BY key1 IS NULL, key1 RETURN {nodes: {keys: [[key1, NULL]], count: figure2}} ...

    { lessonsGrouped(by: [PROJECT]) { nodes { keys { value entityId } count } } }
        ... OPTIONAL MATCH (n0)-[e2:LEARNED_ON]->(n3) WITH n3 AS key1, count(*) AS figure4 ...
            RETURN {nodes: {keys: [[key1.name, key1.id]], count: figure4}} ...

| grouping key | one group per | value | entityId |
|---|---|---|---|
| STATUS | value of the property | the value as text | null |
| LEARNED_ON_QUARTER | part of the date | 2025-Q1 | null |
| LEARNERS | related node, today; a lesson with several is counted in the group of each | its name | its id |

Nodes without a value, or without a related node, form a group of their own.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from graph_service.compiler.conditions.filters import filter_rows
from graph_service.compiler.conditions.visibility import read_property, stored_name
from graph_service.compiler.expressions import where_clause
from graph_service.compiler.lists.aggregates import has_unit, project_aggregate_field, select_entries
from graph_service.compiler.lists.node_source import NodeSource, match_clause, related_nodes
from graph_service.compiler.map_projection import project_map, without_typename
from graph_service.compiler.operation_cost import size_factor
from graph_service.compiler.request_values import Deferred
from graph_service.compiler.selection import SelectedField
from graph_service.compiler.statement_builder import PostProcess, Projection, StatementBuilder
from graph_service.errors import InvalidInput
from graph_service.mapping.aggregates import AGGREGATES
from graph_service.mapping.grouping_keys import DATE_PARTS, GroupingKey, grouping_keys
from graph_service.mapping.node_types import Node, Property
from graph_service.page_size import check_page_size, or_default

MAX_KEYS = 2


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """One grouping key in the statement, of nodes of the type `owner`.

    `join` is the OPTIONAL MATCH of a related node, `grouped` the expression to group by, and `variable` its name in the groups; `value` and
    `id` are the expressions for the key's value and id in the response.
    """

    owner: str
    field: str
    variable: str
    join: str
    grouped: str
    value: str
    id: str

    def row(self, value: Any, id_: str | None) -> dict[str, Any]:
        """The fields of GroupKey. The key is text such as Lesson.topics:water, or Lesson.topics for the group without a value."""
        identified = value if id_ is None else id_
        key = f"{self.owner}.{self.field}"
        key = key if identified is None else f"{key}:{identified}"
        return {"name": self.field, "value": value, "key": key, "entityId": id_, "id": id_}


class AggregateColumns:
    """The aggregates of each group, collected while the selection and the sort keys are read. Each is a column with a name."""

    def __init__(self, builder: StatementBuilder, source: NodeSource) -> None:
        self.source = source
        self._builder = builder
        self._columns: dict[str, str] = {}

    def add(self, expression: str) -> str:
        """The variable that holds the aggregate."""
        variable = self._builder.new_variable("figure")
        self._columns[variable] = expression
        return variable

    def definitions(self) -> list[str]:
        """The columns of the WITH clause. There is at least one, because without an aggregate the rows are not grouped."""
        return [f"{expression} AS {variable}" for variable, expression in (self._columns or {"figure": "count(*)"}).items()]


def project_groups(builder: StatementBuilder, source: NodeSource, selected: SelectedField) -> Projection:
    """The groups as a map. Raises InvalidInput if the keys or the size are out of range."""
    arguments = selected.arguments
    size = Deferred(or_default(arguments["first"]), check_page_size)
    with builder.counted_rows(selected.name, size_factor(size)):
        source, condition, _ = filter_rows(builder, source, arguments.get("where"))
    keys = _key_columns(builder, source, arguments["by"])
    aggregates = AggregateColumns(builder, source)
    fields = without_typename(selected.selections)
    group = project_map((field, _project_group(keys, aggregates, field)) for field in fields if field.name == "nodes")
    order = _order_by(keys, aggregates, arguments.get("sort"))
    distinct = f" WITH DISTINCT {', '.join(source.variables)}" if source.distinct else ""
    rows = f"{match_clause(source, condition)}{distinct}{''.join(key.join for key in keys)}"
    columns = ", ".join([*(f"{key.grouped} AS {key.variable}" for key in keys), *aggregates.definitions()])
    groups = f"COLLECT {{ {rows} WITH {columns} ORDER BY {order} RETURN {group.expression} }}"
    page = f"{{nodes: items[..{builder.bind(size.template, size.prepare)}], total: size(items)}}"
    return Projection(f"head([items IN [{groups}] | {page}])", _split_fields(fields, group.post_process))


def _split_fields(fields: list[SelectedField], convert_group: PostProcess | None) -> PostProcess:
    """Converts the groups and their number to `nodes` and `totalCount`, each as often as it is selected."""

    def convert(row: dict[str, Any]) -> dict[str, Any]:
        groups = [convert_group(group) if convert_group else group for group in row["nodes"]]
        return {
            field.response_key: [group[field.response_key] for group in groups] if field.name == "nodes" else row["total"]
            for field in fields
        }

    return convert


def _key_columns(builder: StatementBuilder, source: NodeSource, by: list[Enum]) -> list[KeyColumn]:
    columns: list[KeyColumn] = []
    for key in _read_keys(source.node, by):
        joined = [column.grouped for column in columns if column.join]
        columns.append(_key_column(builder, source, key, [*source.variables, *joined]))
    return columns


def _read_keys(node: Node, by: list[Enum]) -> list[GroupingKey]:
    names = [key.value for key in by]
    if not 1 <= len(set(names)) == len(names) <= MAX_KEYS:
        raise InvalidInput(f"by has {len(names)} keys. Use one key, or two different ones.", field="by")
    return [grouping_keys(node)[name] for name in names]


def _key_column(builder: StatementBuilder, source: NodeSource, key: GroupingKey, scope: list[str]) -> KeyColumn:
    variable = builder.new_variable("key")
    if isinstance(key.field, Property):
        value = f"{source.variable}.{stored_name(builder, source.node, key.field.name)}"
        text = DATE_PARTS[key.date_part][0].format(x=value) if key.date_part else f"toString({value})"
        return KeyColumn(source.node.name, key.field.name, variable, "", text, variable, "NULL")
    relation = key.field
    related = related_nodes(builder, relation, source.variable, {})
    has_duplicates = relation.distinct or relation.dated or bool(relation.edge_properties)
    distinct = f" WITH DISTINCT {', '.join([*scope, related.variable])}" if has_duplicates else ""
    join = f" OPTIONAL MATCH {related.pattern}{where_clause(related.restriction)}{distinct}"
    caption = next((name for name in ("name", "title") if name in relation.target.properties), "id")
    value, id_ = (read_property(builder, relation.target, name, variable) for name in (caption, "id"))
    return KeyColumn(source.node.name, relation.name, variable, join, related.variable, value, id_)


def _project_group(keys: list[KeyColumn], aggregates: AggregateColumns, nodes: SelectedField) -> Projection:
    return project_map((field, _project_field(keys, aggregates, field)) for field in without_typename(nodes.selections))


def _project_field(keys: list[KeyColumn], aggregates: AggregateColumns, field: SelectedField) -> Projection:
    if field.name == "keys":
        return _project_keys(keys, field)
    if has_unit(aggregates.source, field):
        return _sums_by_unit(aggregates, aggregates.source.node.properties[field.name], field)
    aggregate = project_aggregate_field(aggregates.source, field)
    return Projection(aggregates.add(aggregate.expression), aggregate.post_process)


def _project_keys(keys: list[KeyColumn], field: SelectedField) -> Projection:
    """[[key1.name, key1.id]]. The names of the keys are added to the row, because they are the same for all groups."""
    values = ", ".join(f"[{key.value}, {key.id}]" for key in keys)
    parts = without_typename(field.selections)

    def convert(pairs: list[list[Any]]) -> list[dict[str, Any]]:
        rows = [key.row(*pair) for key, pair in zip(keys, pairs, strict=True)]
        return [{part.response_key: row[part.name] for part in parts} for row in rows]

    return Projection(f"[{values}]", convert)


def _sums_by_unit(aggregates: AggregateColumns, prop: Property, field: SelectedField) -> Projection:
    """One sum per unit, added up from the list of [value, unit] pairs of the group."""
    value, unit = (f"{aggregates.source.variable}.{name}" for name in (prop.name, prop.unit))
    pairs = aggregates.add(f"collect(CASE WHEN {value} IS NOT NULL THEN [{value}, {unit}] END)")
    units = aggregates.add(f"collect(DISTINCT CASE WHEN {value} IS NOT NULL THEN {unit} END)")
    total = f"reduce(total = 0, pair IN {pairs} | total + CASE WHEN pair[1] = unit THEN pair[0] ELSE 0 END)"

    def convert(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [select_entries(field, row) for row in sorted(rows, key=lambda row: row[str(prop.unit)])]

    return Projection(f"[unit IN {units} | {{{prop.unit}: unit, sum: [{total}, unit]}}]", convert)


def _order_by(keys: list[KeyColumn], aggregates: AggregateColumns, sort: list[dict[str, Any]] | None) -> str:
    """The sort keys, then the grouping keys, so that the order is always the same."""
    requested = [part for entry in sort or [] for name, order in entry.items() for part in _sort_key(keys, aggregates, name, order)]
    return ", ".join([*requested, *_sort_by_keys(keys, "")])


def _sort_key(keys: list[KeyColumn], aggregates: AggregateColumns, name: str, order: Any) -> list[str]:
    if name == "key":
        return _sort_by_keys(keys, order.value)
    if name == "count":
        return [f"{aggregates.add('count(*)')} {order.value}"]
    ((function, direction),) = order.items()
    column = aggregates.add(AGGREGATES[function].cypher.format(x=f"{aggregates.source.variable}.{name}"))
    return [f"{column} IS NULL", f"{column} {direction.value}"]


def _sort_by_keys(keys: list[KeyColumn], direction: str) -> list[str]:
    orders = [[f"{key.value} IS NULL", f"{key.value} {direction}".strip(), key.id] for key in keys]
    return [part for order in orders for part in order if part != "NULL"]
