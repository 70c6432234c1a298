"""The documentation pages under /docs."""

from collections.abc import AsyncIterator

import html5lib
import httpx
import pytest
from starlette.applications import Starlette

from graph_service.web.documentation import ORDER, render, routes


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", follow_redirects=True) as client:
        yield client


@pytest.mark.parametrize("name", ["", *ORDER])
async def test_page_is_valid_html_whose_links_lead_somewhere(http: httpx.AsyncClient, name: str) -> None:
    response = await http.get(f"/docs/{name}")
    assert response.status_code == 200
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.text)
    targets = {element.get("href") or element.get("src") for element in document.iter() if element.tag in ("a", "img", "link")}
    own = {target.partition("#")[0] for target in targets if target and target != "/" and not target.startswith(("#", "http"))}
    assert own
    for target in own:
        assert (await http.get(f"/docs/{target}")).status_code == 200, target


async def test_docs_without_a_slash_shows_the_table_of_contents(http: httpx.AsyncClient) -> None:
    assert "<h1" in (await http.get("/docs")).text


async def test_unknown_page_is_not_found(http: httpx.AsyncClient) -> None:
    response = await http.get("/docs/nothing")
    assert (response.status_code, "no documentation page" in response.text) == (404, True)


async def test_pages_run_no_scripts(http: httpx.AsyncClient) -> None:
    response = await http.get("/docs/operating")
    assert "script-src 'self'" in response.headers["content-security-policy"]
    assert "<script" not in response.text


def test_html_in_markdown_is_shown_as_text() -> None:
    assert "<b>" not in render("x", "# Title\n\n<b>bold</b> and a [page](model.md#rules)").body


def test_links_between_files_lead_to_pages_and_headings_have_ids() -> None:
    body = render("x", "# First & second\n\nA [page](model.md#rules).").body
    assert 'id="first--second"' in body
    assert 'href="model#rules"' in body
