"""What is wrong with a page that is open: layout, and the rules of WCAG that a program can check."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

SCRIPTS = Path(__file__).parents[2] / "graph_service" / "web" / "node_modules"
AXE = SCRIPTS / "axe-core" / "axe.min.js"
LAYOUT = Path(__file__).with_name("inspection.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only the violations leave the page: to write down everything that axe has checked takes longer than to check it.
RUN_AXE = """async ([context, options]) => {
  const {violations} = await axe.run(context ?? document, {...options, resultTypes: ["violations"]});
  return violations.map(({id, impact, nodes: [{html, failureSummary}]}) => [impact, `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`]);
}"""


async def faults(page: Page) -> list[str]:
    """Texts that overlap, are cut or scrolled out of view, numbers on two lines, and marks apart from their words."""
    return list(await page.evaluate(LAYOUT.read_text(encoding="utf-8")))


async def violations(page: Page) -> list[str]:
    """The violations of WCAG 2.2 AA that axe-core finds."""
    return [text for _, text in await run_axe(page, options={"runOnly": TAGS})]


async def run_axe(page: Page, *, context: dict[str, Any] | None = None, options: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    """The impact and the text of each violation that axe-core finds in this context, by default the whole page."""
    if await page.evaluate("!window.axe"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    return await page.evaluate(RUN_AXE, [context, options or {}])
