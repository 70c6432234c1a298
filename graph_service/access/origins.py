"""From where somebody comes: requests that a foreign page makes a browser send are turned away, and answers tell browsers to be strict.

A name that an attacker owns may be made to point at this machine (DNS rebinding); a browser then sends that name as Host. So the service
answers to localhost, to addresses, and to the names it was told. What changes something, and a WebSocket, must come from a page of the service.
"""

import ipaddress
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.access.error_response import send_error
from graph_service.errors import Forbidden

LOOKING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
STRICT: Final = {  # as ASGI has them
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}


class TrustedOriginMiddleware:
    """Turns away what comes under a foreign name or from a foreign page. `names`: those of the service, besides localhost and addresses."""

    def __init__(self, app: ASGIApp, names: Iterable[str] = ()) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands on, or answers with status 403."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        fault = self._fault(scope)
        if fault is None:
            await self._app(scope, receive, _strictly(send))
        else:
            await send_error(scope, receive, _strictly(send), fault, 403)

    def _fault(self, scope: Scope) -> Forbidden | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        name = _name(f"//{host}")
        if name is None or not (name in self._names or _is_own(name)):
            return Forbidden(f"This service does not go by the name {host!r}. If it should: GRAPH_SERVICE_ALLOWED_HOSTS.")
        origin = headers.get("origin")
        changes = scope["type"] == "websocket" or scope["method"] not in LOOKING
        if changes and origin is not None and not self._is_ours(origin, host):
            return Forbidden("Only pages of this service may send this from a browser.")
        return None

    def _is_ours(self, origin: str, host: str) -> bool:
        """Whether the page was served under the same name, or another of the service's (a proxy may ask under one of its own)."""
        return urlsplit(origin).netloc.lower() == host.lower() or _name(origin) in self._names


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _is_own(name: str) -> bool:
    """Whether nobody can own this name elsewhere."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _strictly(send: Send) -> Send:
    async def send_strictly(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = message.get("headers", ())
            said = {name for name, _ in headers}
            message["headers"] = [*headers, *(header for header in STRICT.items() if header[0] not in said)]
        await send(message)

    return send_strictly
