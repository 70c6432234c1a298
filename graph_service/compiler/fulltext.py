"""A ranked search: the nodes whose text has any of some words, best first, each with its score and the pieces of text that matched."""

from typing import Any

from graph_service.compiler.anchors import query_nodes
from graph_service.compiler.cost import as_factor
from graph_service.compiler.filters import condition
from graph_service.compiler.map_projection import each, project_map
from graph_service.compiler.projection import project_node
from graph_service.compiler.search_text import highlight
from graph_service.compiler.selection import Selected
from graph_service.compiler.source import returned, where_clause
from graph_service.compiler.statement_builder import Finish, Part, Statement, Writer
from graph_service.compiler.values import Late
from graph_service.mapping.node_types import Node
from graph_service.page_size import check_page_size


def compile_matches(node: Node, selected: Selected) -> tuple[Statement, Finish | None]:
    """The nodes with any of the words of the argument `text`. Without a condition the index itself is given the limit."""
    writer = Writer()
    text, size = selected.arguments["text"], selected.arguments["first"]
    limited = Late(size, check_page_size)
    with writer.rows(selected.name, as_factor(limited)):
        asked = condition(writer, node, "node", selected.arguments.get("where"))
        limit = writer.bind(size, limited.prepare)
        writer.known["node.id"] = "id"  # by which ties are put in order
        best = query_nodes(writer, node, text, "" if asked else f", {{limit: {limit}}}") + where_clause(asked)
        item = project_map((part, _project(writer, node, text, part)) for part in selected.below if part.name != "__typename")
    rows = f"{best} WITH node, score, node.id AS id ORDER BY score DESC, id LIMIT {limit} {returned(writer, ['node', 'score', 'id'], item.expression)}"
    return writer.statement(returned(writer, [], f"COLLECT {{ {rows} }}", "row")), each(item.finish)


def _project(writer: Writer, node: Node, text: Any, part: Selected) -> Part:
    if part.name == "score":
        return Part("score")
    if part.name == node.singular:
        with writer.rows(part.name):
            return project_node(writer, node, "node", part.below)
    texts = ", ".join(f"node.{name}" for name in (node.fulltext.properties if node.fulltext else ()))
    return Part(f"[{writer.bind(text)}, {texts}]", lambda row: highlight(row[0], row[1:]))
