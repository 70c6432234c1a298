"""The ASGI application at /graphql: the fast path (fast_path.py), then Strawberry's execution with our context and error format."""

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Message, Receive, Scope, Send
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from graph_service.access import get_caller, log_fields
from graph_service.api.context import Context
from graph_service.api.http.allowed_documents import AllowedDocuments
from graph_service.api.http.error_format import STATUSES, format_refusal, format_result, hide_suggestions, is_request_error
from graph_service.api.http.fast_path import FastPath
from graph_service.api.http.media_types import CONTENT_TYPES, GRAPHQL_RESPONSE, JSON, MAX_RANGES, TooManyRanges, choose_media_type
from graph_service.api.http.requests import MAX_BODY, MAX_SHOWN, GraphQLRequest, RequestError, read_request, request_error
from graph_service.api.schema import Schema

METHODS: Final = ("GET", "POST")
PARTIAL_SUCCESS: Final = 294  # defined by the GraphQL-over-HTTP draft: data with errors
DOCUMENT_PARAMETERS: Final = ("query", "documentId")


class Endpoint:
    """Answers GraphQL requests over HTTP. documents: the persisted documents by id. allowed: the only documents that may run; None for any.
    opens_editor: whether a browser that opens the address is redirected to GraphiQL."""

    def __init__(
        self,
        schema: Schema,
        documents: Mapping[str, str] | None = None,
        allowed: AllowedDocuments | None = None,
        *,
        opens_editor: bool = True,
    ) -> None:
        self._schema, self._documents, self._allowed = schema, documents or {}, allowed
        self._opens_editor = opens_editor
        self._fast_path = FastPath(schema)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request. Responds with status 413 as soon as more than MAX_BODY bytes have arrived."""
        state = scope.setdefault("state", {})
        try:
            response = await self._respond(Request(scope, _limit_body(receive)))
            await response(scope, receive, send)
        finally:
            if (context := state.get("context")) is not None:
                context.release()

    async def _respond(self, request: Request) -> Response:
        if self._opens_editor and _opens_editor(request):
            return RedirectResponse("/graphiql")
        media_type = JSON
        try:
            if request.method not in METHODS:
                raise request_error(405, "GraphQL requests are sent by GET or POST.", Allow=", ".join(METHODS))
            media_type = _negotiate(request)
            graphql_request = await read_request(request, self._documents)
            if self._allowed is not None:
                self._allowed.require(graphql_request.query)
            content = await self._fast_path.respond(request, graphql_request)
            return _respond_with(content, 200, media_type) if content is not None else await self.run(request, graphql_request, media_type)
        except RequestError as refused:
            body = {"errors": [format_refusal(refused.error)]}
            return _respond_with(orjson.dumps(body), refused.status, media_type, refused.headers)

    async def run(self, request: Request, graphql_request: GraphQLRequest, media_type: str) -> Response:
        """Executes the request with Strawberry, and notices if the client disconnects meanwhile. Raises RequestError."""
        context = self.create_context(request)
        watcher = asyncio.create_task(_watch(request.receive, context.client_disconnected))
        try:
            result = await self._execute(graphql_request, context)
        finally:
            watcher.cancel()
        body, codes = format_result(result, context.request_id)
        if codes and not context.resources.introspection:
            hide_suggestions(body)
        if codes:
            log_fields(request.scope)["errors"] = codes
            context.failures.extend(result.errors or ())
        if media_type == JSON:  # clients that do not know the draft expect status 200 and `data`
            return _respond_with(orjson.dumps(body), 200, JSON)
        status = PARTIAL_SUCCESS if codes else 200
        if is_request_error(result):
            del body["data"]
            status = STATUSES.get(codes[0], 500)
        return _respond_with(orjson.dumps(body), status, media_type)

    async def _execute(self, graphql_request: GraphQLRequest, context: Context) -> Any:
        try:
            return await self._schema.execute(
                graphql_request.query,
                variable_values=graphql_request.variables,
                context_value=context,
                operation_name=graphql_request.operation_name,
                # Validation reports subscriptions: the schema has none.
                allowed_operation_types=set(OperationType) - ({OperationType.MUTATION} if graphql_request.is_get else set()),
                operation_extensions=graphql_request.extensions,
            )
        except CannotGetOperationTypeError as error:
            named = "" if graphql_request.operation_name is None else f" named {graphql_request.operation_name[:MAX_SHOWN]!r}"
            raise request_error(400, f"The document has no operation{named}.") from error
        except InvalidOperationTypeError as error:
            raise request_error(405, "Only queries may be sent by GET. Send mutations by POST.", Allow="POST") from error

    def create_context(self, request: Request) -> Context:
        """The context of one request, with the rows that the fast path has already read."""
        context = Context(
            request.app.state.resources,
            rows=getattr(request.state, "rows", {}),
            warnings=getattr(request.state, "warnings", []),
            caller=get_caller(request.scope),
            client=request.client.host if request.client else "",
            log_fields=log_fields(request.scope),
        )
        request.state.context = context
        return context


def _opens_editor(request: Request) -> bool:
    """Whether a browser opened the address without a query, so that it is redirected to GraphiQL."""
    return (
        request.method == "GET"
        and "text/html" in (_read_accept(request) or "").lower()
        and not any(name in request.query_params for name in DOCUMENT_PARAMETERS)
    )


def _read_accept(request: Request) -> str | None:
    """The Accept header; several lines of it count as one, as RFC 9110 says."""
    lines = request.headers.getlist("accept")
    return ",".join(lines) if lines else None


def _negotiate(request: Request) -> str:
    """The media type of the response. Raises RequestError with 406 if the Accept header allows none."""
    try:
        media_type = choose_media_type(_read_accept(request))
    except TooManyRanges as error:
        raise request_error(406, f"The Accept header lists more than {MAX_RANGES} media types.") from error
    if media_type is None:
        raise request_error(406, f"The Accept header allows neither {GRAPHQL_RESPONSE} nor {JSON}.")
    return media_type


def _respond_with(content: bytes, status: int, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(content, status, {"Vary": "Accept", **(headers or {})}, media_type=CONTENT_TYPES[media_type])


async def _watch(receive: Receive, disconnected: asyncio.Event) -> None:
    with contextlib.suppress(RequestError):  # a GET with a body that is too large
        while (await receive())["type"] != "http.disconnect":
            pass
        disconnected.set()


def _limit_body(receive: Receive) -> Receive:
    """Raises RequestError with 413 when more than MAX_BODY bytes have arrived."""
    remaining = MAX_BODY

    async def receive_limited() -> Message:
        nonlocal remaining
        message = await receive()
        remaining -= len(message.get("body", b""))
        if remaining < 0:
            raise request_error(413, f"The request is larger than {MAX_BODY:,} bytes. Split it into several requests.")
        return message

    return receive_limited
