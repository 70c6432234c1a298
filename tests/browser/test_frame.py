"""The frame around the pages: filters where they act, Back, addresses, the palette, lost connections, and scripts that are gone."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Route, expect

from graph_service.graph import Graph
from tests.browser.conftest import Open, choose, choose_filter, settled
from tests.browser.inspection import violations

FILTERS = {
    "/": ["Period", "Group by", "Topic"],
    "/network": ["Period", "Group by", "Topic"],
    "/lessons": ["Period", "Topic"],
    "/lessons?q=winter": ["Topic"],
    "/projects": ["Topic"],
    "/people": [],
    "/people?find=expert": ["Topic"],
    "/departments/water": ["Period"],
    "/record": [],
}
ODD_IDS = ["50%", "50%25", ".", "..", "~", "a/b?c#d"]
ADD_ODD_PEOPLE = "UNWIND $ids AS id CREATE (:Person {id: id, name: 'Called ' + id, active: true, discoverable: true, odd: true})"
DELETE_ODD_PEOPLE = "MATCH (person:Person {odd: true}) DETACH DELETE person"


@pytest.fixture
async def odd_people(site: str, database: Graph) -> AsyncIterator[None]:
    """People whose ids are hard to put into an address."""
    await database.command(ADD_ODD_PEOPLE, {"ids": ODD_IDS})
    yield
    await database.command(DELETE_ODD_PEOPLE)


@pytest.mark.thorough
async def test_each_page_has_the_filters_that_change_it(open_page: Open) -> None:
    page = await open_page("/")
    for path, names in FILTERS.items():
        await page.goto(path)
        await settled(page)
        shown = await page.get_by_role("group", name="Filters").get_by_role("button").all_text_contents()
        assert re.findall("Period|Group by|Topic", " ".join(shown)) == names, path


@pytest.mark.thorough
async def test_back_returns_to_list_with_its_page_order_and_position(open_page: Open) -> None:
    page = await open_page("/lessons?span=all")
    await choose_filter(page, "Topic", "Procurement")
    await choose_filter(page, "Topic", "All")
    pages = page.get_by_role("navigation", name="Pages of the list")
    await expect(pages).to_contain_text("1 to 25 of 140")
    await page.get_by_role("button", name="Next").click()
    await settled(page)
    await expect(pages).to_contain_text("26 to 50 of 140")
    await page.evaluate("scrollTo(0, 700)")
    link = page.locator(".lessons h2 a").nth(9)
    title = await link.text_content()
    await link.click()
    await expect(page.locator("h1")).to_have_text(title or "")
    assert await page.evaluate("scrollY") == 0
    await page.go_back()
    await expect(page.locator(".lessons h2 a").nth(9)).to_have_text(title or "")
    async with asyncio.timeout(20):
        while abs(await page.evaluate("scrollY") - 700) > 2:  # noqa: ASYNC110 - the page scrolls once it is long enough
            await asyncio.sleep(0.05)
    await page.go_back()
    await expect(page).to_have_url("about:blank")  # choosing filters and turning pages added no entries


@pytest.mark.thorough
async def test_directory_keeps_its_order_in_the_address(open_page: Open) -> None:
    page = await open_page("/people")
    await page.get_by_role("button", name="Reused from others", exact=True).click()
    await expect(page).to_have_url(re.compile(r"sort-people=-Reused\+from\+others"))
    await settled(page)
    counts = [int(text) for text in await page.locator("tbody td.number").all_text_contents()][2::3]
    assert counts == sorted(counts, reverse=True)
    await page.locator("tbody a").first.click()
    await page.go_back()
    await expect(page.get_by_role("columnheader", name="Reused from others")).to_have_attribute("aria-sort", "descending")


@pytest.mark.thorough
async def test_opened_table_and_its_order_are_in_the_address(open_page: Open) -> None:
    page = await open_page("/insights?span=all")
    await page.get_by_role("button", name="Show as table").click()
    await page.get_by_role("button", name="Lessons waiting this long").click()
    await expect(page).to_have_url(re.compile("table=shelf-curve.*sort-shelf-curve=-Lessons"))
    await page.reload()
    await settled(page)
    await expect(page.get_by_role("columnheader", name="Lessons waiting this long")).to_have_attribute("aria-sort", "descending")


@pytest.mark.usefixtures("odd_people")
@pytest.mark.thorough
async def test_every_id_opens_its_page(open_page: Open) -> None:
    page = await open_page("/people?q=called")
    await expect(page.locator("tbody tr")).to_have_count(len(ODD_IDS))
    for odd in ODD_IDS:
        await page.get_by_role("link", name=f"Called {odd}", exact=True).click()
        await expect(page.locator("h1")).to_have_text(f"Called {odd}")
        await page.reload()
        await expect(page.locator("h1")).to_have_text(f"Called {odd}")
        await page.go_back()
    await page.goto("/people/50%")
    await expect(page.locator("h1")).to_have_text("Page not found")


@pytest.mark.thorough
async def test_earlier_addresses_lead_to_the_new_pages(open_page: Open) -> None:
    page = await open_page("/shelf?span=all")
    await expect(page).to_have_url(re.compile(r"/insights\?span=all$"))
    await page.goto("/experts?q=charging")
    await expect(page).to_have_url(re.compile("/people"))
    await expect(page.locator("h1")).to_have_text("Ask Ines Moreau first")


@pytest.mark.thorough
async def test_palette_keeps_what_is_typed_before_its_script_has_come(open_page: Open) -> None:
    page = await open_page("/")

    async def delay(route: Route) -> None:
        await asyncio.sleep(1)
        await route.continue_()

    await page.route("**/palette-*.js", delay)
    await page.reload()
    await expect(page.locator("h1")).to_be_visible()
    await page.keyboard.press("Control+k")
    await page.keyboard.type("Nadja")
    await expect(page.get_by_role("combobox")).to_have_value("Nadja")
    await expect(page.locator(".palette [aria-selected=true]")).to_contain_text("Nadja Petrov")


@pytest.mark.thorough
async def test_palette_finds_people_by_keyboard(open_page: Open) -> None:
    page = await open_page("/lessons")
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("option", name="Record a lesson")).to_be_visible()
    assert await violations(page) == []
    await page.keyboard.type("nadja")
    await expect(page.locator(".palette [aria-selected=true]")).to_contain_text("Nadja Petrov")
    assert await violations(page) == []
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Nadja Petrov")
    await page.keyboard.press("/")
    await expect(page.get_by_role("group", name="Recent").get_by_role("option").first).to_contain_text("Nadja Petrov")
    await page.keyboard.type("zzzz")
    await expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("Nothing is called “zzzz”.")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.thorough
async def test_menu_remembers_project_and_department(open_page: Open) -> None:
    page = await open_page("/people", scheme="dark")
    await page.get_by_role("button", name="Me: my project").click()
    menu = page.get_by_role("group", name="Me", exact=True)
    await expect(menu).to_contain_text("Not signed in")
    assert await violations(page) == []
    await menu.get_by_label("My department").select_option("Water and Wastewater")
    await choose(page, "I am", "Nadja", "Nadja Petrov (Water and Wastewater)")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Nadja Petrov: my project").click()
    await menu.get_by_role("button", name="Clear my name").click()
    await expect(menu.get_by_label("I am")).to_have_value("")
    await menu.get_by_label("My department").focus()
    await page.keyboard.press("Escape")
    await expect(menu).to_have_count(0)
    await page.reload()
    await page.get_by_role("button", name="Me: my project").click()
    await expect(menu.get_by_label("My department")).to_have_value("water")


@pytest.mark.thorough
async def test_pages_stand_at_the_bottom_of_a_phone(open_page: Open) -> None:
    page = await open_page("/", width=390)
    pages = page.get_by_role("navigation", name="Pages")
    shown = [await link.text_content() for link in await pages.get_by_role("link").all() if await link.is_visible()]
    assert shown == ["Overview", "Network", "Record", "Lessons", "Projects"]
    await pages.get_by_role("button", name="More").focus()
    await page.keyboard.press("Enter")
    more = page.get_by_role("group", name="More pages")
    assert await more.get_by_role("link").all_text_contents() == ["People", "Insights", "Admin"]
    assert await violations(page) == []
    await page.keyboard.press("ArrowDown")
    await expect(more.get_by_role("link", name="Insights")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(more).to_have_count(0)
    await expect(pages.get_by_role("button", name="More")).to_be_focused()
    box = await pages.bounding_box()
    assert box is not None
    assert box["y"] > 800
    await page.get_by_role("button", name="Period 3 years").click()
    panel = await page.get_by_role("group", name="Period", exact=True).bounding_box()
    assert panel is not None
    assert panel["x"] == 0
    assert panel["width"] == 390


async def cut(route: Route) -> None:
    await route.abort()


async def test_failing_filter_keeps_the_page(open_page: Open) -> None:
    page = await open_page("/network?span=all", fault="the connection is cut below")
    title = await page.locator("h1").text_content()
    await page.route("**/graphql", cut)
    await choose_filter(page, "Period", "12 months")
    await expect(page.get_by_role("alert")).to_contain_text("No connection to the service. Trying again in")
    await expect(page.locator("h1")).to_have_text(title or "")
    await page.unroute_all(behavior="wait")
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("alert")).to_have_count(0)
    await expect(page.locator("h1")).not_to_have_text(title or "")


@pytest.mark.thorough
async def test_page_opens_by_itself_when_the_connection_is_back(open_page: Open) -> None:
    page = await open_page("/", fault="the connection is cut below")
    await page.context.set_offline(True)
    await page.get_by_role("link", name="Projects", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("No connection to the service")
    await page.context.set_offline(False)
    await expect(page.locator("h1")).to_contain_text("projects are running")


@pytest.mark.thorough
async def test_page_whose_script_is_gone_after_an_upgrade_is_loaded_anew(open_page: Open) -> None:
    page = await open_page("/", fault="a script is gone below")
    gone: list[str] = []

    async def without_script(route: Route) -> None:
        gone.append(route.request.url)
        await (route.fulfill(status=404) if len(gone) == 1 else route.continue_())

    async def upgraded(route: Route) -> None:
        response = await route.fetch()
        await route.fulfill(response=response, body=re.sub(r'(src="/assets/index-[\w-]+\.js)', r"\1?upgraded", await response.text()))

    await page.route("**/assets/project-list-*.js", without_script)
    await page.route(re.compile(r":\d+/$"), upgraded)
    await page.get_by_role("link", name="Projects", exact=True).click()
    await expect(page.locator("h1")).to_contain_text("projects are running")
    assert len(gone) == 2  # once before and once after the page was loaded anew


@pytest.mark.thorough
async def test_query_that_timed_out_is_sent_once_more(open_page: Open) -> None:
    page = await open_page("/lessons?span=all", fault="a response is a timeout below")
    sent = 0

    async def time_out_once(route: Route) -> None:
        nonlocal sent
        body: Any = route.request.post_data_json
        if "query Projects" not in body["query"]:
            return await route.continue_()
        sent += 1
        error = {"message": "The query took longer than the database allows.", "extensions": {"code": "TIMEOUT"}}
        return await (route.fulfill(json={"data": None, "errors": [error]}) if sent == 1 else route.continue_())

    await page.route("**/graphql", time_out_once)
    await page.get_by_role("link", name="Projects", exact=True).click()
    await expect(page.locator("h1")).to_contain_text("projects are running")
    assert sent == 2


@pytest.mark.thorough
async def test_error_of_a_page_leaves_the_frame(open_page: Open) -> None:
    page = await open_page("/lessons?span=all", fault="a response lacks a field below")

    async def without_lessons(route: Route) -> None:
        body: Any = route.request.post_data_json
        if "OneProject" in body["query"]:
            await route.fulfill(json={"data": {"project": {"id": "x"}}})
        else:
            await route.continue_()

    await page.route("**/graphql", without_lessons)
    await page.get_by_role("link", name="Projects", exact=True).click()
    await page.locator("tbody a").first.click()
    await expect(page.locator("h1")).to_have_text("This page could not be shown")
    await page.get_by_role("link", name="Go to the overview").click()
    await expect(page.locator(".figures")).to_be_visible()


@pytest.mark.thorough
async def test_links_to_what_is_gone_lead_on(open_page: Open) -> None:
    page = await open_page("/people/nobody")
    for kind, name in {"people": "All people", "departments": "All departments", "topics": "All topics"}.items():
        await page.goto(f"/{kind}/nobody")
        await expect(page.locator("h1")).to_contain_text("not found")
        await expect(page.get_by_role("link", name=name)).to_have_attribute("href", f"/{kind}")
    page = await open_page("/projects")
    await page.goto("/?topic=gone")
    await expect(page.get_by_role("alert")).to_contain_text("there is no such topic any more")
    await choose_filter(page, "Topic", "All")
    await expect(page.locator("h1")).to_contain_text("No reuse has been recorded since")
