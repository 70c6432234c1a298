"""Cross-origin resource sharing (CORS): lets pages of allowed origins read responses."""

from collections.abc import Sequence
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFLIGHT_MAX_AGE: Final = 7_200  # seconds for which a browser may cache a preflight response; Chrome allows no more
EXPOSED_HEADERS: Final = ("Graph-As-Of", "Graph-Bookmarks", "Retry-After", "X-Request-Id")


class CrossOriginMiddleware(CORSMiddleware):
    """Starlette's middleware for exact origins, without credentials: the cookies of the company login count only for pages of the service,
    and other pages send a token in a header.

    Every response has `Vary: Origin`, even if the request has no origin: a cache must not return such a response to a page. Preflight requests
    of other origins are passed on, so that they are refused with a reason.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        super().__init__(
            app,
            allow_origins=origins,
            allow_methods=("GET", "HEAD", "POST"),
            allow_headers=("*",),
            allow_private_network=True,
            expose_headers=EXPOSED_HEADERS,
            max_age=PREFLIGHT_MAX_AGE,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers preflight requests of allowed origins, and adds the CORS headers to their other responses."""
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if origin is not None and self.is_allowed_origin(origin):
            await super().__call__(scope, receive, send)
        else:
            await self.app(scope, receive, _with_vary(send))


def _with_vary(send: Send) -> Send:
    async def send_with_vary(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Origin")
        await send(message)

    return send_with_vary
