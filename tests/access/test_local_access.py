"""Without tokens only this machine is answered, whichever server runs the application; every route has a rule."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from graph_service.app import create_app
from graph_service.settings import Settings

PUBLIC = ("/healthz", "/readyz", "/docs", "/clients", "/browser", "/graphiql", "/assets", "/fonts", "/favicon")
"""What everyone may read: no figure and no name is in it. The pages of the dashboard hold no data either: they ask /graphql."""
PRIVATE = ("/graphql", "/metrics", "/tables")


@pytest.fixture
def app() -> Starlette:
    return create_app(Settings(), background=False)


@pytest.fixture(params=[("192.0.2.7", 40_000), ("testclient", 1), ("2001:db8::1", 1)], ids=str)
async def remote(app: Starlette, request: pytest.FixtureRequest) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app, client=request.param), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("path", ["/graphql", "/metrics", "/tables/shelf.csv"])
async def test_remote_client_is_refused_without_tokens(remote: httpx.AsyncClient, path: str) -> None:
    response = await remote.post(path, json={"query": "{ lessons { totalCount } }"}) if path == "/graphql" else await remote.get(path)
    (error,) = response.json()["errors"]
    assert (response.status_code, error["extensions"]["code"]) == (403, "FORBIDDEN")
    assert "accepts requests only from its own machine" in error["message"]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host", "x-forwarded-proto"])
async def test_request_that_a_proxy_forwarded_is_not_local(app: Starlette, header: str) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        assert (await client.get("/metrics")).status_code == 200
        assert (await client.get("/metrics", headers={header: "127.0.0.1"})).status_code == 403


async def test_every_route_is_private_or_known_to_be_public(app: Starlette) -> None:
    """A new route is refused to others, or stands in PUBLIC."""
    transport = httpx.ASGITransport(app, client=("192.0.2.7", 1), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for route in app.routes:
            path = re.sub(r"\{.*?\}", "x", getattr(route, "path", ""))
            if path.startswith(PUBLIC):
                continue
            method = "POST" if isinstance(route, Route) and "GET" not in (route.methods or {"GET"}) else "GET"
            response = await client.request(method, path)
            is_page = "text/html" in response.headers.get("content-type", "")
            assert response.status_code == 403 or (is_page and not path.startswith(PRIVATE)), path
