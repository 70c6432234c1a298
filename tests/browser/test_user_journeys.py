"""What people do with the dashboard: find the silo, the broker and an expert; record a lesson and a reuse; share an address; go back."""

import csv
import io
import re

import pytest
from playwright.async_api import Browser, expect

from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.browser.conftest import Open, choose_filter, served, settled

MANY_TOPICS = "UNWIND range(1, 1001) AS n CREATE (:Topic {id: 'many-' + n, name: 'Many ' + n})"


DELETE_MANY_TOPICS = "MATCH (topic:Topic) WHERE topic.id STARTS WITH 'many-' DETACH DELETE topic"


MANY_RECURRENCES = """
MATCH (earlier:Lesson {status: 'PUBLISHED'})-[:LEARNED_ON]->(before:Project), (later:Lesson {status: 'PUBLISHED'})-[:LEARNED_ON]->(after:Project)
WHERE before <> after AND date(earlier.publishedOn) < date(later.learnedOn)
  AND NOT EXISTS { (later)-[:RECURRENCE_OF]->() } AND NOT EXISTS { (earlier)<-[:REUSE_OF]-()-[:REUSED_ON]->(after) }
WITH later, min(earlier.id) AS id
ORDER BY later.id
LIMIT 40
MATCH (earlier:Lesson {id: id})
CREATE (later)-[:RECURRENCE_OF {test: true}]->(earlier)
"""


DELETE_MANY_RECURRENCES = "MATCH ()-[link:RECURRENCE_OF {test: true}]->() DELETE link"


@pytest.mark.thorough
async def test_silo_broker_and_expert_are_found_from_the_overview(open_page: Open) -> None:
    page = await open_page("/?span=all")
    attention = page.locator(".attention")
    await expect(attention).to_contain_text("Water and Wastewater is a silo: mostly reuses its own lessons")
    await expect(attention).to_contain_text("26 of its 39 reuses were its own lessons; about 8 would be expected by chance (3.4 times).")
    await expect(attention).to_contain_text(
        re.compile(r"reuses by Water and Wastewater of lessons from Roads and Bridges came through Nadja Petrov")
    )
    await page.get_by_role("navigation", name="Pages").get_by_role("link", name="People").click()
    await page.get_by_role("link", name="Find an expert").click()
    await page.get_by_label("What is it about?").fill("charging a ferry")
    await page.get_by_label("What is it about?").press("Enter")
    await expect(page.locator(".experts h2").first).to_have_text("Ines Moreau")


@pytest.mark.thorough
async def test_departure_of_the_broker_shows_what_would_be_missing(open_page: Open) -> None:
    page = await open_page("/network?span=all&tab=brokers")
    await page.get_by_role("button", name="What if they leave? Nadja Petrov").first.click()
    await expect(page.locator(".note")).to_contain_text("Without Nadja Petrov")
    await expect(page.locator(".note")).to_contain_text("Roads and Bridges")


@pytest.mark.thorough
async def test_dismissed_suggestion_is_not_suggested_again(open_page: Open, database: Graph) -> None:
    page = await open_page("/insights?span=all")
    table = page.get_by_role("region", name="Similar texts: is it the same problem?")
    name = await table.get_by_role("button", name="no: ").first.get_attribute("aria-label") or ""
    before = await database.read("MATCH (:Lesson)-[link:NOT_RECURRENCE_OF]->(:Lesson) RETURN count(link)")
    await table.get_by_role("button", name=name, exact=True).first.click()
    await expect(table.get_by_role("button", name=name, exact=True)).to_have_count(0)
    assert await database.read("MATCH (:Lesson)-[link:NOT_RECURRENCE_OF]->(:Lesson) RETURN count(link)") == before + 1


@pytest.mark.thorough
async def test_address_holds_the_filters(open_page: Open) -> None:
    page = await open_page("/")
    await choose_filter(page, "Period", "All time")
    await choose_filter(page, "Topic", "Charging vehicles")
    await page.get_by_role("link", name="Network", exact=True).click()
    assert {"span=all", "topic=charging"} <= set(page.url.partition("?")[2].split("&"))
    await page.reload()
    await settled(page)
    await expect(page.get_by_role("button", name="Topic Charging vehicles")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("button", name="Topic Charging vehicles")).to_be_visible()
    await expect(page.get_by_role("button", name="Period All time")).to_be_visible()
    await page.go_back()
    await expect(page).to_have_url("about:blank")


@pytest.mark.thorough
async def test_table_is_sorted_and_saved_as_csv(open_page: Open) -> None:
    page = await open_page("/network?span=all")
    await page.get_by_role("button", name="Show as table").click()
    table = page.get_by_role("region", name="Reuse of a department’s own lessons compared with chance")
    await table.get_by_role("button", name="People").click()
    await expect(table.get_by_role("columnheader", name="People")).to_have_attribute("aria-sort", "descending")
    people = [int(text) for text in await table.locator("tbody td:last-child").all_text_contents()]
    assert people == sorted(people, reverse=True)
    async with page.expect_download() as download:
        await page.locator("#picture-silos").get_by_role("button", name="Save as CSV").click()
    saved = list(csv.DictReader(io.StringIO((await (await download.value).path()).read_text(encoding="utf-8-sig"))))
    assert sorted((int(row["People"]) for row in saved), reverse=True) == people
    assert "Water and Wastewater" in {row["Department"] for row in saved}


@pytest.mark.thorough
async def test_chart_is_saved_as_png(open_page: Open) -> None:
    page = await open_page("/network?span=all&tab=flow")
    async with page.expect_download() as download:
        await page.locator("#picture-flow").get_by_role("button", name="Save as PNG").click()
    assert (await (await download.value).path()).read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.thorough
async def test_failed_query_can_be_tried_again(open_page: Open) -> None:
    page = await open_page("/projects", fault="the connection is cut below")
    await page.route("**/graphql", lambda route: route.abort())
    await page.get_by_role("link", name="Insights").click()
    await expect(page.get_by_role("alert")).to_contain_text("No connection to the service")
    await page.unroute_all(behavior="wait")  # another request may still be in its handler
    await page.get_by_role("button", name="Try again").click()
    await expect(page.locator("h1")).to_contain_text("been reused yet")


@pytest.mark.thorough
async def test_pages_are_reached_by_keyboard(open_page: Open) -> None:
    page = await open_page("/")
    await page.keyboard.press("Tab")
    await expect(page.locator(":focus")).to_have_text("Skip to the content")
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()
    await page.get_by_role("link", name="Lessons", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Lessons")
    await expect(page.locator("main")).to_be_focused()


@pytest.mark.thorough
async def test_colour_scheme_is_remembered(open_page: Open) -> None:
    page = await open_page("/", scheme="light")
    await page.get_by_role("button", name="Me: my project").click()
    await page.get_by_role("radio", name="Dark").check()
    await page.reload()
    assert await page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.thorough
async def test_filter_offers_all_topics_beyond_the_first_thousand(open_page: Open, database: Graph) -> None:
    await database.command(MANY_TOPICS)
    try:
        page = await open_page("/")
        await page.get_by_role("button", name="Topic All").click()
        await expect(page.locator(".choices button")).to_have_count(1 + await database.read("MATCH (topic:Topic) RETURN count(topic)"))
    finally:
        await database.command(DELETE_MANY_TOPICS)


@pytest.mark.thorough
async def test_all_repeated_problems_are_counted(browser: Browser, site: str, database: Graph, database_settings: Settings) -> None:
    await database.command(MANY_RECURRENCES)
    try:
        async with served(database_settings) as address:
            page = await browser.new_page(base_url=address)
            await page.goto("/insights?span=all")
            query = "{ network { missedReuse(suggested: false, first: 1000) { later { id } } } }"
            data = (await (await page.request.post("/graphql", data={"query": query})).json())["data"]
            count = len(data["network"]["missedReuse"])
            assert count > 40
            await expect(page.get_by_role("heading", name=f"{count} known problems were repeated")).to_be_visible()
            await page.close()
    finally:
        await database.command(DELETE_MANY_RECURRENCES)
