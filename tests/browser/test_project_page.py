"""The page of a project: the phase it is in first, decisions about suggested lessons, people to call, and what is missing in its record."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from urllib.parse import unquote

import pytest
from playwright.async_api import Page, expect

from graph_service.domain.projects import StartProject, start_project
from graph_service.graph import Graph
from tests.browser.conftest import Open, settled

REUSES = "MATCH (r:Reuse)-[:REUSED_ON]->(:Project {id: $project}) WHERE r.withdrawnOn IS NULL RETURN count(r)"
DELETE_PROJECT = "MATCH (project:Project {id: 'forgotten'}) DETACH DELETE project"
READER = "localStorage.setItem('reader', JSON.stringify({person: {id: 'lena-hofstetter', name: 'Lena Hofstetter'}}))"


@pytest.fixture
async def forgotten(database: Graph) -> AsyncIterator[str]:
    """The path of a project that has been running for seven months, of which nothing else is known."""
    await start_project(database, StartProject(id="forgotten", name="Forgotten project", started_on=seven_months_ago(), status="RUNNING"))
    yield "/projects/forgotten"
    await database.command(DELETE_PROJECT)


def seven_months_ago() -> str:
    today = datetime.now(UTC).date()
    month = today.year * 12 + today.month - 1 - 7
    return date(month // 12, month % 12 + 1, min(today.day, 28)).isoformat()


async def open_as_lena(open_page: Open, path: str) -> Page:
    page = await open_page(path)
    await page.evaluate(READER)
    await page.reload()
    await settled(page)
    return page


@pytest.mark.thorough
async def test_lesson_for_the_current_phase_is_used_and_that_is_undone(open_page: Open, database: Graph) -> None:
    page = await open_as_lena(open_page, "/projects/electric-bus-depot")
    await expect(page.locator("article h2").first).to_have_text(re.compile(r"^While the project runs: \d+ lessons to decide on$"))
    before = await database.read(REUSES, {"project": "electric-bus-depot"})
    lesson = page.locator(".suggestions > li").first
    title = await lesson.locator("h3").inner_text()
    await expect(lesson.locator(".reason")).to_have_text(re.compile(r"^[^·]+ · (similar wording; )?through .+; helped .+$"))
    await lesson.get_by_role("button", name="We use it").click()
    toast = page.locator(".toast").filter(has_text=f"Reuse of “{title}” saved for Lena Hofstetter.")
    await expect(toast).to_be_visible()
    await expect(page.get_by_role("button", name=f"We use it: {title}")).to_have_count(0)
    assert await database.read(REUSES, {"project": "electric-bus-depot"}) == before + 1
    await toast.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("button", name=f"We use it: {title}")).to_be_visible()
    assert await database.read(REUSES, {"project": "electric-bus-depot"}) == before


@pytest.mark.thorough
async def test_form_opens_when_the_reader_is_not_known_or_the_service_asks(open_page: Open, database: Graph) -> None:
    page = await open_page("/projects/electric-bus-depot")
    await page.locator(".suggestions > li").first.get_by_role("button", name="We use it").click()
    await expect(page.get_by_role("dialog").get_by_label("On which project")).to_have_value("Electric bus depot")
    page = await open_as_lena(open_page, "/projects/electric-ferry")  # begins in 2027
    await expect(page.locator("article h2").first).to_have_text(re.compile("^Before the project begins: "))
    await page.locator(".suggestions > li").first.get_by_role("button", name="We use it").click()
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("before the project started (11 Jan 2027)")
    await page.get_by_role("button", name="Save anyway").click()
    await expect(page.locator(".toast").filter(has_text="Reuse saved.")).to_be_visible()
    assert await database.read(REUSES, {"project": "electric-ferry"}) == 1
    await page.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(page.locator(".toast").filter(has_text="Undone")).to_be_visible()


@pytest.mark.thorough
async def test_lessons_decided_in_rundowns_are_not_suggested_again(open_page: Open) -> None:
    page = await open_page("/projects/lake-heat-pump")
    await expect(page.locator("main")).to_contain_text("Hold a rundown to decide on them for the project.")
    await expect(page.locator(".suggestions h3").filter(has_text="A charge point stands on four people's land")).to_have_count(0)
    await page.get_by_text("Decided in rundowns: 2 lessons").click()
    decided = page.locator(".set-aside li")
    await expect(decided.filter(has_text="A charge point stands on four people's land")).to_contain_text("not applicable")
    await expect(decided.filter(has_text="give the water somewhere to go")).to_contain_text("later")


@pytest.mark.thorough
async def test_people_to_call_are_asked_about_their_lesson(open_page: Open) -> None:
    page = await open_page("/projects/electric-bus-depot")
    link = await page.get_by_role("link", name="Ask Ines Moreau").get_attribute("href")
    assert link is not None
    assert link.startswith("mailto:ines.moreau%40")
    assert "We work on Electric bus depot and are thinking of using your lesson “Order half the connection" in unquote(link)


@pytest.mark.thorough
async def test_people_on_the_project_are_not_people_to_call(open_page: Open) -> None:
    page = await open_page("/projects/hillside-reservoir")
    await expect(page.get_by_role("region", name="People on this project")).to_contain_text("Sofia Marchetti")
    calls = page.get_by_role("region", name="People to call")
    await expect(calls.get_by_role("listitem")).to_have_count(5)
    await expect(calls).not_to_contain_text("Sofia Marchetti")
    await expect(calls).not_to_contain_text("Greta Lindqvist")


@pytest.mark.thorough
async def test_what_the_project_took_and_gave_leads_to_ratings_and_projects(open_page: Open) -> None:
    page = await open_page("/projects/electric-bus-depot")
    await expect(page.get_by_role("heading", name="Took: 11 reuses, 7 helped")).to_be_visible()
    await page.get_by_role("region", name="Took").get_by_role("link", name="rate it").first.click()
    await expect(page).to_have_url(re.compile("/lessons/.+#reuse-"))
    page = await open_page("/projects/fire-station-west")
    gave = page.get_by_role("region", name="Gave")
    await expect(gave).to_contain_text("Used on")
    await expect(gave.locator("p a").first).to_have_attribute("href", re.compile("^/projects/"))


@pytest.mark.thorough
async def test_what_is_missing_is_mended_from_where_it_stands(open_page: Open, forgotten: str) -> None:
    page = await open_page(forgotten)
    missing = page.get_by_role("region", name="What is missing")
    assert [text.split(".")[0] for text in await missing.get_by_role("listitem").all_inner_texts()] == [
        "No department owns the project",
        "Running for 7 months, no lesson yet",
        "Running for 7 months, no reuse yet",
        "Nobody is assigned to the project",
        "No end date",
        "No topics: lessons are suggested by wording alone",
    ]
    await missing.get_by_role("button", name="Set the end").click()
    await page.get_by_role("dialog").get_by_role("textbox", name="End (optional)").fill("2030-01-31")
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(missing).not_to_contain_text("No end date")
    await missing.get_by_role("link", name="Record a reuse").click()
    await expect(page.get_by_label("On which project")).to_have_value("Forgotten project")


@pytest.mark.thorough
async def test_lessons_that_are_not_published_are_found_on_the_page_of_their_project(open_page: Open) -> None:
    page = await open_page("/projects/fire-station-west")
    waiting = page.get_by_role("region", name="1 lesson not published yet")
    await expect(waiting).to_contain_text("returned")
    await waiting.get_by_role("link", name="Let the users break it first").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Let the users break it first")
