"""A project holds a rundown: it decides on lessons in three ways, takes a decision back, and prints the gate page."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from graph_service.graph import Graph
from tests.browser.conftest import Open, settled
from tests.browser.test_project_page import READER
from tests.browser.test_send import count_pages, print_sheet

PROJECT = "/projects/electric-bus-depot"
DECISIONS = "MATCH (:Project {id: 'electric-bus-depot'})<-[:FOR]-(:Rundown)-[c:CONSIDERED]->() RETURN collect(c.decision)"
DECIDED_REUSES = "MATCH (r:Reuse)-[:DECIDED_IN]->()-[:FOR]->(:Project {id: 'electric-bus-depot'}) RETURN count(r)"
REMOVE = """
MATCH (project:Project {id: 'electric-bus-depot'})
OPTIONAL MATCH (project)<-[:FOR]-(rundown)
OPTIONAL MATCH (rundown)<-[:DECIDED_IN]-(reuse)
OPTIONAL MATCH (project)<-[:HELD_FOR]-(conversation)
DETACH DELETE reuse, rundown, conversation
"""


@pytest.fixture
async def nothing_kept(database: Graph) -> AsyncIterator[None]:
    yield
    await database.command(REMOVE)


async def open_as_lena(open_page: Open, path: str) -> Page:
    page = await open_page(path)
    await page.evaluate(READER)
    await page.reload()
    await settled(page)
    return page


async def hold(page: Page) -> None:
    await page.get_by_role("button", name="Hold a rundown").click()
    await page.get_by_role("dialog").get_by_label("Note").fill("With the whole team")
    await page.get_by_role("dialog").get_by_role("button", name="Begin").click()
    await expect(page.get_by_role("heading", name=re.compile("^Rundown of .+, while it runs$"))).to_be_visible()


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.thorough
async def test_rundown_is_held_decided_in_three_ways_undone_and_printed(open_page: Open, database: Graph) -> None:
    page = await open_as_lena(open_page, PROJECT)
    await expect(page.locator("main")).to_contain_text("No rundowns or conversations have been recorded yet.")
    await hold(page)
    await expect(page.get_by_label("Who decides")).to_have_value("Lena Hofstetter")
    offers = page.locator(".offers > li")
    await expect(offers).to_have_count(8)
    titles = [await offers.nth(index).locator("h3").inner_text() for index in range(3)]

    await page.get_by_role("button", name=f"We use it: {titles[0]}").click()
    await expect(page.get_by_role("button", name=f"We use it: {titles[0]}")).to_have_count(0)
    await expect(page.get_by_label(f"Reason: {titles[1]}")).to_be_focused()

    await page.get_by_role("button", name=f"Not for us: {titles[1]}").click()
    await expect(page.locator("main")).to_contain_text("Say in a few words why, so that the next project knows.")
    await page.get_by_label(f"Reason: {titles[1]}").fill("We have no cranes")
    await page.get_by_role("button", name=f"Not for us: {titles[1]}").press("Enter")
    await expect(page.get_by_role("button", name=f"Not for us: {titles[1]}")).to_have_count(0)

    await page.get_by_label(f"Reason: {titles[2]}").fill("When the tender is out")
    await page.get_by_role("button", name=f"Later: {titles[2]}").click()
    decided = page.locator(".decided li")
    await expect(decided).to_have_count(3)
    await expect(decided.filter(has_text=titles[1])).to_contain_text("We have no cranes")
    assert sorted(await database.read(DECISIONS)) == ["APPLY", "LATER", "NOT_APPLICABLE"]
    assert await database.read(DECIDED_REUSES) == 1

    toast = page.locator(".toast").filter(has_text=f"“{titles[0]}” is used.")
    await toast.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("button", name=f"We use it: {titles[0]}")).to_be_visible()
    assert await database.read(DECIDED_REUSES) == 0
    await expect(decided).to_have_count(2)

    await page.get_by_role("button", name="Close the rundown").click()
    await expect(page.get_by_role("link", name=re.compile("^Rundown of "))).to_be_visible()
    await page.get_by_role("link", name="Printable gate page").click()
    sheet = page.get_by_role("article")
    await expect(sheet).to_contain_text("Ready: the project passes every check.")
    await expect(sheet).to_contain_text("Postponed on ")
    await expect(sheet).to_contain_text(titles[2])
    await expect(sheet.get_by_role("heading", name="Whom to talk to")).to_be_visible()
    assert count_pages(await print_sheet(page, "A4")) == 1
    await page.emulate_media(media="print")
    await expect(page.get_by_role("button", name="Print or save as PDF")).to_be_hidden()


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.thorough
async def test_conversation_is_recorded_on_the_gate_page_and_counts(open_page: Open) -> None:
    page = await open_as_lena(open_page, "/gate?project=electric-bus-depot&phase=BEFORE")
    sheet = page.get_by_role("article")
    await expect(sheet).to_contain_text("Not ready yet: 0 of 2 checks passed.")
    await page.get_by_role("button", name="Record a conversation").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("With whom").fill("Ines Moreau")
    await dialog.get_by_role("button", name="Record conversation").click()
    await expect(page.locator(".toast").filter(has_text="Conversation with Ines Moreau")).to_be_visible()
    await expect(sheet).to_contain_text("1 of 3")
    await expect(sheet).to_contain_text("Lena Hofstetter with Ines Moreau")
    await page.get_by_label("Gate").select_option("AFTER")
    await expect(sheet).to_contain_text("Lessons recorded")


@pytest.mark.thorough
async def test_risk_list_is_downloaded(open_page: Open) -> None:
    page = await open_page(PROJECT)
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Risk list for Excel").click()
    assert (await download.value).suggested_filename == "risks.xlsx"


async def test_unknown_project_is_said(open_page: Open) -> None:
    page = await open_page("/gate")
    await expect(page.locator("main")).to_contain_text("There is no such project.")
