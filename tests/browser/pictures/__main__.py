"""Makes the README's pictures of the dashboard: python tests/browser/pictures [ADDRESS]

ADDRESS is that of a running service with the demonstration organisation, http://127.0.0.1:8000 unless another is given.
"""

import asyncio
import shutil
import sys
from pathlib import Path

from playwright.async_api import async_playwright

FOLDER = Path(__file__).parent
PICTURES = {"overview": ("/", "light", 1100), "network": ("/network", "dark", 1000)}
WIDTH = 1200


async def main(address: str) -> None:
    """One after the other."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (path, scheme, height) in PICTURES.items():
            page = await browser.new_page(viewport={"width": WIDTH, "height": height}, color_scheme=scheme, locale="en-GB")
            await page.goto(f"{address}{path}")
            await page.wait_for_selector(".chart svg")
            await page.wait_for_function("!document.querySelector('.waiting, [aria-busy=true]')")
            await page.screenshot(path=FOLDER / f"{name}.png")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
