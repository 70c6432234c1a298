"""The statement of each kind of root field. Every statement returns one record with one value, from which the response is made.

Examples:

    { lesson(id: "l1") { title } }
        MATCH (n0:Lesson {id: $p0}) WITH n0, n0{.title} AS row RETURN row

    { lessons(where: {title: {eq: "Crane"}}) { totalCount } }
        RETURN {totalCount: COUNT { MATCH (n0:Lesson) WHERE n0.title = $p0 }} AS row
"""

from typing import Any, Final

from graph_service.compiler.conditions.fulltext import compile_search
from graph_service.compiler.conditions.visibility import readable, stored_name
from graph_service.compiler.expressions import conjunction, where_clause
from graph_service.compiler.lists.aggregates import project_aggregate
from graph_service.compiler.lists.grouping import project_groups
from graph_service.compiler.lists.node_source import all_nodes, return_clause
from graph_service.compiler.lists.pages import project_page
from graph_service.compiler.map_projection import project_map, unless_null
from graph_service.compiler.node_ids import split_node_id
from graph_service.compiler.projection import project_node
from graph_service.compiler.request_values import FIRST_VALUE, Deferred, Placeholder
from graph_service.compiler.selection import SelectedField
from graph_service.compiler.statement_builder import PostProcess, Projection, Statement, StatementBuilder
from graph_service.mapping.node_interface import NODE_ID
from graph_service.mapping.node_types import Node
from graph_service.mapping.read_rules import UNRESTRICTED, Viewer

IDS = Placeholder(FIRST_VALUE)
"""The ids that `compile_references` reads, in the values of its caller."""
IDS_COUNT = Deferred(IDS, len)
ROW_TYPE: Final = "type of the row"
"""The key of the type's name in a row that is read for an interface. No response key has spaces."""
CHANGED_ID = "changed"
"""The parameter for the id of the node that a mutation changed. The mutation adds it when the id is known."""
CHANGED_IDS = "changed_ids"
"""The parameter for the ids of all nodes that a mutation changed, of mutations that change several."""
MOST_CHANGED = 200
"""The number of nodes that a mutation is expected to change at most, for the cost of its payload."""


def compile_node(builder: StatementBuilder, node: Node, selected: SelectedField) -> tuple[Statement, PostProcess | None]:
    """The node with the argument `id`. No record if there is none."""
    variable, id_parameter = builder.new_variable("n"), builder.bind(selected.arguments["id"])
    with builder.counted_rows(selected.name):
        item = project_node(builder, node, variable, selected.selections)
    return _match_by_id(builder, node, variable, id_parameter, item)


def compile_lookup(builder: StatementBuilder, node: Node, selected: SelectedField) -> tuple[Statement, PostProcess | None]:
    """The node of this type with the argument `nodeId`. The row also has the name of its type. No record if there is none."""
    variable = builder.new_variable("n")
    id_parameter = builder.bind(selected.arguments[NODE_ID], lambda node_id: split_node_id(node_id)[1])
    with builder.counted_rows(selected.name):
        item = project_node(builder, node, variable, selected.selections)
    statement, post_process = _match_by_id(builder, node, variable, id_parameter, item)
    return statement, lambda row: convert_row(row, post_process) | {ROW_TYPE: node.name}


def compile_page(builder: StatementBuilder, node: Node, selected: SelectedField) -> tuple[Statement, PostProcess | None]:
    return _return_projection(builder, project_page(builder, all_nodes(builder, node, selected.arguments), selected, project_node))


def compile_aggregate(builder: StatementBuilder, node: Node, selected: SelectedField) -> tuple[Statement, PostProcess | None]:
    return _return_projection(builder, project_aggregate(builder, all_nodes(builder, node, selected.arguments), selected))


def compile_groups(builder: StatementBuilder, node: Node, selected: SelectedField) -> tuple[Statement, PostProcess | None]:
    return _return_projection(builder, project_groups(builder, all_nodes(builder, node, selected.arguments), selected))


def compile_references(
    node: Node, selected: SelectedField, viewer: Viewer = UNRESTRICTED, *, shown: bool = False
) -> tuple[Statement, PostProcess | None]:
    """The nodes with the ids in IDS that the viewer may read, as a list of [id, row] in no particular order.

    shown: the ids are those that the viewer reads, which differ from those in the graph for people who must not be named.
    """
    builder = StatementBuilder(viewer=viewer)
    variable = builder.new_variable("n")
    with builder.counted_rows(selected.name, IDS_COUNT):
        item = project_node(builder, node, variable, selected.selections)
    id_ = f"{variable}.{stored_name(builder, node, 'id') if shown else 'id'}"
    condition = conjunction(f"{id_} IN {builder.bind(IDS)}", readable(builder, node, variable))
    match = f"MATCH ({variable}:{node.label}) WHERE {condition}"
    row = f"WITH {', '.join([variable, *builder.node_sets])}, {item.expression} AS row"
    text = f"{match} {row} RETURN collect([{id_}, row]) AS rows"
    return builder.build(text), item.post_process


def compile_change(builder: StatementBuilder, node: Node, selected: SelectedField) -> tuple[Statement, PostProcess | None]:
    """The changed node for the payload of a mutation, once for each time the payload selects it. Its id is the parameter CHANGED_ID.

    The payload of some mutations also has a related node, which need not be related any more. Its id is the parameter `related_id(field)`.
    That of others has all nodes that it changed, whose ids are the parameter CHANGED_IDS.
    """
    variable = builder.new_variable("n")
    entries: list[tuple[SelectedField, Projection]] = []
    for field in selected.selections:
        if field.name not in payload_nodes(node):
            continue
        if field.name == node.plural:
            with builder.counted_rows(f"{selected.name}.{field.name}", MOST_CHANGED):
                entries.append((field, _project_changed(builder, node, field)))
            continue
        with builder.counted_rows(f"{selected.name}.{field.name}"):
            if field.name == node.singular:
                entries.append((field, project_node(builder, node, variable, field.selections)))
            else:
                entries.append((field, _project_related(builder, node.related_types[field.name], field)))
    return _match_by_id(builder, node, variable, f"${CHANGED_ID}", project_map(entries))


def _project_related(builder: StatementBuilder, node: Node, field: SelectedField) -> Projection:
    """head(COLLECT { MATCH (n1:Person {id: $related_person}) WITH n1, n1{.name} AS item RETURN item })"""
    variable = builder.new_variable("n")
    item = project_node(builder, node, variable, field.selections)
    match = f"MATCH ({variable}:{node.label} {{id: ${related_id(field.name)}}})"
    return Projection(f"head(COLLECT {{ {match} {return_clause(builder, [variable], item.expression)} }})", unless_null(item.post_process))


def _project_changed(builder: StatementBuilder, node: Node, field: SelectedField) -> Projection:
    """COLLECT { UNWIND $changed_ids AS n1_id MATCH (n1:Lesson {id: n1_id}) WITH n1, n1{.title} AS item RETURN item }"""
    variable = builder.new_variable("n")
    item = project_node(builder, node, variable, field.selections)
    match = f"UNWIND ${CHANGED_IDS} AS {variable}_id MATCH ({variable}:{node.label} {{id: {variable}_id}})"
    expression = f"COLLECT {{ {match} {return_clause(builder, [variable], item.expression)} }}"
    return Projection(expression, lambda rows: [convert_row(row, item.post_process) for row in rows])


def payload_nodes(node: Node) -> set[str]:
    """The names of the fields of a payload that hold nodes."""
    return {node.singular, node.plural, *node.related_types}


def related_id(field: str) -> str:
    """The parameter for the id of a related node in the payload of a mutation."""
    return f"related_{field}"


def _match_by_id(
    builder: StatementBuilder, node: Node, variable: str, id_parameter: str, item: Projection
) -> tuple[Statement, PostProcess | None]:
    name = "id" if id_parameter == f"${CHANGED_ID}" else stored_name(builder, node, "id")
    condition = "" if id_parameter == f"${CHANGED_ID}" else readable(builder, node, variable)
    match = f"MATCH ({variable}:{node.label} {{{name}: {id_parameter}}}){where_clause(condition)}"
    return builder.build(f"{match} {return_clause(builder, [variable], item.expression, 'row')}"), item.post_process


def _return_projection(builder: StatementBuilder, projection: Projection) -> tuple[Statement, PostProcess | None]:
    return builder.build(return_clause(builder, [], projection.expression, "row")), projection.post_process


def convert_row(row: Any, post_process: PostProcess | None) -> Any:
    """The row as its part of the response; None stays None."""
    return row if row is None or post_process is None else post_process(row)


COMPILERS = {
    "node": compile_node,
    "lookup": compile_lookup,
    "page": compile_page,
    "aggregate": compile_aggregate,
    "groups": compile_groups,
    "search": compile_search,
    "change": compile_change,
}
"""The compiler of each RootKind."""
