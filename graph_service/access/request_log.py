"""Each request gets an id, a line in the log and its place in the metrics. What it was about is told by whoever answers, without any value."""

import logging
from time import perf_counter
from typing import Any, Final
from uuid import uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.logs import REQUEST_ID
from graph_service.metrics import COST, ERRORS, OPERATIONS, REQUESTS, operation_label
from graph_service.tracing import span

logger = logging.getLogger(__name__)
TOLD: Final = "told"
NAMED: Final = b"x-request-id"  # as ASGI has it


def log_fields(scope: Scope) -> dict[str, Any]:
    """What is told of a request besides its status and time: `operation`, `rows` and `errors` of a GraphQL request."""
    kept: dict[str, Any] = scope.setdefault("state", {}).setdefault(TOLD, {})
    return kept


class RequestLogMiddleware:
    """Watches what comes and goes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands on; counts and logs when the answer is out, or has failed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request, begun, status = uuid4().hex, perf_counter(), 500
        log_fields(scope)  # is there before anybody copies the state: a table asks its questions under a copy of the request

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (NAMED, request.encode())]
            await send(message)

        before = REQUEST_ID.set(request)
        with span("request", {"graph_service.request": request}) as traced:
            try:
                await self._app(scope, receive, send_named)
            finally:
                _count(scope, status, perf_counter() - begun)
                if traced is not None:
                    _describe(traced, scope, status)
                REQUEST_ID.reset(before)


def _describe(traced: Any, scope: Scope, status: int) -> None:
    """What the span tells once it is known, by the names of OpenTelemetry's conventions."""
    route, operation = _route(scope), log_fields(scope).get("operation")
    traced.update_name(f"{scope['method']} {route}" if operation is None else f"graphql {operation}".strip())
    traced.set_attributes({"http.request.method": scope["method"], "http.route": route, "http.response.status_code": status})
    if operation:
        traced.set_attribute("graphql.operation.name", operation)


def _route(scope: Scope) -> str:
    path: str = getattr(scope.get("route"), "path", "(none)")
    return path


def _count(scope: Scope, status: int, seconds: float) -> None:
    route, what = _route(scope), log_fields(scope)
    REQUESTS.labels(route, str(status)).inc()
    if "operation" in what:
        OPERATIONS.labels(operation_label(what["operation"])).observe(seconds)
    if "rows" in what:
        COST.observe(what["rows"])
    for code in what.get("errors", ()):
        ERRORS.labels(code).inc()
    logger.info("answered", extra={TOLD: {"route": route, "status": status, "milliseconds": round(1000 * seconds, 1), **what}})
