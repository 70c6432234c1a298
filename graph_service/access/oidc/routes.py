"""The pages of the login: /auth/sign-in, /auth/callback, /auth/sign-out and /auth/session. All are public, because they establish who the caller is."""

import logging
from html import escape
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from graph_service.access.authentication import count_attempt
from graph_service.access.oidc.login import Login
from graph_service.access.oidc.session import read_cookies
from graph_service.errors import Forbidden, GraphServiceError, RateLimited, Unauthenticated, Unavailable
from graph_service.rate_limit import RateLimit

logger = logging.getLogger(__name__)
NO_STORE: Final = {"Cache-Control": "no-store"}
MOVED: Final = "moved"  # a parameter of a request that has been sent to the public address once
PAGE_POLICY: Final = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"}
STATUSES: Final = {Unauthenticated: 401, Forbidden: 403, Unavailable: 503}
TOO_MANY: Final = "Too many sign-ins were started or refused at your address. Wait a moment, then try again."
PAGE: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in</title><link rel="stylesheet" href="/docs/style.css">
<main><h1>You are not signed in</h1><p>{message}</p>
<p><a href="/auth/sign-in">Sign in again</a> or <a href="/">go to the dashboard</a></p></main></html>
"""


def login_routes(login: Login, attempts: RateLimit) -> list[BaseRoute]:
    """The routes. attempts: how many sign-ins one address may start, and how many callbacks it may send that are refused."""
    endpoints = LoginEndpoints(login, attempts)
    return [
        Route("/auth/session", endpoints.session),
        Route("/auth/sign-in", endpoints.sign_in),
        Route("/auth/callback", endpoints.callback),
        Route("/auth/sign-out", endpoints.sign_out, methods=["POST"]),
    ]


class LoginEndpoints:
    def __init__(self, login: Login, attempts: RateLimit) -> None:
        self._login, self._attempts = login, attempts

    async def session(self, request: Request) -> Response:
        """Who is signed in in this browser, as JSON: the host name of the `provider`, `name` (null if nobody is), and `signedOut`."""
        login = self._login
        session = login.sessions.read(request.headers)
        body = {
            "provider": login.configuration.provider_name,
            "name": None if session is None else session.identity.name,
            "signedOut": session is None and login.sessions.signed_out_at(request.headers) > 0,
        }
        return JSONResponse(body, headers=NO_STORE)

    async def sign_in(self, request: Request) -> Response:
        """Sends the browser to the provider. `next` is the path of the page to show afterwards."""
        login = self._login
        next_path, public_url = request.query_params.get("next", "/"), login.configuration.public_url
        # Cookies belong to a host: the sign-in starts at the one to which the provider sends the browser back. A proxy may replace the host.
        if f"//{request.headers.get('host', '')}".lower() != public_url.partition(":")[2] and MOVED not in request.query_params:
            return RedirectResponse(f"{public_url}/auth/sign-in?{urlencode({'next': next_path, MOVED: 1})}", 303, NO_STORE)
        try:
            count_attempt(self._attempts, request.scope, TOO_MANY)
            address, cookies = await login.flow.start(
                next_path,
                read_cookies(request.headers),
                ask_again=login.sessions.signed_out_at(request.headers) > 0,
            )
        except GraphServiceError as error:
            return refused(error)
        return with_cookies(RedirectResponse(address, 303, NO_STORE), cookies)

    async def callback(self, request: Request) -> Response:
        """Completes a sign-in with the code from the provider, and shows the page on which it was started."""
        login = self._login
        state, parameters = request.query_params.get("state", ""), dict(request.query_params)
        try:
            started = login.flow.find_started(state, read_cookies(request.headers))
        except GraphServiceError as error:
            return self._refused_attempt(request, error)
        try:
            identity = await login.flow.complete(started, parameters)
        except GraphServiceError as error:
            return with_cookies(self._refused_attempt(request, error), [login.flow.forget(state)])
        cookies = [login.sessions.start(identity), login.sessions.forget_sign_out(), login.flow.forget(state)]
        logger.info("Somebody signed in.", extra={"fields": {"subject": identity.subject}})
        return with_cookies(RedirectResponse(started.next, 303, NO_STORE), cookies)

    def _refused_attempt(self, request: Request, error: GraphServiceError) -> Response:
        """Counts a callback that was refused. Only the first ones are logged."""
        try:
            count_attempt(self._attempts, request.scope, TOO_MANY)
        except RateLimited as limited:
            return error_page(limited.message, 429, limited.retry_after)
        return refused(error)

    async def sign_out(self, request: Request) -> Response:
        """Ends the session in this browser, in all tabs. Only pages of this service may do so."""
        login = self._login
        try:
            login.require_own_page(request.method, request.headers)
        except Forbidden as error:
            return refused(error)
        return with_cookies(Response(status_code=204, headers=NO_STORE), login.sessions.end())


def refused(error: GraphServiceError) -> Response:
    """The page that says why somebody is not signed in, and a line in the log."""
    if isinstance(error, RateLimited):
        return error_page(error.message, 429, error.retry_after)
    logger.warning("A sign-in was refused: %s", error.message)
    return error_page(error.message, next((status for kind, status in STATUSES.items() if isinstance(error, kind)), 400))


def error_page(message: str, status: int, retry_after: int | None = None) -> Response:
    """A page with one sentence. retry_after: seconds after which to try again."""
    retry = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return HTMLResponse(PAGE.format(message=escape(message)), status, NO_STORE | PAGE_POLICY | retry)


def with_cookies(response: Response, cookies: list[str]) -> Response:
    """Adds Set-Cookie headers."""
    for cookie in cookies:
        response.headers.append("Set-Cookie", cookie)
    return response
