"""What people do with the dashboard: find the silo, the broker and an expert; record a lesson and a reuse; share an address; go back."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, Page, Route, expect

from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.browser.conftest import Open, choose_filter, served, settled
from tests.browser.inspection import violations

LESSON = """
MATCH (l:Lesson {title: $title})-[:LEARNED_ON]->(project)
RETURN [l.status, l.recommendation, l.wentWrong, toString(l.learnedOn), project.id,
  COLLECT { MATCH (l)-[:LEARNED_BY]->(learner) RETURN learner.id ORDER BY learner.id },
  COLLECT { MATCH (l)-[:ABOUT]->(topic) RETURN topic.id ORDER BY topic.id },
  COLLECT { MATCH (l)-[:BUILDS_ON]->(earlier) RETURN earlier.id }]
"""
REUSE = "MATCH (r:Reuse)-[:REUSED_BY]->(:Person {id: $person}) WHERE r.note = $note MATCH (r)-[:REUSED_ON]->(j) RETURN [r.outcome, r.hoursSaved, j.id, r.costAvoided, r.currency]"

MANY_TOPICS = "UNWIND range(1, 1001) AS n CREATE (:Topic {id: 'many-' + n, name: 'Many ' + n})"
DELETE_MANY_TOPICS = "MATCH (topic:Topic) WHERE topic.id STARTS WITH 'many-' DETACH DELETE topic"
MANY_RECURRENCES = """
MATCH (earlier:Lesson {status: 'PUBLISHED'})-[:LEARNED_ON]->(before:Project), (later:Lesson {status: 'PUBLISHED'})-[:LEARNED_ON]->(after:Project)
WHERE before <> after AND date(earlier.publishedOn) < date(later.learnedOn)
  AND NOT EXISTS { (later)-[:RECURRENCE_OF]->() } AND NOT EXISTS { (earlier)<-[:REUSE_OF]-()-[:REUSED_ON]->(after) }
WITH later, min(earlier.id) AS id
ORDER BY later.id
LIMIT 40
MATCH (earlier:Lesson {id: id})
CREATE (later)-[:RECURRENCE_OF {test: true}]->(earlier)
"""
DELETE_MANY_RECURRENCES = "MATCH ()-[link:RECURRENCE_OF {test: true}]->() DELETE link"


@pytest.mark.thorough
async def test_silo_broker_and_expert_are_found_from_the_overview(open_page: Open) -> None:
    page = await open_page("/?span=all")
    attention = page.locator(".attention")
    await expect(attention).to_contain_text("Water and Wastewater is a silo: mostly reuses its own lessons")
    await expect(attention).to_contain_text("26 of its 39 reuses were its own lessons; about 8 would be expected by chance (3.4 times).")
    await expect(attention).to_contain_text(
        re.compile(r"reuses by Water and Wastewater of lessons from Roads and Bridges came through Nadja Petrov")
    )
    await page.get_by_role("navigation", name="Pages").get_by_role("link", name="People").click()
    await page.get_by_role("link", name="Find an expert").click()
    await page.get_by_label("What is it about?").fill("charging a ferry")
    await page.get_by_label("What is it about?").press("Enter")
    await expect(page.locator(".experts h2").first).to_have_text("Ines Moreau")


async def test_departure_of_the_broker_shows_what_would_be_missing(open_page: Open) -> None:
    page = await open_page("/network?span=all&tab=brokers")
    await page.get_by_role("button", name="What if they leave? Nadja Petrov").first.click()
    await expect(page.locator(".note")).to_contain_text("Without Nadja Petrov")
    await expect(page.locator(".note")).to_contain_text("Roads and Bridges")


async def choose(page: Page, label: str, letters: str, suggestion: str) -> None:
    """Types a few letters and picks a suggestion."""
    await page.get_by_label(label).fill(letters)
    await expect(page.locator(".with-suggestions", has_text=label).locator(f'option[value="{suggestion}"]')).to_have_count(1)
    await page.get_by_label(label).fill(suggestion)


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
    await keyboard.tab()
    await expect(page.get_by_role("button", name="Save lesson")).to_be_focused()
    await keyboard.enter()
    await expect(page.locator("h1")).to_have_text("Lesson saved")
    assert keyboard.tabs <= 25
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


async def test_draft_of_a_lesson_is_kept_when_the_reader_leaves_the_form(open_page: Open) -> None:
    page = await open_page("/record?project=electric-ferry&builds=connection-power-shared-by-software")
    await expect(page.get_by_label("On which project")).to_have_value("Electric ferry (Buses and Ferries)")
    await expect(page.locator("main")).to_contain_text("Builds on “Order half the connection and share it by software”.")
    await page.get_by_label("In one sentence").fill("Half a sen")
    await page.get_by_role("link", name="Lessons").click()
    await expect(page.locator("h1")).to_have_text("Lessons")
    await page.go_back()
    await expect(page.get_by_label("In one sentence")).to_have_value("Half a sen")


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


async def test_reuse_is_recorded_on_the_page_of_the_lesson(open_page: Open, database: Graph) -> None:
    page = await open_page("/lessons?q=order+half+the+connection", width=360)
    await page.get_by_role("link", name="Order half the connection and share it by software").click()
    await expect(page.locator(".outcomes")).to_contain_text("Helped all 3 rated times")
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
    await expect(page.locator(".outcomes")).to_contain_text("Helped all 4 rated times")
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


@pytest.mark.thorough
async def test_dismissed_suggestion_is_not_suggested_again(open_page: Open, database: Graph) -> None:
    page = await open_page("/insights?span=all")
    table = page.get_by_role("region", name="Similar texts: is it the same problem?")
    name = await table.get_by_role("button", name="no: ").first.get_attribute("aria-label") or ""
    before = await database.read("MATCH (:Lesson)-[link:NOT_RECURRENCE_OF]->(:Lesson) RETURN count(link)")
    await table.get_by_role("button", name=name, exact=True).first.click()
    await expect(table.get_by_role("button", name=name, exact=True)).to_have_count(0)
    assert await database.read("MATCH (:Lesson)-[link:NOT_RECURRENCE_OF]->(:Lesson) RETURN count(link)") == before + 1


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
async def test_address_holds_the_filters(open_page: Open) -> None:
    page = await open_page("/")
    await choose_filter(page, "Period", "All time")
    await choose_filter(page, "Topic", "Charging vehicles")
    await page.get_by_role("link", name="Network", exact=True).click()
    assert {"span=all", "topic=charging"} <= set(page.url.partition("?")[2].split("&"))
    await page.reload()
    await settled(page)
    await expect(page.get_by_role("button", name="Topic Charging vehicles")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("button", name="Topic Charging vehicles")).to_be_visible()
    await expect(page.get_by_role("button", name="Period All time")).to_be_visible()
    await page.go_back()
    await expect(page).to_have_url("about:blank")


@pytest.mark.thorough
async def test_table_is_sorted_and_saved_as_csv(open_page: Open) -> None:
    page = await open_page("/network?span=all")
    await page.get_by_role("button", name="Show as table").click()
    table = page.get_by_role("region", name="Reuse of a department’s own lessons compared with chance")
    await table.get_by_role("button", name="People").click()
    await expect(table.get_by_role("columnheader", name="People")).to_have_attribute("aria-sort", "descending")
    people = [int(text) for text in await table.locator("tbody td:last-child").all_text_contents()]
    assert people == sorted(people, reverse=True)
    async with page.expect_download() as download:
        await page.locator("#picture-silos").get_by_role("button", name="Save as CSV").click()
    saved = list(csv.DictReader(io.StringIO((await (await download.value).path()).read_text(encoding="utf-8-sig"))))
    assert sorted((int(row["People"]) for row in saved), reverse=True) == people
    assert "Water and Wastewater" in {row["Department"] for row in saved}


@pytest.mark.thorough
async def test_chart_is_saved_as_png(open_page: Open) -> None:
    page = await open_page("/network?span=all&tab=flow")
    async with page.expect_download() as download:
        await page.locator("#picture-flow").get_by_role("button", name="Save as PNG").click()
    assert (await (await download.value).path()).read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


async def test_failed_query_can_be_tried_again(open_page: Open) -> None:
    page = await open_page("/projects", fault="the connection is cut below")
    await page.route("**/graphql", lambda route: route.abort())
    await page.get_by_role("link", name="Insights").click()
    await expect(page.get_by_role("alert")).to_contain_text("No connection to the service")
    await page.unroute_all(behavior="wait")  # another request may still be in its handler
    await page.get_by_role("button", name="Try again").click()
    await expect(page.locator("h1")).to_contain_text("been reused yet")


async def test_pages_are_reached_by_keyboard(open_page: Open) -> None:
    page = await open_page("/")
    await page.keyboard.press("Tab")
    await expect(page.locator(":focus")).to_have_text("Skip to the content")
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()
    await page.get_by_role("link", name="Lessons", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Lessons")
    await expect(page.locator("main")).to_be_focused()


@pytest.mark.thorough
async def test_colour_scheme_is_remembered(open_page: Open) -> None:
    page = await open_page("/", scheme="light")
    await page.get_by_role("button", name="Me: my project").click()
    await page.get_by_role("radio", name="Dark").check()
    await page.reload()
    assert await page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.thorough
async def test_filter_offers_all_topics_beyond_the_first_thousand(open_page: Open, database: Graph) -> None:
    await database.command(MANY_TOPICS)
    try:
        page = await open_page("/")
        await page.get_by_role("button", name="Topic All").click()
        await expect(page.locator(".choices button")).to_have_count(1 + await database.read("MATCH (topic:Topic) RETURN count(topic)"))
    finally:
        await database.command(DELETE_MANY_TOPICS)


@pytest.mark.thorough
async def test_all_repeated_problems_are_counted(browser: Browser, site: str, database: Graph, database_settings: Settings) -> None:
    await database.command(MANY_RECURRENCES)
    try:
        async with served(database_settings) as address:
            page = await browser.new_page(base_url=address)
            await page.goto("/insights?span=all")
            query = "{ network { missedReuse(suggested: false, first: 1000) { later { id } } } }"
            data = (await (await page.request.post("/graphql", data={"query": query})).json())["data"]
            count = len(data["network"]["missedReuse"])
            assert count > 40
            await expect(page.get_by_role("heading", name=f"{count} known problems were repeated")).to_be_visible()
            await page.close()
    finally:
        await database.command(DELETE_MANY_RECURRENCES)


@pytest.mark.thorough
async def test_drafts_are_in_no_list(open_page: Open) -> None:
    for path in ("/people/hamid-rahimi", "/projects/fault-line"):
        page = await open_page(path)
        await expect(page.locator("main li").first).to_be_visible()
        await expect(page.get_by_role("link", name="The hole at six in the morning")).to_have_count(0)
