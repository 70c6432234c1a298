"""The life of a lesson on its page: draft, published, reused, rated, confirmed, corrected, undone; each role is offered what it may do."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from graph_service.access import Role
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.browser.conftest import choose, served, settled
from tests.browser.inspection import violations
from tests.callers import new_token

DRAFT = "the-hole-at-six"
BASTIEN, SIMONE = "bastien-roux", "simone-keller"
LESSON = "/lessons/connection-power-shared-by-software"
SAVED = "MATCH (l:Lesson {id: $id}) RETURN [l.status, l.title, l.publishedOn IS NOT NULL]"
REUSE = """
MATCH (r:Reuse)-[:REUSE_OF]->(:Lesson {id: $id})
WHERE r.note = 'Half was enough.'
RETURN [r.outcome, r.hoursSaved, r.withdrawnOn IS NOT NULL,
  COLLECT { MATCH (r)-[:JUDGED_BY]->(p) RETURN p.id }, COLLECT { MATCH (r)-[:CONFIRMED_BY]->(p) RETURN p.id }]
"""
OpenAs = Callable[..., Awaitable[Page]]


@pytest.fixture
async def open_as(site: str, browser: Browser, database_settings: Settings, tmp_path: Path) -> AsyncIterator[OpenAs]:
    """Opens a page with a token of a role, and of a person if one is named, on a service that requires tokens. Errors of the page fail the test."""
    tokens: dict[tuple[Role, str | None], tuple[str, str]] = {(role, None): new_token(role, role.name.lower()) for role in Role}
    tokens |= {(Role.CONTRIBUTOR, person): new_token(Role.CONTRIBUTOR, person, person) for person in (BASTIEN, SIMONE)}
    (tmp_path / "tokens").write_text("\n".join(line for _, line in tokens.values()))
    complaints: list[str] = []
    async with served(replace(database_settings, tokens_file=tmp_path / "tokens")) as address:
        contexts = []

        async def opened(role: Role, path: str, person: str | None = None) -> Page:
            context = await browser.new_context(
                base_url=address, viewport={"width": 1400, "height": 900}, locale="en-GB", reduced_motion="reduce"
            )
            contexts.append(context)
            await context.add_init_script(f"sessionStorage.setItem('token', JSON.stringify({tokens[role, person][0]!r}))")
            page = await context.new_page()
            page.on("pageerror", lambda error: complaints.append(f"{path}: {error}"))
            await page.goto(path)
            await settled(page)
            return page

        yield opened
        for context in contexts:
            await context.close()
    assert complaints == []


async def record_draft(page: Page, title: str) -> str:
    """Records a draft in the form, opens its page, and returns its id."""
    await page.get_by_label("In one sentence").fill(title)
    await expect(page.get_by_label("Who learned it")).to_have_value("Bastien Roux")
    await expect(page.get_by_label("Who learned it")).not_to_be_editable()
    await choose(page, "On which project", "Electric ferry", "Electric ferry (Buses and Ferries)")
    await page.get_by_text("More: what happened").click()
    await expect(page.get_by_label("Publish now")).to_have_count(0)
    await expect(page.locator("form")).to_contain_text("It is saved as a draft. Submit it for review when it is ready.")
    await page.get_by_role("button", name="Save lesson").click()
    await page.get_by_role("link", name=title).click()
    await expect(page.locator("h1")).to_have_text(title)
    return page.url.rpartition("/")[2]


async def said(page: Page, text: str) -> None:
    await expect(page.get_by_role("status").filter(has_text=text).first).to_be_visible()


@pytest.mark.thorough
async def test_draft_is_published_reused_rated_confirmed_and_withdrawn(open_as: OpenAs, database: Graph) -> None:
    page = await open_as(Role.CONTRIBUTOR, "/record", BASTIEN)
    lesson = await record_draft(page, "Half of the chargers are enough")
    await expect(page.locator("main")).to_contain_text("This is a draft.")
    await expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    await page.get_by_role("button", name="Submit for review").click()
    await said(page, "Lesson submitted for review.")
    await expect(page.locator("main")).to_contain_text("This lesson is waiting for a review.")
    await expect(page.get_by_role("button", name="More", exact=True)).to_have_count(0)
    await expect(page.get_by_role("button", name="I used this lesson")).to_have_count(0)

    page = await open_as(Role.CURATOR, f"/lessons/{lesson}")
    await page.get_by_role("button", name="Publish").click()
    await said(page, "Lesson published.")
    await expect(page.get_by_role("button", name="I used this lesson")).to_be_visible()
    assert await database.read(SAVED, {"id": lesson}) == ["PUBLISHED", "Half of the chargers are enough", True]

    page = await open_as(Role.CONTRIBUTOR, f"/lessons/{lesson}", SIMONE)
    await expect(page.get_by_role("button", name="Edit", exact=True)).to_have_count(0)
    await page.get_by_role("button", name="I used this lesson").click()
    await expect(page.get_by_label("Who used it")).to_have_value("Simone Keller")
    await choose(page, "On which project", "Electric bus", "Electric bus depot (Buses and Ferries)")
    await page.get_by_role("button", name="Save", exact=True).click()
    await said(page, "Reuse saved.")
    await expect(page.locator(".outcomes")).to_contain_text("Reused, but not rated yet")

    await page.get_by_role("button", name="Did it help? Simone Keller on Electric bus depot").click()
    await page.get_by_role("button", name="Save rating").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Choose one of the three.")
    assert await violations(page) == []
    await page.get_by_role("radio", name="helped").check()
    await expect(page.get_by_label("Who says so")).to_have_value("Simone Keller")
    await page.get_by_label("Hours saved").fill("2500")
    await page.get_by_label("How it went").fill("Half was enough.")
    await page.get_by_role("button", name="Save rating").click()
    await expect(page.get_by_role("alert")).to_contain_text("a reuse rarely saves or costs more than 2,000 hours")
    await page.get_by_role("button", name="Save anyway").click()
    await said(page, "Rating saved.")
    await expect(page.locator(".outcomes")).to_contain_text("2,500 hours saved as reported; nothing confirmed by others yet.")

    await expect(page.get_by_role("button", name="Confirm: Simone Keller on Electric bus depot")).to_have_count(0)
    page = await open_as(Role.CONTRIBUTOR, f"/lessons/{lesson}", BASTIEN)
    await expect(page.get_by_role("button", name=re.compile("^(Change the rating|Withdraw)"))).to_have_count(0)
    await page.get_by_role("button", name="Confirm: Simone Keller on Electric bus depot").click()
    await expect(page.get_by_label("Who confirms it")).to_have_value("Bastien Roux")
    await page.get_by_role("button", name="Confirm", exact=True).last.click()
    await said(page, "Reuse confirmed.")
    await expect(page.locator(".reuses")).to_contain_text("confirmed by Bastien Roux")
    assert await database.read(REUSE, {"id": lesson}) == ["HELPED", 2_500, False, ["simone-keller"], ["bastien-roux"]]

    page = await open_as(Role.CONTRIBUTOR, f"/lessons/{lesson}", SIMONE)
    await expect(page.get_by_role("button", name=re.compile("^Change the rating"))).to_have_count(0)
    await page.get_by_role("button", name="Withdraw: Simone Keller").click()
    await said(page, "Reuse withdrawn.")
    await expect(page.locator(".reuses")).to_have_count(0)
    await page.get_by_role("status").filter(has_text="Reuse withdrawn.").get_by_role("button", name="Undo").last.click()
    await said(page, "Undone: Reuse withdrawn.")
    await expect(page.locator(".reuses")).to_contain_text("Half was enough.")
    assert (await database.read(REUSE, {"id": lesson}))[2] is False


@pytest.mark.thorough
async def test_curator_corrects_a_lesson(open_as: OpenAs, database: Graph) -> None:
    page = await open_as(Role.CURATOR, LESSON)
    lesson = LESSON.rpartition("/")[2]
    title = await page.text_content("h1")
    await page.get_by_role("button", name="Edit", exact=True).click()
    await page.get_by_role("button", name="Save changes").click()
    await expect(page.get_by_role("dialog").get_by_role("alert")).to_have_text("Nothing has been changed yet.")
    await page.get_by_label("Title, in one sentence").fill("Order half of the connection")
    await page.get_by_role("button", name="Save changes").click()
    await said(page, "Lesson saved.")
    await expect(page.locator("h1")).to_have_text("Order half of the connection")
    await page.get_by_role("status").get_by_role("button", name="Undo").last.click()
    await expect(page.locator("h1")).to_have_text(title or "")

    more = page.get_by_role("button", name="More", exact=True)
    await more.click()
    await page.get_by_role("button", name="Correct the publication date").click()
    await page.get_by_label("Published on").fill("2020-01-01")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_label("Published on")).to_have_accessible_description(
        re.compile("This lesson was learned on .*; it can't be published earlier.")
    )
    await page.get_by_label("Published on").fill("2023-12-24")
    await page.get_by_role("button", name="Save", exact=True).click()
    await said(page, "Publication date saved.")
    await expect(page.locator(".facts")).to_contain_text("Published 24 December 2023")

    await more.click()
    await page.get_by_role("button", name="Retire").click()
    await said(page, "Lesson retired.")
    await expect(page.locator("main")).to_contain_text("is no longer recommended")
    await page.get_by_role("status").filter(has_text="Lesson retired.").get_by_role("button", name="Undo").last.click()
    await said(page, "Undone: Lesson retired.")
    await expect(page.locator("main")).not_to_contain_text("is no longer recommended")
    assert await database.read(SAVED, {"id": lesson}) == ["PUBLISHED", title, True]


@pytest.mark.thorough
async def test_curator_relates_a_lesson_to_others(open_as: OpenAs, database: Graph) -> None:
    later, earlier = await database.read(
        "MATCH (a:Lesson {status: 'PUBLISHED'}), (b:Lesson {status: 'PUBLISHED'}) WHERE date(a.learnedOn) > date(b.learnedOn) "
        "AND NOT EXISTS { (a)--(b) } RETURN [a {.id, .title}, b {.id, .title}] ORDER BY a.id, b.id LIMIT 1"
    )
    page = await open_as(Role.CURATOR, f"/lessons/{later['id']}")
    more = page.get_by_role("button", name="More", exact=True)
    for _ in range(2):  # the second time the pair was dismissed before
        await more.click()
        await page.get_by_role("button", name="Same problem as an earlier lesson").click()
        await choose(page, "The earlier lesson", earlier["title"], earlier["title"])
        await page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
        if _:
            await expect(page.get_by_label("The earlier lesson")).to_have_accessible_description(
                re.compile("Somebody marked this as not the same problem")
            )
            await page.get_by_label("It is the same problem after all").check()
            await page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
        await expect(page.get_by_role("heading", name="The same problem earlier")).to_be_visible()
        await page.get_by_role("button", name=f"Not the same problem: {earlier['title']}").click()
        await expect(page.get_by_role("heading", name="The same problem earlier")).to_have_count(0)

    await more.click()
    await page.get_by_role("button", name="Replaced by another lesson").click()
    await choose(page, "The lesson that replaces it", earlier["title"], earlier["title"])
    await page.get_by_role("button", name="Replace", exact=True).click()
    await said(page, "Lesson replaced.")
    await expect(page.get_by_role("heading", name="Replaced by")).to_be_visible()
    await page.get_by_role("status").filter(has_text="Lesson replaced.").get_by_role("button", name="Undo").last.click()
    await expect(page.get_by_role("heading", name="Replaced by")).to_have_count(0)
    assert (await database.read(SAVED, {"id": later["id"]}))[0] == "PUBLISHED"


@pytest.mark.thorough
async def test_contributor_without_a_person_is_told_before_filling_in_a_form(open_as: OpenAs) -> None:
    page = await open_as(Role.CONTRIBUTOR, "/record")
    await expect(page.locator("main")).to_contain_text("the service does not know which person you are")
    await expect(page.locator("main form")).to_have_count(0)
    await page.goto(LESSON)
    await expect(page.locator("main")).to_contain_text("ask the operator to link your token to your person")
    await expect(page.get_by_role("button", name="I used this lesson")).to_have_count(0)


@pytest.mark.thorough
async def test_reader_is_offered_nothing_that_a_reader_may_not_do(open_as: OpenAs) -> None:
    page = await open_as(Role.READER, LESSON)
    await expect(page.locator("main")).to_contain_text("You need the role contributor to record that you used a lesson.")
    await expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    buttons = await page.locator("main button").all_text_contents()
    assert buttons == ["Copy link", "Show as table", "Save as PNG", "Save as CSV"]
    assert await violations(page) == []
    await page.goto("/insights?span=all")
    await expect(page.get_by_role("region", name="Similar texts: is it the same problem?")).to_be_visible()
    await expect(page.get_by_role("button", name=re.compile("^(yes|no): "))).to_have_count(0)


@pytest.mark.thorough
async def test_learner_restricts_a_lesson_and_lifts_the_restriction(open_as: OpenAs) -> None:
    page = await open_as(Role.CONTRIBUTOR, "/record", BASTIEN)
    lesson = await record_draft(page, "The tender was decided before it began")
    await expect(page.locator(".facts")).to_contain_text("Its authors, stewards of its topics and curators")
    await page.get_by_role("button", name="Who may read it").click()
    departments = page.get_by_label("Departments that may read it")
    await departments.fill("Energy and Lighting")
    await departments.blur()
    await expect(page.get_by_role("dialog")).to_contain_text("Energy and Lighting")
    assert await violations(page) == []
    await page.get_by_role("button", name="Restrict", exact=True).click()
    await said(page, "Lesson restricted.")
    await expect(page.locator(".facts")).to_contain_text("Its learners, Energy and Lighting")

    for role, person in ((Role.CURATOR, None), (Role.CONTRIBUTOR, SIMONE)):
        other = await open_as(role, f"/lessons/{lesson}", person)
        await expect(other.locator("h1")).to_have_text("Lesson not found")

    await page.get_by_role("button", name="Let everybody read it").click()
    await said(page, "The restriction is lifted; its authors and reviewers can read it.")
    await expect(page.locator(".facts")).to_contain_text("Its authors, stewards of its topics and curators")
