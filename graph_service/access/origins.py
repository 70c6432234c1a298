"""Allowed hosts, allowed origins, and the security headers of every response.

Against DNS rebinding: an attacker can point a domain of their own at this machine, and a browser then sends that domain as Host. So the service
accepts only localhost, IP addresses and the configured host names. Against cross-site request forgery: changes and WebSockets that a browser sends
must come from a page of the service.
"""

import ipaddress
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.access.error_response import send_error
from graph_service.errors import Forbidden

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
SECURITY_HEADERS: Final = {  # in lower case, as ASGI requires
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}


class TrustedOriginMiddleware:
    """Rejects requests for a host name that is not allowed and changes from a page of another origin.

    allowed_hosts: host names of the service; localhost and IP addresses are always allowed.
    """

    def __init__(self, app: ASGIApp, allowed_hosts: Iterable[str] = ()) -> None:
        self._app = app
        self._allowed_hosts = frozenset(name.lower() for name in allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or responds with status 403."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        error = self._check(scope)
        if error is None:
            await self._app(scope, receive, _with_security_headers(send))
        else:
            await send_error(scope, receive, _with_security_headers(send), error, 403)

    def _check(self, scope: Scope) -> Forbidden | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        _, name = _split(f"//{host}")
        if name is None or not (name in self._allowed_hosts or _is_always_allowed(name)):
            return Forbidden(f"This service does not serve the host {host!r}. To allow it, add it to GRAPH_SERVICE_ALLOWED_HOSTS.")
        origin = headers.get("origin")
        is_change = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        if is_change and origin is not None and not self._is_own_origin(origin, host):
            return Forbidden("Browsers may send this request only from a page of this service.")
        return None

    def _is_own_origin(self, origin: str, host: str) -> bool:
        """Whether the page has the host of the request, or another host name of the service (a proxy may use its own for the request)."""
        netloc, name = _split(origin)
        return netloc == host.lower() or name in self._allowed_hosts


def _split(url: str) -> tuple[str, str | None]:
    """Host with port, and host name, of a URL in lower case; "" and None when it is not valid."""
    try:
        parts = urlsplit(url)
        return parts.netloc.lower(), parts.hostname
    except ValueError:
        return "", None


def _is_always_allowed(name: str) -> bool:
    """Whether no attacker can own this name: localhost or an IP address."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _with_security_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = message.get("headers", ())
            present = {name for name, _ in headers}
            message["headers"] = [*headers, *(header for header in SECURITY_HEADERS.items() if header[0] not in present)]
        await send(message)

    return send_with_headers
