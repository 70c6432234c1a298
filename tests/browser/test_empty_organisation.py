"""An organisation without any data: pages say so once, claim nothing, and lead on."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.browser.conftest import EXPECT_TIMEOUT, served, settled
from tests.browser.inspection import faults, violations

TABS = ("silos", "flow", "time", "brokers", "communities")


@pytest.fixture
async def page(graph: Graph, browser: Browser, database_settings: Settings) -> AsyncIterator[Page]:
    expect.set_options(timeout=EXPECT_TIMEOUT)
    async with served(database_settings) as address:
        context = await browser.new_context(base_url=address, reduced_motion="reduce", locale="en-GB")
        yield await context.new_page()
        await context.close()


async def text_of(page: Page, path: str) -> str:
    await page.goto(path)
    await settled(page)
    return await page.locator("main").inner_text()


@pytest.mark.thorough
async def test_empty_organisation_claims_nothing_and_says_what_to_do_first(page: Page) -> None:
    overview = await text_of(page, "/")
    assert "No lesson has been recorded yet. Import the registers and lists that you have, or record the first lesson." in overview
    for tab in TABS:
        shown = await text_of(page, f"/network?tab={tab}")
        assert "The overview says what is on record outside this period, and what to do first." in shown
        assert "0 reuses" not in shown
        assert await faults(page) == []
    assert await violations(page) == []
    await page.get_by_role("link", name="The overview").click()
    await expect(page.get_by_role("link", name="Record a lesson")).to_be_visible()
    insights = await text_of(page, "/insights")
    assert "No lesson was published in this period" in insights
    assert "Fewer than half" not in insights
    projects = await text_of(page, "/projects")
    assert "No project is running" in projects
    assert "There is no project yet. “Import files” on the page Admin reads your lists as they are." in projects
