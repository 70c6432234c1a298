"""The page of a department: why it is a silo or not, what it took and gave, its people, projects and unused lessons."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open

STYLED = "() => document.querySelectorAll('main [style]').length"


@pytest.mark.thorough
async def test_silo_is_stated_with_its_reason_and_leads_to_the_reuses(open_page: Open) -> None:
    page = await open_page("/departments/water?span=all")
    await expect(page.locator(".verdict")).to_contain_text(
        re.compile(r"Silo \d+ of its \d+ reuses were its own lessons; about \d+ would be expected")
    )
    await page.get_by_role("link", name="See the reuses").click()
    await expect(page.locator("h1")).to_contain_text("Water and Wastewater")


@pytest.mark.thorough
async def test_bars_of_the_exchange_lead_to_the_reuses_by_keyboard_and_have_a_table(open_page: Open) -> None:
    page = await open_page("/departments/water?span=all")
    exchange = page.get_by_role("region", name=re.compile("^Took lessons from others "))
    bar = exchange.get_by_role("link", name=re.compile(r"^Gave to Roads and Bridges: [\d.]+ reuses$"))
    count = re.sub(r"[^\d.]", "", await bar.get_attribute("aria-label") or "")
    await exchange.get_by_role("button", name="Show as table").click()
    row = exchange.get_by_role("row").filter(has_text="Roads and Bridges")
    await expect(row.get_by_role("cell").nth(1)).to_have_text(count)
    assert await page.evaluate(STYLED) == 0
    await bar.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_contain_text(f"{count} ")


@pytest.mark.thorough
async def test_people_projects_and_unused_lessons_are_listed(open_page: Open) -> None:
    page = await open_page("/departments/water")
    await expect(page.get_by_role("region", name="8 people")).to_contain_text("Head of network operations")
    await expect(page.get_by_role("region", name=re.compile(r"projects, 1 running$")).get_by_role("listitem").first).to_contain_text(
        "running"
    )
    unused = page.get_by_role("region", name=re.compile(r"^\d+ of \d+ published lessons? not reused by others yet$"))
    await expect(unused.get_by_role("listitem").first.get_by_role("link")).to_have_attribute("href", re.compile("^/lessons/"))
    await expect(page.get_by_role("heading", name=re.compile("^What it reused by quarter. "))).to_be_visible()
