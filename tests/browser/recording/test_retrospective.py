"""The lessons of a retrospective are recorded in one form, each exactly once, also when an answer is lost."""

import re

import pytest
from playwright.async_api import Route, expect

from graph_service.graph import Graph
from tests.browser.conftest import Open
from tests.browser.inspection import violations

FORM = "/record?mode=retrospective&project=electric-bus-depot"
TITLES = ["Ring the fault number weekly", "Train the night cleaners who plug the buses in", "Draw the cable trench to scale"]
COUNT = "MATCH (l:Lesson) WHERE l.title IN $titles RETURN count(l)"
STATUS = "MATCH (l:Lesson {title: $title}) RETURN [l.status, toString(l.learnedOn), size([(l)-[:LEARNED_BY]->(p) | p])]"


@pytest.mark.thorough
async def test_three_lessons_are_recorded_once_although_an_answer_is_lost(open_page: Open, database: Graph) -> None:
    page = await open_page(FORM, fault="an answer is lost below")
    first = page.get_by_role("region", name="Lesson 1")
    await first.locator(".people input").first.check()
    await first.locator(".people input").nth(1).check()
    await page.get_by_role("button", name="Paste bullets: one lesson each").click()
    await page.get_by_label("One lesson per line").fill("\n".join(f"- {title}" for title in TITLES))
    await page.get_by_role("button", name="Make 3 lessons").click()
    await page.get_by_label("Day of the retrospective").fill("2026-11-27")
    sent = 0

    async def lose_second(route: Route) -> None:
        nonlocal sent
        if "mutation RecordLesson" in (route.request.post_data or ""):
            sent += 1
            if sent == 2:
                await route.fetch()
                await route.abort()
                return
        await route.continue_()

    await page.route("**/graphql", lose_second)
    await page.get_by_role("button", name="Publish 3 lessons").click()
    await expect(page.locator("form").get_by_role("alert")).to_contain_text("No connection to the service. Your text is kept")
    await page.unroute_all(behavior="wait")
    await page.reload()
    await expect(page.get_by_role("region", name="Lesson 1")).to_contain_text("Published")
    await expect(page.get_by_role("region", name="Lesson 2")).to_contain_text("It is not known yet whether this lesson was saved.")
    await expect(page.get_by_role("region", name="Lesson 2").get_by_label("Title, in one sentence")).to_be_disabled()
    await expect(page.get_by_role("region", name="Lesson 3").get_by_label("Title, in one sentence")).to_have_value(TITLES[2])
    assert await database.read(COUNT, {"titles": TITLES}) == 2
    await page.get_by_role("button", name="Publish 2 lessons").click()
    await expect(page.get_by_role("status").filter(has_text="3 lessons saved.")).to_be_visible()
    assert await database.read(COUNT, {"titles": TITLES}) == 3
    for title in TITLES:
        assert await database.read(STATUS, {"title": title}) == ["PUBLISHED", "2026-11-27", 2]


@pytest.mark.thorough
async def test_what_is_missing_stands_beneath_its_field_and_drafts_are_kept(open_page: Open, database: Graph) -> None:
    page = await open_page(FORM, width=360)
    await page.get_by_role("button", name="Save as draft").click()
    title = page.get_by_label("Title, in one sentence")
    await expect(title).to_be_focused()
    await expect(title).to_have_accessible_description(re.compile("Say in one sentence what you learned."))
    await expect(page.get_by_role("region", name="Lesson 1")).to_contain_text("Choose at least one person.")
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await title.fill("The night cleaner plugs the buses in, train the cleaner")
    await expect(page.get_by_role("status").filter(has_text="Ours builds on it")).to_contain_text("The night cleaner plugs the buses in")
    await page.get_by_role("button", name="Ours builds on it: The night cleaner plugs the buses in").click()
    await expect(page.get_by_role("region", name="Lesson 1")).to_contain_text("Builds on “The night cleaner plugs the buses in”.")
    await page.locator(".people input").first.check()
    assert await violations(page) == []
    await page.get_by_label("Day of the retrospective").fill("1999-05-05")
    await page.get_by_role("button", name="Save as draft").click()
    await expect(page.get_by_role("alert")).to_contain_text("is long before Electric bus depot")
    await page.get_by_role("button", name="Add lesson 2").click()
    await page.get_by_role("button", name="Remove lesson 2").click()
    await page.get_by_label("Day of the retrospective").fill("2026-11-27")
    await page.get_by_role("button", name="Save as draft").click()
    await expect(page.get_by_role("status").filter(has_text="1 lesson saved as a draft. Open it to publish it.")).to_be_visible()
    await expect(page.locator("main").get_by_role("listitem").filter(has_text="train the cleaner")).to_contain_text("Draft")
    await expect(page.locator("form")).to_have_count(0)
    await page.reload()  # a finished form does not come back
    await expect(page.get_by_label("Title, in one sentence")).to_have_value("")
    so_far = page.get_by_role("complementary", name="This project so far").get_by_role("listitem")
    await expect(so_far.filter(has_text="train the cleaner")).to_contain_text("· draft")
    saved = await database.read(STATUS, {"title": "The night cleaner plugs the buses in, train the cleaner"})
    assert saved == ["DRAFT", "2026-11-27", 1]


@pytest.mark.thorough
async def test_enter_in_a_field_publishes_nothing_and_people_are_taken_over_from_the_lesson_before(
    open_page: Open, database: Graph
) -> None:
    page = await open_page(FORM)
    await page.get_by_role("button", name="Paste bullets: one lesson each").click()
    await page.get_by_label("One lesson per line").fill("Label both ends of a cable\nCount the keys on Friday")
    await page.get_by_role("button", name="Make 2 lessons").click()
    first, second = (page.get_by_role("region", name=f"Lesson {number}", exact=True) for number in (1, 2))
    await expect(second.get_by_role("button", name="Same people as lesson 1")).to_have_count(0)
    await first.locator(".people input").nth(1).check()
    await second.get_by_role("button", name="Same people as lesson 1").click()
    await expect(second.locator(".people input").nth(1)).to_be_checked()
    await first.get_by_label("Title, in one sentence").press("Enter")
    await page.get_by_label("Project", exact=True).press("Enter")
    await expect(page.get_by_role("button", name="Publish 2 lessons")).to_be_enabled()
    assert await database.read(COUNT, {"titles": ["Label both ends of a cable", "Count the keys on Friday"]}) == 0
