"""Every page of a flat organisation of 60 departments, light and dark, from a phone to a desktop."""

import pytest
from playwright.async_api import Page

from tests.browser.every_size.page_check import EVERY_VIEW, Site, find_faults, pairwise_views
from tests.browser.test_every_page import PAGES
from tests.thorough import thorough_one_in

ORGANISATION = "flat"


@pytest.mark.parametrize("path", thorough_one_in(16, PAGES, start=2))
async def test_page_is_whole_and_accessible_in_every_size(page_of: Page, site_of: Site, path: str) -> None:
    assert await find_faults(page_of, site_of, path, pairwise_views(site_of, path)) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.exhaustive
async def test_page_is_whole_and_accessible_in_every_size_and_colour(page_of: Page, site_of: Site, path: str) -> None:
    assert await find_faults(page_of, site_of, path, EVERY_VIEW) == []
