"""Reading one's own writes on a cluster: the answer of a mutation has bookmarks in its header, and a request that brings them is answered by
a server that has come as far.
"""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.access import refuse
from graph_service.api.context import Resources
from graph_service.errors import GraphServiceError, InvalidInput
from graph_service.graph.bookmarks import Chain, chained

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
            await refuse(scope, receive, send, error, 400 if isinstance(error, InvalidInput) else 503)
            return
        with chained(chain):
            await self._app(scope, receive, _telling(chain, send))


async def _begin(scope: Scope) -> Chain:
    """The request's chain, once the database has come as far: what is wrong with it is said here, and not by each field that reads."""
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == NAME]
    given = [text for line in lines for part in line.split(",") if (text := part.strip())]
    chain = Chain.after(given)
    if given:
        resources: Resources = scope["app"].state.resources
        with chained(chain):
            await resources.graph.catch_up()
    return chain


def _telling(chain: Chain, send: Send) -> Send:
    async def send_telling(message: Message) -> None:
        if chain.written and message["type"] == "http.response.start":
            MutableHeaders(scope=message)[HEADER] = ",".join(chain.texts)
        await send(message)

    return send_telling
