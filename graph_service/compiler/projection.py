"""A selected node as the Cypher expression that reads it."""

from graph_service.compiler.aggregates import project_aggregate
from graph_service.compiler.grouping import project_groups
from graph_service.compiler.map_projection import each, project_map, unless_none
from graph_service.compiler.pages import project_page
from graph_service.compiler.selection import Selected
from graph_service.compiler.source import related_nodes, returned, where_clause
from graph_service.compiler.statement_builder import Part, Writer, holds_on, hop, read_value
from graph_service.mapping.node_types import Node, Property, Relation

LONGEST_CHAIN = 10  # what a chain counts for in the cost: how deep organisations are in life


def project_node(writer: Writer, node: Node, variable: str, below: tuple[Selected, ...]) -> Part:
    """The node as a map of what is selected of it. InvalidInput beyond a depth that could not be answered."""
    with writer.deeper():
        return project_map(((each, _project_field(writer, node, variable, each)) for each in below if each.name != "__typename"), variable)


def _project_field(writer: Writer, node: Node, variable: str, selected: Selected) -> Part:
    if selected.name in node.properties:
        expression = project_property(node.properties[selected.name], variable)
        return Part(writer.known.get(expression, expression))
    if selected.name in node.aggregates:
        source = related_nodes(writer, node.aggregates[selected.name], variable, selected.arguments)
        return project_aggregate(writer, source, selected)
    if selected.name in node.groups:
        return project_groups(writer, related_nodes(writer, node.groups[selected.name], variable, selected.arguments), selected)
    relation = node.relations[selected.name]
    if relation.transitive:
        return _project_chain(writer, relation, variable, selected)
    if not relation.many:
        return _project_one(writer, relation, variable, selected)
    return project_page(writer, related_nodes(writer, relation, variable, selected.arguments), selected, project_node)


def project_property(prop: Property, variable: str) -> str:
    """A property of a node or relationship; a pair with the one that gives it its meaning, where there is one."""
    expression = read_value(prop.type, f"{variable}.{prop.name}")
    if prop.unit is None:
        return expression
    return f"CASE WHEN {expression} IS NULL THEN NULL ELSE [{expression}, {variable}.{prop.unit}] END"


def _project_one(writer: Writer, relation: Relation, variable: str, selected: Selected) -> Part:
    source = related_nodes(writer, relation, variable, selected.arguments)
    with writer.rows(selected.name):
        item = project_node(writer, relation.target, source.variable, selected.below)
    return Part(f"head([{source.pattern}{where_clause(source.held)} | {item.expression}])", unless_none(item.finish))


def _project_chain(writer: Writer, relation: Relation, variable: str, selected: Selected) -> Part:
    edge, end, path, distance = writer.edge(), writer.name("n"), writer.name("path"), writer.name("distance")
    held = holds_on(edge, writer.bind_day(selected.arguments.get("on"))) if relation.dated else ""
    with writer.rows(selected.name, LONGEST_CHAIN):
        item = project_node(writer, relation.target, end, selected.below)
    steps = f"MATCH {path} = ({variable}) ({hop(relation, '', edge, '')}{where_clause(held)})+ ({end})"
    nearest_first = f"WITH {end}, length({path}) AS {distance} ORDER BY {distance}, {end}.id"
    return Part(f"COLLECT {{ {steps} {nearest_first} {returned(writer, [end], item.expression)} }}", each(item.finish))
