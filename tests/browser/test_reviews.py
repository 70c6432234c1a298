"""A lesson is reviewed on the pages: a steward is appointed, asks a question, the author answers, the steward publishes it and takes it back."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from graph_service.access import Role
from graph_service.callers import Caller
from graph_service.domain.curation.submission import SubmitLesson, submit_lesson
from graph_service.domain.lessons.publish import PublishLesson, publish_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.browser.conftest import choose, served, settled
from tests.browser.inspection import violations
from tests.callers import new_token

SIMONE, BASTIEN, NADJA = "simone-keller", "bastien-roux", "nadja-petrov"
OpenAs = Callable[[str, str], Awaitable[Page]]
TEXTS = "MATCH (lesson:Lesson {id: $id}) RETURN lesson {.title, .context}"
STATUS = "MATCH (lesson:Lesson {id: $id}) RETURN lesson.status"


@pytest.fixture
async def open_as(site: str, browser: Browser, database_settings: Settings, tmp_path: Path) -> AsyncIterator[OpenAs]:
    """Opens a page as a person: Nadja is a curator, the others are contributors. Errors of the page fail the test."""
    roles = {NADJA: Role.CURATOR, SIMONE: Role.CONTRIBUTOR, BASTIEN: Role.CONTRIBUTOR}
    tokens = {person: new_token(role, person, person) for person, role in roles.items()}
    (tmp_path / "tokens").write_text("\n".join(line for _, line in tokens.values()))
    complaints: list[str] = []
    async with served(replace(database_settings, tokens_file=tmp_path / "tokens")) as address:
        contexts = []

        async def opened(person: str, path: str) -> Page:
            context = await browser.new_context(
                base_url=address, viewport={"width": 1400, "height": 900}, locale="en-GB", reduced_motion="reduce"
            )
            contexts.append(context)
            await context.add_init_script(f"sessionStorage.setItem('token', JSON.stringify({tokens[person][0]!r}))")
            page = await context.new_page()
            page.set_default_timeout(120_000)  # Neo4j plans the statements of the first page of a lesson
            page.on("pageerror", lambda error: complaints.append(f"{path}: {error}"))
            await page.goto(path)
            await settled(page)
            return page

        yield opened
        for context in contexts:
            await context.close()
    assert complaints == []


async def said(page: Page, text: str) -> None:
    await expect(page.get_by_role("status").filter(has_text=text).first).to_be_visible()


async def submitted_draft(graph: Graph, id: str, title: str) -> None:  # noqa: A002
    """A draft of Bastien about charging, submitted by him."""
    author = Caller("token:b", "b", BASTIEN, Role.CONTRIBUTOR)
    fields: dict[str, Any] = {"learned_on": "2026-03-01", "project": "north-ferry-ramp", "learners": [BASTIEN], "topics": ["charging"]}
    lesson = RecordLesson(id=id, title=title, recommendation="Weld the hinge twice.", confirm=True, **fields)
    await record_lesson(graph, lesson, caller=replace(author, role=Role.ADMINISTRATOR))  # who chooses the ID
    await submit_lesson(graph, SubmitLesson(lesson=id), caller=author)


@pytest.mark.thorough
async def test_a_steward_reviews_a_lesson_with_its_author(open_as: OpenAs, database: Graph) -> None:
    await submitted_draft(database, "hinge", "Weld the hinge twice")
    page = await open_as(NADJA, "/topics/charging")
    await expect(page.locator("main")).to_contain_text("No steward: curators review the lessons about it.")
    await page.get_by_role("button", name="Appoint a steward").click()
    await choose(page, "Who", "Simone", "Simone Keller (Buses and Ferries)")
    await page.get_by_role("button", name="Appoint", exact=True).click()
    await said(page, "is a steward of Charging vehicles.")
    await expect(page.get_by_role("region", name="Stewards")).to_contain_text("Simone Keller")

    steward = await open_as(SIMONE, "/reviews")
    await expect(steward.locator("h1")).to_have_text("Lessons to review")
    await steward.get_by_text("Read it").click()
    await expect(steward.locator(".reviews")).to_contain_text("It does not say what happened.")
    assert await violations(steward) == []
    await steward.get_by_role("button", name="Return with a question: Weld the hinge twice").click()
    await steward.get_by_role("button", name="Return", exact=True).click()
    await expect(steward.get_by_role("dialog")).to_contain_text("Say what its authors should answer or change.")
    await steward.get_by_label("Your question to its authors").fill("Which hinge?")
    await steward.get_by_role("button", name="Return", exact=True).click()
    await said(steward, "Lesson returned with a question.")
    await expect(steward.locator("main")).to_contain_text("No lessons are waiting for your review.")

    author = await open_as(BASTIEN, "/lessons/hinge")
    await expect(author.get_by_role("region", name="Review")).to_contain_text("Which hinge?")
    assert await violations(author) == []
    await author.get_by_role("button", name="Answer", exact=True).click()
    await expect(author.get_by_role("dialog")).to_contain_text("Simone Keller asked:")
    await author.get_by_label("Your answer").fill("That of the ramp.")
    await author.get_by_label("What happened").fill("The hinge of the ramp broke.")
    await author.get_by_role("button", name="Answer and submit again").click()
    await said(author, "Answer saved; the lesson is submitted again.")
    await expect(author.locator("main")).to_contain_text("This lesson is waiting for a review.")

    await steward.reload()
    await steward.get_by_role("button", name="Publish Weld the hinge twice").click()
    await said(steward, "Lesson published.")
    assert await database.read(STATUS, {"id": "hinge"}) == "PUBLISHED"
    await steward.get_by_role("button", name="Undo").click()
    await expect(steward.get_by_role("button", name="Publish Weld the hinge twice")).to_be_visible()
    assert await database.read(STATUS, {"id": "hinge"}) == "SUBMITTED"

    await publish_lesson(database, PublishLesson(lesson="hinge"), caller=Caller("token:n", "n", NADJA, Role.CURATOR))
    await steward.get_by_role("button", name="Publish Weld the hinge twice").click()
    await expect(steward.get_by_role("status").filter(has_text="Nadja Petrov changed it").first).to_be_visible()


@pytest.mark.exhaustive
async def test_second_of_two_curators_sees_what_the_first_has_changed_and_overwrites_nothing_unseen(
    open_as: OpenAs, database: Graph
) -> None:
    await submitted_draft(database, "hinges", "Weld the hinge twice")
    second = await open_as(NADJA, "/lessons/hinges")
    await second.get_by_role("button", name="Edit", exact=True).click()
    await second.get_by_label("Title, in one sentence").fill("Weld each hinge twice")
    changed = ReviseLesson(lesson="hinges", title="Weld hinges", context="It broke in March.")
    await revise_lesson(database, changed, caller=Caller("token:m", "Maria", None, Role.CURATOR))
    await second.get_by_role("button", name="Save changes").click()
    await expect(second.get_by_role("dialog")).to_contain_text("Maria changed it")
    assert (await database.read(TEXTS, {"id": "hinges"}))["title"] == "Weld hinges"
    await second.get_by_role("button", name="Show what has changed").click()
    await expect(second.get_by_role("status").filter(has_text="Somebody else")).to_contain_text("Weld hinges")
    await expect(second.get_by_label("What happened")).to_have_value("It broke in March.")
    await expect(second.get_by_label("Title, in one sentence")).to_have_value("Weld each hinge twice")
    assert await violations(second) == []
    await second.get_by_role("button", name="Save changes").click()
    await said(second, "Lesson saved.")
    assert await database.read(TEXTS, {"id": "hinges"}) == {"title": "Weld each hinge twice", "context": "It broke in March."}


@pytest.mark.thorough
async def test_page_of_reviews_says_how_long_lessons_take(open_as: OpenAs) -> None:
    page = await open_as(NADJA, "/reviews")
    section = page.get_by_role("region", name="From learned to published", exact=True)
    await expect(section).to_contain_text("Half of the lessons were published within")
    await expect(section.get_by_role("table")).to_contain_text("Median days")


@pytest.mark.thorough
async def test_two_drafts_are_merged_and_one_is_refused(open_as: OpenAs, database: Graph) -> None:
    await submitted_draft(database, "one", "Grease the hinge")
    await submitted_draft(database, "two", "Oil the hinge")
    page = await open_as(NADJA, "/lessons/one")
    await page.get_by_role("button", name="More", exact=True).click()
    await page.get_by_role("button", name="Merge another draft into this one").click()
    await choose(page, "The other draft", "Oil the", "Oil the hinge")
    await expect(page.get_by_label("What we recommend")).to_have_value("Weld the hinge twice.")
    await page.get_by_label("Title, in one sentence").fill("Grease or oil the hinge")
    assert await violations(page) == []
    await page.get_by_role("button", name="Merge", exact=True).click()
    await said(page, "Lessons merged.")
    await expect(page.locator("h1")).to_have_text("Grease or oil the hinge")
    assert await database.read(STATUS, {"id": "two"}) == "RETIRED"
    await page.get_by_role("button", name="Refuse").click()
    await page.get_by_label("The reason, for its authors").fill("Known already.")
    await page.get_by_role("button", name="Refuse", exact=True).last.click()
    await said(page, "Lesson refused.")
    assert await database.read(STATUS, {"id": "one"}) == "RETIRED"
