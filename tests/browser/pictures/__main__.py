"""Takes the pictures of README.md and graph_service/docs: python -m tests.browser.pictures [ADDRESS]

ADDRESS is that of a running `graph-service up` with the demonstration organisation, http://127.0.0.1:8000 unless another is given; its
Neo4j is found as the commands find it (GRAPH_SERVICE_DATA).
"""

import asyncio
import shutil
import sys
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, async_playwright, expect

from graph_service.graph.local import locate_data_directory
from graph_service.settings import read_settings

FOLDER = Path(__file__).parents[3] / "graph_service" / "docs" / "pictures"
PICTURES: dict[str, tuple[str, Literal["light", "dark"], int]] = {"overview": ("/", "light", 1100), "network": ("/network", "dark", 1000)}
WIDTH = 1200
SHOWN_OF_GUIDE = "The strongest connection by one person"


async def main(address: str) -> None:
    """One after the other."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        await show_dashboard(browser, address)
        await show_graphiql(browser, address)
        await show_neo4j_browser(browser)
        await browser.close()


async def show_dashboard(browser: Browser, address: str) -> None:
    """Its main pages."""
    for name, (path, scheme, height) in PICTURES.items():
        page = await browser.new_page(viewport={"width": WIDTH, "height": height}, color_scheme=scheme, locale="en-GB")
        await page.goto(f"{address}{path}")
        await page.wait_for_selector("svg.drawing")
        await expect(page.locator(".loading, [aria-busy=true]")).to_have_count(0)
        await page.screenshot(path=FOLDER / f"{name}.png")


async def show_graphiql(browser: Browser, address: str) -> None:
    """An example and its answer."""
    page = await browser.new_page(viewport={"width": WIDTH + 200, "height": 800}, locale="en-GB")
    await page.goto(f"{address}/graphiql")
    await page.get_by_role("tab", name="WhomToAsk").click()
    await page.get_by_role("button", name="Execute query").click()
    await expect(page.locator(".result-window")).to_contain_text("Ines Moreau")
    await page.mouse.move(0, 0)  # no hint over what is shown
    await page.wait_for_timeout(2_000)  # colours come line by line, and scroll bars go
    await page.screenshot(path=FOLDER / "graphiql.png")


async def show_neo4j_browser(browser: Browser) -> None:
    """Neo4j Browser after somebody has logged in, turned to a query of the guide and run it."""
    folder = locate_data_directory(read_settings().data)
    if (running := folder.running()) is None:
        sys.exit(f"No `graph-service up` runs on {folder.path}: set GRAPH_SERVICE_DATA to what its --data is.")
    connection = folder.connection(running.bolt_port, running.browser_port)
    page = await browser.new_page(viewport={"width": WIDTH + 200, "height": 620}, locale="en-GB")
    await page.goto(connection.browser)
    await page.get_by_test_id("username").fill(connection.user)
    await page.get_by_test_id("password").fill(connection.password)
    await page.get_by_test_id("connect").click()
    query = page.get_by_role("heading", name=SHOWN_OF_GUIDE).locator("+ figure")
    await page.get_by_test_id("guideNextSlide").wait_for()
    while not await query.count():
        await page.get_by_test_id("guideNextSlide").click()
    await query.click()
    await page.get_by_test_id("editor-Run").click()
    answer = page.get_by_test_id("frame").first
    await answer.locator("g.node").first.wait_for()
    await answer.get_by_title("Collapse the node properties display").click()
    await page.wait_for_timeout(3_000)  # the circles find their places
    await page.screenshot(path=FOLDER / "neo4j-browser.png")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
