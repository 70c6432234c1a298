"""Every page of the demonstration, light and dark, from a phone to a desktop."""

import pytest
from playwright.async_api import Page

from tests.browser.every_size.page_check import Site, find_faults
from tests.browser.test_every_page import PAGES

ORGANISATION = "demonstration"

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize("path", PAGES)
async def test_page_is_whole_and_accessible_in_every_size_and_colour(page_of: Page, site_of: Site, path: str) -> None:
    assert await find_faults(page_of, site_of, path) == []
