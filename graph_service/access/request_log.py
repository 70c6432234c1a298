"""Gives each request an id, logs it and counts it in the metrics. Neither contains a value that the client sent."""

import asyncio
import logging
from time import perf_counter
from typing import Any, Final
from uuid import uuid4

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.access.error_response import send_error
from graph_service.errors import INTERNAL_MESSAGE, Internal, Unavailable
from graph_service.logs import REQUEST_ID, redact
from graph_service.metrics import COST, ERRORS, OPERATIONS, REQUESTS, operation_label
from graph_service.tracing import record_error, span

logger = logging.getLogger(__name__)
REQUEST_ID_HEADER: Final = b"x-request-id"  # in lower case, as ASGI requires
CLIENT_CLOSED_REQUEST: Final = 499  # in the log only, as nginx does: the client left before its request was complete
STOPPED: Final = "The service stopped before it could answer. Send the request again, a mutation with the same idempotencyKey."


def log_fields(scope: Scope) -> dict[str, Any]:
    """The fields of the request's log line that its endpoint adds: `operation`, `rows` and `errors` (codes) of a GraphQL request."""
    fields: dict[str, Any] = scope.setdefault("state", {}).setdefault("log_fields", {})
    return fields


class RequestLogMiddleware:
    """Logs, counts and traces each request. An unexpected error is logged once and answered with status 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on. Logs and counts it when the response is complete or has failed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, start, status = uuid4().hex, perf_counter(), 0
        log_fields(scope)  # created before a copy of the scope is made: a table runs its query with such a copy

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (REQUEST_ID_HEADER, request_id.encode())]
            await send(message)

        token = REQUEST_ID.set(request_id)
        with span("request", {"graph_service.request": request_id}) as current_span:
            try:
                await self._app(scope, receive, send_with_id)
            except ClientDisconnect:
                status = CLIENT_CLOSED_REQUEST
            except asyncio.CancelledError:  # what still runs at the end of a shutdown
                if status:
                    raise
                await send_error(scope, receive, send_with_id, Unavailable(STOPPED), 503)
            except Exception as error:
                redacted = redact(error)
                if status:  # too late for an error response: the server logs the error and closes the connection
                    raise redacted from redacted.__cause__
                logger.exception("unexpected error", exc_info=redacted)
                record_error(current_span, error)
                await send_error(scope, receive, send_with_id, Internal(INTERNAL_MESSAGE), 500)
            finally:
                _count(scope, status or 500, perf_counter() - start)
                if current_span is not None:
                    _describe(current_span, scope, status or 500)
                REQUEST_ID.reset(token)


def _describe(current_span: Any, scope: Scope, status: int) -> None:
    """Names the span and sets the attributes that OpenTelemetry's conventions define."""
    route, operation = _route(scope), log_fields(scope).get("operation")
    current_span.update_name(f"{scope['method']} {route}" if operation is None else f"graphql {operation}".strip())
    current_span.set_attributes({"http.request.method": scope["method"], "http.route": route, "http.response.status_code": status})
    if operation:
        current_span.set_attribute("graphql.operation.name", operation)


def _route(scope: Scope) -> str:
    path: str = getattr(scope.get("route"), "path", "(none)")
    return path


def _count(scope: Scope, status: int, seconds: float) -> None:
    route, fields = _route(scope), log_fields(scope)
    REQUESTS.labels(route, str(status)).inc()
    if "operation" in fields:
        OPERATIONS.labels(operation_label(fields["operation"])).observe(seconds)
    if "rows" in fields:
        COST.observe(fields["rows"])
    for code in fields.get("errors", ()):
        ERRORS.labels(code).inc()
    logger.info("answered", extra={"fields": {"route": route, "status": status, "milliseconds": round(1000 * seconds, 1), **fields}})
