"""The ASGI application at /graphql: the fast path (fast_path.py), then Strawberry's view with our context and error format."""

import asyncio
from typing import Any, cast

import orjson
import strawberry
from cross_web import HTTPException as StrawberryHTTPException
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse
from strawberry.types import ExecutionResult

from graph_service.access import get_caller, log_fields
from graph_service.api.context import Context
from graph_service.api.error_format import format_error, format_request_error
from graph_service.api.fast_path import FastPath, accepts_json_response
from graph_service.api.schema import Schema
from graph_service.unicode import normalize_json, normalize_query_string

JSON = "application/json"
MAX_BODY = 2**21  # bytes. A list of a million ids (11 MB) exhausts the heap of the local Neo4j, which then stops


class Endpoint(GraphQL[Context, None]):
    """Answers GraphQL requests over HTTP."""

    def __init__(self, schema: Schema) -> None:
        super().__init__(schema, graphql_ide="graphiql", allow_queries_via_get=True)
        self._fast_path = FastPath(schema)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request. Responds with status 413 as soon as more than MAX_BODY bytes have arrived."""
        state = scope.setdefault("state", {})
        try:
            await self._answer(scope, receive, send)
        finally:
            if (context := state.get("context")) is not None:
                context.release()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        receive = _limit_body(receive)
        if not accepts_json_response(scope):
            query_string = normalize_query_string(scope.get("query_string", b""))
            await super().__call__({**scope, "query_string": query_string}, receive, send)
            return
        request = Request(scope, receive)
        try:
            body = normalize_json(await request.body())
        except HTTPException as error:
            await Response(self._encode_request_error(error.detail), error.status_code, media_type=JSON)(scope, receive, send)
            return
        response = await self._fast_path.respond(request, body)
        if response is None:
            await self._respond(scope, receive, send, body)
        else:
            await Response(response, media_type=JSON)(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive, send: Send, body: bytes) -> None:
        """Responds with Strawberry's view, and notes when the client leaves meanwhile."""
        left = asyncio.Event()
        scope["state"]["client_left"] = left
        watching = asyncio.create_task(_watch(receive, left))
        try:
            await super().__call__(scope, _replay(body, receive), send)
        finally:
            watching.cancel()

    async def run(self, request: Any, context: Any = strawberry.UNSET, root_value: Any = strawberry.UNSET) -> Any:
        """Strawberry's response, or an error in our format if the request is not a GraphQL request."""
        try:
            return cast(Any, await super().run(request, context, root_value))
        except (HTTPException, StrawberryHTTPException) as error:
            reason = error.detail if isinstance(error, HTTPException) else error.reason
            return Response(self._encode_request_error(reason), error.status_code, media_type=JSON)

    async def render_graphql_ide(self, request: Request) -> Response:
        """Redirects browsers to our own GraphiQL; Strawberry's page loads scripts from another host."""
        return RedirectResponse("/graphiql")

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        """The context of one request."""
        rows, warnings = getattr(request.state, "rows", {}), getattr(request.state, "warnings", [])
        context = Context(
            request.app.state.resources,
            rows=rows,
            warnings=warnings,
            caller=get_caller(request.scope),
            client=request.client.host if request.client else "",
            client_left=getattr(request.state, "client_left", None) or asyncio.Event(),
            log_fields=log_fields(request.scope),
        )
        request.state.context = context
        return context

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """The response with its errors in our format."""
        response: GraphQLHTTPResponse = {"data": result.data}
        if result.errors:
            errors = [format_error(error, request.state.context.request_id) for error in result.errors]
            response["errors"] = list(errors)
            log_fields(request.scope)["errors"] = [error["extensions"]["code"] for error in errors]
            request.state.context.failures.extend(result.errors)
        if result.extensions:
            response["extensions"] = result.extensions
        return response

    def _encode_request_error(self, reason: str) -> bytes:
        return self.encode_json({"errors": [format_request_error(reason)]})

    def encode_json(self, data: object) -> bytes:
        """The data as UTF-8 JSON."""
        return orjson.dumps(data)

    def decode_json(self, data: str | bytes) -> Any:
        """The request body as a dictionary. JSONDecodeError, which Strawberry answers with status 400, if it is not a JSON object."""
        decoded = orjson.loads(data)
        if not isinstance(decoded, dict):
            raise orjson.JSONDecodeError("A GraphQL request must be a JSON object.", str(data), 0)
        return cast(Any, decoded)


async def _watch(receive: Receive, left: asyncio.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    left.set()


def _replay(body: bytes, receive: Receive) -> Receive:
    """Delivers a body that was already received, then what follows it."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return messages.pop() if messages else await receive()

    return receive_again


def _limit_body(receive: Receive) -> Receive:
    """Raises HTTPException 413 when more than MAX_BODY bytes have arrived."""
    remaining = MAX_BODY

    async def receive_limited() -> Message:
        nonlocal remaining
        message = await receive()
        remaining -= len(message.get("body", b""))
        if remaining < 0:
            raise HTTPException(413, f"The request is larger than {MAX_BODY:,} bytes. Split it into several requests.")
        return message

    return receive_limited
