"""In a real browser, the dashboard leads to a real provider and back to the same page; signing out holds in all tabs."""

from dataclasses import replace

import pytest
from playwright.async_api import Browser, Page, expect

from graph_service.settings import Settings
from tests.browser.conftest import served, settled
from tests.browser.inspection import violations
from tests.login_provider import CLIENT_ID, CLIENT_SECRET, LoginProvider, provider

__all__ = ["provider"]

pytestmark = pytest.mark.thorough


async def sign_in_at_provider(page: Page) -> None:
    await page.get_by_placeholder("Enter any login").fill("nadja")
    await page.get_by_placeholder("and password").fill("any")
    await page.get_by_role("button", name="Sign-in").click()


FIRST_PAGE = 90_000  # ms: Neo4j plans its statements while the service reads the network


async def test_dashboard_signs_in_with_the_company_login(
    site: str, browser: Browser, database_settings: Settings, provider: LoginProvider
) -> None:
    settings = replace(
        database_settings,
        public_url=provider.dashboard_url,
        login_issuer=provider.issuer,
        login_client_id=CLIENT_ID,
        login_client_secret=CLIENT_SECRET,
        login_roles_claim="groups",
        login_roles=("pmo-team=curator",),
    )
    async with served(settings, provider.dashboard) as address:
        context = await browser.new_context(base_url=address, reduced_motion="reduce")
        await context.route("https://fonts.googleapis.com/**", lambda route: route.abort())  # the provider's own page asks for a font
        page = await context.new_page()
        await page.goto("/network?span=all#flow")
        await sign_in_at_provider(page)
        await page.get_by_role("button", name="Continue").click()  # consents, which the provider remembers
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Water and Wastewater is a silo", timeout=FIRST_PAGE)
        assert page.url == f"{address}/network?span=all#flow"

        other = await context.new_page()  # the session is that of the browser, not of the tab
        await other.goto("/lessons")
        await expect(other.locator("h1")).to_be_visible()
        await expect(other.locator(".loading, [aria-busy=true]")).to_have_count(0, timeout=FIRST_PAGE)
        await page.get_by_role("button", name="my project").click()
        await expect(page.get_by_role("group", name="Me", exact=True)).to_contain_text("Signed in as Nadja Petrov, curator")
        assert await page.evaluate("document.cookie") == ""

        await page.get_by_role("button", name="Sign out").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        assert await violations(page) == []
        await other.reload()
        await expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")  # nobody is signed in again without asking

        await other.get_by_role("button", name="Sign in with 127.0.0.1").click()
        await sign_in_at_provider(other)
        await expect(other).to_have_url(f"{address}/lessons")
        await settled(other)
        await context.close()
