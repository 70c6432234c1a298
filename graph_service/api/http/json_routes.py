"""What the routes that take and return JSON have in common: errors as responses, and responses that nobody stores."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from graph_service.api.http.error_format import STATUSES, format_refusal
from graph_service.errors import Conflict, GraphServiceError, NotFound

HTTP_STATUSES: Final = {**STATUSES, NotFound.code: 404, Conflict.code: 409}
NO_STORE: Final = {"Cache-Control": "no-store"}
Handler = Callable[[Request], Awaitable[Response]]


def with_errors(handler: Handler) -> Handler:
    """The handler with its errors as JSON, in the form of GraphQL errors."""

    async def respond(request: Request) -> Response:
        try:
            return await handler(request)
        except GraphServiceError as error:
            return JSONResponse({"errors": [format_refusal(error)]}, HTTP_STATUSES.get(error.code, 500), NO_STORE)

    return respond


def respond_json(value: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, NO_STORE, "application/json")
