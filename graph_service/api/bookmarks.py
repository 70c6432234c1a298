"""Read-your-own-writes on a cluster: the response to a mutation has bookmarks in its header `Graph-Bookmarks`. A request that sends them
includes the mutation, whichever server runs it.
"""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.access import send_error
from graph_service.api.context import Resources
from graph_service.errors import GraphServiceError, InvalidInput
from graph_service.graph.bookmarks import BookmarkChain, use_bookmarks

HEADER: Final = "Graph-Bookmarks"
RAW_HEADER: Final = HEADER.lower().encode()


class BookmarkMiddleware:
    """Reads bookmarks from request headers and writes them to response headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Status 400 if the bookmarks are malformed, 503 if the database does not reach them in time."""
        try:
            chain = await _reach_bookmarks(scope)
        except GraphServiceError as error:
            await send_error(scope, receive, send, error, 400 if isinstance(error, InvalidInput) else 503)
            return
        with use_bookmarks(chain):
            await self._app(scope, receive, _with_bookmarks(chain, send))


async def _reach_bookmarks(scope: Scope) -> BookmarkChain:
    """The chain that starts at the request's bookmarks, once the database has reached them.

    Waiting here, and not in each field, gives one error per request.
    """
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == RAW_HEADER]
    values = [value for line in lines for part in line.split(",") if (value := part.strip())]
    chain = BookmarkChain.from_values(values)
    if values:
        resources: Resources = scope["app"].state.resources
        with use_bookmarks(chain):
            await resources.graph.await_bookmarks()
    return chain


def _with_bookmarks(chain: BookmarkChain, send: Send) -> Send:
    """Adds the header if the request wrote something."""

    async def send_with_bookmarks(message: Message) -> None:
        if chain.written and message["type"] == "http.response.start":
            MutableHeaders(scope=message)[HEADER] = ",".join(chain.written)
        await send(message)

    return send_with_bookmarks
