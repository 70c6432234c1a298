"""Allowed hosts, allowed origins, and the security headers of every response.

Against DNS rebinding: an attacker can point a domain of their own at this machine, and a browser then sends that domain as Host. So the service
accepts only localhost, IP addresses and the configured host names. Against cross-site request forgery: a browser may send changes, and requests
to the API, only from a page of the service or of an allowed origin.
"""

import ipaddress
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.access.error_response import send_error
from graph_service.errors import Forbidden

# Neo4j Browser fetches the files below this path from an origin of its own. They contain none of the PMO's data, and answer preflight
# requests.
FILES_FOR_ANY_ORIGIN: Final = "/browser/"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
OTHER_ORIGINS: Final = frozenset({"cross-site", "same-site"})  # values of Sec-Fetch-Site
MAX_SHOWN: Final = 200  # characters of a header in an error
SECURITY_HEADERS: Final = {  # in lower case, as ASGI requires
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}
WEB_SCHEMES: Final = ("https://", "http://")
NO_WEB_ORIGIN: Final = (  # "null", or that of a browser extension or an app
    "Only pages of a web server may use this service from a browser: files, sandboxed frames and browser extensions have no origin that can be "
    "allowed. Open the page from a web server, and add its origin to GRAPH_SERVICE_ALLOWED_ORIGINS."
)
CROSS_SITE_LINK: Final = "A link on a page of another origin led to this address, so the query was not run. Enter the address in the browser, or send the query by POST."


class OriginPolicy:
    """The origins whose pages may send requests: those of the service itself, and the allowed ones.

    hosts: host names of the service. origins: as browsers send them, such as https://pmo.example.
    """

    def __init__(self, hosts: Iterable[str] = (), origins: Iterable[str] = ()) -> None:
        self.hosts = frozenset(name.lower() for name in hosts)
        self._origins = frozenset(origins)

    def check_origin(self, headers: Headers) -> Forbidden | None:
        """Returns an error if the headers name an origin that is not allowed; None otherwise, also if they name none."""
        origin = headers.get("origin")
        if origin is None or origin in self._origins or self._is_own(origin, headers.get("host", "")):
            return None
        if not origin.lower().startswith(WEB_SCHEMES):
            return Forbidden(NO_WEB_ORIGIN)
        return Forbidden(
            "Browsers may send this request only from a page of this service. "
            f"To allow pages of {origin[:MAX_SHOWN]!r}, add this origin to GRAPH_SERVICE_ALLOWED_ORIGINS."
        )

    def _is_own(self, origin: str, host: str) -> bool:
        """Whether the page has the host of the request, or another host name of the service (a proxy may use its own for the request)."""
        netloc, name = _split(origin)
        return netloc == host.lower() or name in self.hosts


class TrustedOriginMiddleware:
    """Rejects requests for a host name that is not allowed, and changes and preflight requests from an origin that is not allowed.

    localhost and IP addresses are always allowed as hosts.
    """

    def __init__(self, app: ASGIApp, policy: OriginPolicy) -> None:
        self._app = app
        self._policy = policy

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
        if name is None or not (name in self._policy.hosts or _is_always_allowed(name)):
            return Forbidden(
                f"This service does not serve the host {host[:MAX_SHOWN]!r}. To allow it, add it to GRAPH_SERVICE_ALLOWED_HOSTS."
            )
        is_change = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS or _is_preflight(scope, headers)
        return self._policy.check_origin(headers) if is_change else None


class CrossSiteReadMiddleware:
    """Rejects reads of the API by pages of an origin that is not allowed. They could not see the response, but the query would be executed.

    Browsers send no Origin header for an image, a script or a form of another page, but they send Sec-Fetch-Site (Fetch Metadata).
    A link on another page may lead to an address without parameters or, with `allows_links`, to any address.
    """

    def __init__(self, app: ASGIApp, policy: OriginPolicy, *, allows_links: bool) -> None:
        self._app = app
        self._policy = policy
        self._allows_links = allows_links

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or responds with status 403."""
        headers = Headers(scope=scope)
        error = self._policy.check_origin(headers)
        if scope["method"] in SAFE_METHODS and "origin" not in headers and headers.get("sec-fetch-site") in OTHER_ORIGINS:
            error = self._check_cross_site_read(scope, headers)
        if error is None:
            await self._app(scope, receive, send)
        else:
            await send_error(scope, receive, send, error, 403)

    def _check_cross_site_read(self, scope: Scope, headers: Headers) -> Forbidden | None:
        is_link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        if is_link:
            return None if self._allows_links or not scope["query_string"] else Forbidden(CROSS_SITE_LINK)
        return Forbidden(
            "Pages of another origin may read the API only with `fetch`, and only if GRAPH_SERVICE_ALLOWED_ORIGINS lists that origin."
        )


def _is_preflight(scope: Scope, headers: Headers) -> bool:
    """Whether a browser asks if a page of another origin may send a request to a route that only some origins may use. Most of these routes know
    no OPTIONS, and would answer without a reason."""
    is_public = scope["path"].startswith(FILES_FOR_ANY_ORIGIN)
    return scope["method"] == "OPTIONS" and "access-control-request-method" in headers and not is_public


def _split(url: str) -> tuple[str, str | None]:
    """Host with port, and host name, of a URL in lower case; "" and None when it is not valid."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError for a port that is no number: Starlette would write it into a redirect
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
