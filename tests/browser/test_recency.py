"""Pages say how recent their figures are, and renew them while the service is updating them."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import expect

from graph_service.analysis.columns import snapshot
from graph_service.analysis.columns.snapshot import apply_log
from graph_service.domain.organisation.people import AddPerson, add_person
from graph_service.graph import Graph
from tests.browser.conftest import Open


@pytest.mark.thorough
async def test_page_says_how_recent_its_figures_are_and_renews_them(
    open_page: Open, database: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    proceed = asyncio.Event()

    async def apply_slowly(*arguments: Any) -> Any:
        await proceed.wait()
        return await apply_log(*arguments)

    page = await open_page("/network?span=all")
    line = page.locator(".as-of")
    await expect(line).to_have_text(re.compile(r"^Figures as of \d\d:\d\d$"))
    monkeypatch.setattr(snapshot, "apply_log", apply_slowly)
    await add_person(database, AddPerson(name="Somebody new"))
    await page.reload()
    await expect(line).to_have_text(re.compile(r"^Figures as of .*\d\d:\d\d, updating$"))
    await page.goto("/network?from=2015-01-01&to=2016-01-01")
    await expect(page.locator("main")).to_contain_text("The service is updating its figures")
    await expect(page.locator("h1")).to_have_count(0)  # an empty answer says nothing yet
    proceed.set()
    await expect(line).to_have_text(re.compile(r"^Figures as of \d\d:\d\d$"))
    await expect(page.locator("h1")).to_have_text("Nobody reused another person’s lesson in this period")
    await page.goto("/record")
    await expect(line).to_have_count(0)
