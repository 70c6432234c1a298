"""Every page of three organisations, light and dark, from a phone to a desktop: nothing is cut, nothing overlaps, no number breaks, nothing is
said on the console, two engines find it accessible, and the keyboard reaches everything."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from itertools import product

import pytest
from playwright.async_api import Browser, Page, expect

from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.browser.conftest import settled
from tests.browser.organisations import ORGANISATIONS, find_ids, organisation, translate
from tests.browser.test_every_page import PAGES, SCRIPTS, faults, violations

pytestmark = pytest.mark.thorough

SIZES = {"desktop": (1400, 900), "tablet": (768, 1024), "desktop at 200% zoom": (700, 450), "phone": (360, 740)}
TALLEST = 3000  # pixels at 1,400 pixels of width, on the demonstration
HTMLCS = SCRIPTS / "@pa11y" / "html_codesniffer" / "build" / "HTMLCS.js"
# What pa11y reports with its runner htmlcs: errors (type 1), no warnings and no notices.
RUN_HTMLCS = """() => new Promise((resolve) => HTMLCS.process("WCAG2AA", document, () => resolve(HTMLCS.getMessages()
  .filter(({type}) => type === 1).map(({code, msg, element}) => `${code}: ${msg} ${element.outerHTML.slice(0, 160)}`))))"""
# Two frames: one in which pictures measure their width, one in which they are drawn.
DRAWN = "() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50))))"
# Elements that Tab should reach: of radio buttons with one name, the chosen or the first.
TABBABLE = """() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter((element) =>
    element.tabIndex >= 0 && !element.disabled && element.checkVisibility({visibilityProperty: true}));
  const isOther = (element) => element.type === "radio" && element.name && all.some((other) => other !== element && other.type === "radio"
    && other.name === element.name && (other.checked || (!element.checked && all.indexOf(other) < all.indexOf(element))));
  return (window.tabbable = all.filter((element) => !isOther(element))).map((element) => element.outerHTML.slice(0, 120));
}"""
# The position of the focused element, and whether its focus is seen: an outline or a border of its own, or of what is drawn beside or in it.
FOCUSED = """() => {
  const element = document.activeElement;
  const shows = (each) => each && (parseFloat(getComputedStyle(each).outlineWidth) > 0 && getComputedStyle(each).outlineStyle !== "none"
    || each instanceof SVGElement && parseFloat(getComputedStyle(each).strokeWidth) >= 2 && getComputedStyle(each).stroke !== "none");
  return [window.tabbable.indexOf(element), !!(shows(element) || shows(element.nextElementSibling) || shows(element.firstElementChild))];
}"""


@dataclass(frozen=True)
class Site:
    name: str
    address: str
    ids: Mapping[str, str]


@pytest.fixture(scope="module")
async def site_of(
    request: pytest.FixtureRequest, database: Graph, database_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Site]:
    """A service on the organisation of this parameter."""
    expect.set_options(timeout=20_000)
    async with organisation(request.param, database, database_settings, tmp_path_factory.mktemp("tables")) as address:
        yield Site(request.param, address, {} if request.param == "demonstration" else await find_ids(address))


@pytest.fixture
async def page_of(browser: Browser, site_of: Site) -> AsyncIterator[Page]:
    """An empty page for this organisation. Errors and warnings on its console fail the test."""
    said: list[str] = []
    context = await browser.new_context(base_url=site_of.address, locale="en-GB", reduced_motion="reduce")
    page = await context.new_page()
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    await context.close()
    assert said == []


@pytest.mark.parametrize(("site_of", "path"), list(product(ORGANISATIONS, PAGES)), indirect=["site_of"], scope="module")
async def test_page_is_whole_and_accessible_in_every_size_and_colour(page_of: Page, site_of: Site, path: str) -> None:
    found: list[str] = []
    await page_of.set_viewport_size({"width": 1400, "height": 900})
    await page_of.goto(translate(path, site_of.ids))
    await settled(page_of)
    if site_of.name == "demonstration" and await page_of.evaluate("document.documentElement.scrollHeight") > TALLEST:
        found.append(f"higher than {TALLEST} pixels")
    await page_of.evaluate(HTMLCS.read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        await page_of.emulate_media(color_scheme=scheme)
        for size, (width, height) in SIZES.items():
            await page_of.set_viewport_size({"width": width, "height": height})
            await page_of.evaluate(DRAWN)
            found += [f"{scheme}, {size}: {fault}" for fault in await inspected(page_of, size)]
    await point_at_pictures(page_of)
    assert found == []


async def inspected(page: Page, size: str) -> list[str]:
    """The faults of the layout; on a desktop also what the two engines find, and on a phone what axe finds."""
    found = await faults(page)
    if size in ("desktop", "phone"):
        found += await violations(page)
    if size == "desktop":
        found += await page.evaluate(RUN_HTMLCS)
    return found


async def point_at_pictures(page: Page) -> None:
    """Moves the mouse over every picture; what goes wrong is said on the console."""
    for drawing in await page.locator("svg.drawing").all():
        await drawing.scroll_into_view_if_needed()
        box = await drawing.bounding_box()
        if box is not None:
            for across, down in product(range(8), range(3)):
                await page.mouse.move(box["x"] + box["width"] * (across + 0.5) / 8, box["y"] + box["height"] * (down + 0.5) / 3)


@pytest.mark.parametrize(("site_of", "path"), [("demonstration", path) for path in PAGES], indirect=["site_of"], scope="module")
async def test_keyboard_reaches_everything_and_shows_where_it_is(page_of: Page, site_of: Site, path: str) -> None:
    await page_of.goto(translate(path, site_of.ids))
    await settled(page_of)
    tabbable: list[str] = await page_of.evaluate(TABBABLE)
    await page_of.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    reached: dict[int, bool] = {}
    for _ in range(2 * len(tabbable) + 10):  # a date has several stops
        await page_of.keyboard.press("Tab")
        at, is_seen = await page_of.evaluate(FOCUSED)
        reached[at] = reached.get(at, False) or is_seen  # the browser marks the stops within a date itself
    assert [html for at, html in enumerate(tabbable) if at not in reached] == []
    assert [tabbable[at] for at, is_seen in reached.items() if at >= 0 and not is_seen] == []
    for drawing in await page_of.locator("svg.drawing").all():
        assert await drawing.locator("a[href], [tabindex='0']").count() > 0
