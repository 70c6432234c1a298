"""Authentication: the token that each request must send."""

import base64
import binascii

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from graph_service.access.error_response import send_error
from graph_service.access.token_file import Tokens, find_caller
from graph_service.errors import Unauthenticated


class TokenAuthenticationMiddleware:
    """Lets in who shows a token, as `Authorization: Bearer TOKEN` or as the password of HTTP Basic, which is what spreadsheets offer.

    It is the one place that finds out who somebody is: another way of telling, such as OpenID Connect, belongs here.
    """

    def __init__(self, app: ASGIApp, tokens: Tokens | None) -> None:
        self._app = app
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands on, or answers with status 401."""
        if self._tokens is not None:
            shown = read_authorization(Headers(scope=scope).get("authorization", ""))
            caller = None if shown is None else find_caller(self._tokens, shown)
            if caller is None:
                await send_error(scope, receive, send, _unknown(shown), 401, {"WWW-Authenticate": 'Bearer realm="graph-service"'})
                return
            scope.setdefault("state", {})["caller"] = caller
        await self._app(scope, receive, send)


def read_authorization(value: str) -> str | None:
    """The token in the header's value; None where there is none."""
    scheme, _, rest = value.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip() or None
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(rest, validate=True).decode().partition(":")[2] or None
        except (binascii.Error, UnicodeDecodeError):
            return None
    return None


def _unknown(shown: str | None) -> Unauthenticated:
    if shown is None:
        return Unauthenticated("This service wants a token: send the header Authorization: Bearer TOKEN.")
    return Unauthenticated("This token is not known here. Ask whoever runs the service for one.")
