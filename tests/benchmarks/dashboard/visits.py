"""Measures opening a page in a browser with an empty cache."""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Request

WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
SEEN = """() => ({...seen, script: performance.getEntriesByType("resource")
  .filter((one) => one.name.endsWith(".js") && one.responseEnd <= seen.first).reduce((sum, one) => sum + one.encodedBodySize, 0)})"""
NAME = re.compile(r"(?:query|mutation) (\w+)")
PATIENCE = 120_000  # milliseconds


@dataclass(frozen=True, slots=True)
class Visit:
    """Times in milliseconds since navigation started, and sizes in bytes as transferred."""

    first: float  # the title and part of a response are shown
    whole: float  # the page no longer changes
    interactive: float  # end of the last freeze
    freeze: float  # longest freeze; 0 when none reached 50 ms
    script: int  # bytes of script before the first content
    answers: int
    slowest: tuple[float, str]  # slowest GraphQL operation


async def visit(browser: Browser, address: str) -> Visit:
    """Opens the page and waits until it is complete."""
    context = await browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB", reduced_motion="reduce")
    try:
        page = await context.new_page()
        asked: list[Request] = []
        page.on("requestfinished", lambda request: asked.append(request) if request.url.endswith("/graphql") else None)
        await page.add_init_script(WATCH)
        await page.goto(address)
        await page.wait_for_function("() => settled()", timeout=PATIENCE, polling=100)
        seen = await page.evaluate(SEEN)
        answers = await asyncio.gather(*(_answer(request) for request in asked))
    finally:
        await context.close()
    tasks = seen["tasks"]
    return Visit(
        first=seen["first"],
        whole=seen["last"],
        interactive=max([seen["first"], *(begun + taken for begun, taken in tasks if begun < seen["last"])]),
        freeze=max((taken for _, taken in tasks), default=0),
        script=seen["script"],
        answers=sum(size for _, _, size in answers),
        slowest=max(((taken, name) for taken, name, _ in answers), default=(0.0, "")),
    )


async def _answer(request: Request) -> tuple[float, str, int]:
    """Duration, operation name and response size."""
    found = NAME.search((request.post_data_json or {})["query"])
    sizes = await request.sizes()
    return request.timing["responseEnd"], found[1] if found else "", sizes["responseBodySize"]
