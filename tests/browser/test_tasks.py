"""Asking somebody to look at a finding, the list of who was asked, and marking it as done: by mouse and by keyboard."""

import re
from typing import Final

import pytest
from playwright.async_api import Page, expect

from graph_service.graph import Graph
from tests.browser.conftest import Open, settled
from tests.browser.inspection import faults, violations

SILO: Final = "departments are silos|is a silo"


@pytest.fixture(autouse=True)
async def no_tasks(site: str, database: Graph) -> None:
    await database.command("MATCH (task:Task) DETACH DELETE task")


async def assign(page: Page, name: str) -> None:
    await page.get_by_role("button", name=re.compile(f"^Assign: .*({SILO})")).first.click()
    dialog = page.get_by_role("dialog", name="Ask somebody to look at this")
    field = dialog.get_by_label("Whom to ask")
    await field.fill(name)
    await field.press("Tab")
    await expect(field).to_have_value(re.compile(f"^{name}"))
    await dialog.get_by_label("What to do").fill("Find out why.")
    await dialog.get_by_role("button", name="Assign").click()
    await expect(dialog).to_have_count(0)


async def test_finding_is_assigned_listed_done_and_opened_again(open_page: Open) -> None:
    page = await open_page("/?span=all")
    await assign(page, "Nadja Petrov")
    await expect(page.get_by_role("link", name=re.compile("Nadja Petrov was asked on "))).to_be_visible()
    await page.get_by_role("link", name="1 open task: who looks at what").click()
    await settled(page)
    row = page.get_by_role("row", name=re.compile(SILO))
    await expect(row).to_contain_text("Find out why.")
    await expect(row).to_contain_text("Open")
    await row.get_by_role("button", name=re.compile("^Mark as done: ")).focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Nobody has been asked to look at a finding yet.")).to_be_visible()
    await page.get_by_role("radio", name="Open").focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("row", name=re.compile(SILO))).to_contain_text("Done on ")
    await page.get_by_role("button", name=re.compile("^Open again: ")).click()
    await expect(page.get_by_text("No task has been done yet.")).to_be_visible()


@pytest.mark.thorough
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_list_of_tasks_is_whole_on_a_phone(open_page: Open, scheme: str) -> None:
    await assign(await open_page("/?span=all"), "Nadja Petrov")
    for path in ("/tasks", "/tasks?show=all", "/tasks?show=done"):
        page = await open_page(path, scheme=scheme, width=360)
        assert await faults(page) == []
        assert await violations(page) == []
