"""A real browser, and the service on the demonstration organisation."""

import asyncio
import os
import re
import shutil
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Literal

import pytest
import uvicorn
from playwright.async_api import Browser, Page, async_playwright, expect

from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.seeding import seed

# The headless shell is Chromium without its windows: a page takes a third of the processor time.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))), None)
Open = Callable[..., Awaitable[Page]]
EXPECT_TIMEOUT = 60_000  # milliseconds; for a machine with much else to do


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium as the machine has it."""
    if CHROMIUM is None:
        missing = "no Chromium on PATH: install the package chromium"
        if os.environ.get("GRAPH_SERVICE_TEST_NEEDS_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        await started.close()


@pytest.fixture(scope="module")
def listener() -> socket.socket | None:
    """The socket on which the service of a module listens; None for any free port."""
    return None


@pytest.fixture(scope="module")
async def site(database: Graph, database_settings: Settings, listener: socket.socket | None) -> AsyncIterator[str]:
    """The address of the service on the demonstration organisation, loaded once per module, with the main statements planned as in production."""
    await seed(database)
    expect.set_options(timeout=EXPECT_TIMEOUT)
    async with served(database_settings, listener) as address:
        yield address


@asynccontextmanager
async def served(settings: Settings, listener: socket.socket | None = None) -> AsyncGenerator[str]:
    """Runs the service with these settings, on this socket or on any free port, and yields its address."""
    listener = listener or socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it by a flag
        await asyncio.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    await serving


@pytest.fixture
async def open_page(browser: Browser, site: str) -> AsyncIterator[Open]:
    """Opens a page and waits until it has loaded. Errors, warnings and requests to other hosts fail the test."""
    complaints: list[str] = []
    contexts = []

    async def opened(path: str, *, scheme: Literal["light", "dark"] = "light", width: int = 1400, fault: str | None = None) -> Page:
        context = await browser.new_context(
            base_url=site, color_scheme=scheme, viewport={"width": width, "height": 900}, locale="en-GB", reduced_motion="reduce"
        )
        contexts.append(context)
        page = await context.new_page()
        if fault is None:
            page.on("console", lambda said: complaints.append(f"{path}: {said.text}") if said.type in ("error", "warning") else None)
            # A page gives up itself what it no longer needs.
            page.on(
                "requestfailed",
                lambda request: (
                    complaints.append(f"{path}: {request.url} {request.failure}") if request.failure != "net::ERR_ABORTED" else None
                ),
            )
        page.on("pageerror", lambda error: complaints.append(f"{path}: {error}"))
        page.on(
            "request", lambda request: complaints.append(f"{path}: {request.url}") if not request.url.startswith((site, "blob:")) else None
        )
        await page.goto(path)
        await settled(page)
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert complaints == []


async def settled(page: Page) -> None:
    """Waits until the page shows a title and nothing is loading."""
    await page.wait_for_selector("h1", timeout=EXPECT_TIMEOUT)
    await expect(page.locator(".loading, [aria-busy=true]")).to_have_count(0)


async def choose_filter(page: Page, name: str, choice: str) -> None:
    """Opens a filter's chip and picks a choice."""
    await page.get_by_role("group", name="Filters").get_by_role("button", name=re.compile(f"^{name} ")).click()
    await page.get_by_role("group", name=name, exact=True).get_by_role("button", name=re.compile(f"^{re.escape(choice)}")).click()


async def choose(page: Page, label: str, letters: str, suggestion: str) -> None:
    """Types a few letters and picks a suggestion."""
    await page.get_by_label(label).fill(letters)
    await expect(page.locator(".with-suggestions", has_text=label).locator(f'option[value="{suggestion}"]')).to_have_count(1)
    await page.get_by_label(label).fill(suggestion)
