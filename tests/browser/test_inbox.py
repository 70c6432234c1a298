"""The inbox: each kind of item is done in place and taken back, on the demonstration organisation."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Browser, Locator, Page, Route, expect

from graph_service.access import Role
from graph_service.callers import Caller
from graph_service.domain.lessons.languages import fill_stems
from graph_service.domain.reuses import RecordReuse, record_reuse
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.browser.conftest import Open, choose, served, settled
from tests.browser.inspection import faults, violations
from tests.callers import new_token

HAMID, FLORIAN, NORA, SOFIA, OSKAR, PIET, AYLIN = (
    "hamid-rahimi",
    "florian-egger",
    "nora-eriksen",
    "sofia-marchetti",
    "oskar-nyberg",
    "piet-verhoeven",
    "aylin-demir",
)
AS_READER: Final = "([id, name]) => localStorage.setItem('reader', JSON.stringify({person: {id, name}}))"
REPEATED: Final = """
MATCH (oskar:Person {id: 'oskar-nyberg'}), (lesson:Lesson {id: 'test-the-transformer-with-hired-load'})-[:ABOUT]->(topic)
MATCH (lanes:Project {id: 'old-town-lanes'})
MERGE (again:Lesson {id: 'again'})
SET again += {title: lesson.title + ' again', context: lesson.context, wentWrong: coalesce(lesson.wentWrong, lesson.context), status: 'PUBLISHED',
  learnedOn: date('2026-10-01'), publishedOn: date('2026-10-02'), recordedAt: datetime('2026-10-01T00:00:00Z')}
MERGE (again)-[:LEARNED_BY]->(oskar) MERGE (again)-[:LEARNED_ON]->(lanes) MERGE (again)-[:ABOUT]->(topic)
"""
OpenAs = Callable[..., Awaitable[Page]]


@pytest.fixture
async def open_as(site: str, browser: Browser, database_settings: Settings, tmp_path: Path) -> AsyncIterator[OpenAs]:
    """Opens the inbox of a contributor. Errors of the page fail the test."""
    tokens = {person: new_token(Role.CONTRIBUTOR, person, person) for person in (HAMID, FLORIAN, NORA, SOFIA, OSKAR, PIET, AYLIN)}
    tokens["reader"] = new_token(Role.READER, "reader", SOFIA)
    (tmp_path / "tokens").write_text("\n".join(line for _, line in tokens.values()))
    complaints: list[str] = []
    async with served(replace(database_settings, tokens_file=tmp_path / "tokens")) as address:
        contexts = []

        async def opened(person: str, path: str = "/inbox", **options: int) -> Page:
            size = {"width": 1400, "height": 900} | options
            context = await browser.new_context(base_url=address, viewport=size, locale="en-GB", reduced_motion="reduce")  # pyright: ignore[reportArgumentType]
            contexts.append(context)
            await context.add_init_script(f"sessionStorage.setItem('token', JSON.stringify({tokens[person][0]!r}))")
            page = await context.new_page()
            page.on("pageerror", lambda error: complaints.append(f"{path}: {error}"))
            await page.goto(path)
            await expect(page.locator(".loading")).to_have_count(0, timeout=60_000)  # Neo4j plans the statements of the first page
            await settled(page)
            return page

        yield opened
        for context in contexts:
            await context.close()
    assert complaints == []


def section(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=re.compile(f"^{name}: "))


async def said(page: Page, text: str) -> None:
    await expect(page.get_by_role("status").filter(has_text=text).first).to_be_visible()


async def undone(page: Page, item: Locator) -> None:
    """Takes the last change back; the item waits again."""
    await expect(item).to_have_count(0)
    await page.get_by_role("button", name="Undo").last.click()
    await said(page, "Undone")
    await expect(item).to_have_count(1)


@pytest.mark.thorough
async def test_draft_is_submitted_and_taken_back(open_as: OpenAs) -> None:
    page = await open_as(HAMID)
    item = section(page, "Drafts to finish").get_by_role("listitem").filter(has_text="The hole at six in the morning")
    await expect(item).to_contain_text("since 25 August 2026")
    assert await violations(page) == []
    await item.get_by_role("button", name="Submit for review").click()
    await said(page, "Lesson submitted for review.")
    await undone(page, item)


@pytest.mark.thorough
async def test_question_is_answered_and_taken_back(open_as: OpenAs) -> None:
    page = await open_as(FLORIAN)
    item = section(page, "Questions to answer").get_by_role("listitem").filter(has_text="Let the users break it first")
    await expect(item).to_contain_text("What did the second evening bring")
    await item.get_by_role("button", name="Answer").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Viktor Hallas asked:")
    await page.get_by_label("Your answer").fill("Three more faults. Before our own tests.")
    await page.get_by_role("button", name="Answer and submit again").click()
    await said(page, "Answer saved; the lesson is submitted again.")
    await undone(page, item)


@pytest.mark.thorough
async def test_submission_is_published_or_returned_and_taken_back(open_as: OpenAs) -> None:
    page = await open_as(NORA)
    item = section(page, "Lessons to review").get_by_role("listitem").filter(has_text="Two lanes at a time")
    await item.get_by_text("Read it").click()
    await expect(item).to_contain_text("one excavator 90 cm wide")
    assert await violations(page) == []
    await item.get_by_role("button", name="Publish").click()
    await said(page, "Lesson published.")
    await undone(page, item)
    await item.get_by_role("button", name="Return with a question").click()
    await page.get_by_label("Your question to its authors").fill("How many crews?")
    await page.get_by_role("button", name="Return", exact=True).click()
    await said(page, "Lesson returned with a question.")
    await undone(page, item)


@pytest.mark.thorough
async def test_reuse_is_judged_and_taken_back(open_as: OpenAs) -> None:
    page = await open_as(SOFIA)
    item = section(page, "Reuses to judge").get_by_role("listitem").filter(has_text="Hillside reservoir")
    await expect(item).to_have_count(1)
    await item.get_by_role("button", name="Helped").press("Enter")
    await said(page, "Rating saved.")
    await undone(page, item)
    await item.get_by_role("button", name="Say more").click()
    await page.get_by_role("dialog").get_by_label("Had no effect").check()
    await page.get_by_role("dialog").get_by_role("button", name="Save rating").click()
    await said(page, "Rating saved.")
    await undone(page, item)


@pytest.mark.thorough
async def test_reuse_of_a_colleague_is_confirmed_and_taken_back(open_as: OpenAs, database: Graph) -> None:
    reuse = RecordReuse(lesson="photograph-the-trench-before-closing", project="old-town-lanes", outcome="HELPED")
    await record_reuse(database, reuse, caller=Caller("token:m", "m", "marlene-fuchs", Role.CONTRIBUTOR))
    page = await open_as(OSKAR)
    item = section(page, "Reuses to confirm").get_by_role("listitem").filter(has_text="Photograph every trench")
    await expect(item).to_contain_text("Since today")
    count = page.locator(".inbox-link .count")
    before = int(await count.inner_text())
    await item.get_by_role("button", name="Confirm").click()
    await said(page, "Reuse confirmed.")
    await expect(count).to_have_text(str(before - 1))
    await undone(page, item)
    await expect(count).to_have_text(str(before))


@pytest.fixture
async def repeated(database: Graph) -> None:
    """A lesson that tells the problem of another again. It is there before the service reads the network."""
    await database.command(REPEATED)
    await fill_stems(database)


@pytest.mark.thorough
@pytest.mark.usefixtures("repeated")
async def test_possible_repeat_is_decided_and_taken_back(open_as: OpenAs) -> None:
    page = await open_as(OSKAR)
    item = section(page, "Possible repeated problems").get_by_role("listitem").filter(has_text="may be about the same problem")
    await expect(item).to_have_count(1)
    await item.get_by_role("button", name="Not the same").click()
    await said(page, "Saved as not the same problem.")
    await undone(page, item)
    await item.get_by_role("button", name="Same problem").click()
    await said(page, "Saved as the same problem.")
    await undone(page, item)


@pytest.mark.thorough
async def test_postponed_lesson_is_decided_in_the_rundown_of_its_phase(open_as: OpenAs) -> None:
    page = await open_as(PIET)
    item = section(page, "Postponed decisions").get_by_role("listitem").filter(has_text="Lend the neighbour the noise meter")
    await expect(item).to_contain_text("Ask again when the first lane with flats is opened")
    await expect(item).to_contain_text("Decided in the rundown of 24 February 2026:")
    await item.get_by_role("button", name="Not for us").click()
    await expect(item).to_contain_text("Say in a few words why")
    await item.get_by_role("textbox").fill("Water replaces nothing here")
    await item.get_by_role("button", name="Not for us").click()
    await said(page, "is not for this project.")
    await undone(page, item)


@pytest.mark.thorough
async def test_rundown_is_held_before_a_postponed_lesson_is_decided(open_as: OpenAs) -> None:
    page = await open_as(AYLIN)
    gate = section(page, "Gates that are due").get_by_role("listitem").filter(has_text="Lake heat pump")
    await expect(gate).to_contain_text("No rundown for the phase “while it runs” has been held yet.")
    item = section(page, "Postponed decisions").get_by_role("listitem").filter(has_text="give the water somewhere to go")
    await item.get_by_role("button", name="Hold a rundown today: Lake heat pump").click()
    await said(page, "Rundown of Lake heat pump recorded.")
    await expect(item.get_by_role("button", name="We use it")).to_be_visible()
    await undone(page, gate)
    await gate.get_by_role("button", name="Hold a rundown: Lake heat pump").click()
    await page.get_by_role("dialog").get_by_role("button", name="Begin").click()
    await said(page, "Rundown of Lake heat pump recorded.")
    await undone(page, gate)
    await expect(gate.get_by_role("link", name="Gate page of Lake heat pump")).to_have_attribute(
        "href", "/gate?project=lake-heat-pump&phase=DURING"
    )


@pytest.mark.thorough
async def test_next_item_has_the_focus_after_one_is_done(open_as: OpenAs, database: Graph) -> None:
    reporter = Caller("token:h", "h", "henrik-solberg", Role.CONTRIBUTOR)
    for lesson in ("photograph-the-trench-before-closing", "book-the-laboratory-first"):
        command = RecordReuse(lesson=lesson, project="hillside-reservoir", outcome="HELPED")
        await record_reuse(database, command, caller=reporter)
    page = await open_as(SOFIA)
    buttons = section(page, "Reuses to confirm").get_by_role("button", name="Confirm")
    waiting = await buttons.count()
    await buttons.first.press("Enter")
    await expect(buttons).to_have_count(waiting - 1)
    assert await page.evaluate("document.activeElement.closest('.inbox') !== null")


@pytest.mark.thorough
async def test_without_login_the_inbox_is_that_of_the_chosen_person(open_page: Open) -> None:
    page = await open_page("/inbox")
    await expect(page.locator("main")).to_contain_text("Enter your name, or sign in")
    await expect(page.locator("main")).not_to_contain_text("Nothing is waiting for you.")
    await page.evaluate(AS_READER, [AYLIN, "Aylin Demir (Energy and Lighting)"])
    await page.reload()
    await settled(page)
    await expect(section(page, "Gates that are due")).to_contain_text("Lake heat pump")
    await page.get_by_role("link", name=re.compile("^Inbox: ")).focus()
    assert await faults(page) == []
    await expect(page.locator("main")).not_to_contain_text("Enter your name, or sign in")


@pytest.mark.thorough
async def test_inbox_in_the_dark_on_a_phone(open_page: Open) -> None:
    page = await open_page("/inbox", scheme="dark", width=360)
    await page.evaluate(AS_READER, [AYLIN, "Aylin Demir (Energy and Lighting)"])
    await page.reload()
    await settled(page)
    assert await faults(page) == []
    assert await violations(page) == []


async def test_nothing_waits_for_readers(open_as: OpenAs) -> None:
    page = await open_as("reader")
    await expect(page.locator("main")).to_contain_text("nothing is waiting for you")
    await expect(page.locator(".inbox-link")).to_have_count(0)


async def refuse(route: Route) -> None:
    """Answers the query of the page with an error, and passes everything else on."""
    if "query Inbox(" in (route.request.post_data or ""):
        await route.fulfill(json={"errors": [{"message": "Too much at once."}]})
    else:
        await route.continue_()


@pytest.mark.thorough
async def test_empty_inbox_and_a_failure_are_said(open_page: Open) -> None:
    page = await open_page("/inbox", fault="graphql")
    await page.evaluate(AS_READER, ["erik-dahl", "Erik Dahl"])
    await page.route("**/graphql", refuse)
    await page.reload()
    await expect(page.get_by_role("alert")).to_contain_text("Too much at once.")
    await page.unroute("**/graphql")
    await page.get_by_role("button", name="Try again").click()
    await expect(page.locator("main")).to_contain_text("Nothing is waiting for you.")
    await expect(page.get_by_role("link", name="Inbox", exact=True)).to_be_visible()


async def test_reader_who_is_not_known_says_so_in_the_inbox(open_page: Open) -> None:
    page = await open_page("/inbox")
    await choose(page, "I am", "Nora", "Nora Eriksen (Buses and Ferries)")
    await expect(page.locator("main")).not_to_contain_text("Enter your name, or sign in")
    await expect(page.get_by_role("heading", name=re.compile("to rate|: [0-9]+$")).first).to_be_visible()
