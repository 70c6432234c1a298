"""Errors as clients see them: a code, the input field, the request id, and no internal details."""

import logging
from typing import Any

from graphql import FieldNode, GraphQLError

from graph_service.errors import GraphServiceError, Internal, InvalidInput
from graph_service.logs import current_request_id, redact

logger = logging.getLogger(__name__)
MAX_MESSAGE = 2_000
INTERNAL_MESSAGE = "An internal error occurred. The service's log has more under this request id."


def format_error(error: GraphQLError, request_id: str) -> dict[str, Any]:
    """The error as an entry of `errors`. Logs unexpected errors with the request id and hides their message from the client."""
    code, message, field = _classify(error)
    if code == Internal.code:
        # graph/ has already logged its own Internal errors with their cause; this line connects them to the request.
        cause = None if isinstance(error.original_error, Internal) else error.original_error
        logger.error("request %s failed at %s", request_id, error.path, exc_info=cause and redact(cause))
        message = INTERNAL_MESSAGE
    extensions = {"code": code, "requestId": request_id} | ({"field": field} if field else {})
    return {**error.formatted, "message": _shorten(message), "extensions": extensions}


def _shorten(message: str) -> str:
    """At most MAX_MESSAGE characters: graphql-core repeats an invalid value, however long it is."""
    return message if len(message) <= MAX_MESSAGE else f"{message[:MAX_MESSAGE]} …"


def format_request_error(reason: str) -> dict[str, Any]:
    """The error for a request that is not a GraphQL request."""
    return {"message": reason, "extensions": {"code": InvalidInput.code, "requestId": current_request_id()}}


def _classify(error: GraphQLError) -> tuple[str, str, str | None]:
    """Code, message and input field."""
    original = error.original_error
    while isinstance(original, GraphQLError):
        original = original.original_error
    if isinstance(original, GraphServiceError):
        return original.code, original.message, original.field
    if _is_invalid_request(error):
        return InvalidInput.code, error.message, None
    return Internal.code, error.message, None


def _is_invalid_request(error: GraphQLError) -> bool:
    """Whether the client caused it by syntax, names or values: such an error has no path, or points at an argument instead of a field."""
    return error.path is None or not (error.nodes and isinstance(error.nodes[0], FieldNode))
