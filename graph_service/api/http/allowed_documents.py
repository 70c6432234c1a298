"""The documents that run while GRAPH_SERVICE_PERSISTED_ONLY is on. Others are refused, whoever sends them; layout does not matter."""

from collections.abc import Iterable
from typing import Final

from graphql import DocumentNode, GraphQLSyntaxError, parse, print_ast

from graph_service.api.http.persisted_documents import VARIABLE
from graph_service.api.http.requests import RequestError
from graph_service.errors import Forbidden, InvalidInput
from graph_service.lru_cache import LRUCache

MAX_CACHED: Final = 1_000  # texts of allowed documents
MAX_LENGTH: Final = 200_000  # characters; a longer document is refused without being parsed
MAX_TOKENS: Final = 10_000
REFUSED: Final = (
    "This service runs only documents that its operator has listed (GRAPH_SERVICE_PERSISTED_DOCUMENTS), and this one is not among them. "
    "Send the `documentId` of one that is, or ask the operator to add yours."
)


class AllowedDocuments:
    """A set of documents. White space, comments, and the order of operations and fragments do not matter."""

    def __init__(self, documents: Iterable[str]) -> None:
        """Raises InvalidInput for a text that is not GraphQL."""
        try:
            self._canonical = frozenset(canonical(parse(text)) for text in documents)
        except GraphQLSyntaxError as error:
            raise InvalidInput(f"A persisted document is not GraphQL: {error.message}.", field=VARIABLE) from error
        self._seen: LRUCache[str, bool] = LRUCache(MAX_CACHED)

    def require(self, document: str) -> None:
        """Raises RequestError with status 403 for a document that is not among them."""
        if self._seen.get(document):
            return
        if not self._contains(document):
            raise RequestError(403, Forbidden(REFUSED, field="query"))
        self._seen.put(document, True)

    def _contains(self, document: str) -> bool:
        if len(document) > MAX_LENGTH:
            return False
        try:
            return canonical(parse(document, no_location=True, max_tokens=MAX_TOKENS)) in self._canonical
        except (GraphQLSyntaxError, RecursionError):
            return False


def canonical(document: DocumentNode) -> str:
    """The text that is the same for all layouts of a document."""
    return "\n".join(sorted(print_ast(definition) for definition in document.definitions))
