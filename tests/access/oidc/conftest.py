"""The service with a company login, and browsers that sign in with it."""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any, Final, Self

import httpx
import pytest
from starlette.applications import Starlette

from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.login_provider import AUDIENCE, CLIENT_ID, CLIENT_SECRET, HTTPS_URL, LoginProvider, provider

__all__ = ["provider"]
PEOPLE: Final = """
UNWIND [['nadja-petrov', 'Nadja Petrov'], ['henrik-solberg', 'Henrik Solberg'], ['clara-voss', 'Clara Voss']] AS person
MERGE (node:Person {id: person[0]})
SET node += {name: person[1], email: replace(person[0], '-', '.') + '@aldermere.example', active: true, discoverable: true,
  shownId: person[0], shownName: person[1]}
"""
CALLER: Final = "{ caller { name role subject verified person { id } } }"
OwnPage: Final = {"Origin": HTTPS_URL}
Serve = Callable[..., AbstractAsyncContextManager["Starlette"]]


class Browser:
    """An HTTP client that keeps cookies, with the service at HTTPS_URL and the real provider beside it."""

    def __init__(self, app: Starlette) -> None:
        self.client = httpx.AsyncClient(mounts={HTTPS_URL: httpx.ASGITransport(app, client=("192.0.2.7", 1))}, base_url=HTTPS_URL)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()

    async def start(self, path: str = "/lessons", user: str = "nadja") -> str:
        """Starts a sign-in, types the name at the provider, and returns the address with which it sends the browser back."""
        response = await self.client.get("/auth/sign-in", params={"next": path})
        assert response.status_code == 303, response.text
        address = response.headers["location"]
        while not address.startswith(HTTPS_URL):
            response = await self.client.get(address)
            if form := re.search(r'action="(http[^"]+)"', response.text):
                hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.text))
                response = await self.client.post(form[1], data=hidden | {"login": user, "password": "any"})
            assert response.status_code == 303, response.text
            address = str(response.url.join(response.headers["location"]))
        return address

    async def sign_in(self, path: str = "/lessons", user: str = "nadja") -> httpx.Response:
        """The response to the whole sign-in."""
        return await self.client.get(await self.start(path, user))

    async def ask(self, query: str = CALLER, **headers: str) -> httpx.Response:
        """The response to a GraphQL operation that a page of the service sends."""
        return await self.client.post("/graphql", json={"query": query}, headers=OwnPage | headers)

    async def caller(self) -> Any:
        """The caller as the service sees them; None when nobody is signed in."""
        response = await self.ask()
        if response.status_code == 401:
            return None
        caller = response.json()["data"]["caller"]
        return caller["name"], caller["role"], caller["person"] and caller["person"]["id"]


Open = Callable[[], Awaitable[Browser]]


@pytest.fixture
def login_settings(database_settings: Settings, provider: LoginProvider) -> Settings:
    """Settings with a company login."""
    return replace(
        database_settings,
        public_url=HTTPS_URL,
        login_issuer=provider.issuer,
        login_client_id=CLIENT_ID,
        login_client_secret=CLIENT_SECRET,
        login_roles_claim="groups",
        login_roles=("*=contributor", "pmo-team=curator", "pmo-admins=administrator"),
        login_audience=AUDIENCE,
    )


@pytest.fixture
def serve(graph: Graph, login_settings: Settings) -> Serve:
    """Runs the service; its arguments change the settings."""

    @asynccontextmanager
    async def run(**changes: Any) -> AsyncGenerator[Starlette]:
        await graph.command(PEOPLE)
        app = create_app(replace(login_settings, **changes), background=False)
        async with app.router.lifespan_context(app):
            yield app

    return run


@pytest.fixture
async def service(serve: Serve) -> AsyncIterator[Starlette]:
    async with serve() as app:
        yield app


@pytest.fixture
async def new_browser(service: Starlette) -> AsyncIterator[Open]:
    """Opens browsers without cookies."""
    async with AsyncExitStack() as stack:

        async def open_browser() -> Browser:
            return await stack.enter_async_context(Browser(service))

        yield open_browser


@pytest.fixture
async def browser(new_browser: Open) -> Browser:
    return await new_browser()


def post(app: Starlette, token: str) -> Awaitable[httpx.Response]:
    """The response to a request with a bearer token."""

    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app, client=("192.0.2.7", 1)), base_url="http://localhost") as client:
            return await client.post("/graphql", json={"query": CALLER}, headers={b"Authorization": f"Bearer {token}".encode("latin-1")})

    return send()
