"""A lesson and a reuse are recorded with their forms: nothing is lost, nothing is recorded twice, errors stand beside their fields."""

import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import Page, Route, expect

from graph_service.graph import Graph
from tests.browser.conftest import Open, choose
from tests.browser.inspection import violations

LESSON = """
MATCH (l:Lesson {title: $title})-[:LEARNED_ON]->(project)
RETURN [l.status, l.recommendation, l.wentWrong, toString(l.learnedOn), project.id,
  COLLECT { MATCH (l)-[:LEARNED_BY]->(learner) RETURN learner.id ORDER BY learner.id },
  COLLECT { MATCH (l)-[:ABOUT]->(topic) RETURN topic.id ORDER BY topic.id },
  COLLECT { MATCH (l)-[:BUILDS_ON]->(earlier) RETURN earlier.id }]
"""


REUSE = "MATCH (r:Reuse)-[:REUSED_BY]->(:Person {id: $person}) WHERE r.note = $note MATCH (r)-[:REUSED_ON]->(j) RETURN [r.outcome, r.hoursSaved, j.id, r.costAvoided, r.currency]"


class Keyboard:
    """Types on a keyboard and counts the keys."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.tabs = page, 0, 0

    async def tab(self, times: int = 1) -> None:
        for _ in range(times):
            await self.page.keyboard.press("Tab")
        self.tabs += times

    async def tab_to(self, label: str) -> None:
        """Moves on to a field, with as many presses of Tab as needed."""
        for _ in range(8):
            await self.tab()
            if await self.page.locator("main").get_by_label(label).evaluate("(field) => field === document.activeElement"):
                return
        raise AssertionError(f"Tab does not reach {label}")

    async def type(self, text: str) -> None:
        await self.page.locator(":focus").press_sequentially(text, delay=20)
        self.keys += len(text)

    async def enter(self) -> None:
        await self.page.keyboard.press("Enter")
        self.keys += 1


async def test_lesson_is_recorded_by_keyboard_in_under_a_minute(open_page: Open, database: Graph) -> None:
    page = await open_page("/record", width=360)
    keyboard = Keyboard(page)
    await keyboard.tab()
    await keyboard.enter()  # skips to the content
    await keyboard.tab_to("In one sentence")
    await keyboard.type("Ask the harbour master first")
    await keyboard.tab_to("Who learned it")
    await keyboard.type("bastien")
    await keyboard.tab_to("On which project")
    await keyboard.type("electric ferry")
    await keyboard.tab_to("What we recommend")
    await expect(page.get_by_label("Who learned it")).to_have_value("Bastien Roux (Buses and Ferries)")
    await expect(page.get_by_label("On which project")).to_have_value("Electric ferry (Buses and Ferries)")
    await keyboard.type("Ask before buying a tide table.")
    await keyboard.tab()
    await keyboard.enter()  # unfolds the optional fields
    await keyboard.tab_to("What went wrong")
    await keyboard.type("He had the one we paid for.")
    await keyboard.tab_to("Topics")
    for topic in ("charging", "ferries"):
        await keyboard.type(topic)
        await keyboard.enter()
        await expect(page.locator("main").get_by_label("Topics")).to_have_value("")
    await keyboard.tab_to("Who else learned it")
    await keyboard.type("simone")
    await keyboard.tab_to("Earlier lessons it builds on")
    await keyboard.type("order half")
    await keyboard.tab_to("Publish now")
    await expect(page.locator(".chosen li")).to_have_count(4)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await keyboard.tab_to("Not everybody may read it")
    await keyboard.tab()
    await expect(page.get_by_role("button", name="Save lesson")).to_be_focused()
    await keyboard.enter()
    await expect(page.locator("h1")).to_have_text("Lesson saved")
    assert keyboard.tabs <= 28
    assert keyboard.keys + keyboard.tabs < 60 * 4  # four keys a second is slow typing
    assert await database.read(LESSON, {"title": "Ask the harbour master first"}) == [
        "PUBLISHED",
        "Ask before buying a tide table.",
        "He had the one we paid for.",
        datetime.now(UTC).date().isoformat(),
        "electric-ferry",
        ["bastien-roux", "simone-keller"],
        ["charging", "ferries"],
        ["connection-power-shared-by-software"],
    ]


@pytest.mark.thorough
async def test_back_from_a_recorded_lesson_skips_the_form(open_page: Open) -> None:
    page = await open_page("/lessons?span=all")
    await page.get_by_role("banner").get_by_role("link", name="Record", exact=True).click()
    await page.get_by_label("In one sentence").fill("A chart of the harbour is out by a metre")
    await choose(page, "Who learned it", "Bastien", "Bastien Roux (Buses and Ferries)")
    await choose(page, "On which project", "Electric ferry", "Electric ferry (Buses and Ferries)")
    await page.get_by_role("button", name="Save lesson").click()
    recorded = page.get_by_role("link", name="A chart of the harbour is out by a metre")
    await expect(recorded).to_be_visible()
    async with page.expect_request("**/graphql") as request:
        await recorded.click()
    assert (await (await request.value).all_headers())["graph-bookmarks"]  # so that a cluster answers from a member that has the lesson
    await expect(page.locator("h1")).to_have_text("A chart of the harbour is out by a metre")
    await page.go_back()
    await expect(page.locator("h1")).to_have_text("Lessons")
    await page.get_by_role("banner").get_by_role("link", name="Record", exact=True).click()
    await expect(page.get_by_label("In one sentence")).to_have_value("")
    await expect(page.get_by_label("Who learned it")).to_have_value("")  # the lesson may have been somebody else's


@pytest.mark.thorough
async def test_draft_of_a_lesson_is_kept_when_the_reader_leaves_the_form(open_page: Open) -> None:
    page = await open_page("/record?project=electric-ferry&builds=connection-power-shared-by-software")
    await expect(page.get_by_label("On which project")).to_have_value("Electric ferry (Buses and Ferries)")
    await expect(page.locator("main")).to_contain_text("Builds on “Order half the connection and share it by software”.")
    await page.get_by_label("In one sentence").fill("Half a sen")
    await page.get_by_role("link", name="Lessons").click()
    await expect(page.locator("h1")).to_have_text("Lessons")
    await page.go_back()
    await expect(page.get_by_label("In one sentence")).to_have_value("Half a sen")


@pytest.mark.thorough
async def test_error_of_the_service_is_shown_beside_its_field_and_nothing_is_lost(open_page: Open) -> None:
    page = await open_page("/record")
    await page.evaluate("localStorage.setItem('reader', JSON.stringify({person: {id: 'gone', name: 'Somebody Gone'}}))")
    await page.reload()
    await page.get_by_label("In one sentence").fill("Who left still learned")
    await choose(page, "On which project", "Electric ferry", "Electric ferry (Buses and Ferries)")
    await page.get_by_role("button", name="Save lesson").click()
    await expect(page.get_by_label("Who learned it")).to_have_accessible_description(
        re.compile("“Somebody Gone”.*there is no such person any more")
    )
    await expect(page.get_by_label("Who learned it")).to_be_focused()
    await expect(page.get_by_label("In one sentence")).to_have_value("Who left still learned")
    await page.keyboard.type("bastien")  # replaces the earlier choice
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("Who learned it")).to_have_value("Bastien Roux (Buses and Ferries)")
    await page.get_by_role("button", name="Save lesson").click()
    await expect(page.locator("h1")).to_have_text("Lesson saved")


@pytest.mark.thorough
async def test_submitting_again_after_a_lost_response_and_a_reload_records_once(open_page: Open, database: Graph) -> None:
    page = await open_page("/record?project=electric-ferry", fault="a response is lost below")
    await page.get_by_label("In one sentence").fill("The mooring ring is not in the plan")
    await choose(page, "Who learned it", "Bastien", "Bastien Roux (Buses and Ferries)")
    await expect(page.locator("main [aria-busy=true]")).to_have_count(0)

    async def lose_response(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await page.route("**/graphql", lose_response)
    await page.get_by_role("button", name="Save lesson").click()
    await expect(page.locator("form").get_by_role("alert")).to_contain_text("No connection to the service. Your text is kept")
    await page.unroute_all(behavior="wait")  # another request may still be in its handler
    await page.reload()
    await expect(page.get_by_label("In one sentence")).to_have_value("The mooring ring is not in the plan")
    await page.get_by_role("button", name="Save lesson").click()
    await expect(page.locator("h1")).to_have_text("Lesson saved")
    assert await database.read("MATCH (l:Lesson {title: 'The mooring ring is not in the plan'}) RETURN count(l)") == 1


@pytest.mark.thorough
async def test_reuse_is_recorded_on_the_page_of_the_lesson(open_page: Open, database: Graph) -> None:
    page = await open_page("/lessons?q=order+half+the+connection", width=360)
    await page.get_by_role("link", name="Order half the connection and share it by software").click()
    await expect(page.locator(".outcomes")).to_contain_text("Helped all 3 times it was rated")
    await expect(page.locator(".outcomes")).to_contain_text("49 hours saved, €88,500 avoided")
    await page.get_by_role("button", name="I used this").click()
    await choose(page, "Who used it", "Simone", "Simone Keller (Buses and Ferries)")
    await choose(page, "On which project", "Electric bus", "Electric bus depot (Buses and Ferries)")
    await page.get_by_label("Outcome").select_option("helped")
    await page.get_by_text("More: savings").click()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_label("Hours saved").fill("12500")
    await page.get_by_label("Cost avoided").fill("1500")
    await page.get_by_label("How it went").fill("Half was enough.")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text(
        "“Hours saved” is 12500.0, but a reuse rarely saves or costs more than 2,000 hours"
    )
    await expect(page.get_by_role("button", name="Save anyway")).to_be_visible()
    await page.get_by_label("Hours saved").fill("12.5")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("status").filter(has_text="Reuse saved")).to_be_visible()
    await expect(page.locator(".reuses")).to_contain_text("Half was enough.")
    await expect(page.locator(".outcomes")).to_contain_text("Helped all 4 times it was rated")
    await expect(page.locator(".outcomes")).to_contain_text("61.5 hours saved, €90,000 avoided as reported")
    assert await database.read(REUSE, {"person": "simone-keller", "note": "Half was enough."}) == [
        "HELPED",
        12.5,
        "electric-bus-depot",
        150_000,
        "EUR",
    ]
    await page.get_by_role("status").get_by_role("button", name="Close the message").click()  # on a phone it lies over the next button
    await page.get_by_role("button", name="I used this").click()
    await expect(page.get_by_label("Who used it")).to_have_value("")  # it was recorded for somebody else, maybe


@pytest.mark.thorough
async def test_dates_are_checked_in_words_of_the_reader(open_page: Open) -> None:
    page = await open_page("/lessons/connection-power-shared-by-software")
    await page.get_by_role("button", name="I used this").click()
    await page.get_by_text("More: savings").click()
    await page.get_by_label("Date, if not today").fill("2021-01-01")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_label("Date, if not today")).to_have_accessible_description(
        "This lesson was learned on 5 Dec 2023; a reuse can't be earlier."
    )
    await page.goto("/record?project=electric-ferry")
    await page.get_by_label("In one sentence").fill("A lesson from long ago")
    await choose(page, "Who learned it", "Bastien", "Bastien Roux (Buses and Ferries)")
    await page.get_by_label("When", exact=True).fill("1999-05-05")
    await page.get_by_role("button", name="Save lesson").click()
    await expect(page.get_by_role("alert")).to_contain_text("5 May 1999 is long before Electric ferry (Buses and Ferries) began on")
    await expect(page.get_by_role("button", name="Save anyway")).to_be_visible()
    await page.get_by_label("When", exact=True).fill("2099-05-05")
    await page.get_by_role("button", name="Save lesson").click()
    await expect(page.get_by_label("When", exact=True)).to_have_accessible_description(re.compile("in the future"))


@pytest.mark.thorough
async def test_recorded_reuse_is_undone(open_page: Open, database: Graph) -> None:
    page = await open_page("/lessons/pole-numbers-by-paint")
    await page.get_by_role("button", name="I used this").click()
    await choose(page, "Who used it", "Simone", "Simone Keller (Buses and Ferries)")
    await choose(page, "On which project", "Electric bus", "Electric bus depot (Buses and Ferries)")
    await page.get_by_text("More: savings").click()
    await page.get_by_label("How it went").fill("By mistake.")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.locator(".reuses")).to_contain_text("By mistake.")
    await page.get_by_role("status").get_by_role("button", name="Undo").press("Control+z")
    await expect(page.get_by_role("status").filter(has_text="Undone: Reuse saved.")).to_be_visible()
    await expect(page.locator("main")).not_to_contain_text("By mistake.")
    assert await database.read("MATCH (r:Reuse {note: 'By mistake.'}) RETURN count(r)") == 0


@pytest.mark.thorough
async def test_unlikely_hours_are_saved_once_they_are_confirmed(open_page: Open, database: Graph) -> None:
    page = await open_page("/lessons/connection-power-shared-by-software")
    await page.get_by_role("button", name="I used this").click()
    await choose(page, "Who used it", "Simone", "Simone Keller (Buses and Ferries)")
    await choose(page, "On which project", "Electric bus", "Electric bus depot (Buses and Ferries)")
    await page.get_by_text("More: savings").click()
    await page.get_by_label("Hours saved").fill("2500")
    await page.get_by_label("How it went").fill("Years of work.")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("button", name="Save anyway").click()
    await expect(page.get_by_role("status").filter(has_text="Reuse saved")).to_be_visible()
    assert (await database.read(REUSE, {"person": "simone-keller", "note": "Years of work."}))[1] == 2_500


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.thorough)])
@pytest.mark.thorough
async def test_unfolded_forms_are_accessible(open_page: Open, scheme: str) -> None:
    page = await open_page("/record?builds=pole-numbers-by-paint", scheme=scheme, width=360)
    await page.get_by_text("More: what happened").click()
    await expect(page.locator(".chosen li")).to_have_count(1)
    assert await violations(page) == []
    page = await open_page("/lessons/pole-numbers-by-paint", scheme=scheme, width=360)
    await page.get_by_role("button", name="I used this").click()
    await page.get_by_text("More: savings").click()
    assert await violations(page) == []


@pytest.mark.thorough
async def test_reuse_of_a_retired_lesson_is_saved_with_a_warning(open_page: Open) -> None:
    page = await open_page("/lessons/pole-numbers-by-paint")
    await expect(page.locator(".lesson-detail .note")).to_contain_text("This lesson was retired")
    await page.get_by_role("button", name="I used this").click()
    await choose(page, "Who used it", "Simone", "Simone Keller (Buses and Ferries)")
    await choose(page, "On which project", "Electric bus", "Electric bus depot (Buses and Ferries)")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.locator(".note", has_text="has been RETIRED since")).to_be_visible()


@pytest.mark.thorough
async def test_unknown_person_is_not_a_dead_end(open_page: Open, database: Graph) -> None:
    page = await open_page("/lessons?q=order+half+the+connection")
    await page.get_by_role("link", name="Order half the connection and share it by software").click()
    await page.get_by_role("button", name="I used this").click()
    await page.get_by_label("Who used it").fill("nobody of that name")
    await page.get_by_role("button", name="Save", exact=True).click()
    field = page.get_by_label("Who used it")
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(field).to_have_accessible_description("Pick a person from the list.")
    await expect(field).to_have_value("nobody of that name")
    await expect(page.get_by_role("alert")).to_have_text("2 fields need a correction.")
    assert await violations(page) == []
    await page.get_by_role("button", name="add “nobody of that name” to the people").click()
    await expect(page.get_by_role("alert")).to_have_text("One field needs a correction.")
    assert await database.read("MATCH (person:Person {name: 'nobody of that name'}) RETURN count(person)") == 1
    await database.command("MATCH (person:Person {name: 'nobody of that name'}) DETACH DELETE person")
