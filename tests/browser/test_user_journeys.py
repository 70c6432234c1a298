"""What people do with it: find the silo, the broker and an expert; record a lesson and a reuse; share an address; go back."""

import csv
import io
from datetime import UTC, datetime

import pytest
from playwright.async_api import Page, Route, expect

from graph_service.graph import Graph
from tests.browser.conftest import Open, settled
from tests.browser.test_every_page import violations

LESSON = """
MATCH (l:Lesson {title: $title})-[:LEARNED_ON]->(project)
RETURN [l.status, l.recommendation, l.wentWrong, toString(l.learnedOn), project.id,
  COLLECT { MATCH (l)-[:LEARNED_BY]->(learner) RETURN learner.id ORDER BY learner.id },
  COLLECT { MATCH (l)-[:ABOUT]->(topic) RETURN topic.id ORDER BY topic.id },
  COLLECT { MATCH (l)-[:BUILDS_ON]->(earlier) RETURN earlier.id }]
"""
REUSE = "MATCH (r:Reuse)-[:REUSED_BY]->(:Person {id: $person}) WHERE r.note = $note MATCH (r)-[:REUSED_ON]->(j) RETURN [r.outcome, r.hoursSaved, j.id, r.costAvoided, r.currency]"


async def test_the_silo_the_broker_and_an_expert_are_found_from_the_first_page(open_page: Open) -> None:
    page = await open_page("/?span=all")
    attention = page.locator(".attention")
    await expect(attention).to_contain_text("Water and Wastewater reuses its own lessons 3.4 times as often as chance would have it")
    await expect(attention).to_contain_text("Nadja Petrov carries 76%")
    await page.get_by_role("link", name="Experts").click()
    await page.get_by_label("What is it about?").fill("charging a ferry")
    await page.get_by_label("What is it about?").press("Enter")
    await expect(page.locator(".experts h2").first).to_have_text("Ines Moreau")


async def test_what_would_be_missing_without_the_broker_is_told(open_page: Open) -> None:
    page = await open_page("/network?span=all")
    await page.get_by_role("button", name="what if they leave? Nadja Petrov").first.click()
    await expect(page.locator(".note")).to_contain_text("Without Nadja Petrov")
    await expect(page.locator(".note")).to_contain_text("Roads and Bridges")


async def choose(page: Page, label: str, letters: str, whole: str) -> None:
    """Types a few letters and takes one of what is offered."""
    await page.get_by_label(label).fill(letters)
    await expect(page.locator("label", has_text=label).locator(f'option[value="{whole}"]')).to_have_count(1)
    await page.get_by_label(label).fill(whole)


class Keyboard:
    """Somebody who types, and how many keys it took."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.tabs = page, 0, 0

    async def tab(self, times: int = 1) -> None:
        for _ in range(times):
            await self.page.keyboard.press("Tab")
        self.tabs += times

    async def tab_to(self, label: str) -> None:
        """On to a field, with as many presses as it takes."""
        for _ in range(8):
            await self.tab()
            if await self.page.locator("main").get_by_label(label).evaluate("(field) => field === document.activeElement"):
                return
        raise AssertionError(f"no way by Tab to {label}")

    async def type(self, text: str) -> None:
        await self.page.locator(":focus").press_sequentially(text, delay=20)
        self.keys += len(text)

    async def enter(self) -> None:
        await self.page.keyboard.press("Enter")
        self.keys += 1


async def test_a_lesson_is_recorded_on_a_phone_by_keyboard_in_under_a_minute(open_page: Open, database: Graph) -> None:
    page = await open_page("/record", width=360)
    hands = Keyboard(page)
    await hands.tab()
    await hands.enter()  # skips to the page
    await hands.tab_to("In one sentence")
    await hands.type("Ask the harbour master first")
    await hands.tab_to("Who learned it")
    await hands.type("bastien")
    await hands.tab_to("On which project")
    await hands.type("electric ferry")
    await hands.tab_to("What we recommend")
    await expect(page.get_by_label("Who learned it")).to_have_value("Bastien Roux (Buses and Ferries)")
    await expect(page.get_by_label("On which project")).to_have_value("Electric ferry (Buses and Ferries)")
    await hands.type("Ask before buying a tide table.")
    await hands.tab()
    await hands.enter()  # unfolds what may be told too
    await hands.tab_to("What went wrong")
    await hands.type("He had the one we paid for.")
    await hands.tab_to("Topics")
    for topic in ("charging", "ferries"):
        await hands.type(topic)
        await hands.enter()
        await expect(page.locator("main").get_by_label("Topics")).to_have_value("")
    await hands.tab_to("Who else learned it")
    await hands.type("simone")
    await hands.tab_to("Earlier lessons it builds on")
    await hands.type("order half")
    await hands.tab_to("Let everybody see it at once")
    await expect(page.locator(".taken li")).to_have_count(4)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await hands.tab()
    await expect(page.get_by_role("button", name="Record it")).to_be_focused()
    await hands.enter()
    await expect(page.locator("h1")).to_have_text("It is recorded")
    assert hands.tabs < 25
    assert hands.keys + hands.tabs < 60 * 4  # four a second, by somebody who doesn't type well
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


async def test_back_from_what_was_recorded_leads_to_where_one_came_from_and_what_was_sent_stays_away(open_page: Open) -> None:
    page = await open_page("/lessons?span=all")
    await page.get_by_role("link", name="Record a lesson").click()
    await page.get_by_label("In one sentence").fill("A chart of the harbour is out by a metre")
    await choose(page, "Who learned it", "Bastien", "Bastien Roux (Buses and Ferries)")
    await choose(page, "On which project", "Electric ferry", "Electric ferry (Buses and Ferries)")
    await page.get_by_role("button", name="Record it").click()
    recorded = page.get_by_role("link", name="A chart of the harbour is out by a metre")
    await expect(recorded).to_be_visible()
    async with page.expect_request("**/graphql") as asked:
        await recorded.click()
    assert (await (await asked.value).all_headers())["graph-bookmarks"]  # so that the database answers with what was recorded
    await expect(page.locator("h1")).to_have_text("A chart of the harbour is out by a metre")
    await page.go_back()
    await expect(page.locator("h1")).to_have_text("What was learned")
    await page.get_by_role("link", name="Record a lesson").click()
    await expect(page.get_by_label("In one sentence")).to_have_value("")
    await expect(page.get_by_label("Who learned it")).to_have_value("Bastien Roux (Buses and Ferries)")


async def test_what_was_typed_is_there_when_one_comes_back(open_page: Open) -> None:
    page = await open_page("/record?project=electric-ferry&builds=connection-power-shared-by-software")
    await expect(page.get_by_label("On which project")).to_have_value("Electric ferry (Buses and Ferries)")
    await expect(page.locator("main")).to_contain_text("It builds on “Order half the connection and share it by software”.")
    await page.get_by_label("In one sentence").fill("Half a sen")
    await page.get_by_role("link", name="Lessons").click()
    await expect(page.locator("h1")).to_have_text("What was learned")
    await page.go_back()
    await expect(page.get_by_label("In one sentence")).to_have_value("Half a sen")


async def test_what_the_service_refuses_is_said_beside_the_field_and_nothing_is_lost(open_page: Open) -> None:
    page = await open_page("/record")
    await page.evaluate("localStorage.setItem('recorder', JSON.stringify({id: 'gone', name: 'Somebody Gone'}))")
    await page.reload()
    await page.get_by_label("In one sentence").fill("Who left still learned")
    await choose(page, "On which project", "Electric ferry", "Electric ferry (Buses and Ferries)")
    await page.get_by_role("button", name="Record it").click()
    field = page.locator("label", has_text="Who learned it")
    await expect(field.get_by_role("alert")).to_contain_text("there is no person with this id")
    await expect(page.get_by_label("In one sentence")).to_have_value("Who left still learned")
    await page.get_by_label("Who learned it").click()
    await page.keyboard.type("bastien")  # takes the place of who stood there
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("Who learned it")).to_have_value("Bastien Roux (Buses and Ferries)")
    await page.get_by_role("button", name="Record it").click()
    await expect(page.locator("h1")).to_have_text("It is recorded")


async def test_what_was_sent_again_because_the_answer_got_lost_is_recorded_once(open_page: Open, database: Graph) -> None:
    page = await open_page("/record?project=electric-ferry", fault="an answer is lost below")
    await page.get_by_label("In one sentence").fill("The mooring ring is not in the plan")
    await choose(page, "Who learned it", "Bastien", "Bastien Roux (Buses and Ferries)")
    await expect(page.locator("main [aria-busy=true]")).to_have_count(0)

    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await page.route("**/graphql", lose)
    await page.get_by_role("button", name="Record it").click()
    await expect(page.get_by_role("alert")).to_contain_text("The service does not answer")
    await page.unroute_all(behavior="wait")  # another question may be on its way to be lost
    await page.get_by_role("button", name="Record it").click()
    await expect(page.locator("h1")).to_have_text("It is recorded")
    assert await database.read("MATCH (l:Lesson {title: 'The mooring ring is not in the plan'}) RETURN count(l)") == 1


async def test_a_reuse_is_recorded_where_the_lesson_is_read(open_page: Open, database: Graph) -> None:
    page = await open_page("/lessons?q=order+half+the+connection", width=360)
    await page.get_by_role("link", name="Order half the connection and share it by software").click()
    await expect(page.locator(".story")).to_contain_text(
        "Reused 3 times in 2 departments: it helped 3 times. 49 hours saved, €88,500 of cost avoided."
    )
    await page.get_by_role("button", name="I reused this").click()
    await choose(page, "Who reused it", "Simone", "Simone Keller (Buses and Ferries)")
    await choose(page, "On which project", "Electric bus", "Electric bus depot (Buses and Ferries)")
    await page.get_by_label("What came of it?").select_option("it helped")
    await page.get_by_text("More: what it saved").click()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_label("Hours saved").fill("12.5")
    await page.get_by_label("Cost avoided").fill("1500")
    await page.get_by_label("How it went").fill("Half was enough.")
    await page.get_by_role("button", name="Record it").click()
    await expect(page.get_by_role("status").filter(has_text="Thank you")).to_be_visible()
    await expect(page.locator(".reuses")).to_contain_text("Half was enough.")
    await expect(page.locator(".story")).to_contain_text(
        "Reused 4 times in 3 departments: it helped 4 times. 61.5 hours saved, €90,000 of cost avoided."
    )
    assert await database.read(REUSE, {"person": "simone-keller", "note": "Half was enough."}) == [
        "HELPED",
        12.5,
        "electric-bus-depot",
        150_000,
        "EUR",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_forms_that_are_unfolded_can_be_read_by_everybody(open_page: Open, scheme: str) -> None:
    page = await open_page("/record?builds=pole-numbers-by-paint", scheme=scheme, width=360)
    await page.get_by_text("More: what happened").click()
    await expect(page.locator(".taken li")).to_have_count(1)
    assert await violations(page) == []
    page = await open_page("/lessons/pole-numbers-by-paint", scheme=scheme, width=360)
    await page.get_by_role("button", name="I reused this").click()
    await page.get_by_text("More: what it saved").click()
    assert await violations(page) == []


async def test_that_a_lesson_is_no_longer_advised_is_said_to_who_reused_it(open_page: Open) -> None:
    page = await open_page("/lessons/pole-numbers-by-paint")
    await expect(page.locator(".story .note")).to_contain_text("It has not been advised since")
    await page.get_by_role("button", name="I reused this").click()
    await choose(page, "Who reused it", "Simone", "Simone Keller (Buses and Ferries)")
    await choose(page, "On which project", "Electric bus", "Electric bus depot (Buses and Ferries)")
    await page.get_by_role("button", name="Record it").click()
    await expect(page.locator(".note", has_text="is RETIRED since")).to_be_visible()


async def test_what_breaks_a_rule_is_said_and_nothing_is_lost(open_page: Open) -> None:
    page = await open_page("/lessons?q=order+half+the+connection")
    await page.get_by_role("link", name="Order half the connection and share it by software").click()
    await page.get_by_role("button", name="I reused this").click()
    await page.get_by_label("Who reused it").fill("nobody of that name")
    await page.get_by_role("button", name="Record it").click()
    assert await page.get_by_label("Who reused it").evaluate("(field) => field.validationMessage") == "Choose one of the list."
    await expect(page.get_by_label("Who reused it")).to_have_value("nobody of that name")


async def test_a_suggestion_is_turned_down_and_stays_so(open_page: Open, database: Graph) -> None:
    page = await open_page("/shelf?span=all")
    table = page.get_by_role("region", name="They read alike, and nobody has said yet")
    name = await table.get_by_role("button", name="no: ").first.get_attribute("aria-label") or ""
    before = await database.read("MATCH (:Lesson)-[link:NOT_RECURRENCE_OF]->(:Lesson) RETURN count(link)")
    await table.get_by_role("button", name=name, exact=True).first.click()
    await expect(table.get_by_role("button", name=name, exact=True)).to_have_count(0)
    assert await database.read("MATCH (:Lesson)-[link:NOT_RECURRENCE_OF]->(:Lesson) RETURN count(link)") == before + 1


async def test_lessons_are_narrowed_by_what_is_known_of_them(open_page: Open, database: Graph) -> None:
    page = await open_page("/lessons?span=all")
    await page.get_by_label("Learned in").select_option("Energy and Lighting")
    await page.get_by_label("Proven").select_option("helped somebody")
    found = await database.read(
        "MATCH (l:Lesson {status: 'PUBLISHED'})-[:LEARNED_IN]->({id: 'energy'}) WHERE EXISTS { (l)<-[:REUSE_OF]-({outcome: 'HELPED'}) } RETURN count(l)"
    )
    await expect(page.locator("main")).to_contain_text(f"{found} lessons, the newest first")
    assert {"in=energy", "proven=helped"} <= set(page.url.partition("?")[2].split("&"))
    await page.go_back()
    await expect(page.get_by_label("Proven")).to_have_value("")


async def test_where_nothing_is_found_it_is_said_what_to_loosen(open_page: Open, database: Graph) -> None:
    helped = "MATCH (l:Lesson {status: 'PUBLISHED'})-[:ABOUT]->({id: 'ferries'}) WHERE EXISTS { (l)<-[:REUSE_OF]-({outcome: 'HELPED'}) }"
    assert await database.read(f"{helped} AND EXISTS {{ (l)-[:LEARNED_IN]->({{id: 'energy'}}) }} RETURN count(l)") == 0
    elsewhere = await database.read(f"{helped} RETURN count(l)")
    page = await open_page("/lessons?span=all&topic=ferries&in=energy&proven=helped")
    await expect(page.locator(".nothing li").first).to_have_text(
        f"Without “Learned in: Energy and Lighting”: {elsewhere} lesson{'s' if elsewhere > 1 else ''}"
    )
    await page.get_by_role("button", name="Without “Learned in").click()
    await expect(page.locator(".lessons > li")).to_have_count(elsewhere)
    await page.get_by_role("button", name="Clear all").click()
    await expect(page.get_by_label("Proven")).to_have_value("")
    assert "topic=ferries" in page.url


async def test_the_words_that_were_looked_for_are_marked(open_page: Open) -> None:
    page = await open_page("/lessons?q=half+the+connection")
    first = page.locator(".lessons > li").first
    await expect(first.locator("h2 mark").first).to_have_text("half")
    await expect(page.locator("main")).to_contain_text("the best first")
    await page.goto("/lessons?span=all&q=zzzz")
    await page.get_by_role("button", name="Without the words “zzzz”").click()
    await expect(page.locator(".lessons > li").first).to_be_visible()
    await expect(page.get_by_label("Words")).to_have_value("")


async def test_the_address_holds_what_is_looked_at(open_page: Open) -> None:
    page = await open_page("/")
    await page.get_by_label("Time").select_option("All time")
    await page.get_by_label("Topic").select_option("Charging vehicles")
    await page.get_by_role("link", name="Network").click()
    assert {"span=all", "topic=charging"} <= set(page.url.partition("?")[2].split("&"))
    await page.reload()
    await settled(page)
    await expect(page.get_by_label("Topic")).to_have_value("charging")
    await page.go_back()
    await page.go_back()
    await expect(page.get_by_label("Topic")).to_have_value("")
    await expect(page.get_by_label("Time")).to_have_value("all")


async def test_a_table_is_sorted_and_saved(open_page: Open) -> None:
    page = await open_page("/network?span=all")
    table = page.get_by_role("region", name="Reuse of a department’s own lessons against chance")
    await table.get_by_role("button", name="People").click()
    await expect(table.get_by_role("columnheader", name="People")).to_have_attribute("aria-sort", "descending")
    people = [int(text) for text in await table.locator("tbody td:last-child").all_text_contents()]
    assert people == sorted(people, reverse=True)
    async with page.expect_download() as download:
        await page.locator("#silos").get_by_role("button", name="Save as CSV").click()
    saved = list(csv.DictReader(io.StringIO((await (await download.value).path()).read_text(encoding="utf-8"))))
    assert [int(row["People"]) for row in saved] == people
    assert "Water and Wastewater" in {row["Department"] for row in saved}


async def test_a_picture_is_saved(open_page: Open) -> None:
    page = await open_page("/network?span=all")
    await page.wait_for_selector("#flow svg")
    async with page.expect_download() as download:
        await page.locator("#flow").get_by_role("button", name="Save as PNG").click()
    assert (await (await download.value).path()).read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


async def test_what_cannot_be_shown_says_so_and_can_be_tried_again(open_page: Open) -> None:
    page = await open_page("/projects", fault="the connection is cut below")
    await page.route("**/graphql", lambda route: route.abort())
    await page.get_by_role("link", name="Shelf").click()
    await expect(page.get_by_role("alert")).to_contain_text("The service does not answer")
    await page.unroute_all(behavior="wait")  # another question may be on its way to be lost
    await page.get_by_role("button", name="Try again").click()
    await expect(page.locator("h1")).to_contain_text("shelf")


async def test_the_keyboard_is_enough(open_page: Open) -> None:
    page = await open_page("/")
    await page.keyboard.press("Tab")
    await expect(page.locator(":focus")).to_have_text("Skip to the page")
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()
    await page.get_by_role("link", name="Lessons", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_contain_text("What was learned")
    await expect(page.locator("main")).to_be_focused()


async def test_the_scheme_is_chosen_and_remembered(open_page: Open) -> None:
    page = await open_page("/", scheme="light")
    await page.get_by_role("button", name="Dark").click()
    await page.reload()
    assert await page.evaluate("document.documentElement.dataset.scheme") == "dark"
