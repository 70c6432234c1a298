"""Errors as clients see them: a code, the input field, the request id, and no internal details."""

import logging
import re
from collections.abc import Mapping
from typing import Any, Final

from graphql import FieldNode, GraphQLError
from strawberry.types import ExecutionResult

from graph_service.errors import (
    INTERNAL_MESSAGE,
    Forbidden,
    GraphServiceError,
    Internal,
    InvalidInput,
    NotFound,
    Timeout,
    TooCostly,
    Unauthenticated,
    Unavailable,
)
from graph_service.logs import current_request_id, redact

logger = logging.getLogger(__name__)
MAX_MESSAGE = 2_000
SUGGESTION: Final = re.compile(r" Did you mean [^?]*\?")
STATUSES: Final[Mapping[str, int]] = {
    InvalidInput.code: 400,
    NotFound.code: 400,  # a value names something that does not exist
    TooCostly.code: 400,
    Unauthenticated.code: 401,
    Forbidden.code: 403,
    Unavailable.code: 503,
    Timeout.code: 504,
}
"""The status of a response that contains only an error of this code; 500 for codes that are not listed."""


def format_result(result: ExecutionResult, request_id: str) -> tuple[dict[str, Any], list[str]]:
    """The body of a response, and the codes of its errors."""
    body: dict[str, Any] = {"data": result.data}
    errors = [format_error(error, request_id) for error in result.errors or ()]
    if errors:
        body["errors"] = errors
    if result.extensions:
        body["extensions"] = result.extensions
    return body, [error["extensions"]["code"] for error in errors]


def hide_suggestions(body: dict[str, Any]) -> None:
    """Removes the names of the schema that graphql-core suggests for misspelled ones from the errors of a response."""
    for error in body["errors"]:
        error["message"] = SUGGESTION.sub("", error["message"])


def is_request_error(result: ExecutionResult) -> bool:
    """Whether the operation was not executed, because its document or its variables are invalid, or because it costs too much.

    Unlike these errors, the error of a field has a path.
    """
    return result.data is None and all(error.path is None for error in result.errors or ())


def format_error(error: GraphQLError, request_id: str) -> dict[str, Any]:
    """The error as an entry of `errors`. Logs unexpected errors with the request id and hides their message from the client."""
    kind, message, field = _classify(error)
    if kind is Internal:
        # graph/ has already logged its own Internal errors with their cause; this line connects them to the request.
        cause = None if isinstance(error.original_error, Internal) else error.original_error
        logger.error("request %s failed at %s", request_id, error.path, exc_info=cause and redact(cause))
        message = INTERNAL_MESSAGE
    return {**error.formatted, "message": _shorten(message), "extensions": _extensions(kind, request_id, field)}


def _extensions(kind: type[GraphServiceError], request_id: str, field: str | None) -> dict[str, str]:
    extensions = {"code": kind.code, "classification": kind.classification, "requestId": request_id}
    return extensions | ({"field": field} if field else {})


def _shorten(message: str) -> str:
    """At most MAX_MESSAGE characters: graphql-core repeats an invalid value, however long it is."""
    return message if len(message) <= MAX_MESSAGE else f"{message[:MAX_MESSAGE]} …"


def format_refusal(error: GraphServiceError) -> dict[str, Any]:
    """The error for a request that is refused before it is executed, as an entry of `errors`."""
    return {"message": error.message, "extensions": _extensions(type(error), current_request_id(), error.field)}


def _classify(error: GraphQLError) -> tuple[type[GraphServiceError], str, str | None]:
    """The class, message and input field of an error."""
    original = error.original_error
    while isinstance(original, GraphQLError):
        original = original.original_error
    if isinstance(original, GraphServiceError):
        return type(original), original.message, original.field
    if _is_invalid_request(error):
        return InvalidInput, error.message, None
    return Internal, error.message, None


def _is_invalid_request(error: GraphQLError) -> bool:
    """Whether the client caused it by syntax, names or values: such an error has no path, or points at an argument instead of a field."""
    return error.path is None or not (error.nodes and isinstance(error.nodes[0], FieldNode))
