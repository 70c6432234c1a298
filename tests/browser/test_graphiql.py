"""GraphiQL in a browser: examples run, a query is shared as a link, a token is used in all tabs, and nothing is loaded from another host."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from graph_service.access import Role
from graph_service.settings import Settings
from tests.browser.conftest import served
from tests.browser.inspection import run_axe
from tests.callers import new_token
from tests.thorough import one_in

ANSWER = ".result-window"
Graphiql = Callable[..., Awaitable[Page]]


@pytest.fixture
async def graphiql(browser: Browser, site: str) -> AsyncIterator[Graphiql]:
    """Opens GraphiQL. Errors, and requests to another host, fail the test."""
    complaints: list[str] = []
    contexts = []

    async def opened(fragment: str = "", scheme: Literal["light", "dark"] = "light") -> Page:
        context = await browser.new_context(
            base_url=site, color_scheme=scheme, viewport={"width": 1400, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
        )
        contexts.append(context)
        page = await context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith((site, "data:")) else None)
        await page.goto(f"/graphiql{fragment}")
        await ready(page)
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert complaints == []


async def ready(page: Page) -> None:
    """Waits for the editor and the schema."""
    await expect(page.locator(".graphiql-query-editor .view-line").first).to_be_visible()
    await expect(page.locator(".graphiql-spinner, .graphiql-spin")).to_have_count(0)


async def run(page: Page) -> None:
    await page.get_by_role("button", name="Execute query").click()


async def written(page: Page, editor: str) -> str:
    """The whole content of an editor, including lines outside the view."""
    return await page.evaluate("(name) => __MONACO.editor.getModels().find((one) => one.uri.path.endsWith(name)).getValue()", editor)


@pytest.mark.parametrize(("scheme", "is_dark"), one_in(2, [("light", False), ("dark", True)]))
@pytest.mark.thorough
async def test_example_runs_and_is_accessible(graphiql: Graphiql, scheme: str, is_dark: bool) -> None:
    page = await graphiql(scheme=scheme)
    await expect(page.get_by_role("tab")).to_have_count(11)
    await run(page)
    await expect(page.locator(ANSWER)).to_contain_text("Water and Wastewater")
    background = await page.locator(".graphiql-container").evaluate("(one) => getComputedStyle(one).backgroundColor")
    assert (max(map(int, re.findall(r"\d+", background)[:3])) < 128) is is_dark
    assert await violations(page) == []


@pytest.mark.thorough
async def test_query_is_shared_as_a_link_and_opens_in_a_tab_of_its_own(graphiql: Graphiql) -> None:
    page = await graphiql(f"#query={quote('{ topics { totalCount } }')}")
    await expect(page.get_by_role("tab")).to_have_count(12)
    await run(page)
    await expect(page.locator(ANSWER)).to_contain_text("totalCount")

    await page.get_by_role("tab", name="LessonsFor").click()
    await page.wait_for_url("**/graphiql")  # no longer the address of what is shown
    await page.get_by_role("button", name="Share this query").click()
    await expect(page.get_by_role("button", name="is copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == page.url
    shared = parse_qs(urlsplit(page.url).fragment)
    assert shared["query"] == [await written(page, "operation.graphql")]
    assert shared["variables"] == [await written(page, "variables.json")]

    await page.reload()
    await ready(page)
    await expect(page.get_by_role("tab", selected=True)).to_contain_text("LessonsFor")
    assert await written(page, "operation.graphql") == shared["query"][0]
    assert await written(page, "variables.json") == shared["variables"][0]
    await expect(page.get_by_role("tab")).to_have_count(12)  # not another one whenever it is loaded
    await page.evaluate("location.hash = 'query=query+Another+{+search(text:+\"keys\")+{+score+}+}'")
    await expect(page.get_by_role("tab", selected=True)).to_contain_text("Another")
    await expect(page.get_by_role("tab")).to_have_count(13)


@pytest.mark.thorough
async def test_token_is_used_in_all_tabs_and_forgotten_when_the_browser_tab_closes(
    site: str, browser: Browser, database_settings: Settings, tmp_path: Path
) -> None:
    token, line = new_token(Role.READER, "anna")
    (tmp_path / "tokens").write_text(line)
    async with served(replace(database_settings, tokens_file=tmp_path / "tokens")) as address:
        context = await browser.new_context(base_url=address)
        page = await context.new_page()
        await page.goto("/graphiql")
        await ready(page)
        await run(page)
        await expect(page.locator(ANSWER)).to_contain_text("This service requires a token")

        await page.get_by_role("button", name="Headers").click()
        await page.locator(".view-line", has_text='"Authorization"').click()
        await page.keyboard.press("End")
        await page.keyboard.press("ArrowLeft")
        async with page.expect_response(lambda answer: "IntrospectionQuery" in (answer.request.post_data or "") and answer.ok):
            await page.keyboard.insert_text(token)
        await run(page)
        await expect(page.locator(ANSWER)).to_contain_text("Water and Wastewater")
        await page.get_by_role("tab", name="WhomToAsk").click()
        await run(page)
        await expect(page.locator(ANSWER)).to_contain_text("Ines Moreau")

        await page.goto("/experts")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Find an expert")  # the dashboard uses the token in the same tab
        assert await context.storage_state() == {"cookies": [], "origins": []}  # what a browser keeps beyond a tab
        await context.close()


async def violations(page: Page) -> list[str]:
    """Serious violations that axe-core finds outside the third-party markup of Monaco's editor and GraphiQL's tabs."""
    found = await run_axe(page, context={"exclude": [".monaco-editor", ".graphiql-tabs"]})
    return [text for impact, text in found if impact in ("serious", "critical")]
