"""From a selected root field to its one statement: one node by id, a page of nodes, their figures, or the nodes of given ids."""

from typing import Any

from graph_service.compiler.aggregates import project_aggregate
from graph_service.compiler.markers import Node
from graph_service.compiler.pages import project_page
from graph_service.compiler.projection import project_node
from graph_service.compiler.selection import Selected
from graph_service.compiler.source import all_nodes, returned
from graph_service.compiler.writer import Finish, Statement, Writer


def compile_one(node: Node, selected: Selected, *, today: str) -> tuple[Statement, Finish | None]:
    """The node whose id is the argument `id`; its row is None where there is none."""
    writer = Writer(today)
    variable, wanted = writer.name("n"), writer.bind(selected.arguments["id"])
    item = project_node(writer, node, variable, selected.below)
    return writer.statement(f"MATCH ({variable}:{node.label} {{id: {wanted}}}) {returned([variable], item.expression, 'row')}"), item.finish


def compile_page(node: Node, selected: Selected, *, today: str) -> tuple[Statement, Finish | None]:
    """A page of all nodes of this type."""
    writer = Writer(today)
    page = project_page(writer, all_nodes(writer, node), selected, project_node)
    return writer.statement(f"RETURN {page.expression} AS row"), page.finish


def compile_aggregate(node: Node, selected: Selected, *, today: str) -> tuple[Statement, Finish | None]:
    """The figures of all nodes of this type."""
    writer = Writer(today)
    figures = project_aggregate(writer, all_nodes(writer, node), selected)
    return writer.statement(f"RETURN {figures.expression} AS row"), figures.finish


def compile_references(node: Node, below: tuple[Selected, ...], *, today: str) -> tuple[Statement, Finish | None]:
    """The nodes of the ids in the parameter `ids`, as pairs of id and row, in no order."""
    writer = Writer(today)
    variable = writer.name("n")
    item = project_node(writer, node, variable, below)
    found = f"MATCH ({variable}:{node.label}) WHERE {variable}.id IN $ids WITH {variable}, {item.expression} AS row"
    text = f"{found} RETURN collect([{variable}.id, row]) AS rows"
    return writer.statement(text), item.finish


def finish_row(row: Any, finish: Finish | None) -> Any:
    """The row as the response; None stays None."""
    return row if row is None or finish is None else finish(row)
