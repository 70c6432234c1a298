"""Aggregates: the figures of a whole list, without its rows."""

from typing import Any

from graph_service.compiler.anchors import narrow
from graph_service.compiler.filters import condition
from graph_service.compiler.map_projection import project_map
from graph_service.compiler.selection import Selected
from graph_service.compiler.source import Source, count_rows, match
from graph_service.compiler.statement_builder import Part, Writer, read_value
from graph_service.mapping.aggregates import AGGREGATES, EDGE
from graph_service.mapping.node_types import Property


def project_aggregate(writer: Writer, source: Source, selected: Selected) -> Part:
    """What is selected, as one map read in one go. A count alone is read from counts that the database keeps, where it keeps any."""
    with writer.rows(selected.name):
        source, where = narrow(writer, source, selected.arguments.get("where"))
        asked = condition(writer, source.node, source.variable, where)
    fields = [field for field in selected.below if field.name != "__typename"]
    if all(field.name == "count" for field in fields):
        return project_map((field, Part(count_rows(source, asked))) for field in fields)
    sums = [field for field in fields if has_unit(source, field)]
    figures = project_map((field, project_figures(source, field)) for field in fields if field not in sums)
    once = f" WITH DISTINCT {source.variable}" if source.distinct else ""
    rows = f"{match(source, asked)}{once}{_gathered(source, fields)}"
    # The count makes it one row, of no rows too, even where no figure is selected.
    read = Part(f"head(COLLECT {{ {rows} RETURN head([{figures.expression}, count(*)]) }})", figures.finish)
    return (
        _beside(read, [(field, Part(_sum_by_unit(source, asked, source.node.properties[field.name]))) for field in sums]) if sums else read
    )


def _gathered(source: Source, fields: list[Selected]) -> str:
    """Several properties of a row are read as one map, which takes its name: that is one look at the row, not one for each."""
    names = dict.fromkeys(f".{field.name}" for field in fields if field.name in source.node.properties)
    if len(names) < 2:
        return ""
    kept = [source.edge_variable] if any(field.name == EDGE for field in fields) else []
    as_map = f"{source.variable}{{{', '.join(names)}}} AS {source.variable}"
    return f" WITH {', '.join([as_map, *kept])}"


def has_unit(source: Source, field: Selected) -> bool:
    """Whether the field holds sums, one for each unit."""
    prop = source.node.properties.get(field.name)
    return prop is not None and prop.unit is not None


def project_figures(source: Source, field: Selected) -> Part:
    """The count, or the figures of one property, of the rows that are grouped."""
    if field.name == "count":
        return Part("count(*)")
    if field.name == EDGE:
        properties = {prop.name: prop for prop in source.edge}
        return project_map(
            (part, _summarise(properties[part.name], source.edge_variable, part)) for part in field.below if part.name in properties
        )
    return _summarise(source.node.properties[field.name], source.variable, field)


def _summarise(prop: Property, variable: str, field: Selected) -> Part:
    figures = [(part, AGGREGATES[part.name]) for part in field.below if part.name in AGGREGATES]
    value = f"{variable}.{prop.name}"
    return project_map((part, Part(read_value(figure.result_type(prop.type), figure.cypher.format(x=value)))) for part, figure in figures)


def _sum_by_unit(source: Source, asked: str, prop: Property) -> str:
    """Amounts of different units are never added: one sum for each unit, in the order of the units."""
    value, unit = f"{source.variable}.{prop.name}", f"{source.variable}.{prop.unit}"
    rows = f"{match(source, asked)} WITH {'DISTINCT ' if source.distinct else ''}{source.variable} WHERE {value} IS NOT NULL"
    return f"COLLECT {{ {rows} WITH {unit} AS unit, sum({value}) AS total ORDER BY unit RETURN {{{prop.unit}: unit, sum: [total, unit]}} }}"


def _beside(read: Part, sums: list[tuple[Selected, Part]]) -> Part:
    """A subquery cannot stand inside an aggregate, so the sums by unit are read next to the figures and joined to them afterwards."""
    entries = ", ".join(f"sum{number}: {part.expression}" for number, (_, part) in enumerate(sums))

    def join(row: dict[str, Any]) -> dict[str, Any]:
        figures = read.finish(row["figures"]) if read.finish else row["figures"]
        rows = {field.key: [rename(field, each) for each in row[f"sum{number}"]] for number, (field, _) in enumerate(sums)}
        return figures | rows

    return Part(f"{{figures: {read.expression}, {entries}}}", join)


def rename(field: Selected, row: dict[str, Any]) -> dict[str, Any]:
    """What is selected of a row, by the keys of the response."""
    return {part.key: row[part.name] for part in field.below if part.name in row}
