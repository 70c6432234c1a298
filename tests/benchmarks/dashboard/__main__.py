"""Load times of the dashboard pages in a real Chromium: python -m tests.benchmarks.dashboard [FOLDER]

Uses the demonstration organisation, kubernetes if GRAPH_SERVICE_REAL_DATA names a folder with pmo/kubernetes, and 100,000 lessons (size L
of the reading benchmark). Each has a Neo4j below FOLDER, which is loaded on the first run and kept. Each page is opened once, then three
more times, always with an empty browser cache. Prints a Markdown table: first visit, then the median and worst of the others. Figures over
their limit are bold: 2 s to the first content, 200 ms of tab freeze, 300 kB of script before the first content.
"""

import argparse
import asyncio
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import httpx
import platformdirs
from playwright.async_api import Browser, async_playwright

from graph_service.package_data import find_package_data
from tests.benchmarks.dashboard.places import find_places
from tests.benchmarks.dashboard.visits import Visit, visit
from tests.benchmarks.reading.contenders import served
from tests.benchmarks.reading.kept_graph import kept_graph, login_variables

DATA = os.environ.get("GRAPH_SERVICE_REAL_DATA")
ORGANISATIONS: dict[str, Path | None] = {
    "demonstration": find_package_data("seed"),
    **({"kubernetes": Path(DATA) / "pmo" / "kubernetes"} if DATA else {}),
    "L": None,
}
TIMES = 3
FIRST, FREEZE, SCRIPT = 2000.0, 200.0, 300_000.0  # limits, in milliseconds and bytes
HEAD = """| page | first content: first time, ms | median | worst | all of it, ms | longest freeze, ms: median | worst | answers, kB | slowest question, ms |
|---|---|---|---|---|---|---|---|---|"""


async def main(folder: Path, organisations: list[str], wanted: str) -> None:
    """Runs one organisation after the other."""
    if DATA is None:
        print("kubernetes is left out: GRAPH_SERVICE_REAL_DATA names no folder with pmo/kubernetes", file=sys.stderr)
    async with async_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in organisations:
            async with kept_graph(folder, name, ORGANISATIONS[name]) as neo4j:
                with served(login_variables(neo4j)) as service:
                    await open_all(browser, name, f"http://127.0.0.1:{service.port}", wanted)
        await browser.close()


async def open_all(browser: Browser, name: str, site: str, wanted: str) -> None:
    """Opens every page of the organisation and prints each result immediately."""
    async with httpx.AsyncClient(base_url=site, timeout=300) as http:
        places = {page: path for page, path in (await find_places(http)).items() if wanted in page}
    print(f"\n{name}\n\n{HEAD}")
    firsts = {page: await visit(browser, site + path) for page, path in places.items()}
    overview: list[Visit] = []
    for page, path in places.items():
        visits = [await visit(browser, site + path) for _ in range(TIMES)]
        print(f"| {page} | {' | '.join(cells(firsts[page], visits))} |", flush=True)
        if page == "overview":
            overview = visits
    if overview:
        print(f"\nThe overview: {', '.join(of_overview(overview))}.", flush=True)


def cells(first: Visit, visits: list[Visit]) -> Iterator[str]:
    """The table cells of one page."""

    def middle(of: Callable[[Visit], float]) -> float:
        return median(map(of, visits))

    yield shown(first.first, FIRST)
    yield shown(middle(lambda one: one.first), FIRST)
    yield shown(max(one.first for one in visits), FIRST)
    yield shown(middle(lambda one: one.whole))
    yield shown(middle(lambda one: one.freeze), FREEZE)
    yield shown(max(one.freeze for one in visits), FREEZE)
    yield shown(middle(lambda one: one.answers) / 1000)
    taken, name = max(one.slowest for one in visits)
    yield f"{name} {taken:.0f}" if name else "–"


def of_overview(visits: list[Visit]) -> Iterator[str]:
    """The additional figures of the overview page."""
    script, interactive = (median(of) for of in ([one.script for one in visits], [one.interactive for one in visits]))
    yield f"{shown(script / 1000, SCRIPT / 1000)} kB of script before the first content"
    yield f"can be used after {shown(interactive, FIRST)} ms"


def shown(value: float, bar: float | None = None) -> str:
    """Formats a figure; bold when it exceeds the limit."""
    text = f"{value:,.0f}"
    return f"**{text}**" if bar is not None and value > bar else text


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.dashboard", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=platformdirs.user_cache_path("graph-service") / "benchmark")
    parser.add_argument("--of", nargs="+", choices=ORGANISATIONS, default=list(ORGANISATIONS), help="only these organisations")
    parser.add_argument("--pages", default="", metavar="TEXT", help="only pages with this in their name")
    options = parser.parse_args()
    asyncio.run(main(options.folder, options.of, options.pages))
