"""The dashboard over HTTP: all its addresses serve the page, hashed files are cached, and the policy allows only scripts of the service."""

import gzip
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from graph_service.web import pages
from graph_service.web.pages import DIST, not_found, routes


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=routes(), exception_handlers={404: not_found}))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/network", "/lessons/a%20b/c", "/projects/x", "/people/x", "/departments/x", "/shelf", "/record"])
async def test_dashboard_path_serves_the_page(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert '<div id="app">' in answer.text
    assert answer.headers["cache-control"] == "no-cache"


async def test_mistyped_address_serves_the_page_to_a_reader_and_a_line_to_a_program(http: httpx.AsyncClient) -> None:
    for_reader = await http.get("/lesons", headers={"accept": "text/html,*/*;q=0.8"})
    assert for_reader.status_code == 404
    assert '<div id="app">' in for_reader.text
    assert for_reader.headers["content-security-policy"] == (await http.get("/")).headers["content-security-policy"]
    for_program = await http.get("/lesons")
    assert (for_program.status_code, for_program.text) == (404, "Not Found")


@pytest.mark.parametrize("path", ["/", "/lessons/a", "/graphiql"])
async def test_service_without_the_dashboard_says_so(
    http: httpx.AsyncClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(pages, "DIST", tmp_path)
    answer = await http.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 503
    assert "without its dashboard" in answer.text
    assert "GRAPH_SERVICE_WITHOUT_DASHBOARD" in answer.text


async def test_policy_of_the_dashboard_allows_only_files_of_the_service(http: httpx.AsyncClient) -> None:
    answer = await http.get("/")
    policy = {
        name: value for name, _, value in (part.strip().partition(" ") for part in answer.headers["content-security-policy"].split(";"))
    }
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*src=)|<style|style=| on\w+=|https?:", answer.text)


async def test_policy_of_graphiql_differs_only_in_styles_and_images(http: httpx.AsyncClient) -> None:
    answer, dashboard = await http.get("/graphiql"), await http.get("/")
    policy = answer.headers["content-security-policy"]
    as_strict = policy.replace("style-src 'self' 'unsafe-inline'", "style-src 'self'").replace(
        "img-src 'self' data:", "img-src 'self' blob:"
    )
    assert as_strict == dashboard.headers["content-security-policy"] != policy
    assert not re.search(r"<script(?![^>]*src=)|<style|style=| on\w+=|https?:", answer.text)
    assert {name: answer.headers[name] for name in ("cache-control", "x-content-type-options", "referrer-policy")} == {
        "cache-control": "no-cache",
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
    }


async def test_hashed_files_are_cached_for_a_year(http: httpx.AsyncClient) -> None:
    names = re.findall(r'"/(assets/[^"]+)"', (await http.get("/")).text)
    assert len(names) >= 2
    for name in names:
        answer = await http.get(f"/{name}")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert re.search(r"-[\w-]{8}\.(js|css|svg)$", name)
    assert (await http.get("/assets/none.js")).status_code == 404


def test_first_scripts_are_small() -> None:
    first = re.findall(r'"/(assets/[^"]+)"', (DIST / "index.html").read_text())
    assert sum((DIST / name).stat().st_size for name in first) < 300_000  # before compression, even


async def test_text_files_are_compressed_on_request(http: httpx.AsyncClient) -> None:
    names = [
        "",
        *(f"assets/{file.name}" for file in (DIST / "assets").iterdir() if file.suffix != ".woff2" and file.stat().st_size > 500),
    ]  # less is no packet less
    assert len(names) > 2
    for name in names:
        async with http.stream("GET", f"/{name}", headers={"accept-encoding": "gzip, br"}) as answer:
            sent = b"".join([part async for part in answer.aiter_raw()])
        plain = await http.get(f"/{name}", headers={"accept-encoding": "identity"})
        assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding")
        assert ("content-encoding" in plain.headers, plain.headers["vary"]) == (False, "Accept-Encoding")
        assert gzip.decompress(sent) == plain.content == (DIST / (name or "index.html")).read_bytes()
        assert len(sent) < len(plain.content)
        for header in ("cache-control", "content-type", "x-content-type-options"):
            assert answer.headers[header] == plain.headers[header]
