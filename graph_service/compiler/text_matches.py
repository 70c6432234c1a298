"""Calls of a node type's full-text index: CALL db.index.fulltext.queryNodes('lesson_text', $p0) YIELD node, score"""

from functools import partial
from typing import Final

from graph_service.compiler.request_values import Placeholder
from graph_service.compiler.search_text import to_lucene_query
from graph_service.compiler.statement_builder import StatementBuilder
from graph_service.errors import InvalidInput
from graph_service.mapping.node_types import Node

SEARCH: Final = "search"
"""The condition of a filter that searches the index."""


def match_text(builder: StatementBuilder, node: Node, text: str | Placeholder | None, variable: str) -> str:
    """Binds the variable to the nodes that a search finds. Raises InvalidInput for null."""
    if text is None:
        raise InvalidInput("search is null. Leave it out, or set it to the words to search for.", field=SEARCH)
    return f"{fulltext_call(builder, node, text)} WITH node AS {variable}"


def fulltext_call(builder: StatementBuilder, node: Node, text: str | Placeholder, options: str = "") -> str:
    """The call of the index, which yields `node` and `score`, best matches first. options: Cypher of its last argument."""
    index, properties = (node.fulltext.name, len(node.fulltext.properties)) if node.fulltext else ("", 1)
    query = builder.bind(text, partial(to_lucene_query, properties=properties))
    return f"CALL db.index.fulltext.queryNodes('{index}', {query}{options}) YIELD node, score"
