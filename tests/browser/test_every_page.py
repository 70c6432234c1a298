"""Every page of the demonstration: it is accessible (WCAG 2.2 AA), fits the window and does not jump while it loads."""

import pytest
from playwright.async_api import Browser

from tests.browser.conftest import Open
from tests.browser.inspection import faults, violations
from tests.thorough import one_in

PAGES = {
    "/?span=all": "No reuse has been recorded since",
    "/": "No reuse has been recorded since",
    "/network?span=all": "Water and Wastewater is a silo: 26 of its 39 reuses were its own lessons",
    "/network?span=all&tab=flow&show=chance&cell=water~roads": "is the busiest route",
    "/network?span=all&tab=flow&within=networks&table=flow": "is the busiest route",
    "/network?span=all&tab=time": "No reuse in ",
    "/network?span=all&tab=brokers&leaves=nadja-petrov": "came through Nadja Petrov",
    "/network?span=all&tab=introductions": " knows about ",
    "/network?span=all&tab=communities": "organisation",
    "/reuses?span=all&kind=hours&made=water": "in Water and Wastewater of lessons learned by somebody else, with hours saved",
    "/people": "People",
    "/people?find=expert": "Find an expert",
    "/people?find=expert&q=charging&away=transit&asker=bastien-roux&project=electric-ferry": "Ask ",
    "/departments?sort-departments=-People": "Departments",
    "/topics": "Topics",
    "/topics/charging": "Charging vehicles",
    "/lessons": "Lessons",
    "/lessons?q=winter&span=all": "Lessons about",
    "/projects": "projects are running",
    "/projects/electric-bus-depot": "Electric bus depot",
    "/insights?span=all": "been reused yet",
    "/people/nadja-petrov": "Nadja Petrov",
    "/departments/water": "Water and Wastewater",
    "/record": "What did you learn?",
    "/record?mode=reuse": "Which lesson did you use?",
    "/record?mode=meeting": "What did the meeting teach us?",
    "/capture?text=The%20pipe%20along%20the%20kerb%20froze%20in%20January&project=valley-road": "Capture a lesson",
    "/admin": "Departments",
    "/import": "Import files",
    "/inbox": "Inbox",
    "/reviews?whose=all": "Lessons to review",
    "/tasks": "Tasks",
    "/admin?tab=activity": "Activity",
    "/record?mode=retrospective&project=electric-bus-depot": "Record a retrospective",
    "/?from=2015-01-01&to=2016-01-01": "Nothing was reused in this period",
    "/lessons/connection-power-shared-by-software": "Order half the connection",
    "/gate?project=electric-bus-depot&phase=DURING": "Gate of a project",
    "/send?span=all": "One page to send",
    "/send?span=this-quarter&finding=silo": "One page to send",
    "/lessons/there-is-none": "Lesson not found",
    "/projects/there-is-none": "Project not found",
    "/topics/there-is-none": "Topic not found",
}
# Layout shifts that no input of the user caused (https://web.dev/articles/cls).
SHIFT = """() => new Promise((resolve) => { let sum = 0;
  new PerformanceObserver((list) => { for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value; }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(sum), 300); })"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


# The other pages: every_size/test_demonstration.py.
@pytest.mark.parametrize("path", list(PAGES)[:1])
async def test_page_is_accessible_and_does_not_jump(open_page: Open, path: str) -> None:
    page = await open_page(path)
    assert PAGES[path] in (await page.text_content("h1") or "")
    assert (await page.title()).startswith(await page.text_content("h1") or "-")
    assert await page.evaluate(SHIFT) < 0.1
    assert await faults(page) == []
    assert await violations(page) == []


@pytest.mark.parametrize("path", one_in(len(PAGES), PAGES))
async def test_page_fits_a_phone_and_does_not_jump(open_page: Open, path: str) -> None:
    page = await open_page(path, width=360)
    assert await faults(page) == []
    assert await page.evaluate(SHIFT) < 0.1


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p>First</p><p style='margin-top: -30px'>Second</p>", "overlapping: First | Second"),
        ("<p style='width: 40px; overflow: hidden; white-space: nowrap'>Too long for it</p>", "cut: Too long for it"),
        ("<p style='width: 2000px; text-align: right'>Outside</p>", "wider than the window"),
        ("<p style='width: 30px; word-break: break-all'>1,234,567</p>", "broken number: 1,234,567"),
        ("<svg width='50' height='20'><text y='15'>Longer than its picture</text></svg>", "cut: Longer than its picture"),
        ("<details><summary>More</summary><p>Closed</p></details><p>Next to it</p>", None),
        ("<p style='width: 40px; overflow: auto; white-space: nowrap'>It can be scrolled</p>", None),
    ],
)
async def test_inspection_finds_what_is_cut_overlaps_or_breaks(browser: Browser, html: str, fault: str | None) -> None:
    page = await browser.new_page(viewport={"width": 800, "height": 600})
    await page.set_content(html)
    found = await faults(page)
    await page.close()
    assert found == [] if fault is None else any(each.startswith(fault) for each in found)


async def test_axe_finds_what_is_not_accessible(browser: Browser) -> None:
    page = await browser.new_page()
    await page.set_content("<html lang='en'><title>A page</title><main><h1>A page</h1><img src='data:,'></main></html>")
    for _ in range(2):  # the second time axe is in the page already
        assert [text.split(":")[0] for text in await violations(page)] == ["image-alt"]
    await page.close()
