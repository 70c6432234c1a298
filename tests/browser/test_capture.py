"""Capture: from any page in a sentence, from a link, and from the notes of a meeting; what is similar is shown meanwhile."""

import re
from time import monotonic
from typing import Literal

import pytest
from playwright.async_api import Page, Route, expect

from graph_service.graph import Graph
from tests.browser.conftest import Open, choose
from tests.browser.inspection import violations
from tests.thorough import thorough_one_in

TEXT = "What did you learn?"
DRAFT = """
MATCH (l:Lesson {title: $title})
RETURN [l.status, l.projectText, head([(l)-[:LEARNED_ON]->(p) | p.id]), [(l)-[:LEARNED_BY]->(p) | p.id], l.learnersText]
"""
COUNT = "MATCH (l:Lesson {title: $title}) RETURN count(l)"
FROZEN = "The temporary pipe along the kerb froze in January"


async def open_box(page: Page) -> None:
    await page.get_by_role("button", name="Capture", exact=True).click()
    await expect(page.get_by_label(TEXT)).to_be_focused()


async def test_sentence_is_captured_from_any_page_and_undone(open_page: Open, database: Graph) -> None:
    page = await open_page("/network")
    begun = monotonic()
    await page.keyboard.press("Alt+c")
    await expect(page.get_by_label(TEXT)).to_be_focused()
    await page.keyboard.type("Ring the <b>bell</b> first. It works.")
    await choose(page, "Who learned it", "bastien", "Bastien Roux (Buses and Ferries)")
    await page.get_by_label(TEXT).press("Control+Enter")
    toast = page.locator(".toast").filter(has_text="Saved as a draft.")
    await expect(toast).to_be_visible()
    assert monotonic() - begun < 60  # by hand it takes less than 20 s; this machine may be slow
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert await database.read(DRAFT, {"title": "Ring the <b>bell</b> first."}) == ["DRAFT", None, None, ["bastien-roux"], None]
    await expect(toast.get_by_role("link", name="Edit")).to_have_attribute("href", re.compile("/lessons/"))
    await toast.get_by_role("button", name="Undo").click()
    await expect(page.locator(".toast").filter(has_text="Undone")).to_be_visible()
    assert await database.read(COUNT, {"title": "Ring the <b>bell</b> first."}) == 0


@pytest.mark.thorough
async def test_draft_of_the_box_survives_a_reload_and_is_recorded_once(open_page: Open, database: Graph) -> None:
    page = await open_page("/", fault="an answer is lost below")
    await open_box(page)
    await page.get_by_label(TEXT).fill("Label both ends of every cable")
    await choose(page, "Who learned it", "bastien", "Bastien Roux (Buses and Ferries)")
    await page.get_by_role("combobox", name="Project (optional)").fill("Night train")
    await expect(page.get_by_text("No project is called “Night train”.")).to_be_visible()

    async def lose(route: Route) -> None:
        if "mutation CaptureLesson" in (route.request.post_data or ""):
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/graphql", lose)
    await page.get_by_role("button", name="Save as draft").click()
    await expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("No connection to the service. Your text is kept")
    await page.unroute_all(behavior="wait")
    await page.reload()
    await open_box(page)
    await expect(page.get_by_label(TEXT)).to_have_value("Label both ends of every cable")
    await expect(page.get_by_role("combobox", name="Project (optional)")).to_have_value("Night train")
    await page.get_by_role("button", name="Save as draft").click()
    await expect(page.locator(".toast").filter(has_text="Saved as a draft.")).to_be_visible()
    assert await database.read(COUNT, {"title": "Label both ends of every cable"}) == 1
    saved = await database.read(DRAFT, {"title": "Label both ends of every cable"})
    assert saved == ["DRAFT", "Night train", None, ["bastien-roux"], None]
    await page.locator(".toast").get_by_role("link", name="Edit").click()
    await expect(page.locator(".note")).to_contain_text("Its project “Night train” does not exist yet.")


@pytest.mark.parametrize(("width", "scheme"), thorough_one_in(2, [(1400, "light"), (360, "dark")]))
async def test_what_happened_before_is_shown_with_whom_to_ask(open_page: Open, width: int, scheme: Literal["light", "dark"]) -> None:
    page = await open_page("/projects/valley-road", width=width, scheme=scheme)
    await open_box(page)
    await page.get_by_label(TEXT).fill("🎉")
    await page.get_by_role("button", name="Save as draft").click()
    await expect(page.get_by_label(TEXT)).to_have_accessible_description(re.compile("Say it in words: one sentence is enough."))
    await page.get_by_label(TEXT).fill(FROZEN)
    before = page.get_by_role("dialog").locator(".similar", has=page.get_by_role("heading", name="Did this happen before?"))
    await expect(before).to_contain_text("The temporary overland pipe froze at minus nine")
    await expect(before).to_contain_text(re.compile("Both mention “.+”.* · Ask "))
    await expect(before.get_by_role("link", name=re.compile("^We used it: The temporary overland pipe"))).to_have_attribute(
        "href", "/record?mode=reuse&lesson=overland-pipe-froze-at-minus-nine"
    )
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.thorough
async def test_link_opens_the_box_with_its_text_and_saves_nothing(open_page: Open, database: Graph) -> None:
    count = await database.read("MATCH (l:Lesson) RETURN count(l)")
    page = await open_page("/capture?text=Dig%20first.%20%3Cscript%3Ealert(1)%3C%2Fscript%3E&project=Night%20train")
    await expect(page.get_by_label(TEXT)).to_have_value("Dig first. <script>alert(1)</script>")
    await expect(page.get_by_role("combobox", name="Project (optional)")).to_have_value("Night train")
    assert await violations(page) == []
    assert await database.read("MATCH (l:Lesson) RETURN count(l)") == count
    page = await open_page("/capture?project=valley-road")
    await expect(page.get_by_role("combobox", name="Project (optional)")).to_have_value(re.compile("^Valley Road renewal"))


@pytest.mark.thorough
async def test_notes_of_a_meeting_become_drafts_at_once(open_page: Open, database: Graph) -> None:
    page = await open_page("/record?mode=meeting&project=valley-road")
    await page.get_by_label("Notes: one lesson per line").fill(
        "• Weigh the gravel\n• Ask the neighbours\n    ◦ They know the water\n\n• 🎉"
    )
    await page.get_by_role("button", name="Turn the notes into lessons").click()
    second = page.get_by_role("region", name="Lesson 2")
    await expect(second.get_by_label(TEXT)).to_have_value("Ask the neighbours\nThey know the water")
    await page.get_by_label("Who was there").fill("Bastien Roux (Buses and Ferries)")
    await page.get_by_label("Who was there").press("Enter")
    await expect(page.get_by_role("button", name="Remove Bastien Roux (Buses and Ferries)")).to_be_visible()
    await page.get_by_label("Others, by name").fill("Zoe Zimmer")
    await second.get_by_label("Who learned it").fill("uwe brandt, Nadja Petrov")
    assert await violations(page) == []
    await page.reload()
    await page.get_by_role("button", name="Save 2 drafts").click()
    await expect(page.locator("h1")).to_have_text("2 drafts saved")
    await expect(page.locator(".note")).to_contain_text("Nobody is called 'Zoe Zimmer'.")
    assert await database.read(DRAFT, {"title": "Weigh the gravel"}) == ["DRAFT", None, "valley-road", ["bastien-roux"], "Zoe Zimmer"]
    (status, _, project, learners, text) = await database.read(DRAFT, {"title": "Ask the neighbours"})
    assert (status, project, sorted(learners), text) == ("DRAFT", "valley-road", ["nadja-petrov", "uwe-brandt"], None)
    await page.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(page.locator(".toast").filter(has_text="Undone")).to_be_visible()
    assert await database.read(COUNT, {"title": "Ask the neighbours"}) == 0
