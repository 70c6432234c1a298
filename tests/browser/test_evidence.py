"""Every figure opens what stands behind it, and just that; the picture opens branch by branch; experts come with the way to them."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Page, expect

from graph_service.graph import Graph
from tests.browser.conftest import Open, settled

TITLE = re.compile(r"^([\d,]+) reuses?")


async def listed(page: Page) -> int:
    """How many reuses the page of evidence says there are."""
    found = TITLE.match(await page.text_content("h1") or "")
    assert found is not None
    return int(found[1].replace(",", ""))


async def ask(page: Page, query: str) -> dict:
    """What the service answers."""
    told = await page.request.post("/graphql", data={"query": query})
    return (await told.json())["data"]


@pytest.mark.parametrize(
    ("view", "arguments"),
    [
        ("span=all", ""),
        ("from=2024-01-01&to=2026-01-01", '(window: {from: "2024-01-01", to: "2026-01-01"})'),
        ("span=all&topic=charging", '(topic: "charging")'),
        ("span=all&level=1", "(level: 1)"),
    ],
)
async def test_behind_a_flow_stand_as_many_reuses_as_it_counts(open_page: Open, view: str, arguments: str) -> None:
    page = await open_page(f"/network?{view}")
    flow = (await ask(page, f"{{ network{arguments} {{ flow {{ events cells {{ from {{ id kind }} to {{ id kind }} events }} }} }} }}"))[
        "network"
    ]["flow"]
    assert flow["events"] > 0
    await page.get_by_text("The same as a table").first.click()
    table = page.get_by_role("region", name="Reuses by where a lesson was learned and where it was reused")
    await expect(table).to_be_visible()
    if await page.locator("#flow").get_by_role("button", name="Show all").count():
        await page.locator("#flow").get_by_role("button", name="Show all").click()
    links = table.get_by_role("link")
    behind = {await link.get_attribute("href") or "" for link in await links.all()}
    plain = [cell for cell in flow["cells"] if cell["from"]["kind"] == cell["to"]["kind"] == "DEPARTMENT"]
    assert len(behind) == len(plain) > 0
    for address in sorted(behind)[:6]:
        asked = parse_qs(urlsplit(address).query)
        counted = next(one["events"] for one in plain if [one["from"]["id"]] == asked["learned"] and [one["to"]["id"]] == asked["made"])
        await page.goto(address)
        await settled(page)
        assert await listed(page) == counted
    await page.goto(f"/reuses?{view}")
    await settled(page)
    assert await listed(page) == flow["events"]


async def test_the_first_figures_open_what_they_count(open_page: Open) -> None:
    page = await open_page("/?span=all")
    total = (await ask(page, "{ network { benefits { total { reported { hoursSaved } confirmed { hoursSaved } } } } }"))["network"][
        "benefits"
    ]["total"]
    await page.get_by_role("link", name=re.compile("hours saved, as reported: what stands behind it")).click()
    await settled(page)
    await expect(page.locator("main")).to_contain_text(f"{total['reported']['hoursSaved']:,.0f} hours saved")
    await page.go_back()
    await page.locator(".keys .beside a").first.click()
    await settled(page)
    await expect(page.locator("main")).to_contain_text(f"{total['confirmed']['hoursSaved']:,.0f} hours saved")
    assert await listed(page) == await page.get_by_role("cell", name="yes").count()


async def test_behind_a_silo_stand_its_own_lessons(open_page: Open) -> None:
    page = await open_page("/network?span=all")
    row = page.get_by_role("row", name=re.compile("^Water and Wastewater keeps to itself"))
    told = await row.get_by_role("link").nth(1).text_content()
    await row.get_by_role("link").nth(1).click()
    await settled(page)
    assert await listed(page) == int(told or "")
    assert await page.locator("h1").text_content() == f"{told} reuses of lessons that somebody else had learned in Water and Wastewater"


async def test_a_click_in_the_picture_opens_what_it_shows(open_page: Open) -> None:
    page = await open_page("/network?span=all&picture=matrix")
    cells = (await ask(page, "{ network { flow { cells { from { id } to { id } reuses events } } } }"))["network"]["flow"]["cells"]
    own = next(cell for cell in cells if cell["from"]["id"] == cell["to"]["id"] == "water")
    await page.locator("#flow svg").get_by_text(f"{own['reuses']:g}", exact=True).first.click()
    await settled(page)
    assert parse_qs(urlsplit(page.url).query) == {"span": ["all"], "learned": ["water"], "made": ["water"]}
    assert await listed(page) == own["events"]
    await page.go_back()
    await expect(page.locator("h1")).to_contain_text("Most goes from")


async def test_a_branch_is_opened_and_closed(open_page: Open) -> None:
    page = await open_page("/network?span=all&within=networks")
    picture = page.locator("#flow")
    await expect(picture.get_by_role("navigation")).to_contain_text("All departments › Aldermere Regional Works › Networks")
    await expect(picture.locator("svg")).to_contain_text("Energy and Lighting")
    await expect(picture.locator("svg")).not_to_contain_text("Roads and Bridges")
    await picture.get_by_role("button", name="Mobility").click()
    await expect(picture.locator("svg")).to_contain_text("Roads and Bridges")
    await expect(picture.locator("svg")).not_to_contain_text("Energy and Lighting")
    await picture.get_by_role("button", name="All departments").click()
    await expect(picture.locator("svg")).to_contain_text("Energy and Lighting")
    await expect(picture.locator("svg")).to_contain_text("Roads and Bridges")


async def test_an_expert_comes_with_the_way_from_the_one_who_asks(open_page: Open) -> None:
    page = await open_page("/projects/electric-ferry")
    await page.get_by_role("link", name="All who know about it, and the way to them").click()
    await settled(page)
    await expect(page.get_by_label("For the project")).to_have_value("Electric ferry")
    await page.get_by_label("You are").fill("Bastien")
    await expect(page.locator('option[value="Bastien Roux (Buses and Ferries)"]')).to_have_count(1)
    await page.get_by_label("You are").fill("Bastien Roux (Buses and Ferries)")
    await expect(page.locator(".way").first).to_be_visible()
    assert {"project=electric-ferry", "asker=bastien-roux"} <= set(page.url.partition("?")[2].split("&"))
    first = (
        await ask(
            page, '{ experts(project: "electric-ferry", asker: "bastien-roux", first: 1) { person { name } path { person { name } } } }'
        )
    )["experts"][0]
    await expect(page.locator("h1")).to_have_text(f"Ask {first['person']['name']} first")
    for step in first["path"]:
        await expect(page.locator(".experts li").first).to_contain_text(step["person"]["name"])


async def test_what_deserves_attention_leads_to_its_place_on_the_page(open_page: Open) -> None:
    page = await open_page("/?span=all")
    await page.get_by_role("link", name=re.compile("should meet")).click()
    await settled(page)
    await expect(page.locator("#introductions")).to_be_in_viewport()


async def test_days_of_ones_own_are_chosen(open_page: Open, database: Graph) -> None:
    page = await open_page("/reuses")
    await page.get_by_label("Time").select_option("From one day to another")
    await page.get_by_label("First day").fill("2024-03-01")
    await page.get_by_label("Last day").fill("2024-05-31")
    await expect(page).to_have_url(re.compile("from=2024-03-01&to=2024-06-01"))
    await settled(page)
    assert await listed(page) == await database.read(
        "MATCH (r:Reuse) WHERE date('2024-03-01') <= r.reusedOn <= date('2024-05-31') AND r.withdrawnOn IS NULL RETURN count(r)"
    )


async def test_on_a_phone_what_is_looked_at_is_one_line_until_it_is_opened(open_page: Open) -> None:
    page = await open_page("/shelf?span=all", width=360)
    await expect(page.get_by_label("Topic")).to_be_hidden()
    await page.get_by_role("button", name="all time · each department · all topics").click()
    await page.get_by_label("Topic").select_option("Charging vehicles")
    await expect(page.get_by_role("button", name="all time · each department · Charging vehicles")).to_be_visible()
