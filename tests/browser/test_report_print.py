"""The report on paper: its sheets are filled, so that a director turns few of them."""

import pytest
from playwright.async_api import Browser

from graph_service.graph import Graph
from tests.browser.test_send import count_pages, print_sheet
from tests.report.conftest import make_page
from tests.seeding import seed


@pytest.mark.thorough
async def test_report_fills_its_sheets(browser: Browser, database: Graph) -> None:
    await seed(database)
    report = await make_page(database, "2023-11-30", "2026-12-01")
    page = await browser.new_page()
    await page.set_content(report.text)
    sheets = count_pages(await print_sheet(page, "A4"))
    await page.close()
    assert sheets <= 12
