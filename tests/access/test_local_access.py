"""Without tokens only this machine is answered, whichever server runs the application; every route has a rule."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.routing import BaseRoute, Mount, Route

from graph_service.access import get_caller
from graph_service.access.local_caller import read_local_caller
from graph_service.app import create_app, readyz
from graph_service.settings import Settings
from graph_service.web.pages import DASHBOARD_PATHS

PUBLIC = {
    "/healthz", "/readyz", "/clients/apollo-type-policies.js", "/graphiql", "/assets", "/auth/session",
    "/browser/guide.html", "/browser/guide.adoc", "/browser/queries.cypher", "/browser/queries.zip", "/browser/style.grass",
    "/docs/", "/docs/style.css", "/docs/pictures", "/docs/{name}",
    *DASHBOARD_PATHS,
}  # fmt: skip
"""Routes that everyone may read: they contain no figure and no name. The pages of the dashboard are one file, which asks /graphql for data."""
PRIVATE = {
    "/graphql", "/metrics", "/tables", "/tables/network.graphml", "/tables/risks.xlsx", "/tables/{name}.csv",
    "/imports", "/imports/new", "/imports/{job}", "/imports/{job}/files", "/imports/{job}/files/{number}", "/imports/{job}/check", "/imports/{job}/load", "/imports/{job}/undo", "/imports/{job}/stop", "/imports/undo/{number}", "/imports/mappings/{name}/forget", "/imports/{job}/remove",
}  # fmt: skip


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


def paths(routes: Iterable[BaseRoute], prefix: str = "") -> Iterator[str]:
    """The path of each route, those of mounted routes with their prefix."""
    for route in routes:
        path = prefix + getattr(route, "path", repr(route))
        yield from paths(route.routes, path) if isinstance(route, Mount) and route.routes else [path]


def test_every_route_has_a_rule(app: Starlette) -> None:
    """A new route belongs into one of the two sets, and behind the authentication if it is in PRIVATE."""
    assert set(paths(app.routes)) == PUBLIC | PRIVATE
    assert set(paths([*app.routes, Mount("/new", routes=[Route("/page.html", readyz)])])) - PUBLIC - PRIVATE == {"/new/page.html"}


@pytest.mark.parametrize("path", sorted(PRIVATE))
async def test_private_route_is_refused_to_unknown_callers(app: Starlette, path: str) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app, client=("192.0.2.7", 1)), base_url="http://localhost") as client:
        for method in ("GET", "POST"):
            response = await client.request(method, re.sub(r"\{.*?\}", "lessons", path))
            assert response.status_code == 403 or (response.status_code == 405 and not path.startswith("/graphql")), method


def test_request_that_nobody_authenticated_has_no_caller() -> None:
    with pytest.raises(KeyError):
        get_caller({"type": "http", "state": {}})


@pytest.mark.parametrize(
    ("headers", "name", "person"),
    [
        ({}, "", None),
        ({"Graph-Caller-Name": "Mar%C3%ADa%20L.", "Graph-Caller-Person": "maria-lopez"}, "María L.", "maria-lopez"),
        ({"Graph-Caller-Name": "x" * 201, "Graph-Caller-Person": "%00"}, "", None),
        ({"Graph-Caller-Name": "%0A", "Graph-Caller-Person": " "}, "", None),
    ],
)
def test_local_caller_states_who_they_are_without_proof(headers: dict[str, str], name: str, person: str | None) -> None:
    caller = read_local_caller(Headers(headers))
    assert (caller.name, caller.person, caller.subject, caller.verified) == (name, person, "local", False)
