"""The company login of one worker process: authenticates session cookies and bearer tokens."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Final

from starlette.datastructures import Headers

from graph_service.access.oidc.code_flow import CodeFlow
from graph_service.access.oidc.configuration import LoginConfiguration
from graph_service.access.oidc.identity import FindPerson, People, read_identity
from graph_service.access.oidc.outgoing import create_client
from graph_service.access.oidc.provider import Provider
from graph_service.access.oidc.session import Sessions
from graph_service.callers import Caller
from graph_service.errors import Forbidden, Unauthenticated

logger = logging.getLogger(__name__)
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Login:
    """The company login. `opened` has to be entered before it is used."""

    def __init__(self, configuration: LoginConfiguration) -> None:
        self.configuration = configuration
        self.sessions = Sessions(configuration)
        self.provider: Provider
        self.flow: CodeFlow
        self.people: People

    @asynccontextmanager
    async def opened(self, find_person: FindPerson, *, background: bool) -> AsyncGenerator[None]:
        """Connects to the provider. background: reads its addresses and keys at once and regularly, otherwise when they are needed."""
        async with create_client() as client:
            self.provider = Provider(self.configuration, client)
            self.flow = CodeFlow(self.configuration, self.provider)
            self.people = People(self.configuration, find_person)
            following = asyncio.create_task(self.provider.follow()) if background else None
            try:
                yield
            finally:
                if following is not None:
                    following.cancel()
                    with suppress(asyncio.CancelledError):
                        await following

    async def authenticate_token(self, token: str) -> Caller:
        """The caller with this token of the provider. Raises Unauthenticated, or Unavailable when the provider has not responded."""
        audience = self.configuration.audience
        try:
            if audience is None:
                raise Unauthenticated("This service accepts no tokens of the login provider: GRAPH_SERVICE_LOGIN_AUDIENCE is not set.")
            claims = await self.provider.verify(token, audience)
        except Unauthenticated as error:
            logger.warning("A token was refused: %s", error.message)
            raise
        return await self.people.caller(read_identity(claims, self.configuration))

    async def authenticate_cookie(self, method: str, headers: Headers) -> tuple[Caller, str | None] | None:
        """The caller with a session, and a Set-Cookie header if it is to be renewed; None without a valid session.

        Raises Forbidden when the request does not come from a page of this service.
        """
        session = self.sessions.read(headers)
        if session is None:
            return None
        self.require_own_page(method, headers)
        # Caches may store the response to a GET, which therefore contains no cookie. The dashboard sends POST.
        cookie = None if method in SAFE_METHODS else self.sessions.renew(session)
        return await self.people.caller(session.identity), cookie

    def require_own_page(self, method: str, headers: Headers) -> None:
        """Raises Forbidden unless a page of this service sent the request. Browsers name the page in every request other than GET and HEAD."""
        origin = headers.get("origin")
        if origin == self.configuration.public_url or (origin is None and method in SAFE_METHODS):
            return
        logger.warning("A request with a session cookie was refused: it does not come from a page of the service.")
        raise Forbidden(
            f"Signing in counts only for requests from the pages of {self.configuration.public_url}. Other pages and programs send a token."
        )
