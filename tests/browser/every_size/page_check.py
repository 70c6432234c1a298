"""Checks one page in several sizes and both colours: nothing is cut, nothing overlaps, no number breaks, and two engines find it accessible."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import groupby, product
from typing import Literal

from playwright.async_api import Page

from tests.browser.conftest import settled
from tests.browser.inspection import SCRIPTS, faults, violations
from tests.browser.organisations import translate
from tests.browser.test_every_page import PAGES, SHIFT

Scheme = Literal["light", "dark"]
View = tuple[str, Scheme]
"""A size and a colour scheme."""

SIZES = {"desktop": (1400, 900), "tablet": (768, 1024), "desktop at 200% zoom": (1400, 900), "phone": (360, 740)}
ZOOM = {"desktop at 200% zoom": 2}
TALLEST = 3000  # pixels at 1,400 pixels of width, on the demonstration
HTMLCS = SCRIPTS / "@pa11y" / "html_codesniffer" / "build" / "HTMLCS.js"
# What pa11y reports with its runner htmlcs: errors (type 1), no warnings and no notices.
RUN_HTMLCS = """() => new Promise((resolve) => HTMLCS.process("WCAG2AA", document, () => resolve(HTMLCS.getMessages()
  .filter(({type}) => type === 1).map(({code, msg, element}) => `${code}: ${msg} ${element.outerHTML.slice(0, 160)}`))))"""
# Two frames: one in which pictures measure their width, one in which they are drawn.
DRAWN = "() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50))))"


@dataclass(frozen=True)
class Site:
    """A service on one of the organisations."""

    name: str
    address: str
    ids: Mapping[str, str]
    """What to replace in an address of the demonstration."""


SCHEMES: tuple[Scheme, ...] = ("light", "dark")
EVERY_VIEW: list[View] = list(product(SIZES, SCHEMES))


def pairwise_views(site: Site, path: str) -> list[View]:
    """Each size once, in alternating colours. With another page or organisation the colours change, so that every pair of two of page, size,
    colour and organisation occurs.
    """
    begin = list(PAGES).index(path) + len(site.name)
    return [(size, SCHEMES[(begin + at) % 2]) for at, size in enumerate(SIZES)]


async def find_faults(page: Page, site: Site, path: str, views: Sequence[View]) -> list[str]:
    """The faults of a page, which is loaded once, in these views. Moves the mouse over its pictures at the end.

    On the demonstration also a wrong heading, and a page that jumps while it loads.
    """
    found: list[str] = []
    await page.set_viewport_size({"width": 1400, "height": 900})
    await page.goto(translate(path, site.ids))
    await settled(page)
    if site.name == "demonstration":
        found += await _check_loaded(page, path)
    await page.evaluate(HTMLCS.read_text(encoding="utf-8"))
    for size, of_size in groupby(views, key=lambda view: view[0]):
        async with _window(page, size):
            for _, scheme in of_size:
                await page.emulate_media(color_scheme=scheme)
                await page.evaluate(DRAWN)
                found += [f"{scheme}, {size}: {fault}" for fault in await _inspect(page, size)]
    await _point_at_pictures(page)
    return found


async def _check_loaded(page: Page, path: str) -> list[str]:
    """What is wrong with the heading, the title, the height and the loading of a page of the demonstration."""
    heading = await page.text_content("h1") or "-"
    faults_by_check = {
        f"the heading is {heading}": PAGES[path] not in heading,
        "the title does not begin with the heading": not (await page.title()).startswith(heading),
        f"higher than {TALLEST} pixels": await page.evaluate("document.documentElement.scrollHeight") > TALLEST,
        "it jumps while it loads": await page.evaluate(SHIFT) >= 0.1,
    }
    return [fault for fault, is_found in faults_by_check.items() if is_found]


@asynccontextmanager
async def _window(page: Page, size: str) -> AsyncGenerator[None]:
    """Gives the page a window of this size. Zooming divides the size by the factor, and gives each pixel of the page so many of the screen."""
    zoom = ZOOM.get(size, 1)
    width, height = (side // zoom for side in SIZES[size])
    await page.set_viewport_size({"width": width, "height": height})
    if zoom == 1:
        yield
        return
    devtools = await page.context.new_cdp_session(page)
    metrics = {"width": width, "height": height, "deviceScaleFactor": zoom, "mobile": False}
    await devtools.send("Emulation.setDeviceMetricsOverride", metrics)
    assert await page.evaluate("[devicePixelRatio, innerWidth]") == [zoom, width]
    yield
    await devtools.detach()


async def _inspect(page: Page, size: str) -> list[str]:
    """The faults of the layout; on a desktop also what the two engines find, and on a phone what axe finds."""
    found = await faults(page)
    if size in ("desktop", "phone"):
        found += await violations(page)
    if size == "desktop":
        found += await page.evaluate(RUN_HTMLCS)
    return found


async def _point_at_pictures(page: Page) -> None:
    """Moves the mouse over every picture; what goes wrong is said on the console."""
    for drawing in await page.locator("svg.drawing").all():
        await drawing.scroll_into_view_if_needed()
        box = await drawing.bounding_box()
        if box is not None:
            for across, down in product(range(8), range(3)):
                await page.mouse.move(box["x"] + box["width"] * (across + 0.5) / 8, box["y"] + box["height"] * (down + 0.5) / 3)
