"""The response of a middleware that rejects a request."""

from collections.abc import Mapping

from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from graph_service.errors import GraphServiceError, RateLimited
from graph_service.logs import REQUEST_ID


async def send_rate_limited(scope: Scope, receive: Receive, send: Send, error: RateLimited) -> None:
    """Responds with status 429, which says when to try again."""
    scope.setdefault("state", {}).setdefault("log_fields", {})["errors"] = [error.code]
    await send_error(scope, receive, send, error, 429, {"Retry-After": str(error.retry_after)})


async def send_error(
    scope: Scope, receive: Receive, send: Send, error: GraphServiceError, status: int, headers: Mapping[str, str] | None = None
) -> None:
    """Responds to an HTTP request with a GraphQL error; closes a WebSocket before it is accepted."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": error.message})
        return
    extensions = {"code": error.code, "classification": error.classification, "requestId": REQUEST_ID.get()}
    body = {"message": error.message, "extensions": extensions}
    await JSONResponse({"errors": [body]}, status, headers)(scope, receive, send)
