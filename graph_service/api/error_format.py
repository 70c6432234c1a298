"""Errors as a client sees them: a code, the field at fault, the request's id, and never a word about the inside."""

import logging
from typing import Any

from graphql import FieldNode, GraphQLError

from graph_service.errors import GraphServiceError, Internal, InvalidInput
from graph_service.logs import current_request_id

logger = logging.getLogger(__name__)
INTERNAL_TEXT = "Something went wrong on our side. The log tells more under this request id."


def present(error: GraphQLError, request_id: str) -> dict[str, Any]:
    """The error as it stands in the response. What we did not foresee is logged with the request's id and keeps its text to itself."""
    code, message, field = _read(error)
    if code == Internal.code:
        # The graph room has logged its own with its cause already; this line ties that to the request.
        cause = None if isinstance(error.original_error, Internal) else error.original_error
        logger.error("request %s failed at %s", request_id, error.path, exc_info=cause)
        message = INTERNAL_TEXT
    extensions = {"code": code, "requestId": request_id} | ({"field": field} if field else {})
    return {**error.formatted, "message": message, "extensions": extensions}


def refuse(reason: str) -> dict[str, Any]:
    """The error of what is no GraphQL request at all."""
    return {"message": reason, "extensions": {"code": InvalidInput.code, "requestId": current_request_id()}}


def _read(error: GraphQLError) -> tuple[str, str, str | None]:
    original = error.original_error
    while isinstance(original, GraphQLError):
        original = original.original_error
    if isinstance(original, GraphServiceError):
        return original.code, original.message, original.field
    if _is_asked_wrongly(error):
        return InvalidInput.code, error.message, None
    return Internal.code, error.message, None


def _is_asked_wrongly(error: GraphQLError) -> bool:
    """Whether the question is at fault: its syntax, its names, its values. Those have no path yet, or point at an argument of a field."""
    return error.path is None or not (error.nodes and isinstance(error.nodes[0], FieldNode))
