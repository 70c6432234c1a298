"""The real Neo4j Browser on the demonstration organisation: it opens the guide, and every query of the guide returns rows or nodes."""

import re
from collections.abc import AsyncIterator
from socket import socket
from typing import LiteralString, cast

import pytest
from neo4j import AsyncGraphDatabase
from playwright.async_api import Browser, Locator, Page, expect

from graph_service.graph.local import LocalNeo4j
from graph_service.settings import Settings
from graph_service.web.neo4j_browser.guide import Query, list_queries, read_slides
from graph_service.web.neo4j_browser.guide_formats import FOLDER, write_zip
from graph_service.web.neo4j_browser.routes import STYLE
from tests.thorough import thorough_one_in

COLOURS = set(re.findall(r" color: (#\w+);", STYLE.read_text(encoding="utf-8")))

HIDDEN_QUERY = "MATCH (person:Person {discoverable: false}) RETURN collect(person.name) AS names"
DRAWN = re.compile(r"\bMATCH \w+ = ")
FILLS = "circles => circles.map((circle) => circle.getAttribute('fill'))"
# What a person does who drags a file here from a folder.
DROP = """(bytes) => {
  const dragged = new DataTransfer();
  dragged.items.add(new File([new Uint8Array(bytes)], "queries.zip"));
  document.querySelector("[data-testid=main]").dispatchEvent(new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: dragged}));
}"""


@pytest.fixture(scope="module")
def listener(beside_neo4j: socket) -> socket:
    """The socket whose address Neo4j was given when it was started."""
    return beside_neo4j


@pytest.fixture(scope="module")
async def explorer(browser: Browser, site: str, own_neo4j: LocalNeo4j | None) -> AsyncIterator[Page]:
    """Neo4j Browser after logging in."""
    if own_neo4j is None:
        pytest.skip("NEO4J_TEST_URI names a Neo4j whose Neo4j Browser knows nothing of this service")
    page = await browser.new_page(viewport={"width": 1200, "height": 800}, reduced_motion="reduce")
    await page.goto(own_neo4j.connection.browser)
    await page.get_by_test_id("username").fill(own_neo4j.connection.user)
    await page.get_by_test_id("password").fill(own_neo4j.connection.password)
    await page.get_by_test_id("connect").click()
    await expect(page.get_by_test_id("frame")).to_have_count(3)  # of the connection, the style and the guide
    yield page
    await page.close()


@pytest.mark.thorough
async def test_guide_opens_after_login(explorer: Page) -> None:
    await expect(explorer.get_by_test_id("guidesDrawer")).to_contain_text(read_slides()[0].title)
    await expect(explorer.get_by_test_id("guidesDrawer")).to_contain_text(str(read_slides()[0].blocks[0]))


@pytest.mark.parametrize("query", thorough_one_in(len(list_queries()), list_queries()), ids=lambda query: query.title)
async def test_query_of_the_guide_returns_something(explorer: Page, query: Query) -> None:
    frames = explorer.get_by_test_id("frame")
    before = await frames.count()
    await (await found_in_guide(explorer, query)).click()
    await explorer.get_by_test_id("editor-Run").click()
    await expect(frames).to_have_count(before + 1)
    answer = frames.first
    if DRAWN.search(query.cypher):
        await expect(answer.locator("g.node").nth(1)).to_be_visible()
        assert set(await answer.locator("g.node circle.b-outline").evaluate_all(FILLS)) <= COLOURS
    else:
        await expect(answer.get_by_role("row").nth(1)).to_be_visible()
    await expect(answer.get_by_text("Warn", exact=True)).to_have_count(0)
    await answer.get_by_title("Close", exact=True).click()


async def found_in_guide(explorer: Page, query: Query) -> Locator:
    """The query in the guide, after moving from the first slide to the one that has it."""
    await explorer.get_by_test_id("pagination-1").click()
    written = explorer.get_by_test_id("guidesDrawer").locator("pre.runnable").get_by_text(query.cypher, exact=True)
    while not await written.count():
        await explorer.get_by_test_id("guideNextSlide").click()
    return written


@pytest.mark.thorough
async def test_dropped_queries_are_saved(explorer: Page) -> None:
    await explorer.evaluate(DROP, list(write_zip()))
    await explorer.get_by_test_id("navigationFavorites").click()
    await explorer.get_by_text(FOLDER).click()
    for query in list_queries():
        await expect(explorer.get_by_text(query.title, exact=True)).to_be_visible()


@pytest.mark.thorough
async def test_queries_of_the_guide_name_nobody_who_is_not_discoverable(database_settings: Settings, site: str) -> None:
    auth = (database_settings.neo4j_username, database_settings.password or "")
    async with AsyncGraphDatabase.driver(str(database_settings.neo4j_uri), auth=auth) as driver:
        hidden = (await driver.execute_query(HIDDEN_QUERY)).records[0]["names"]
        answers = [str((await driver.execute_query(cast("LiteralString", query.cypher))).records) for query in list_queries()]
    assert hidden
    assert [name for name in hidden if name in " ".join(answers)] == []
