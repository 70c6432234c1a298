"""Authenticates requests: by their token or, if the service has no tokens, by their address: only its own machine may send them."""

import base64
from dataclasses import replace
from ipaddress import ip_address
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from graph_service.access.error_response import send_error
from graph_service.access.local_name import read_local_caller
from graph_service.access.token_store import TokenStore
from graph_service.callers import Caller
from graph_service.errors import Forbidden, Unauthenticated

CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="graph-service"'}
FORWARDING_HEADERS: Final = (b"forwarded", b"via", b"x-real-ip", b"x-forwarded")  # the last: X-Forwarded-For, -Host and others


class TokenAuthenticationMiddleware:
    """Requires a token, as `Authorization: Bearer TOKEN` or as the password of HTTP Basic authentication, which is what spreadsheets support.

    Sets the caller in the request's state. This is the only place that authenticates: another method, such as OpenID Connect, belongs here.
    contributors_publish: whether contributors may publish their own lessons. tokens: None to accept only requests from this machine, whichever server runs the application and whatever address it listens on.
    """

    def __init__(self, app: ASGIApp, tokens: TokenStore | None, *, contributors_publish: bool = False) -> None:
        self._app, self._contributors_publish = app, contributors_publish
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or responds with status 401, or with 403 if the service has no tokens and the request is not local."""
        try:
            scope.setdefault("state", {})["caller"] = replace(self._authenticate(scope), publishes=self._contributors_publish)
        except Unauthenticated as error:
            await send_error(scope, receive, send, error, 401, CHALLENGE)
        except Forbidden as error:
            await send_error(scope, receive, send, error, 403)
        else:
            await self._app(scope, receive, send)

    def _authenticate(self, scope: Scope) -> Caller:
        if self._tokens is None:
            if not is_local_request(scope):
                raise Forbidden(
                    "This service has no tokens, so it accepts requests only from its own machine. To give others access, create a token with "
                    "`graph-service token create NAME --role ROLE --tokens-file FILE`, and start the service with GRAPH_SERVICE_TOKENS_FILE=FILE."
                )
            return read_local_caller(Headers(scope=scope))
        token = read_authorization(Headers(scope=scope).get("authorization", ""))
        if token is None:
            raise Unauthenticated("This service requires a token: send the header Authorization: Bearer TOKEN.")
        return self._tokens.authenticate(token)


def is_local_request(scope: Scope) -> bool:
    """Whether a request comes from this machine. A request with a header that proxies add does not count, because it may come from anywhere."""
    if scope.get("client") is None or any(name.startswith(FORWARDING_HEADERS) for name, _ in scope["headers"]):
        return False
    try:
        return ip_address(scope["client"][0]).is_loopback
    except ValueError:
        return False


def read_authorization(value: str) -> str | None:
    """The token in an Authorization header; None when it contains none."""
    scheme, _, credentials = value.partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip() or None
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(credentials, validate=True).decode().partition(":")[2] or None
        except ValueError:  # not Base64, not ASCII or not UTF-8
            return None
    return None
