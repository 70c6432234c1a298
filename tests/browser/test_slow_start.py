"""A query that times out, as right after a start, is sent again until the service is ready."""

import pytest
from playwright.async_api import Route, expect

from tests.browser.conftest import Open

LATE = '{"data": null, "errors": [{"message": "Still reading the graph.", "extensions": {"code": "TIMEOUT"}}]}'


@pytest.mark.thorough
async def test_page_waits_for_a_service_that_is_still_reading_the_graph(open_page: Open) -> None:
    page = await open_page("/projects", fault="queries time out below")
    refused = 0

    async def refuse_three(route: Route) -> None:
        nonlocal refused
        if "query Shelf" in (route.request.post_data or "") and refused < 3:
            refused += 1
            await route.fulfill(content_type="application/json", body=LATE)
        else:
            await route.continue_()

    await page.route("**/graphql", refuse_three)
    await page.get_by_role("link", name="Insights").click()
    await expect(page.locator("h1")).to_contain_text("been reused yet")
    assert refused == 3
    await page.unroute_all(behavior="wait")


GONE = '{"data": null, "errors": [{"message": "Neo4j does not respond.", "extensions": {"code": "UNAVAILABLE"}}]}'


@pytest.mark.thorough
async def test_page_opens_by_itself_when_the_database_is_back(open_page: Open) -> None:
    page = await open_page("/projects", fault="the database is away below")

    async def refuse(route: Route) -> None:
        await route.fulfill(content_type="application/json", body=GONE)

    await page.route("**/graphql", refuse)
    await page.get_by_role("link", name="Insights").click()
    await expect(page.get_by_role("alert")).to_contain_text("The service has no connection to its database. Trying again in")
    await page.unroute_all(behavior="wait")
    await expect(page.locator("h1")).to_contain_text("been reused yet")
    await expect(page.get_by_role("alert")).to_have_count(0)
