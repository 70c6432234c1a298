"""Authenticates requests by token or session. Without tokens and a company login, it accepts only requests from this machine."""

import base64
from dataclasses import replace
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.access.error_response import send_error, send_rate_limited
from graph_service.access.local_caller import read_local_caller
from graph_service.access.token_store import TokenStore
from graph_service.callers import Caller
from graph_service.errors import Forbidden, GraphServiceError, InvalidInput, RateLimited, Unauthenticated
from graph_service.rate_limit import RateLimit, network_of

if TYPE_CHECKING:
    from graph_service.access.oidc import Login

CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="graph-service"'}
NO_TOKEN: Final = "This service requires a token: send the header Authorization: Bearer TOKEN."  # noqa: S105
NOT_SIGNED_IN: Final = "You are not signed in. Programs send a token, in the header Authorization: Bearer TOKEN."
UNKNOWN_TOKEN: Final = "This token is unknown. Ask the operator of the service for a token."  # noqa: S105
FORWARDING_HEADERS: Final = (b"forwarded", b"via", b"x-real-ip", b"x-forwarded")  # the last: X-Forwarded-For, -Host and others


class TokenAuthenticationMiddleware:
    """Requires a token, as `Authorization: Bearer TOKEN` or as the password of HTTP Basic authentication, which is what spreadsheets support, or
    a session of the company login.

    Sets the caller in the request's state, and forbids caches to keep the response. This is the only place that authenticates. Without tokens
    and a login, it accepts only requests from this machine, whichever server runs the application and whatever address it listens on.

    contributors_publish: whether contributors may publish their own lessons. attempts: how many invalid tokens one address may send. A valid
    token is accepted even then, so that nobody locks out others who share an address.
    """

    def __init__(
        self,
        app: ASGIApp,
        tokens: TokenStore | None,
        login: "Login | None" = None,
        attempts: RateLimit | None = None,
        *,
        contributors_publish: bool = False,
    ) -> None:
        self._app, self._contributors_publish = app, contributors_publish
        self._tokens = tokens
        self._login = login
        self._attempts = attempts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or responds with status 401, with 403 if it may not be sent from where it comes, with 400 if it has several
        Authorization headers, with 429 after too many invalid tokens, or with 503 while nobody can be identified."""
        send = _without_caching(send)
        try:
            caller, cookie = await self._authenticate(scope)
        except RateLimited as error:
            await send_rate_limited(scope, receive, send, error)
        except Unauthenticated as error:
            await send_error(scope, receive, send, error, 401, CHALLENGE)
        except Forbidden as error:
            await send_error(scope, receive, send, error, 403)
        except InvalidInput as error:
            await send_error(scope, receive, send, error, 400)
        except GraphServiceError as error:
            await send_error(scope, receive, send, error, 503)
        else:
            scope.setdefault("state", {})["caller"] = replace(caller, publishes=self._contributors_publish)
            await self._app(scope, receive, send if cookie is None else _with_cookie(send, cookie))

    async def _authenticate(self, scope: Scope) -> tuple[Caller, str | None]:
        """The caller, and a Set-Cookie header if a session is to be renewed."""
        if self._tokens is None and self._login is None:
            return _authenticate_local(scope), None
        headers = Headers(scope=scope)
        authorizations = headers.getlist("authorization")
        if len(authorizations) > 1:  # proxies and servers differ in which of them counts
            raise InvalidInput("The request has several Authorization headers. Send one.")
        token = read_authorization("".join(authorizations))
        if token is not None:
            return await self._authenticate_limited(token, scope), None
        found = None if self._login is None else await self._login.authenticate_cookie(scope.get("method", ""), headers)
        if found is None:
            raise Unauthenticated(NO_TOKEN if self._login is None else NOT_SIGNED_IN)
        return found

    async def _authenticate_limited(self, token: str, scope: Scope) -> Caller:
        """The caller with this token. Counts invalid tokens; raises RateLimited when the address has sent too many of them."""
        try:
            return await self._authenticate_token(token)
        except Unauthenticated:
            if self._attempts is not None:
                count_attempt(self._attempts, scope, "Too many invalid tokens were sent from your address.")
            raise

    async def _authenticate_token(self, token: str) -> Caller:
        if self._login is not None and is_json_web_token(token):
            return await self._login.authenticate_token(token)
        if self._tokens is None:
            raise Unauthenticated(UNKNOWN_TOKEN)
        return self._tokens.authenticate(token)


def _authenticate_local(scope: Scope) -> Caller:
    if not is_local_request(scope):
        raise Forbidden(
            "This service has no tokens, so it accepts requests only from its own machine. To give others access, create a token with "
            "`graph-service token create NAME --role ROLE --tokens-file FILE`, and start the service with GRAPH_SERVICE_TOKENS_FILE=FILE."
        )
    return read_local_caller(Headers(scope=scope))


def is_local_request(scope: Scope) -> bool:
    """Whether a request comes from this machine. A request with a header that proxies add does not count, because it may come from anywhere."""
    if scope.get("client") is None or any(name.startswith(FORWARDING_HEADERS) for name, _ in scope["headers"]):
        return False
    try:
        return ip_address(scope["client"][0]).is_loopback
    except ValueError:
        return False


def count_attempt(attempts: RateLimit, scope: Scope, message: str) -> None:
    """Counts an attempt of the client's address. Raises RateLimited with this message when it has made too many."""
    key = network_of(scope["client"][0] if scope.get("client") else "")
    if seconds := attempts.wait(key):
        raise RateLimited(f"{message} At most {attempts.limit:,.0f} a minute are allowed.", seconds)
    attempts.add(key)


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


def is_json_web_token(token: str) -> bool:
    """Whether a token has the form of a JSON Web Token, signed or not: a header in JSON, and two more parts."""
    return token.startswith("ey") and token.count(".") == 2


def _without_caching(send: Send) -> Send:
    """Forbids caches to keep the response. A request with a cookie does not do so by itself, as one with an Authorization header does."""

    async def send_without_caching(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).setdefault("Cache-Control", "no-store")
        await send(message)

    return send_without_caching


def _with_cookie(send: Send, cookie: str) -> Send:
    async def send_with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("Set-Cookie", cookie)
        await send(message)

    return send_with_cookie
