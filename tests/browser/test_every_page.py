"""Every page, light and dark, wide and narrow: it is there, it can be read by everybody, and it does not jump."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser.conftest import Open

AXE = Path(__file__).parents[2] / "graph_service" / "web" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = {
    "/?span=all": "Water and Wastewater keeps to itself",
    "/": "of reuse crossed departments",
    "/network?span=all": "Most goes from",
    "/network?span=all&picture=matrix&within=networks&leaves=nadja-petrov": "Most goes from",
    "/reuses?span=all&kind=hours&made=water": "with hours saved in Water and Wastewater",
    "/experts": "Whom to ask",
    "/experts?q=charging&away=transit&asker=bastien-roux&project=electric-ferry": "Ask ",
    "/lessons": "What was learned",
    "/lessons?q=winter&span=all": "Lessons about",
    "/projects": "projects are running",
    "/projects/electric-bus-depot": "Electric bus depot",
    "/shelf?span=all": "still on the shelf",
    "/people/nadja-petrov": "Nadja Petrov",
    "/departments/water": "Water and Wastewater",
    "/record": "What did you learn?",
    "/?from=2015-01-01&to=2016-01-01": "Nothing was reused in this time",
    "/lessons/connection-power-shared-by-software": "Order half the connection",
    "/lessons/there-is-none": "There is no such lesson",
}
# Moves of what is shown, without those that somebody's click or key brought about (https://web.dev/articles/cls).
SHIFT = """() => new Promise((told) => { let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value; }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => told(sum), 300); })"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: dict[str, Any] = await page.evaluate("(tags) => axe.run(document, {runOnly: tags})", tags)
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary'][:200]}" for one in found["violations"]]


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_there_can_be_read_by_everybody_and_does_not_jump(open_page: Open, path: str) -> None:
    page = await open_page(path)
    assert PAGES[path] in (await page.text_content("h1") or "")
    assert (await page.title()).startswith(await page.text_content("h1") or "-")
    assert await page.evaluate(SHIFT) < 0.1
    assert await page.evaluate(OVERFLOW) <= 0
    assert await violations(page) == []


@pytest.mark.parametrize("path", PAGES)
async def test_in_the_dark_too(open_page: Open, path: str) -> None:
    assert await violations(await open_page(path, scheme="dark")) == []


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_fits_a_phone_and_does_not_jump(open_page: Open, path: str) -> None:
    page = await open_page(path, width=360)
    assert await page.evaluate(OVERFLOW) <= 0
    assert await page.evaluate(SHIFT) < 0.1
