"""The keyboard alone reaches everything on every page of the demonstration, and shows where it is."""

import pytest
from playwright.async_api import Page

from tests.browser.conftest import settled
from tests.browser.every_size.page_check import Site
from tests.browser.organisations import translate
from tests.browser.test_every_page import PAGES
from tests.thorough import thorough_one_in

ORGANISATION = "demonstration"
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


@pytest.mark.parametrize("path", thorough_one_in(8, PAGES, start=6))
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
        if all(reached.get(index) for index in range(len(tabbable))):
            break
    assert [html for at, html in enumerate(tabbable) if at not in reached] == []
    assert [tabbable[at] for at, is_seen in reached.items() if at >= 0 and not is_seen] == []
    for drawing in await page_of.locator("svg.drawing").all():
        assert await drawing.locator("a[href], [tabindex='0']").count() > 0
