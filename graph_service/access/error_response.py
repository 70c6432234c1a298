"""What is answered to whom is not let in: an error like any other."""

from collections.abc import Mapping

from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from graph_service.errors import GraphServiceError
from graph_service.logs import REQUEST_ID


async def send_error(
    scope: Scope, receive: Receive, send: Send, error: GraphServiceError, status: int, headers: Mapping[str, str] | None = None
) -> None:
    """Answers an HTTP request; closes a WebSocket before it is opened."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": error.message})
        return
    told = {"message": error.message, "extensions": {"code": error.code, "requestId": REQUEST_ID.get()}}
    await JSONResponse({"errors": [told]}, status, headers)(scope, receive, send)
