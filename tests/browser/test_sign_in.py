"""When the service requires a token, the dashboard asks for it, sends it with every request, and forgets it with its tab."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from graph_service.access import Role
from graph_service.settings import Settings
from tests.browser.conftest import served, settled
from tests.browser.inspection import violations
from tests.callers import new_token


async def test_dashboard_asks_for_a_token(site: str, browser: Browser, database_settings: Settings, tmp_path: Path) -> None:
    token, line = new_token(Role.READER, "anna")
    (tmp_path / "tokens").write_text(line)
    async with served(replace(database_settings, tokens_file=tmp_path / "tokens")) as address:
        context = await browser.new_context(base_url=address, viewport={"width": 360, "height": 740}, reduced_motion="reduce")
        page = await context.new_page()
        await page.goto("/network?span=all")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        assert await violations(page) == []

        await page.get_by_label("Token").fill("not a token")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_have_text(
            "This token is unknown or was revoked. Ask the operator of the service for a token."
        )

        await page.get_by_label("Token").fill(token)
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Water and Wastewater is a silo")
        await page.reload()
        await settled(page)
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Water and Wastewater is a silo")

        other = await context.new_page()
        await other.goto("/")
        await expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")
        await context.close()


@pytest.mark.thorough
async def test_missing_role_is_reported_before_the_form_is_filled_in(
    site: str, browser: Browser, database_settings: Settings, tmp_path: Path
) -> None:
    token, line = new_token(Role.READER, "anna")
    (tmp_path / "tokens").write_text(line)
    async with served(replace(database_settings, tokens_file=tmp_path / "tokens")) as address:
        context = await browser.new_context(base_url=address, reduced_motion="reduce")
        page = await context.new_page()
        await page.goto("/record")
        await page.evaluate("(token) => sessionStorage.setItem('token', JSON.stringify(token))", token)
        await page.reload()
        await expect(page.locator("main")).to_contain_text("This needs the role contributor, which your token does not have.")
        await expect(page.get_by_role("button", name="Save lesson")).to_have_count(0)
        await page.get_by_role("button", name="Me: my project").click()
        await expect(page.get_by_role("group", name="Me", exact=True)).to_contain_text("Signed in as anna, reader")
        await page.get_by_role("button", name="Sign out").click()
        await expect(page.locator("h1")).to_have_text("Sign in")
        await context.close()
