"""From a selected root field to its one statement: one node by id, a page of nodes, their figures, the nodes of given ids, or what was changed."""

from typing import Any

from graph_service.compiler.aggregates import project_aggregate
from graph_service.compiler.fulltext import compile_matches
from graph_service.compiler.grouping import project_groups
from graph_service.compiler.map_projection import project_map
from graph_service.compiler.pages import project_page
from graph_service.compiler.projection import project_node
from graph_service.compiler.selection import Selected
from graph_service.compiler.source import all_nodes, returned
from graph_service.compiler.statement_builder import Finish, Part, Statement, Writer
from graph_service.compiler.values import Late, Place
from graph_service.mapping.node_types import Node

IDS = Place(1)
IDS_COUNT = Late(IDS, len)
CHANGED = "changed"
"""The parameter that holds the id of what a mutation changed, which is known last: whoever runs the statement adds it."""


def compile_one(node: Node, selected: Selected) -> tuple[Statement, Finish | None]:
    """The node whose id is the argument `id`; its row is None where there is none."""
    writer = Writer()
    variable, wanted = writer.name("n"), writer.bind(selected.arguments["id"])
    with writer.rows(selected.name):
        item = project_node(writer, node, variable, selected.below)
    return _found_by_id(writer, node, variable, wanted, item)


def compile_page(node: Node, selected: Selected) -> tuple[Statement, Finish | None]:
    """A page of all nodes of this type."""
    writer = Writer()
    page = project_page(writer, all_nodes(writer, node), selected, project_node)
    return writer.statement(returned(writer, [], page.expression, "row")), page.finish


def compile_aggregate(node: Node, selected: Selected) -> tuple[Statement, Finish | None]:
    """The figures of all nodes of this type."""
    writer = Writer()
    figures = project_aggregate(writer, all_nodes(writer, node), selected)
    return writer.statement(returned(writer, [], figures.expression, "row")), figures.finish


def compile_groups(node: Node, selected: Selected) -> tuple[Statement, Finish | None]:
    """The groups of all nodes of this type."""
    writer = Writer()
    groups = project_groups(writer, all_nodes(writer, node), selected)
    return writer.statement(returned(writer, [], groups.expression, "row")), groups.finish


def compile_references(node: Node, selected: Selected) -> tuple[Statement, Finish | None]:
    """The nodes of the ids at IDS, as pairs of id and row, in no order."""
    writer = Writer()
    variable = writer.name("n")
    with writer.rows(selected.name, IDS_COUNT):
        item = project_node(writer, node, variable, selected.below)
    found = f"MATCH ({variable}:{node.label}) WHERE {variable}.id IN {writer.bind(IDS)} WITH {variable}, {item.expression} AS row"
    text = f"{found} RETURN collect([{variable}.id, row]) AS rows"
    return writer.statement(text), item.finish


def compile_change(node: Node, selected: Selected) -> tuple[Statement, Finish | None]:
    """The node that was changed, as often as it is selected of a mutation's payload. Its id is the parameter CHANGED."""
    writer = Writer()
    variable = writer.name("n")
    parts: list[tuple[Selected, Part]] = []
    for each in selected.below:
        if each.name == node.singular:
            with writer.rows(f"{selected.name}.{each.name}"):
                parts.append((each, project_node(writer, node, variable, each.below)))
    return _found_by_id(writer, node, variable, f"${CHANGED}", project_map(parts))


def _found_by_id(writer: Writer, node: Node, variable: str, wanted: str, item: Part) -> tuple[Statement, Finish | None]:
    found = f"MATCH ({variable}:{node.label} {{id: {wanted}}})"
    return writer.statement(f"{found} {returned(writer, [variable], item.expression, 'row')}"), item.finish


def finish_row(row: Any, finish: Finish | None) -> Any:
    """The row as the response; None stays None."""
    return row if row is None or finish is None else finish(row)


COMPILERS = {
    "node": compile_one,
    "page": compile_page,
    "aggregate": compile_aggregate,
    "search": compile_matches,
    "groups": compile_groups,
    "change": compile_change,
}
"""What compiles a root field of each kind."""
