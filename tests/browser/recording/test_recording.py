"""Recording: a reuse by itself, unlikely days, texts saved before their suggestions arrive, and messages with names in place of ids."""

import asyncio
import re
from urllib.parse import unquote

import pytest
from playwright.async_api import Page, Route, expect

from graph_service.graph import Graph
from tests.browser.conftest import Open, choose, settled
from tests.browser.inspection import violations

REUSE = """
MATCH (r:Reuse)-[:REUSE_OF]->(:Lesson {id: $lesson}), (r)-[:REUSED_BY]->(:Person {id: $person}), (r)-[:REUSED_ON]->(:Project {id: $project})
RETURN count(r)
"""
LESSON = "MATCH (l:Lesson {title: $title}) RETURN toString(l.learnedOn)"
LEARNED_ON = "MATCH (l:Lesson {id: $id}) RETURN toString(l.learnedOn)"
SHARED = "connection-power-shared-by-software"


async def hold_suggestions(page: Page, query: str, seconds: float) -> None:
    """Makes the suggestions of a combobox arrive late."""

    async def late(route: Route) -> None:
        if query in (route.request.post_data or ""):
            await asyncio.sleep(seconds)
        await route.continue_()

    await page.route("**/graphql", late)


@pytest.mark.thorough
async def test_reuse_is_recorded_by_finding_lesson_person_and_project(open_page: Open, database: Graph) -> None:
    page = await open_page("/record")
    await page.get_by_role("link", name="A reuse").click()
    await expect(page.locator("h1")).to_have_text("Which lesson did you use?")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_label("Which lesson")).to_have_accessible_description("Pick a lesson from the list. Type a word of its title.")
    await choose(page, "Which lesson", "half the connection", "Order half the connection and share it by software")
    await choose(page, "Who used it", "bastien", "Bastien Roux (Buses and Ferries)")
    await choose(page, "On which project", "fault", "One number for every fault (Digital and Customer Services)")
    assert await violations(page) == []
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("h1")).to_have_text("Reuse saved")
    assert await database.read(REUSE, {"lesson": SHARED, "person": "bastien-roux", "project": "fault-line"}) == 1
    await page.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(page.locator(".toast").filter(has_text="Undone")).to_be_visible()
    await page.get_by_role("button", name="Record another").click()
    await expect(page.get_by_label("Which lesson")).to_have_value("")


@pytest.mark.thorough
async def test_text_saved_before_its_suggestions_arrive_is_found(open_page: Open, database: Graph) -> None:
    page = await open_page(f"/record?mode=reuse&lesson={SHARED}")
    await hold_suggestions(page, "ChoosePeople", 1.0)
    await choose(page, "On which project", "fault", "One number for every fault (Digital and Customer Services)")
    await page.get_by_label("Who used it").fill("bastien")
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Reuse saved")
    assert await database.read(REUSE, {"lesson": SHARED, "person": "bastien-roux", "project": "fault-line"}) == 1
    await page.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(page.locator(".toast").filter(has_text="Undone")).to_be_visible()


@pytest.mark.thorough
async def test_optional_text_is_not_called_unknown_before_its_suggestions_arrive(open_page: Open) -> None:
    page = await open_page(f"/lessons/{SHARED}")
    await page.get_by_role("button", name="Edit").click()
    await hold_suggestions(page, "ChooseTopics", 1.0)
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Topics").fill("Stray dogs and paper")
    await dialog.get_by_role("button", name="Save changes").click()
    await expect(dialog.get_by_text("Nothing is called “Stray dogs and paper”.")).to_be_visible()
    await dialog.get_by_label("Topics").fill("Cables and d")
    await dialog.get_by_label("Topics").press("Tab")
    await dialog.get_by_role("button", name="Save changes").click()
    await expect(page.locator(".toast").filter(has_text="Lesson saved.")).to_be_visible()
    await expect(page.locator(".facts")).to_contain_text("Cables and ducts")
    await page.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(page.locator(".facts")).not_to_contain_text("Cables and ducts")


@pytest.mark.thorough
async def test_unlikely_day_of_a_lesson_is_asked_about_and_confirmed(open_page: Open, database: Graph) -> None:
    page = await open_page("/record")
    title = "Learned long before the depot began"
    await page.get_by_label("In one sentence").fill(title)
    await choose(page, "Who learned it", "Bastien", "Bastien Roux (Buses and Ferries)")
    await choose(page, "On which project", "Electric bus", "Electric bus depot (Buses and Ferries)")
    await page.get_by_role("textbox", name="When").fill("2020-05-05")
    await page.get_by_role("button", name="Save lesson").click()
    await expect(page.get_by_role("alert")).to_contain_text("5 May 2020 is long before Electric bus depot")
    await page.get_by_role("button", name="Save anyway").click()
    await expect(page.locator("h1")).to_have_text("Lesson saved")
    assert await database.read(LESSON, {"title": title}) == "2020-05-05"


@pytest.mark.thorough
async def test_service_asks_about_an_unlikely_day_that_the_page_does_not_see(open_page: Open, database: Graph) -> None:
    """The project of the retrospective is remembered in the browser without its days."""
    page = await open_page("/record")
    remembered = "{person: {id: 'bastien-roux', name: 'Bastien Roux'}, project: {id: 'electric-bus-depot', name: 'Electric bus depot'}}"
    await page.evaluate(f"localStorage.setItem('reader', JSON.stringify({remembered}))")
    await page.goto("/record?mode=retrospective")
    await settled(page)
    title = "Told at the retrospective of another year"
    await page.get_by_label("Day of the retrospective").fill("2020-05-05")
    await page.get_by_label("Title, in one sentence").fill(title)
    await page.get_by_role("button", name="Save as draft").click()
    await expect(page.get_by_text("Choose at least one person.")).to_be_visible()  # who writes it down need not have learned it
    await page.locator(".people input").first.check()
    await page.get_by_role("button", name="Save as draft").click()
    await expect(page.get_by_role("alert")).to_contain_text(
        "“Day of the retrospective” is 5 May 2020, but a lesson is rarely learned more than a year before"
    )
    assert await database.read(LESSON, {"title": title}) is None
    await page.get_by_role("button", name="Save as draft").click()
    await expect(page.get_by_role("status").filter(has_text="1 lesson saved as a draft.")).to_be_visible()
    assert await database.read(LESSON, {"title": title}) == "2020-05-05"


@pytest.mark.thorough
async def test_revised_day_is_asked_about_and_errors_name_the_reuse_in_the_way(open_page: Open, database: Graph) -> None:
    page = await open_page(f"/lessons/{SHARED}")
    before = await database.read(LEARNED_ON, {"id": SHARED})
    await page.get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Day it was learned").fill("2026-11-01")
    await dialog.get_by_role("button", name="Save changes").click()
    await expect(dialog.get_by_label("Day it was learned")).to_have_accessible_description(
        re.compile(r"it was reused on .+ \(reuse “by .+ on .+”\)")
    )
    await dialog.get_by_label("Day it was learned").fill("2015-01-02")
    await dialog.get_by_role("button", name="Save changes").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("a lesson is rarely learned more than a year before its project started")
    assert await database.read(LEARNED_ON, {"id": SHARED}) == before
    await dialog.get_by_role("button", name="Save anyway").click()
    await expect(page.locator(".toast").filter(has_text="Lesson saved.")).to_be_visible()
    await page.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(page.locator(".toast").filter(has_text="Undone")).to_be_visible()
    assert await database.read(LEARNED_ON, {"id": SHARED}) == before


@pytest.mark.thorough
async def test_learner_is_asked_with_a_message_about_the_lesson(open_page: Open) -> None:
    page = await open_page("/lessons/drivers-first-passengers-later")
    link = await page.get_by_role("link", name="Ask Thomas Achermann").get_attribute("href")
    assert link is not None
    message = unquote(link)
    assert "thinking of using your lesson “Let the drivers ride free on the new system for a month”" in message
    assert "/lessons/drivers-first-passengers-later" in message


@pytest.mark.thorough
async def test_move_of_a_learner_is_a_dashed_line_with_a_sentence(open_page: Open) -> None:
    page = await open_page("/lessons/drivers-first-passengers-later")
    sentence = "Thomas Achermann moved from Buses and Ferries to Digital and Customer Services in April 2024."
    await expect(page.locator("svg.drawing path.move title")).to_have_text(sentence)
    await expect(page.locator(".picture p")).to_contain_text([sentence])
