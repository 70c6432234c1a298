"""Insights show what is recorded and how soon, what rundowns decide, and who talks across departments."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open


@pytest.mark.thorough
async def test_insights_show_capture_rundowns_and_conversations(open_page: Open) -> None:
    page = await open_page("/insights?span=all")
    await expect(page.get_by_role("heading", name=re.compile("closed projects ha(s|ve)"))).to_be_visible()
    await expect(page.get_by_text(re.compile(r"When \d+ imported lessons were recorded is not known\."))).to_be_visible()
    table = page.get_by_role("region", name="From learning to publishing, by department")
    await expect(table.get_by_role("columnheader", name="Days in all")).to_be_visible()
    await expect(page.get_by_role("region", name="Projects that held a rundown, by phase")).to_contain_text("when it ends")
    await expect(page.get_by_role("heading", name=re.compile("conversation"))).to_be_visible()


async def test_insights_are_not_longer_than_three_screens(open_page: Open) -> None:
    page = await open_page("/insights")
    await expect(page.get_by_role("heading", name=re.compile("conversation"))).to_be_visible()
    await page.set_viewport_size({"width": 1400, "height": 900})
    assert await page.evaluate("document.documentElement.scrollHeight") <= 3_000
