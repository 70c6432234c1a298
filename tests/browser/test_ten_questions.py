"""The questions that a PMO lead brings to the dashboard, answered from Overview by clicking, typing and reading, with the number of clicks."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Open, settled


class Reader:
    """Somebody who only clicks and types, and counts the clicks."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    async def click(self, target: Locator) -> None:
        self.clicks += 1
        await target.click()
        await settled(self.page)

    async def reads(self, text: str) -> None:
        await expect(self.page.locator("main")).to_contain_text(text)


async def from_overview(open_page: Open) -> Reader:
    page = await open_page("/?span=all")
    await settled(page)
    return Reader(page)


@pytest.mark.thorough
async def test_where_are_our_silos_and_why_do_you_say_so(open_page: Open) -> None:
    reader = await from_overview(open_page)
    await reader.click(reader.page.get_by_role("link", name="See why, and what to do"))
    await reader.reads("Water and Wastewater is a silo")
    await reader.reads("expected by chance")
    assert reader.clicks == 1


@pytest.mark.thorough
async def test_which_problems_came_back_though_a_lesson_was_there(open_page: Open) -> None:
    reader = await from_overview(open_page)
    await reader.reads("2 known problems were repeated")
    await reader.click(reader.page.get_by_role("link", name="Review both"))
    await reader.reads("A ramp hinge made to the 1968 drawings was 35 mm too tall")
    assert reader.clicks == 1


@pytest.mark.thorough
async def test_what_breaks_if_nadja_leaves_and_how_do_i_reach_her(open_page: Open) -> None:
    reader = await from_overview(open_page)
    await reader.click(reader.page.get_by_role("button", name="Search or jump to"))
    await reader.page.keyboard.type("nadja")
    await reader.click(reader.page.get_by_role("option", name="Nadja Petrov"))
    await reader.reads("If Nadja Petrov leaves")
    await reader.reads("Without Nadja Petrov, ")
    ask = reader.page.get_by_role("link", name="Ask Nadja Petrov")
    assert (await ask.get_attribute("href") or "").startswith("mailto:nadja")
    assert reader.clicks == 2


@pytest.mark.thorough
async def test_what_did_sharing_save_and_how_sure_are_we(open_page: Open) -> None:
    reader = await from_overview(open_page)
    await reader.reads("saved, as reported")
    await reader.reads("confirmed by others")
    await reader.click(reader.page.get_by_role("link", name="confirmed by others"))
    await reader.reads("confirmed")
    assert reader.clicks == 1


@pytest.mark.thorough
async def test_who_should_meet(open_page: Open) -> None:
    reader = await from_overview(open_page)
    await reader.click(reader.page.get_by_role("link", name="See who should meet"))
    await reader.reads("Greta Lindqvist")
    assert reader.clicks == 1


@pytest.mark.thorough
async def test_whom_do_i_ask_about_charging_outside_my_department(open_page: Open) -> None:
    reader = await from_overview(open_page)
    await reader.click(reader.page.get_by_role("button", name="Search or jump to"))
    await reader.page.keyboard.type("charging")
    await expect(reader.page.get_by_role("option", name="Find an expert on “charging”")).to_be_visible()
    await reader.page.keyboard.press("ArrowUp")  # the last one
    await reader.page.keyboard.press("Enter")
    ask = reader.page.locator("main .experts").get_by_role("link", name=re.compile("^Ask ")).first
    assert (await ask.get_attribute("href") or "").startswith("mailto:")
    assert reader.clicks == 1


@pytest.mark.thorough
async def test_what_can_my_project_use_now(open_page: Open) -> None:
    reader = await from_overview(open_page)
    await reader.click(reader.page.get_by_role("link", name="Projects", exact=True).first)
    await reader.click(reader.page.locator("main table a").first)
    await reader.reads("lessons to decide on")
    assert reader.clicks == 2


@pytest.mark.thorough
async def test_send_my_director_one_page(open_page: Open) -> None:
    reader = await from_overview(open_page)
    await reader.page.evaluate("window.print = () => { document.title = 'printed' }")  # a browser without a window prints nothing
    await reader.click(reader.page.get_by_role("link", name="Share as one page"))
    await expect(reader.page.locator(".sheet")).to_contain_text("No reuse has been recorded since")
    await reader.reads("Water and Wastewater is a silo")
    await reader.reads("Which lessons of other departments should Water and Wastewater try next, and who brings them in?")
    await reader.reads("What reuse saved, and how sure that is")
    await reader.click(reader.page.get_by_role("button", name="Print or save as PDF"))
    await expect(reader.page).to_have_title("printed")
    assert reader.clicks == 2


@pytest.mark.thorough
async def test_record_three_lessons_of_the_retrospective(open_page: Open) -> None:
    reader = await from_overview(open_page)
    await reader.click(reader.page.get_by_role("link", name="Record", exact=True))
    assert reader.clicks == 1
    await reader.click(reader.page.get_by_role("link", name="Retrospective"))
    await reader.reads("One project, one day, as many lessons as you have.")
    await expect(reader.page.get_by_role("button", name="Paste bullets: one lesson each")).to_be_visible()


@pytest.mark.thorough
async def test_i_used_this_lesson_and_it_helped(open_page: Open) -> None:
    page = await open_page("/lessons/connection-power-shared-by-software")
    reader = Reader(page)
    await reader.click(page.get_by_role("button", name="I used this lesson"))
    form = page.get_by_role("dialog", name="I used this lesson")
    await expect(form.get_by_label("Who used it")).to_be_focused()
    await form.get_by_label("Outcome").select_option("helped")
    assert reader.clicks == 1
