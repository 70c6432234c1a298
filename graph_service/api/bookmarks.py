"""Reading one's own writes on a cluster: the answer of a mutation has bookmarks in its header, and a request that brings them is answered by
a server that has come as far.
"""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.access import send_error
from graph_service.api.context import Resources
from graph_service.errors import GraphServiceError, InvalidInput
from graph_service.graph.bookmarks import BookmarkChain, use_bookmarks

HEADER: Final = "Graph-Bookmarks"
NAME: Final = HEADER.lower().encode()  # as ASGI has it


class Bookmarked:
    """Takes bookmarks from requests and gives them with answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands on. Status 400 when the bookmarks are none, 503 when the database does not come as far."""
        try:
            chain = await _begin(scope)
        except GraphServiceError as error:
            await send_error(scope, receive, send, error, 400 if isinstance(error, InvalidInput) else 503)
            return
        with use_bookmarks(chain):
            await self._app(scope, receive, _telling(chain, send))


async def _begin(scope: Scope) -> BookmarkChain:
    """The request's chain, once the database has come as far: what is wrong with it is said here, and not by each field that reads."""
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == NAME]
    given = [text for line in lines for part in line.split(",") if (text := part.strip())]
    chain = BookmarkChain.from_values(given)
    if given:
        resources: Resources = scope["app"].state.resources
        with use_bookmarks(chain):
            await resources.graph.await_bookmarks()
    return chain


def _telling(chain: BookmarkChain, send: Send) -> Send:
    async def send_telling(message: Message) -> None:
        if chain.has_writes and message["type"] == "http.response.start":
            MutableHeaders(scope=message)[HEADER] = ",".join(chain.values)
        await send(message)

    return send_telling
