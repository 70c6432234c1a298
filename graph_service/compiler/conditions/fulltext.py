"""The root field `search`: nodes that match a full-text query, best first, with score and highlights.

Example:

    { search(text: "crane", first: 3) { score lesson { title } } }
        RETURN COLLECT { CALL db.index.fulltext.queryNodes('lesson_text', $p1, {limit: $p0}) YIELD node, score
            WITH node, score, node.id AS id ORDER BY score DESC, id LIMIT $p0
            WITH node, score, id, {score: score, lesson: node{.title}} AS item RETURN item } AS row
"""

from typing import Any

from graph_service.compiler.conditions.filters import compile_where
from graph_service.compiler.conditions.search_text import fulltext_call, highlight, highlight_stems
from graph_service.compiler.conditions.visibility import only_nameable, perhaps_invisible, read_property, visible
from graph_service.compiler.expressions import conjunction, where_clause
from graph_service.compiler.lists.node_source import return_clause
from graph_service.compiler.map_projection import for_each, project_map, without_typename
from graph_service.compiler.operation_cost import size_factor
from graph_service.compiler.projection import project_node
from graph_service.compiler.request_values import Deferred
from graph_service.compiler.selection import SelectedField
from graph_service.compiler.statement_builder import PostProcess, Projection, Statement, StatementBuilder
from graph_service.mapping.node_types import Node
from graph_service.page_size import check_page_size, or_default


def compile_search(builder: StatementBuilder, node: Node, selected: SelectedField) -> tuple[Statement, PostProcess | None]:
    """The statement for the arguments `text`, `where` and `first`.

    Without `where`, the limit is passed to the index, plus the number of invisible nodes, which may be among the best matches. With it,
    conditions come first: a match that meets them is not lost to better matches that do not.
    """
    text, size = selected.arguments["text"], Deferred(or_default(selected.arguments["first"]), check_page_size)
    with builder.counted_rows(selected.name, size_factor(size)):
        condition = conjunction(only_nameable(builder, node, "node"), compile_where(builder, node, "node", selected.arguments.get("where")))
        limit = builder.bind(size.template, size.prepare)
        builder.aliases["node.id"] = "id"  # read for the ORDER BY already
        options = "" if condition else f", {{limit: {_sufficient_limit(builder, node, selected, limit)}}}"
        conditions = conjunction(visible(builder, node, "node", selected.arguments), condition)
        matches = fulltext_call(builder, node, text, options) + where_clause(conditions)
        fields = without_typename(selected.selections)
        item = project_map((field, _project_field(builder, node, text, field)) for field in fields)
    order = f"WITH node, score, node.id AS id ORDER BY score DESC, id LIMIT {limit}"
    rows = f"{matches} {order} {return_clause(builder, ['node', 'score', 'id'], item.expression)}"
    return builder.build(return_clause(builder, [], f"COLLECT {{ {rows} }}", "row")), for_each(item.post_process)


def _sufficient_limit(builder: StatementBuilder, node: Node, selected: SelectedField, limit: str) -> str:
    """$p0, or $p0 + size(set0), where set0 has the nodes that can be invisible."""
    condition = perhaps_invisible(builder, node, "n", selected.arguments)
    return f"{limit} + size({builder.collect_set(f'MATCH (n:{node.label}) WHERE {condition} RETURN n')})" if condition else limit


def _project_field(builder: StatementBuilder, node: Node, text: Any, field: SelectedField) -> Projection:
    if field.name == "score":
        return Projection("score")
    if field.name == node.singular:
        with builder.counted_rows(field.name):
            return project_node(builder, node, "node", field.selections)
    texts = ", ".join(read_property(builder, node, name, "node") for name in (node.fulltext.properties if node.fulltext else ()))
    if node.fulltext and node.fulltext.stems:
        in_use = builder.statistics.languages
        return Projection(f"[{builder.bind(text)}, node.language, {texts}]", lambda row: highlight_stems(row[0], row[2:], row[1], in_use))
    return Projection(f"[{builder.bind(text)}, {texts}]", lambda row: highlight(row[0], row[1:]))
