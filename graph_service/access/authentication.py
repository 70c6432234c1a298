"""Authenticates requests by their token."""

import base64

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from graph_service.access.error_response import send_error
from graph_service.access.token_file import Tokens, find_caller
from graph_service.errors import Unauthenticated


class TokenAuthenticationMiddleware:
    """Requires a token, as `Authorization: Bearer TOKEN` or as the password of HTTP Basic authentication, which is what spreadsheets support.

    Sets the caller in the request's state. This is the only place that authenticates: another method, such as OpenID Connect, belongs here.
    tokens: None to accept every request.
    """

    def __init__(self, app: ASGIApp, tokens: Tokens | None) -> None:
        self._app = app
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or responds with status 401."""
        if self._tokens is not None:
            token = read_authorization(Headers(scope=scope).get("authorization", ""))
            caller = None if token is None else find_caller(self._tokens, token)
            if caller is None:
                challenge = {"WWW-Authenticate": 'Bearer realm="graph-service"'}
                await send_error(scope, receive, send, _unauthenticated(token), 401, challenge)
                return
            scope.setdefault("state", {})["caller"] = caller
        await self._app(scope, receive, send)


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


def _unauthenticated(token: str | None) -> Unauthenticated:
    if token is None:
        return Unauthenticated("This service requires a token: send the header Authorization: Bearer TOKEN.")
    return Unauthenticated("This token is unknown. Ask the operator of the service for a token.")
