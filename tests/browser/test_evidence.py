"""Each figure links to exactly the reuses it counts; branches of the organisation open in the chart; experts come with a contact path."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Page, expect

from graph_service.graph import Graph
from tests.browser.conftest import Open, choose_filter, settled

TITLE = re.compile(r"^([\d,]+) reuses?")


async def evidence_count(page: Page) -> int:
    """The number of reuses in the title of the evidence page."""
    found = TITLE.match(await page.text_content("h1") or "")
    assert found is not None
    return int(found[1].replace(",", ""))


async def run_query(page: Page, query: str) -> dict:
    """The data of the response."""
    response = await page.request.post("/graphql", data={"query": query})
    return (await response.json())["data"]


@pytest.mark.parametrize(
    ("view", "arguments"),
    [
        ("span=all", ""),
        ("from=2024-01-01&to=2026-01-01", '(window: {from: "2024-01-01", to: "2026-01-01"})'),
        ("span=all&topic=charging", '(topic: "charging")'),
        ("span=all&level=1", "(level: 1)"),
    ],
)
@pytest.mark.thorough
async def test_flow_links_to_the_reuses_it_counts(open_page: Open, view: str, arguments: str) -> None:
    page = await open_page(f"/network?tab=flow&table=flow&{view}")
    query = f"{{ network{arguments} {{ silos {{ events }} flow(compareWithChance: true) {{ cells {{ from {{ id kind }} to {{ id kind }} observed events }} }} }} }}"
    network = (await run_query(page, query))["network"]
    table = page.get_by_role("region", name="Reuses by source department and reusing department")
    await expect(table).to_be_visible()
    if await page.locator("#picture-flow").get_by_role("button", name="Show all").count():
        await page.locator("#picture-flow").get_by_role("button", name="Show all").click()
    addresses = {await link.get_attribute("href") or "" for link in await table.get_by_role("link").all()}
    plain = [cell for cell in network["flow"]["cells"] if cell["from"]["kind"] == cell["to"]["kind"] == "DEPARTMENT" and cell["observed"]]
    assert len(addresses) == len(plain) > 0
    for address in sorted(addresses)[:6]:
        params = parse_qs(urlsplit(address).query)
        cell = next(cell for cell in plain if [cell["from"]["id"], cell["to"]["id"]] == params["learned"] + params["made"])
        await page.goto(address)
        await settled(page)
        assert cell["observed"] <= await evidence_count(page) <= cell["events"]  # a reuse of which half counts is listed whole
    await page.goto(f"/reuses?kind=others&{view}")
    await settled(page)
    assert await evidence_count(page) == sum(silo["events"] for silo in network["silos"]) > 0


@pytest.mark.thorough
async def test_key_figures_link_to_the_reuses_they_count(open_page: Open) -> None:
    page = await open_page("/?span=all")
    total = (await run_query(page, "{ network { benefits { total { reported { hoursSaved } confirmed { hoursSaved } } } } }"))["network"][
        "benefits"
    ]["total"]
    await expect(page.locator(".figures")).to_contain_text(f"{total['reported']['hoursSaved']:,.0f} h")
    await page.get_by_role("link", name=re.compile("h confirmed by others")).click()
    await settled(page)
    await expect(page.locator("main")).to_contain_text(f"{total['confirmed']['hoursSaved']:,.0f} hours saved")
    assert await evidence_count(page) == await page.get_by_role("cell", name="yes").count()


@pytest.mark.thorough
async def test_silo_links_to_the_reuses_behind_its_verdict(open_page: Open) -> None:
    page = await open_page("/network?span=all")
    await page.get_by_role("button", name="Show as table").click()
    row = page.get_by_role("row", name=re.compile("^Water and Wastewater Silo"))
    count = await row.get_by_role("link").first.text_content()
    await row.get_by_role("link").first.click()
    await settled(page)
    assert await evidence_count(page) == int(count or "")
    assert await page.locator("h1").text_content() == f"{count} reuses in Water and Wastewater of lessons learned by somebody else"


@pytest.mark.thorough
async def test_cell_of_the_matrix_shows_its_reuses_and_leads_to_all(open_page: Open) -> None:
    page = await open_page("/network?span=all&tab=flow")
    await page.get_by_role("button", name=re.compile("^Water and Wastewater to Water and Wastewater: 26 reuses")).click()
    panel = page.get_by_role("complementary", name="Details")
    await expect(panel).to_contain_text("26 reuses")
    await expect(panel).to_contain_text("About 8 would be expected by chance")
    await expect(panel).to_contain_text("27 reuses in the list: one of a lesson that several departments learned counts in parts")
    await panel.get_by_role("link", name=re.compile(r"^Show all \d+ reuses")).click()
    await settled(page)
    assert parse_qs(urlsplit(page.url).query) == {"span": ["all"], "learned": ["water"], "made": ["water"], "kind": ["others"]}
    assert await evidence_count(page) == 27  # two of them count half
    await page.go_back()
    await expect(panel).to_contain_text("26 reuses")


@pytest.mark.thorough
async def test_matrix_is_worked_by_keyboard(open_page: Open) -> None:
    page = await open_page("/network?span=all&tab=flow")
    await page.locator(".cell").first.focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowDown")
    focused = page.locator(".cell:focus")
    label = await focused.get_attribute("aria-label") or ""
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("complementary", name="Details")).to_contain_text("would be expected by chance")
    await expect(page).to_have_url(re.compile("cell="))
    await expect(page.locator(".cell.selected")).to_have_attribute("aria-label", label)
    await page.keyboard.press("Escape")
    await expect(page).not_to_have_url(re.compile("cell="))


@pytest.mark.thorough
async def test_branch_of_the_organisation_opens_and_closes_in_the_picture(open_page: Open) -> None:
    page = await open_page("/network?span=all&tab=flow&within=networks")
    picture = page.locator("#picture-flow svg.drawing")
    await expect(page.get_by_role("navigation", name="Opened in the picture")).to_contain_text(
        "All departments › Aldermere Regional Works › Networks"
    )
    await expect(picture).to_contain_text("Energy and Lighting")
    await expect(picture).not_to_contain_text("Roads and Bridges")
    await page.get_by_role("button", name="Open Mobility").click()
    await expect(picture).to_contain_text("Roads and Bridges")
    await expect(picture).not_to_contain_text("Energy and Lighting")
    await page.get_by_role("button", name="All departments").click()
    await expect(picture).to_contain_text("Energy and Lighting")
    await expect(picture).to_contain_text("Roads and Bridges")


@pytest.mark.thorough
async def test_expert_comes_with_the_contact_path_from_the_reader(open_page: Open) -> None:
    page = await open_page("/projects/electric-ferry")
    await page.get_by_role("link", name="All experts for this project, and how to reach them").click()
    await settled(page)
    await expect(page.get_by_label("For the project")).to_have_value("Electric ferry")
    await page.get_by_label("Your name").fill("Bastien")
    await expect(page.locator('option[value="Bastien Roux (Buses and Ferries)"]')).to_have_count(1)
    await page.get_by_label("Your name").fill("Bastien Roux (Buses and Ferries)")
    await expect(page.locator(".contact-path").first).to_be_visible()
    assert {"project=electric-ferry", "asker=bastien-roux"} <= set(page.url.partition("?")[2].split("&"))
    first = (
        await run_query(
            page, '{ experts(project: "electric-ferry", asker: "bastien-roux", first: 1) { person { name } path { person { name } } } }'
        )
    )["experts"][0]
    await expect(page.locator("h1")).to_have_text(f"Ask {first['person']['name']} first")
    for step in first["path"]:
        await expect(page.locator(".experts li").first).to_contain_text(step["person"]["name"])


@pytest.mark.thorough
async def test_attention_list_links_to_the_tab_of_the_network_page(open_page: Open) -> None:
    page = await open_page("/?span=all")
    await page.get_by_role("link", name=re.compile("^See who should meet")).click()
    await settled(page)
    await expect(page.get_by_role("link", name="Introductions", exact=True)).to_have_attribute("aria-current", "page")


@pytest.mark.thorough
async def test_custom_dates_are_applied(open_page: Open, database: Graph) -> None:
    page = await open_page("/reuses")
    await choose_filter(page, "Period", "Custom dates")
    await page.get_by_label("First day").fill("2024-03-01")
    await page.get_by_label("Last day").fill("2024-05-31")
    await expect(page).to_have_url(re.compile("from=2024-03-01&to=2024-06-01"))
    await settled(page)
    assert await evidence_count(page) == await database.read(
        "MATCH (r:Reuse) WHERE date('2024-03-01') <= r.reusedOn <= date('2024-05-31') AND r.withdrawnOn IS NULL RETURN count(r)"
    )
