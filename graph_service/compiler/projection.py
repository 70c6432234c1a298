"""The selection set of a node as a Cypher map.

Example:

    { lesson(id: "l1") { title project { name } reuses(first: 2) { nodes { note } } } }
        ... n0{.title, project: head([(n0)-[e1:LEARNED_ON]->(n2) | n2{.name}]),
            reuses: {nodes: COLLECT { MATCH (n0)<-[e3:REUSE_OF]-(n4) ... LIMIT $p1 WITH n4, n4{.note} AS item RETURN item }}} ...
"""

from dataclasses import replace
from functools import partial

from graph_service.compiler.conditions.visibility import read_property, visible_end
from graph_service.compiler.expressions import chain_pattern, to_json_value, valid_on, where_clause
from graph_service.compiler.lists.aggregates import project_aggregate
from graph_service.compiler.lists.grouping import project_groups
from graph_service.compiler.lists.node_source import related_nodes, return_clause
from graph_service.compiler.lists.pages import project_page
from graph_service.compiler.map_projection import for_each, project_map, unless_null, without_typename
from graph_service.compiler.node_ids import encode_node_id
from graph_service.compiler.selection import SelectedField
from graph_service.compiler.statement_builder import Projection, StatementBuilder
from graph_service.mapping.node_interface import NODE_ID
from graph_service.mapping.node_types import Node, Property, Relation
from graph_service.name_values import parse_pairs

MAX_CHAIN_ROWS = 10  # the rows of a transitive relation for the cost: real organisations are rarely deeper


def project_node(builder: StatementBuilder, node: Node, variable: str, selections: tuple[SelectedField, ...]) -> Projection:
    """The node in `variable` as a map of the selected fields. Raises InvalidInput if nodes are nested too deeply."""
    with builder.nested():
        fields = [(field, _project_field(builder, node, variable, field)) for field in without_typename(selections)]
        sized = [at for at, (field, _) in enumerate(fields) if _has_page_size(field)]
        return project_map(fields, variable) if len(sized) < 2 else _with_separate_pages(builder, variable, fields, sized)


def _has_page_size(field: SelectedField) -> bool:
    """Whether the field asks for some number of items or groups, which may be large. Without one it has at most 20."""
    return any(field.arguments.get(name) is not None for name in ("first", "last"))


def _with_separate_pages(
    builder: StatementBuilder, variable: str, fields: list[tuple[SelectedField, Projection]], pages: list[int]
) -> Projection:
    """The node as a map whose pages, the fields at these places, are branches of a UNION: they may be large, and Neo4j counts what else a row
    holds, such as the pages before, as memory of each row that it sorts for a page.

    head(COLLECT { WITH COLLECT { RETURN [0, {nodes: ...}] AS page UNION ALL RETURN [1, {nodes: ...}] AS page } AS pages1
                   RETURN n0{lessons: head([page IN pages1 WHERE page[0] = 0 | page[1]]), ...} AS item })
    """
    collected = builder.new_variable("pages")
    branches = " UNION ALL ".join(f"RETURN [{at}, {fields[at][1].expression}] AS page" for at in pages)
    separate = [
        (
            field,
            replace(projection, expression=f"head([page IN {collected} WHERE page[0] = {at} | page[1]])") if at in pages else projection,
        )
        for at, (field, projection) in enumerate(fields)
    ]
    item = project_map(separate, variable)
    return Projection(
        f"head(COLLECT {{ WITH COLLECT {{ {branches} }} AS {collected} RETURN {item.expression} AS item }})", item.post_process
    )


def _project_field(builder: StatementBuilder, node: Node, variable: str, field: SelectedField) -> Projection:
    if field.name == NODE_ID:
        expression = read_property(builder, node, "id", variable)
        return Projection(builder.aliases.get(expression, expression), partial(encode_node_id, node.name))
    if field.name in node.properties:
        prop = node.properties[field.name]
        expression = project_property(builder, node, prop, variable)
        return Projection(builder.aliases.get(expression, expression), partial(_pairs, field.selections) if prop.is_name_values else None)
    if field.name in node.aggregates:
        source = related_nodes(builder, node.aggregates[field.name], variable, field.arguments, node)
        return project_aggregate(builder, source, field)
    if field.name in node.groups:
        return project_groups(builder, related_nodes(builder, node.groups[field.name], variable, field.arguments), field)
    relation = node.relations[field.name]
    if relation.transitive:
        return _project_chain(builder, relation, variable, field)
    if not relation.many:
        return _project_one(builder, relation, variable, field)
    return project_page(builder, related_nodes(builder, relation, variable, field.arguments), field, project_node)


def project_property(builder: StatementBuilder, node: Node, prop: Property, variable: str) -> str:
    """The value of a property; with a unit, the pair [value, unit]."""
    expression = to_json_value(prop.type, read_property(builder, node, prop.name, variable))
    if prop.unit is None:
        return expression
    return f"CASE WHEN {expression} IS NULL THEN NULL ELSE [{expression}, {variable}.{prop.unit}] END"


def _pairs(selections: tuple[SelectedField, ...], text: str | None) -> list[dict[str, str]]:
    """The pairs of a text as objects, by response key."""
    pairs = [{"name": name, "value": value} for name, value in parse_pairs(text)] if text else []
    return [{field.response_key: pair[field.name] for field in without_typename(selections)} for pair in pairs]


def _project_one(builder: StatementBuilder, relation: Relation, variable: str, field: SelectedField) -> Projection:
    """The one related node, or null: head([(n0)-[e1:LEARNED_ON]->(n2) | n2{.name}])."""
    source = related_nodes(builder, relation, variable, field.arguments)
    with builder.counted_rows(field.name):
        item = project_node(builder, relation.target, source.variable, field.selections)
    return Projection(f"head([{source.pattern}{where_clause(source.restriction)} | {item.expression}])", unless_null(item.post_process))


def _project_chain(builder: StatementBuilder, relation: Relation, variable: str, field: SelectedField) -> Projection:
    """The nodes along a transitive relation, nearest first: MATCH path3 = (n0) (()-[e1:PART_OF]->())+ (n2)."""
    edge, end = builder.new_relationship(), builder.new_variable("n")
    path, distance = builder.new_variable("path"), builder.new_variable("distance")
    validity = valid_on(edge, builder.bind_day(field.arguments.get("on"))) if relation.dated else ""
    visible = where_clause(visible_end(builder, relation, end, field.arguments))
    with builder.counted_rows(field.name, MAX_CHAIN_ROWS):
        item = project_node(builder, relation.target, end, field.selections)
    match = f"MATCH {path} = {chain_pattern(relation, variable, edge, end, validity)}{visible}"
    nearest_first = f"WITH {end}, length({path}) AS {distance} ORDER BY {distance}, {end}.id"
    return Projection(
        f"COLLECT {{ {match} {nearest_first} {return_clause(builder, [end], item.expression)} }}", for_each(item.post_process)
    )
