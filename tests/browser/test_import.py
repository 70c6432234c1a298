"""Files are imported on the page: chosen, corrected, reviewed, written; what is wrong is said before anything is."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from graph_service.access import Role
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.browser.conftest import EXPECT_TIMEOUT, served
from tests.browser.inspection import faults, violations
from tests.browser.test_administration import signed_in
from tests.ingest.workbooks import workbook

REGISTER = [
    ["Lesson Title", "What went wrong", "Recommendation", "Date Raised", "Raised By", "Category", "Status"],
    ["Order cable early", "Cable came late", "Order it first", "30/06/2021", "Ada Brook", "Procurement", "Published"],
    ["Test the pump", "It leaked", "Test before fitting", "13/07/2021", "Ada Brook", "Testing", "Published"],
    ["No day", "It leaked", "Test", "soon", "Ada Brook", "Testing", "Published"],
]
STAFF = "Full Name,Email,Department,Start Date\nAda Brook,ada@works.example,Civil,2019-01-01\n"


@pytest.fixture
async def page(graph: Graph, browser: Browser, database_settings: Settings, tmp_path: Path) -> AsyncIterator[Page]:
    """A page of a service on an empty graph."""
    expect.set_options(timeout=EXPECT_TIMEOUT)
    async with served(replace(database_settings, data=tmp_path)) as address:
        context = await browser.new_context(
            base_url=address, reduced_motion="reduce", viewport={"width": 1400, "height": 900}, locale="en-GB"
        )
        yield await context.new_page()
        await context.close()


async def choose_files(page: Page) -> None:
    await page.get_by_label("Files").set_input_files(
        [
            {"name": "register.xlsx", "mimeType": "application/octet-stream", "buffer": workbook({"Register": REGISTER})},
            {"name": "staff.csv", "mimeType": "text/csv", "buffer": STAFF.encode()},
        ]
    )
    await page.get_by_role("button", name="Upload and check").click()


@pytest.mark.thorough
async def test_register_and_staff_list_are_imported_into_an_empty_organisation(page: Page, graph: Graph) -> None:
    await page.goto("/")
    await page.get_by_role("main").get_by_role("link", name="Import files").click()
    await expect(page.locator("h1")).to_have_text("Import files")
    await expect(page.get_by_role("button", name="Upload and check")).to_be_disabled()
    assert await violations(page) == []
    await choose_files(page)
    await expect(page.locator("h1")).to_contain_text("To import: ")
    await expect(page.locator("h1")).to_contain_text("2 lessons")
    assert await graph.read("MATCH (lesson:Lesson) RETURN count(lesson)") == 0

    refused = page.get_by_role("region", name="Would be refused")
    await expect(refused.get_by_role("row").filter(has_text="register.xlsx, sheet Register, line 4")).to_contain_text(
        "Date Raised is “soon”"
    )
    await page.get_by_text("7 columns").click()
    columns = page.get_by_role("region", name="Columns of register.xlsx, sheet Register")
    await expect(columns.get_by_role("row").filter(has_text="Lesson Title")).to_contain_text("Order cable early")
    assert "\n".join(await violations(page)) == ""
    assert await faults(page) == []

    await columns.get_by_label("What went wrong is read as").select_option("event")
    await expect(page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    await page.get_by_role("button", name="Check again").click()
    await expect(page.get_by_role("button", name="Import", exact=True)).to_be_enabled()
    await page.reload()  # the address leads back to it
    await page.get_by_role("button", name="Import", exact=True).click()
    await expect(page.locator("h1")).to_contain_text("Imported: ")
    assert await violations(page) == []
    assert await graph.read(
        "MATCH (l:Lesson)-[:LEARNED_BY]->(p:Person) WITH DISTINCT l.context + ' ' + p.name AS text ORDER BY text RETURN collect(text)"
    ) == [
        "Cable came late Ada Brook",
        "It leaked Ada Brook",
    ]
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Download register.xlsx").click()
    assert (await download.value).suggested_filename == "register.xlsx"
    await page.get_by_role("link", name="See the lessons").click()
    await expect(page.get_by_text("Order cable early").first).to_be_visible()

    await page.goto("/import")
    await page.get_by_text("register: lessons").click()
    await expect(page.get_by_role("listitem").filter(has_text="What went wrong")).to_have_text("What went wrong: Event")
    assert await violations(page) == []
    await page.get_by_role("button", name="Forget register").click()
    await expect(page.get_by_text("register: lessons")).to_have_count(0)
    await page.get_by_role("link", name="register.xlsx").click()
    await page.get_by_role("button", name="Undo this import").click()
    assert await violations(page) == []
    await page.get_by_role("button", name="Yes, undo this import").click()
    await expect(page.locator("h1")).to_have_text("The import is undone")
    assert await graph.read("MATCH (n:Lesson|Person|Topic|Department) RETURN count(n)") == 0
    await page.goto("/admin?tab=activity")
    await expect(page.get_by_role("row").filter(has_text="Import undone").first).to_be_visible()


@pytest.mark.thorough
async def test_review_fits_a_phone_in_the_dark(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 800})
    await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    await page.goto("/import")
    await choose_files(page)
    await expect(page.locator("h1")).to_contain_text("To import: ")
    assert await page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert await faults(page) == []
    assert await violations(page) == []


@pytest.mark.thorough
async def test_problem_is_said_before_and_after_the_upload(page: Page) -> None:
    await page.goto("/import")
    note = FilePayload(name="note.txt", mimeType="text/plain", buffer=b"no table")
    await page.get_by_label("Files").set_input_files([note] * 101)
    await expect(page.get_by_label("Files")).to_have_accessible_description(
        "At most 100 files of up to 25 MB each. The service stores them for 24 hours; only you can see them. These are 101 files. Choose at most 100."
    )
    await page.get_by_label("Files").set_input_files([note])
    await page.get_by_role("button", name="Upload and check").click()
    await expect(page.locator("h1")).to_have_text("The import stopped")
    await expect(page.get_by_role("alert")).to_have_text("No table was found in these files.")
    assert await violations(page) == []
    await page.get_by_role("button", name="Import other files").click()
    await expect(page.get_by_role("listitem").filter(has_text="note.txt")).to_contain_text("stopped")


@pytest.mark.thorough
async def test_reader_is_told_the_role_before_choosing_a_file(
    graph: Graph, browser: Browser, database_settings: Settings, tmp_path: Path
) -> None:
    async with signed_in(Role.CONTRIBUTOR, browser, replace(database_settings, data=tmp_path), tmp_path) as page:
        await page.goto("/import")
        await expect(page.get_by_role("main")).to_contain_text("An import requires the role curator; you have the role contributor.")
        await expect(page.get_by_label("Files")).to_have_count(0)
