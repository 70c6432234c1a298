"""The list of lessons: filtered, ordered, searched, and without drafts."""

import re

import pytest
from playwright.async_api import expect

from graph_service.graph import Graph
from tests.browser.conftest import Open


@pytest.mark.thorough
async def test_lessons_are_filtered_by_department_and_evidence(open_page: Open, database: Graph) -> None:
    page = await open_page("/lessons?span=all")
    learned = await database.read("MATCH (l:Lesson {status: 'PUBLISHED'})-[:LEARNED_IN]->({id: 'energy'}) RETURN count(DISTINCT l)")
    await expect(page.get_by_label("Source department").locator("option[value=energy]")).to_have_text(f"Energy and Lighting ({learned})")
    await page.get_by_label("Source department").select_option("energy")
    await expect(page.locator("main")).to_contain_text(f"{learned} published lesson")
    await page.get_by_label("Evidence").select_option("helped")
    found = await database.read(
        "MATCH (l:Lesson {status: 'PUBLISHED'})-[:LEARNED_IN]->({id: 'energy'}) WHERE EXISTS { (l)<-[:REUSE_OF]-(r {outcome: 'HELPED'}) WHERE r.scope <> 'OWN' } RETURN count(l)"
    )
    await expect(page.locator("main")).to_contain_text(f"{found} published lesson")
    assert {"in=energy", "proven=helped"} <= set(page.url.partition("?")[2].split("&"))
    await expect(page.get_by_label("Evidence").locator("option[value=helped]")).to_have_text(f"helped somebody else ({found})")
    await page.reload()
    await expect(page.get_by_label("Evidence")).to_have_value("helped")


@pytest.mark.thorough
async def test_lessons_are_ordered_by_reuse_and_show_what_they_recommend(open_page: Open, database: Graph) -> None:
    page = await open_page("/lessons?span=all")
    await page.get_by_label("Order").select_option("most reused first")
    title, advice = await database.read(
        "MATCH (l:Lesson {status: 'PUBLISHED'})<-[:REUSE_OF]-(r) WHERE r.withdrawnOn IS NULL AND r.scope <> 'OWN' WITH l, count(r) AS reuses "
        "ORDER BY reuses DESC, l.learnedOn DESC LIMIT 1 RETURN [l.title, l.recommendation]"
    )
    await expect(page.locator(".lessons > li").first).to_contain_text(title)
    await expect(page.locator(".lessons > li").first).to_contain_text(advice.partition("\n")[0])
    assert await page.evaluate("document.documentElement.scrollHeight") < 3_000
    await page.reload()
    await expect(page.locator(".lessons > li").first).to_contain_text(title)


MUCH_OWN_TIME = """
MATCH (own:Reuse {scope: 'OWN'})-[:REUSE_OF]->(lesson:Lesson {status: 'PUBLISHED'})
WHERE own.withdrawnOn IS NULL
WITH own, lesson
ORDER BY own.id
LIMIT 1
SET own.hoursSaved = 9999.0
"""


MOST_SAVED_BY_OTHERS = """
MATCH (lesson:Lesson {status: 'PUBLISHED'})<-[:REUSE_OF]-(reuse:Reuse)
WHERE reuse.withdrawnOn IS NULL AND reuse.scope <> 'OWN'
WITH lesson, sum(reuse.hoursSaved) AS hours
ORDER BY hours DESC, lesson.learnedOn DESC
LIMIT 1
RETURN lesson.title
"""


@pytest.mark.thorough
async def test_hours_that_people_saved_with_their_own_lessons_do_not_order_the_lessons(open_page: Open, database: Graph) -> None:
    await database.command(MUCH_OWN_TIME)
    page = await open_page("/lessons?span=all")
    await page.get_by_label("Order").select_option("most hours saved first")
    await expect(page.locator(".lessons > li").first).to_contain_text(await database.read(MOST_SAVED_BY_OTHERS))


@pytest.mark.thorough
async def test_empty_list_says_which_filters_to_remove(open_page: Open, database: Graph) -> None:
    helped = "MATCH (l:Lesson {status: 'PUBLISHED'})-[:ABOUT]->({id: 'ferries'}) WHERE EXISTS { (l)<-[:REUSE_OF]-(r {outcome: 'HELPED'}) WHERE r.scope <> 'OWN' }"
    assert await database.read(f"{helped} AND EXISTS {{ (l)-[:LEARNED_IN]->({{id: 'energy'}}) }} RETURN count(l)") == 0
    elsewhere = await database.read(f"{helped} RETURN count(l)")
    page = await open_page("/lessons?span=all&topic=ferries&in=energy&proven=helped")
    await expect(page.locator(".empty li").first).to_have_text(
        f"Without “Source department: Energy and Lighting”: {elsewhere} lesson{'s' if elsewhere > 1 else ''}"
    )
    await page.get_by_role("button", name="Without “Source department").click()
    await expect(page.locator(".lessons > li")).to_have_count(elsewhere)
    await page.get_by_role("button", name="Clear all").click()
    await expect(page.get_by_label("Evidence")).to_have_value("")
    assert "topic=ferries" in page.url


@pytest.mark.thorough
async def test_search_words_are_highlighted(open_page: Open) -> None:
    page = await open_page("/lessons?q=half+the+connection")
    first = page.locator(".lessons > li").first
    await expect(first.locator("h2 mark").first).to_have_text("half")
    await expect(page.locator("main")).to_contain_text("best match first")
    await page.goto("/lessons?span=all&q=zzzz")
    await page.get_by_role("button", name="Without the words “zzzz”").click()
    await expect(page.locator(".lessons > li").first).to_be_visible()
    await expect(page.get_by_label("Words")).to_have_value("")


@pytest.mark.thorough
async def test_drafts_are_not_among_the_lessons_of_a_person(open_page: Open) -> None:
    page = await open_page("/people/hamid-rahimi")
    await expect(page.locator("main li").first).to_be_visible()
    await expect(page.get_by_role("link", name="The hole at six in the morning")).to_have_count(0)


@pytest.mark.thorough
async def test_lessons_of_another_status_are_listed_on_request(open_page: Open, database: Graph) -> None:
    page = await open_page("/lessons")
    await expect(page.get_by_label("Status")).to_have_value("")
    count = "MATCH (l:Lesson) WHERE l.status IN $statuses RETURN count(l)"
    waiting = await database.read(count, {"statuses": ["DRAFT", "SUBMITTED", "RETURNED"]})
    await page.get_by_label("Status").select_option("not published yet")
    await expect(page.locator("main")).to_contain_text(f"{waiting} lessons that you may read and that are not published yet")
    await expect(page.locator(".lessons > li").first).to_contain_text(re.compile("draft|submitted|returned"))
    retired = await database.read(count, {"statuses": ["RETIRED"]})
    await page.get_by_label("Status").select_option("retired")
    await page.goto("/lessons?status=retired&span=all")
    await expect(page.locator("main")).to_contain_text(re.compile(rf"{retired} retired lessons?\b"))
