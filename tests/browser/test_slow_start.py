"""A query that times out, as right after a start, is sent again until the service is ready."""

from playwright.async_api import Route, expect

from tests.browser.conftest import Open

LATE = '{"data": null, "errors": [{"message": "Still reading the graph.", "extensions": {"code": "TIMEOUT"}}]}'


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
