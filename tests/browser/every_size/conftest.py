"""A service on the organisation that a module names, and an empty page of it. Each organisation has a module, so that two processes share them."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.browser.conftest import EXPECT_TIMEOUT
from tests.browser.every_size.page_check import Site
from tests.browser.organisations import find_ids, organisation


@pytest.fixture(scope="module")
async def site_of(
    request: pytest.FixtureRequest, database: Graph, database_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Site]:
    """A service on the ORGANISATION of the module."""
    expect.set_options(timeout=EXPECT_TIMEOUT)
    name = request.module.ORGANISATION
    async with organisation(name, database, database_settings, tmp_path_factory.mktemp("tables")) as address:
        yield Site(name, address, {} if name == "demonstration" else await find_ids(address))


@pytest.fixture
async def page_of(browser: Browser, site_of: Site) -> AsyncIterator[Page]:
    """An empty page for this organisation. Errors and warnings on its console, failed requests and requests to other hosts fail the test."""
    said: list[str] = []
    context = await browser.new_context(base_url=site_of.address, locale="en-GB", reduced_motion="reduce")
    page = await context.new_page()
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    # A page gives up itself what it no longer needs.
    page.on("requestfailed", lambda request: said.append(request.url) if request.failure != "net::ERR_ABORTED" else None)
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith((site_of.address, "blob:")) else None)
    yield page
    await context.close()
    assert said == []
