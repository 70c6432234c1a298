"""Groups: figures of a list for each value of a property, each part of a date, each related node, or each pair of two of these.

| Key | A group for each | value | id |
|---|---|---|---|
| STATUS | value of the property | the value as text | |
| LEARNED_ON_QUARTER | part of the day | 2025-Q1 | |
| DEPARTMENTS | related node, today; a node with several counts in the group of each | its name | its id |

What has no value, or no related node, is a group of its own.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from graph_service.compiler.aggregates import has_unit, project_figures, rename
from graph_service.compiler.anchors import narrow
from graph_service.compiler.cost import as_factor
from graph_service.compiler.filters import condition
from graph_service.compiler.map_projection import project_map
from graph_service.compiler.selection import Selected
from graph_service.compiler.source import Source, match, related_nodes, where_clause
from graph_service.compiler.statement_builder import Part, Writer
from graph_service.compiler.values import Late
from graph_service.errors import InvalidInput
from graph_service.mapping.aggregates import AGGREGATES
from graph_service.mapping.grouping_keys import DATE_PARTS, GroupingKey, grouping_keys
from graph_service.mapping.node_types import Node, Property
from graph_service.page_size import check_page_size

MOST_KEYS = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One key: the field it is of; and in the statement its name, what it joins the row to, what is grouped by, a group's value and id."""

    field: str
    name: str
    joined: str
    grouped: str
    value: str
    id: str


def project_groups(writer: Writer, source: Source, selected: Selected) -> Part:
    """The groups as a map. InvalidInput when what is said of them cannot be."""
    arguments = selected.arguments
    size = Late(arguments["first"], check_page_size)
    with writer.rows(selected.name, as_factor(size)):
        source, rest = narrow(writer, source, arguments.get("where"))
        asked = condition(writer, source.node, source.variable, rest)
    kept = [source.variable, source.edge_variable] if source.edge else [source.variable]
    columns: list[Column] = []
    for key in _read_keys(source.node, arguments["by"]):
        columns.append(_column(writer, source, key, [*kept, *(column.grouped for column in columns if column.joined)]))
    figures = Figures(writer, source)
    fields = [field for field in selected.below if field.name != "__typename"]
    items = [(field, _project_group(columns, figures, field)) for field in fields if field.name == "nodes"]
    item = project_map(items)
    order = _order(columns, figures, arguments.get("sort"))
    once = f" WITH DISTINCT {', '.join(kept)}" if source.distinct else ""
    rows = f"{match(source, asked)}{once}{''.join(column.joined for column in columns)}"
    grouped = ", ".join([*(f"{column.grouped} AS {column.name}" for column in columns), *figures.columns()])
    listed = f"COLLECT {{ {rows} WITH {grouped} ORDER BY {order} RETURN {item.expression} }}"
    page = f"{{nodes: items[..{writer.bind(size.value, size.prepare)}], total: size(items)}}"

    def finish(found: dict[str, Any]) -> dict[str, Any]:
        views = [item.finish(each) if item.finish else each for each in found["nodes"]]
        return {field.key: [view[field.key] for view in views] if field.name == "nodes" else found["total"] for field in fields}

    return Part(f"head([items IN [{listed}] | {page}])", finish)


def _read_keys(node: Node, by: list[Enum]) -> list[GroupingKey]:
    names = [each.value for each in by]
    if not 1 <= len(set(names)) == len(names) <= MOST_KEYS:
        raise InvalidInput(f"by has {len(names)} keys; give one or two different ones.", field="by")
    return [grouping_keys(node)[name] for name in names]


def _column(writer: Writer, source: Source, key: GroupingKey, kept: list[str]) -> Column:
    name = writer.name("key")
    if isinstance(key.field, Property):
        plain = f"{source.variable}.{key.field.name}"
        value = DATE_PARTS[key.date_part][0].format(x=plain) if key.date_part else f"toString({plain})"
        return Column(key.field.name, name, "", value, name, "NULL")
    related = related_nodes(writer, key.field, source.variable, {})
    several = key.field.distinct or key.field.dated or bool(key.field.edge_properties)
    once = f" WITH DISTINCT {', '.join([*kept, related.variable])}" if several else ""
    joined = f" OPTIONAL MATCH {related.pattern}{where_clause(related.held)}{once}"
    caption = next((each for each in ("name", "title") if each in key.field.target.properties), "id")
    return Column(key.field.name, name, joined, related.variable, f"{name}.{caption}", f"{name}.id")


class Figures:
    """The figures of each group, as they are needed: each is a column of its own, which goes by a name."""

    def __init__(self, writer: Writer, source: Source) -> None:
        self._writer = writer
        self.source = source
        self._columns: dict[str, str] = {}

    def add(self, expression: str) -> str:
        """The name that the figure goes by."""
        name = self._writer.name("figure")
        self._columns[name] = expression
        return name

    def columns(self) -> list[str]:
        """All of them; at least one, which makes the rows groups."""
        return [f"{expression} AS {name}" for name, expression in (self._columns or {"figure": "count(*)"}).items()]


def _project_group(columns: list[Column], figures: Figures, nodes: Selected) -> Part:
    return project_map((field, _project_field(columns, figures, field)) for field in nodes.below if field.name != "__typename")


def _project_field(columns: list[Column], figures: Figures, field: Selected) -> Part:
    if field.name == "keys":
        return _project_keys(columns, field)
    if has_unit(figures.source, field):
        return _sum_by_unit(figures, figures.source.node.properties[field.name], field)
    made = project_figures(figures.source, field)
    return Part(figures.add(made.expression), made.finish)


def _project_keys(columns: list[Column], field: Selected) -> Part:
    """Names are not in the statement: they are the same for every group."""
    values = ", ".join(f"[{column.value}, {column.id}]" for column in columns)
    parts = [part for part in field.below if part.name != "__typename"]

    def finish(found: list[list[Any]]) -> list[dict[str, Any]]:
        known = [{"name": name, "value": value, "id": id_} for name, (value, id_) in zip(names, found, strict=True)]
        return [{part.key: each[part.name] for part in parts} for each in known]

    names = [column.field for column in columns]
    return Part(f"[{values}]", finish)


def _sum_by_unit(figures: Figures, prop: Property, field: Selected) -> Part:
    value, unit = (f"{figures.source.variable}.{name}" for name in (prop.name, prop.unit))
    pairs = figures.add(f"collect(CASE WHEN {value} IS NOT NULL THEN [{value}, {unit}] END)")
    units = figures.add(f"collect(DISTINCT CASE WHEN {value} IS NOT NULL THEN {unit} END)")
    total = f"reduce(total = 0, pair IN {pairs} | total + CASE WHEN pair[1] = unit THEN pair[0] ELSE 0 END)"

    def finish(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [rename(field, row) for row in sorted(rows, key=lambda row: row[str(prop.unit)])]

    return Part(f"[unit IN {units} | {{{prop.unit}: unit, sum: [{total}, unit]}}]", finish)


def _order(columns: list[Column], figures: Figures, sort: list[dict[str, Any]] | None) -> str:
    """By what was asked, then by the keys: the same groups always come in the same order."""
    keys = [part for each in sort or [] for name, asked in each.items() for part in _order_by(columns, figures, name, asked)]
    return ", ".join([*keys, *_by_keys(columns, "")])


def _order_by(columns: list[Column], figures: Figures, name: str, asked: Any) -> list[str]:
    if name == "key":
        return _by_keys(columns, asked.value)
    if name == "count":
        return [f"{figures.add('count(*)')} {asked.value}"]
    ((figure, direction),) = asked.items()
    column = figures.add(AGGREGATES[figure].cypher.format(x=f"{figures.source.variable}.{name}"))
    return [f"{column} IS NULL", f"{column} {direction.value}"]


def _by_keys(columns: list[Column], direction: str) -> list[str]:
    orders = [[f"{column.value} IS NULL", f"{column.value} {direction}".strip(), column.id] for column in columns]
    return [each for order in orders for each in order if each != "NULL"]
