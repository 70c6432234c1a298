"""GraphQL over HTTP: Strawberry's view with our context and our errors. A place in front of it is where prepared reads will pass."""

from typing import Any, cast

import orjson
import strawberry
from cross_web import HTTPException as RequestError  # what Strawberry raises, which brings it along
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse
from strawberry.types import ExecutionResult

from graph_service.api.context import Context
from graph_service.api.faults import present, refuse

MAX_BODY = 2**21  # bytes. A list of a million ids, 11 MB, is more than the heap of the local Neo4j holds: it ends, and the service with it


class Endpoint(GraphQL[Context, None]):
    """The application behind /graphql."""

    def __init__(self, schema: strawberry.Schema) -> None:
        super().__init__(schema, graphql_ide=None, allow_queries_via_get=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers; status 413 as soon as more than MAX_BODY has come in."""
        await super().__call__(scope, _bounded(receive), send)

    async def run(self, request: Any, context: Any = strawberry.UNSET, root_value: Any = strawberry.UNSET) -> Any:
        """The response; what is no GraphQL request gets its status and an error like any other."""
        try:
            return cast(Any, await super().run(request, context, root_value))
        except (HTTPException, RequestError) as error:
            reason = error.detail if isinstance(error, HTTPException) else error.reason
            return Response(self.encode_json({"errors": [refuse(reason)]}), error.status_code, media_type="application/json")

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        """A context of its own for each request."""
        context = Context(request.app.state.resources)
        request.state.request_id = context.request_id
        return context

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """The response, with errors in our words."""
        response: GraphQLHTTPResponse = {"data": result.data}
        if result.errors:
            response["errors"] = [present(error, request.state.request_id) for error in result.errors]
        return response

    def encode_json(self, data: object) -> bytes:
        """In UTF-8, as bytes."""
        return orjson.dumps(data)

    def decode_json(self, data: str | bytes) -> Any:
        """JSONDecodeError, which becomes status 400, when it is no JSON or no object."""
        decoded = orjson.loads(data)
        if not isinstance(decoded, dict):
            raise orjson.JSONDecodeError("A GraphQL request is a JSON object.", str(data), 0)
        return cast(Any, decoded)


def _bounded(receive: Receive) -> Receive:
    left = MAX_BODY

    async def receive_bounded() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413, f"The request is larger than {MAX_BODY:,} bytes. Ask in parts.")
        return message

    return receive_bounded
