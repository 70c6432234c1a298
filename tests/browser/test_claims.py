"""Pages claim no more than is known: no silo where there are too few reuses, nothing steady that stopped, one total for the same thing."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_evidence import evidence_count, run_query
from tests.thorough import one_in

LAST_YEAR = "from=2025-11-30&to=2026-11-30"
THREE_YEARS = "from=2023-11-30&to=2026-11-30"
BY_OTHERS = """{ reusesAggregate(where: {reusedOn: {gte: "2023-11-30", lt: "2026-11-30"}, scope: {in: [INTERNAL, CROSS]}}) { count } }"""


async def text_of(page: Page) -> str:
    return await page.locator("main").inner_text()


@pytest.mark.thorough
async def test_too_few_reuses_are_not_called_no_silo(open_page: Open) -> None:
    overview = await text_of(await open_page(f"/?{LAST_YEAR}"))
    assert "no department is a silo" not in overview.lower()
    assert "there are too few reuses to tell" in overview or "Too few reuses to tell" in overview
    network = await text_of(await open_page(f"/network?{LAST_YEAR}"))
    assert "No department is a silo" not in network
    assert "Too few reuses to tell whether any of the 7 departments is a silo" in network


@pytest.mark.thorough
async def test_end_of_recording_is_the_title_of_the_overview(open_page: Open) -> None:
    for window in (LAST_YEAR, THREE_YEARS):
        page = await open_page(f"/?{window}")
        await expect(page.locator("h1")).to_contain_text("No reuse has been recorded since 7 July 2026")
        await expect(page.locator("main")).to_contain_text("No reuse in 5 months, after 13 to 19 a quarter")
        await expect(page.locator("main")).to_contain_text("incomplete")


@pytest.mark.thorough
async def test_exchanges_with_too_few_reuses_are_not_called_independent_of_one_person(open_page: Open) -> None:
    network = await text_of(await open_page(f"/network?tab=brokers&{LAST_YEAR}"))
    assert "No exchange depends on one person" not in network
    assert re.search(r"Too few reuses to tell which exchanges depend on one person: none of \d+ has 5", network)


@pytest.mark.thorough
async def test_period_without_reuses_says_what_lies_outside_it(open_page: Open) -> None:
    page = await open_page("/?from=2015-01-01&to=2016-01-01")
    await expect(page.locator("main .lead")).to_have_text(re.compile(r"^The first reuse on record dates from .*202\d, after this period.$"))
    await page.get_by_role("button", name="Show all time").click()
    await expect(page.locator("h1")).to_contain_text("No reuse has been recorded since")


@pytest.mark.thorough
async def test_flow_of_a_department_without_any_says_so_and_leads_back(open_page: Open) -> None:
    page = await open_page("/network?tab=flow&of=aldermere&span=all")  # it has no people of its own
    await expect(page.locator("h1")).to_have_text("No flow of Aldermere Regional Works in this period")
    await expect(page.locator("main")).to_contain_text("with another grouping a department is part of a larger one")
    await page.get_by_role("button", name="Department Aldermere Regional Works: show all departments").click()
    await expect(page.get_by_role("region", name="Matrix")).to_be_visible()
    assert "of=" not in page.url


@pytest.mark.thorough
async def test_pages_count_reuses_by_others_and_name_the_rest_once(open_page: Open) -> None:
    page = await open_page(f"/?{THREE_YEARS}")
    count = (await run_query(page, BY_OTHERS))["reusesAggregate"]["count"]
    reuses = page.get_by_role("link", name=re.compile(r"^recorded by \d+ people"))
    await expect(page.locator(".figures strong").first).to_have_text(str(count))
    await expect(page.locator("main")).to_contain_text(re.compile(r"8 more reuses are not counted"))
    await expect(page.locator("main")).to_contain_text("nor is what they saved")
    await expect(page.get_by_role("region", name="No reuse in")).to_contain_text(
        "was of the person’s own lesson, which the bars do not count"
    )
    await reuses.click()
    assert await evidence_count(page) == count
    for tab in ("silos", "flow"):
        await page.goto(f"/network?tab={tab}&{THREE_YEARS}")
        await expect(page.locator("main")).to_contain_text(re.compile(rf"\b{count}\b"))
        await expect(page.locator("main")).to_contain_text("8 more reuses are not counted")


@pytest.mark.parametrize(
    ("path", "whole"),
    one_in(
        4,
        [
            ("/?", "from=2015-01-01&to=2016-01-01"),
            ("/network?tab=flow&", "from=2015-01-01&to=2016-01-01"),
            ("/network?tab=silos&", "from=2025-03-01&to=2025-04-01"),
            ("/network?tab=time&", "from=2025-03-01&to=2025-04-01"),
        ],
        thorough=1,
    ),
)
async def test_halves_are_explained_once_where_there_are_any_and_not_where_there_are_none(open_page: Open, path: str, whole: str) -> None:
    for period, times in (("span=all", 1), (whole, 0)):
        page = await open_page(f"{path}{period}")
        words = await page.locator("main").text_content() or ""  # of closed parts too
        assert len(re.findall(r"half for\s+each", words)) == times, period
