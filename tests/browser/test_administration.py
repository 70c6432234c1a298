"""The organisation is changed on the pages: forms by role, errors in the reader's words, Undo after each change and in the log."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from graph_service.access import Role
from graph_service.callers import Caller
from graph_service.domain.topics import UpdateTopic, update_topic
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.browser.conftest import Open, served, settled
from tests.browser.inspection import violations
from tests.callers import new_token
from tests.thorough import thorough_one_in

HOME = "MATCH (:Person {id: 'bastien-roux'})-[m:MEMBER_OF]->(d) WITH m, d ORDER BY m.from RETURN collect(d.id + ' ' + coalesce(toString(m.from), '') + ' ' + coalesce(toString(m.to), ''))"


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


async def pick(page: Page, label: str, name: str, option: str) -> None:
    """Types a name, leaves the field, and waits until the choice is taken."""
    field = dialog(page).get_by_label(label)
    await field.fill(name)
    await field.press("Tab")
    await expect(field).to_have_value(option)


async def save(page: Page, button: str, message: str) -> None:
    await dialog(page).get_by_role("button", name=button, exact=True).click()
    await expect(dialog(page)).to_have_count(0)
    await expect(page.locator(".toast").filter(has_text=message)).to_be_visible()


async def undo(page: Page, message: str) -> None:
    await page.locator(".toast").filter(has_text=message).get_by_role("button", name="Undo").click()
    await expect(page.locator(".toast").filter(has_text=f"Undone: {message}")).to_be_visible()


@asynccontextmanager
async def signed_in(role: Role, browser: Browser, settings: Settings, folder: Path) -> AsyncGenerator[Page]:
    """A page of a service with tokens, in the tab of a caller with this role."""
    token, line = new_token(role, "anna")
    (folder / "tokens").write_text(line)
    async with served(replace(settings, tokens_file=folder / "tokens")) as address:
        context = await browser.new_context(base_url=address, reduced_motion="reduce", viewport={"width": 1400, "height": 900})
        page = await context.new_page()
        await page.goto("/record")
        await page.evaluate("(token) => sessionStorage.setItem('token', JSON.stringify(token))", token)
        yield page
        await context.close()


@pytest.mark.thorough
async def test_department_is_created_moved_edited_closed_and_undone(open_page: Open, database: Graph) -> None:
    page = await open_page("/")
    await page.get_by_role("navigation", name="Pages").get_by_role("link", name="Admin").click()
    await page.get_by_role("button", name="Create a department").click()
    await dialog(page).get_by_role("button", name="Create department").click()
    await expect(dialog(page).get_by_label("Name")).to_have_accessible_description("Fill in “Name”.")
    await dialog(page).get_by_label("Name").fill("Tramways")
    await pick(page, "Part of", "Networks", "Networks (Aldermere Regional Works)")
    assert await violations(page) == []
    await save(page, "Create department", "Department Tramways created.")
    await expect(page.get_by_role("row").filter(has_text="Tramways")).to_contain_text("Networks")
    await page.locator(".toast").get_by_role("link", name="Open").click()
    await expect(page.locator("h1")).to_have_text("Tramways")

    await page.get_by_role("button", name="Edit").click()
    await dialog(page).get_by_role("button", name="Save").click()
    await expect(dialog(page).get_by_role("alert")).to_have_text("Nothing has been changed yet.")
    await dialog(page).get_by_label("Name").fill("Trams")
    await save(page, "Save", "Trams saved.")
    await expect(page.locator("h1")).to_have_text("Trams")
    await undo(page, "Trams saved.")
    await expect(page.locator("h1")).to_have_text("Tramways")

    await page.get_by_role("button", name="Move").click()
    await dialog(page).get_by_label("Part of").fill("no such place")
    await dialog(page).get_by_role("button", name="Move department").click()
    await expect(dialog(page).get_by_label("Part of")).to_have_accessible_description(re.compile("Nothing is called “no such place”"))
    await dialog(page).get_by_label("Part of").fill("")
    await save(page, "Move department", "Tramways moved to the top of the organisation.")
    await page.get_by_role("button", name="Close", exact=True).click()
    await save(page, "Close department", "Tramways closed.")
    await expect(page.locator("main .note")).to_contain_text("This department was closed on")
    await page.get_by_role("button", name="Reopen").click()
    await save(page, "Reopen department", "Tramways reopened.")
    await expect(page.get_by_role("button", name="Reopen")).to_have_count(0)
    await page.locator("h1").click()
    await page.keyboard.press("Control+z")
    await expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    assert await database.read(
        "MATCH (d:Department {name: 'Tramways'}) RETURN d.closedOn IS NOT NULL AND NOT (d)-[:PART_OF {to: NULL}]->()"
    )


@pytest.mark.thorough
async def test_second_of_two_people_sees_what_the_first_has_changed(open_page: Open, database: Graph) -> None:
    page = await open_page("/topics/charging")
    await page.get_by_role("button", name="Edit", exact=True).click()
    await dialog(page).get_by_label("Name").fill("Charging")
    maria = Caller("token:m", "Maria", None, Role.CURATOR)
    await update_topic(database, UpdateTopic(topic="charging", name="Chargers", description="Also of bicycles."), caller=maria)
    await dialog(page).get_by_role("button", name="Save").click()
    await expect(dialog(page)).to_contain_text("Maria changed it")
    await dialog(page).get_by_role("button", name="Show what has changed").click()
    await expect(dialog(page).get_by_role("status").filter(has_text="Somebody else")).to_contain_text("Chargers")
    await expect(dialog(page).get_by_label("What it covers")).to_have_value("Also of bicycles.")
    await expect(dialog(page).get_by_label("Name")).to_have_value("Charging")
    assert await violations(page) == []
    await save(page, "Save", "Charging saved.")
    names = "MATCH (topic:Topic {id: 'charging'}) RETURN [topic.name, topic.description]"
    assert await database.read(names) == ["Charging", "Also of bicycles."]


@pytest.mark.thorough
async def test_error_of_the_service_stands_beneath_its_field_in_plain_words(open_page: Open) -> None:
    page = await open_page("/departments/water")
    await page.get_by_role("button", name="Close", exact=True).click()
    await dialog(page).get_by_label("Closed from").fill("2001-02-01")
    await dialog(page).get_by_role("button", name="Close department").click()
    field = dialog(page).get_by_label("Closed from")
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(field).to_have_accessible_description(re.compile("“Closed from” is 1.Feb.2001, but .*“Water and Wastewater”"))
    await expect(dialog(page).get_by_role("button", name="Show what has changed")).to_have_count(0)  # nobody else has changed anything
    await page.keyboard.press("Escape")
    await expect(dialog(page)).to_have_count(0)
    await expect(page.get_by_role("button", name="Close", exact=True)).to_be_focused()
    await page.reload()
    await settled(page)
    await page.get_by_role("button", name="Close", exact=True).click()
    await expect(dialog(page).get_by_label("Closed from")).to_have_value("2001-02-01")  # the draft is kept
    await dialog(page).get_by_role("button", name="Cancel").click()
    await page.get_by_role("button", name="Close", exact=True).click()
    await expect(dialog(page).get_by_label("Closed from")).not_to_have_value("2001-02-01")


@pytest.mark.thorough
async def test_member_is_moved_and_corrected_and_both_are_undone_in_the_log(open_page: Open, database: Graph) -> None:
    before = await database.read(HOME)
    page = await open_page("/people/bastien-roux")
    await page.get_by_role("button", name="Move to another department").click()
    await pick(page, "New department", "Buses and Ferries", "Buses and Ferries (Mobility)")
    await dialog(page).get_by_role("button", name="Move", exact=True).click()
    await expect(dialog(page).get_by_label("New department")).to_have_accessible_description(
        re.compile("Bastien Roux belongs to Buses and Ferries already.")
    )
    await pick(page, "New department", "Energy", "Energy and Lighting (Networks)")
    await save(page, "Move", "Bastien Roux moved to Energy and Lighting")
    await expect(page.locator("main")).to_contain_text("Energy and Lighting from")
    await page.get_by_role("button", name="Correct a membership").click()
    await pick(page, "Department", "Roads", "Roads and Bridges (Mobility)")
    await save(page, "Correct membership", "Membership of Bastien Roux corrected.")
    corrected = await database.read(HOME)
    assert [entry.split()[0] for entry in corrected] == ["transit", "roads"]

    await page.get_by_role("button", name="Me: my project").click()
    await page.get_by_role("link", name="Changes, and undo").click()
    await expect(page.locator("h1")).to_have_text("Activity")
    first = page.get_by_role("row").nth(1)
    await expect(first).to_contain_text("Membership corrected")
    await expect(first).to_contain_text("Bastien Roux")
    await first.get_by_role("button", name="Undo Membership corrected: Bastien Roux").click()
    await expect(page.get_by_role("row").nth(1)).to_contain_text("Change undone")
    await page.get_by_role("button", name="Undo Moved to another department: Bastien Roux").click()
    await expect(page.get_by_role("button", name="Undo Moved to another department: Bastien Roux")).to_have_count(0)
    assert await database.read(HOME) == before


@pytest.mark.thorough
async def test_project_is_started_staffed_and_closed(open_page: Open) -> None:
    page = await open_page("/admin?tab=projects")
    await page.get_by_role("button", name="Start a project").click()
    await dialog(page).get_by_label("Name").fill("Tram to the harbour")
    await dialog(page).get_by_role("textbox", name="Start (optional)").fill("2026-01-01")
    await save(page, "Start project", "Project Tram to the harbour created.")
    await page.locator(".toast").get_by_role("link", name="Open").click()
    await page.get_by_role("button", name="Assign somebody").click()
    await pick(page, "Who", "bastien", "Bastien Roux (Buses and Ferries)")
    await dialog(page).get_by_label("Role").fill("project lead")
    await save(page, "Assign", "Bastien Roux (Buses and Ferries) assigned to Tram to the harbour.")
    people = page.get_by_role("region", name="People on this project")
    await expect(people).to_contain_text("project lead")
    await people.get_by_role("button", name="End the assignment of Bastien Roux as project lead").click()
    await dialog(page).get_by_label("It was recorded by mistake").check()
    await save(page, "End assignment", "Assignment of Bastien Roux removed.")
    await expect(people).not_to_contain_text("project lead")
    await undo(page, "Assignment of Bastien Roux removed.")
    await expect(people).to_contain_text("project lead")
    await page.get_by_role("button", name="Close", exact=True).click()
    await dialog(page).get_by_label("How it ended").select_option("cancelled")
    await save(page, "Close project", "Tram to the harbour cancelled.")
    await expect(page.get_by_role("button", name="Reopen")).to_be_visible()


@pytest.mark.thorough
async def test_topic_is_created_and_undone_by_keyboard_alone(open_page: Open, database: Graph) -> None:
    page = await open_page("/admin?tab=topics")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")  # skips to the content
    for _ in range(8):
        await page.keyboard.press("Tab")
        if await page.get_by_role("button", name="Create a topic").evaluate("(button) => button === document.activeElement"):
            break
    await page.keyboard.press("Enter")
    await expect(dialog(page).get_by_label("Name")).to_be_focused()
    await page.keyboard.type("Trams")
    await page.keyboard.press("Enter")
    await expect(page.locator(".toast").filter(has_text="Topic Trams created.")).to_be_visible()
    await expect(page.get_by_role("button", name="Create a topic")).to_be_focused()
    await page.keyboard.press("Control+z")
    await expect(page.locator(".toast").filter(has_text="Undone: Topic Trams created.")).to_be_visible()
    assert await database.read("MATCH (t:Topic {name: 'Trams'}) RETURN count(t)") == 0


@pytest.mark.thorough
async def test_reader_is_offered_no_changes(site: str, browser: Browser, database_settings: Settings, tmp_path: Path) -> None:
    async with signed_in(Role.READER, browser, database_settings, tmp_path) as page:
        for path in ("/people/nadja-petrov", "/departments/water", "/projects/electric-ferry", "/topics/charging"):
            await page.goto(path)
            await settled(page)
            await expect(page.get_by_role("navigation", name="Pages").get_by_role("link", name="Network")).to_be_visible()
            assert await page.locator("main .actions").count() == 0, path
        await expect(page.get_by_role("link", name="Admin")).to_have_count(0)
        await page.goto("/admin")
        await expect(page.locator("main")).to_contain_text("This needs the role curator, which your token does not have.")


@pytest.mark.thorough
async def test_curator_reads_why_a_department_cannot_be_created(
    site: str, browser: Browser, database_settings: Settings, tmp_path: Path
) -> None:
    async with signed_in(Role.CURATOR, browser, database_settings, tmp_path) as page:
        await page.goto("/admin")
        button = page.get_by_role("button", name="Create a department")
        await expect(button).to_be_disabled()
        await expect(button).to_have_accessible_description("Only an administrator can do this.")
        await page.goto("/projects/electric-ferry")
        await expect(page.get_by_role("button", name="Assign somebody")).to_be_visible()
        await page.goto("/people/nadja-petrov")
        await settled(page)
        await expect(page.get_by_role("button", name="Move to another department")).to_have_count(0)


@pytest.mark.parametrize("scheme", thorough_one_in(2, ["light", "dark"]))
async def test_admin_is_accessible(open_page: Open, scheme: str) -> None:
    page = await open_page("/admin?tab=people", scheme=scheme, width=390)
    await page.get_by_role("button", name="Add a person").click()
    await dialog(page).get_by_role("button", name="Add person").click()
    assert await violations(page) == []
    await page.goto("/admin?tab=activity")
    await settled(page)
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
