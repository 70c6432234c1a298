"""Whose lessons reached which departments: the picture on the page of a person, by keyboard too, with its table."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open
from tests.browser.inspection import faults


@pytest.mark.thorough
async def test_picture_shows_who_reused_the_lessons_of_a_person(open_page: Open) -> None:
    page = await open_page("/people/helga-stein")
    reach = page.get_by_role("region", name="Others reused Helga Stein’s lessons 23 times, in 8 departments")
    picture = reach.get_by_role("group", name="Lessons of Helga Stein and the departments that reused them")
    band = picture.get_by_role("link", name="“Walk the site with the person who holds the keys” in Buses and Ferries: 3 reuses")
    await band.focus()
    await expect(reach.get_by_role("status")).to_have_text(
        "“Walk the site with the person who holds the keys” in Buses and Ferries: 3 reuses"
    )
    await reach.get_by_role("button", name="Show as table").click()
    rows = reach.get_by_role("table").get_by_role("row")
    await expect(rows).to_have_count(1 + 13)
    await expect(rows.nth(1)).to_have_text(re.compile("Walk the site with the person who holds the keys.*3$"))
    await band.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Walk the site with the person who holds the keys")


@pytest.mark.thorough
async def test_picture_of_reach_fits_every_width(open_page: Open) -> None:
    page = await open_page("/people/helga-stein", width=360)
    for width in (360, 768, 1400):
        await page.set_viewport_size({"width": width, "height": 900})
        await expect(page.locator("svg.drawing").first).to_have_attribute("width", str(min(width - (32 if width <= 720 else 64), 1008)))
        assert await faults(page) == []


@pytest.mark.thorough
async def test_person_whose_lessons_nobody_reused_is_told_so(open_page: Open) -> None:
    page = await open_page("/people")
    name = await page.evaluate(
        """async () => {
          const query = '{ people(first: 200) { nodes { id name lessons(first: 50) { nodes { reusesAggregate { count } } } } } }';
          const headers = {'content-type': 'application/json'};
          const response = await fetch('/graphql', {method: 'POST', headers, body: JSON.stringify({query})});
          const people = (await response.json()).data.people.nodes;
          const found = people.find(({lessons: {nodes}}) => nodes.length && nodes.every(({reusesAggregate}) => !reusesAggregate.count));
          return [found.id, found.name];
        }"""
    )
    await page.goto(f"/people/{name[0]}")
    await expect(page.get_by_role("heading", name=f"Nobody else has reused a lesson of {name[1]} yet")).to_be_visible()
    await expect(page.locator("#picture-reach")).to_have_count(0)
