"""Pictures: they follow the window and the colour scheme, and show the figures that are pointed at."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from graph_service.graph import Graph
from graph_service.ingest import import_folder
from graph_service.settings import Settings
from tests.browser.conftest import Open, served, settled
from tests.browser.flat_organisation import write_tables
from tests.browser.test_every_page import OVERFLOW
from tests.seeding import wipe
from tests.thorough import one_in, thorough_one_in

PICTURES = (
    "/?span=all",
    "/people/helga-stein",
    "/network?span=all",
    "/network?span=all&tab=flow",
    "/network?span=all&tab=time",
    "/insights?span=all",
    "/departments/water?span=all",
    "/projects/electric-bus-depot",
)
# Figures that are broken into two lines or leave their column.
BROKEN = """() => [...document.querySelectorAll('.nowrap, .figures strong')].filter((figure) => {
  const column = figure.closest('li') ?? figure.parentElement;
  return (figure.className === 'nowrap' && figure.getClientRects().length > 1) || figure.getBoundingClientRect().right > column.getBoundingClientRect().right + 1;
}).map((figure) => figure.textContent)"""


@pytest.mark.thorough
async def test_pictures_say_the_figures_that_are_pointed_at(open_page: Open) -> None:
    page = await open_page("/?from=2023-11-30&to=2026-11-30")
    await page.get_by_role("link", name=re.compile("^Q4 2025: 19 reuses")).hover()
    await expect(page.locator(".key .detail")).to_have_text(re.compile(r"^Q4 2025: 19 reuses, [\d.]+ across departments$"))
    page = await open_page("/insights?from=2023-11-30&to=2026-11-30")
    curve = page.get_by_role("slider", name="Day")
    await curve.focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".key .detail")).to_have_text(re.compile(r"^After \d+ days?: \d+% not reused yet$"))


@pytest.mark.parametrize(
    ("path", "picture"),
    one_in(
        3,
        [
            ("/network?span=all&tab=time", "Reuses per quarter, one picture for each reusing department; the table has the figures"),
            ("/network?span=all&tab=flow", "Arcs between departments; the matrix has the same figures"),
            ("/network?span=all&tab=communities", "Communities by the departments of their people; the table has the figures"),
        ],
    ),
)
async def test_picture_of_many_marks_is_one_stop_of_the_keyboard_whose_arrow_keys_name_each_mark(
    open_page: Open, path: str, picture: str
) -> None:
    page = await open_page(path)
    drawing = page.get_by_role("group", name=picture)
    stop = drawing.locator("[tabindex='0']")
    await expect(stop).to_have_count(1)
    await stop.focus()
    name = await stop.get_attribute("aria-label")
    key = "ArrowLeft" if "tab=flow" in path else "ArrowRight"  # the strongest arc, which is the last, comes first
    await page.keyboard.press(key)
    await expect(drawing.locator(":focus")).to_have_attribute("aria-label", re.compile(r": \d"))
    await expect(drawing.locator(":focus")).not_to_have_attribute("aria-label", name or "")


@pytest.mark.thorough
@pytest.mark.parametrize("width", [768, 1400])
async def test_flow_shows_whole_names_and_halves(open_page: Open, width: int) -> None:
    page = await open_page("/network?span=all&tab=flow", width=width)
    texts = await page.locator("svg.drawing text").all_text_contents()
    assert "8.5" in texts
    assert [text for text in texts if "…" in text] == []


@pytest.mark.thorough
async def test_small_picture_of_a_department_opens_its_page(open_page: Open) -> None:
    page = await open_page("/network?span=all&tab=time")
    await page.get_by_role("link", name="Water and Wastewater: 39 reuses").press("Enter")
    await expect(page.locator("h1")).to_have_text("Water and Wastewater")


@pytest.mark.parametrize("path", thorough_one_in(len(PICTURES), PICTURES))
async def test_pictures_are_drawn_anew_when_the_window_changes(open_page: Open, path: str) -> None:
    page = await open_page(path)
    drawing = page.locator("svg.drawing").first
    wide = await drawing.get_attribute("width")
    await page.set_viewport_size({"width": 700, "height": 900})
    await expect(drawing).not_to_have_attribute("width", wide or "")
    assert await page.evaluate(OVERFLOW) <= 0
    await page.set_viewport_size({"width": 1400, "height": 900})
    await expect(drawing).to_have_attribute("width", wide or "")


@pytest.mark.thorough
async def test_pictures_follow_the_colour_scheme(open_page: Open) -> None:
    page = await open_page("/?span=all")
    colour = "() => getComputedStyle(document.querySelector('svg.drawing rect.f-data')).fill"
    light = await page.evaluate(colour)
    await page.emulate_media(color_scheme="dark")
    assert await page.evaluate(colour) != light


@pytest.mark.thorough
async def test_keys_and_current_tabs_are_seen_in_high_contrast(open_page: Open) -> None:
    page = await open_page("/network?span=all&tab=flow")
    await page.emulate_media(forced_colors="active")
    await expect(page.get_by_role("link", name="Network", exact=True)).to_have_css("outline-style", "solid")
    borders = await page.evaluate("[...document.querySelectorAll('.tabs a')].map((tab) => getComputedStyle(tab).borderBottomColor)")
    assert borders[1] != borders[0] == borders[2]
    await expect(page.locator(".toggle input:checked + span")).to_have_css("outline-style", "solid")
    await page.goto("/?span=all")
    await settled(page)
    await expect(page.locator(".swatch").first).to_have_css("forced-color-adjust", "none")


@pytest.mark.parametrize("width", one_in(4, [360, 768, 1200, 1400]))
async def test_figures_never_break_in_the_middle(open_page: Open, width: int) -> None:
    page = await open_page("/?span=all", width=width)
    assert await page.evaluate(BROKEN) == []


@pytest.mark.parametrize("width", one_in(3, [1101, 1200, 1440]))
async def test_key_figures_stand_on_one_baseline_below_their_rule(open_page: Open, width: int) -> None:
    page = await open_page("/?span=all", width=width)
    figures = page.locator(".figures strong")
    boxes: list[Any] = await figures.evaluate_all("all => all.map(each => each.getBoundingClientRect().toJSON())")
    rule = await page.locator(".figures").bounding_box()
    assert rule is not None
    assert len(boxes) == 5
    assert len({round(box["bottom"]) for box in boxes}) == 1
    assert all(box["top"] >= rule["y"] for box in boxes)


async def test_script_before_the_first_content_of_the_overview_is_small(open_page: Open) -> None:
    page = await open_page("/?span=all")
    sizes = await page.evaluate(
        "performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('.js')).map((entry) => entry.encodedBodySize)"
    )
    assert 0 < sum(sizes) <= 60_000


@pytest.fixture
async def flat(browser: Browser, database: Graph, database_settings: Settings, tmp_path: Path) -> AsyncIterator[Page]:
    """A page of the service on a flat organisation of 60 departments."""
    await wipe(database)
    write_tables(tmp_path / "tables")
    await import_folder(database, tmp_path / "tables")
    async with served(database_settings) as address:
        context = await browser.new_context(base_url=address, viewport={"width": 1400, "height": 900}, locale="en-GB")
        yield await context.new_page()
        await context.close()
    await wipe(database)


@pytest.mark.thorough
async def test_sixty_departments_are_all_in_the_picture_or_said_to_be_left_out(flat: Page) -> None:
    await flat.goto("/network?span=all&tab=silos")
    await settled(flat)
    await expect(flat.locator("main")).to_contain_text("6 departments without any exchange")
    await expect(flat.locator("svg.drawing .mark")).to_have_count(54)
    assert await flat.evaluate("document.documentElement.scrollHeight") <= 3000  # the list beside it is folded
    silo = await flat.locator(".silos .risk h4").first.inner_text()
    await flat.get_by_role("link", name=f"See the flow: {silo}").click()
    await settled(flat)
    await expect(flat.locator("h1")).to_contain_text(f"{silo} reused")
    await flat.get_by_role("button", name=f"Department {silo}: show all departments").click()
    await expect(flat.locator("h1")).not_to_contain_text(f"{silo} reused")
    await flat.goto("/network?span=all&tab=flow&table=flow")
    await settled(flat)
    await expect(flat.locator("main")).to_contain_text(
        "The 31 departments with fewest reuses are drawn as one; the table has each of them."
    )
    await expect(flat.get_by_role("button", name=re.compile("31 others to 31 others"))).to_have_count(1)
