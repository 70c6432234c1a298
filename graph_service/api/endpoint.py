"""GraphQL over HTTP: Strawberry's view with our context and our errors, and in front of it a short way for what was asked before.

The short way answers a prepared operation from its rows. Whatever it cannot, it hands on to the view with what was read so far, or with
what became of the change: the answer is the same whichever way it goes, and nothing is done twice.
"""

from typing import Any, cast

import orjson
import strawberry
from cross_web import HTTPException as RequestError  # what Strawberry raises, which brings it along
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse
from strawberry.types import ExecutionResult

from graph_service.access import get_caller, log_fields
from graph_service.api.context import Context, Resources, today
from graph_service.api.error_format import present, refuse
from graph_service.api.limits import cost_shown
from graph_service.api.schema import Schema
from graph_service.compiler.operations import read_roots

JSON = "application/json"
MAX_BODY = 2**21  # bytes. A list of a million ids, 11 MB, is more than the heap of the local Neo4j holds: it ends, and the service with it


class Endpoint(GraphQL[Context, None]):
    """The application behind /graphql."""

    def __init__(self, schema: Schema) -> None:
        super().__init__(schema, graphql_ide="graphiql", allow_queries_via_get=True)
        self._operations, self._mutations = schema.operations, schema.mutations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers; status 413 as soon as more than MAX_BODY has come in."""
        receive = _bounded(receive)
        if not _is_plain(scope):
            await super().__call__(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            body = await request.body()
        except HTTPException as error:
            await Response(self._refusal(error.detail), error.status_code, media_type=JSON)(scope, receive, send)
            return
        answer = await self._answer(request, body)
        if answer is None:
            await super().__call__(scope, _again(body, receive), send)
        else:
            await Response(answer, media_type=JSON)(scope, receive, send)

    async def _answer(self, request: Request, body: bytes) -> bytes | None:
        """The response of what was asked before; None when it was not, or when its answer is not plain."""
        try:
            asked = orjson.loads(body)
        except orjson.JSONDecodeError:
            return None
        if not isinstance(asked, dict) or cast("dict[str, Any]", asked).keys() - {"query", "variables", "operationName"}:
            return None
        return await self._read(request, cast("dict[str, Any]", asked))

    async def _read(self, request: Request, asked: dict[str, Any]) -> bytes | None:
        query, variables, name = asked.get("query"), asked.get("variables"), asked.get("operationName")
        if not isinstance(query, str) or not isinstance(variables, dict | None) or not isinstance(name, str | None):
            return None
        resources: Resources = request.app.state.resources
        prepared = self._operations.find(query, name)
        planned = prepared and prepared.plan(cast("dict[str, Any] | None", variables), today())
        if not prepared or not planned or (complete := planned.plan.complete) is None or planned.cost.rows > resources.max_cost:
            return None
        log_fields(request.scope).update(operation=prepared.name, rows=planned.cost.rows)
        if prepared.changes:
            rows = await self._mutations.carry_out(Context(resources, caller=get_caller(request.scope)), planned)
        else:
            rows = await read_roots(resources.graph, planned)
        try:
            return orjson.dumps({"data": complete(rows), "extensions": cost_shown(planned.cost, resources.max_cost)})
        except Exception:  # whatever it is: graphql-core has the last word over these rows
            request.state.rows = rows
            return None

    async def run(self, request: Any, context: Any = strawberry.UNSET, root_value: Any = strawberry.UNSET) -> Any:
        """The response; what is no GraphQL request gets its status and an error like any other."""
        try:
            return cast(Any, await super().run(request, context, root_value))
        except (HTTPException, RequestError) as error:
            reason = error.detail if isinstance(error, HTTPException) else error.reason
            return Response(self._refusal(reason), error.status_code, media_type=JSON)

    async def render_graphql_ide(self, request: Request) -> Response:
        """Sends whoever opens the address in a browser to our GraphiQL. Strawberry's would fetch itself from another host."""
        return RedirectResponse("/graphiql")

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        """A context of its own for each request."""
        rows = getattr(request.state, "rows", {})
        context = Context(request.app.state.resources, rows=rows, caller=get_caller(request.scope), told=log_fields(request.scope))
        request.state.request_id = context.request_id
        return context

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """The response, with errors in our words."""
        response: GraphQLHTTPResponse = {"data": result.data}
        if result.errors:
            errors = [present(error, request.state.request_id) for error in result.errors]
            response["errors"] = list(errors)
            log_fields(request.scope)["errors"] = [error["extensions"]["code"] for error in errors]
        if result.extensions:
            response["extensions"] = result.extensions
        return response

    def _refusal(self, reason: str) -> bytes:
        return self.encode_json({"errors": [refuse(reason)]})

    def encode_json(self, data: object) -> bytes:
        """In UTF-8, as bytes."""
        return orjson.dumps(data)

    def decode_json(self, data: str | bytes) -> Any:
        """JSONDecodeError, which becomes status 400, when it is no JSON or no object."""
        decoded = orjson.loads(data)
        if not isinstance(decoded, dict):
            raise orjson.JSONDecodeError("A GraphQL request is a JSON object.", str(data), 0)
        return cast(Any, decoded)


def _is_plain(scope: Scope) -> bool:
    """Whether it posts JSON and wants one answer, not a stream of them."""
    headers = Headers(scope=scope)
    accepted = headers.get("accept", "")
    return (
        scope["type"] == "http"
        and scope["method"] == "POST"
        and headers.get("content-type", "").startswith(JSON)
        and "multipart" not in accepted
        and "event-stream" not in accepted
    )


def _again(body: bytes, receive: Receive) -> Receive:
    """Hands out a body that was received already, then whatever comes."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return messages.pop() if messages else await receive()

    return receive_again


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
