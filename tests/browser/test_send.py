"""One page to send: it is chosen, printed on one sheet, linked and mailed, and other pages lead to it."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Open, settled
from tests.thorough import one_in, thorough_one_in

LONG = "A very long name of a department that nobody would give it, but somebody did. " * 20


def count_pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


async def print_sheet(page: Page, paper: str) -> bytes:
    return await page.pdf(format=paper, prefer_css_page_size=True)


async def read_clipboard(page: Page) -> str:
    text: Any = await page.evaluate("navigator.clipboard.readText()")
    return str(text)


@pytest.mark.parametrize("paper", thorough_one_in(2, ["A4", "Letter"]))
async def test_page_prints_on_one_sheet_whatever_the_names_are(open_page: Open, paper: str) -> None:
    page = await open_page("/send?span=all")
    await expect(page.get_by_role("article").get_by_role("listitem")).to_have_count(3 + 3 + 5)  # findings, contacts, figures
    assert count_pages(await print_sheet(page, paper)) == 1
    await page.emulate_media(media="print")
    assert "One page to send" not in await page.inner_text("body")
    assert "Findings\n" not in await page.inner_text("body")
    await page.emulate_media(media="null")  # printing follows the emulated medium
    await page.evaluate(
        "(text) => { for (const part of document.querySelectorAll('.finding a, .decision, .reason, .contacts a')) part.textContent = text; }",
        LONG,
    )
    assert count_pages(await print_sheet(page, paper)) == 1


@pytest.mark.thorough
async def test_other_pages_print_as_before(open_page: Open) -> None:
    page = await open_page("/network?span=all")
    await page.emulate_media(media="print")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.get_by_role("link", name="Share as one page")).to_be_hidden()
    await expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
    page = await open_page("/network?span=all&tab=flow")
    await page.set_viewport_size({"width": 720, "height": 1000})  # of a sheet of paper
    await page.emulate_media(media="print")
    await expect(page.get_by_role("navigation", name="Pages")).to_be_hidden()
    await expect(page.locator(".route-panel li").first).to_contain_text("Roads and Bridges to Water and Wastewater")
    arcs = await page.get_by_role("region", name="Arcs").locator("svg").bounding_box()
    assert arcs is not None
    assert arcs["x"] + arcs["width"] <= 720
    await expect(page.locator(".printed")).to_contain_text("/network?span=all&tab=flow")
    page = await open_page("/people")
    await page.emulate_media(media="print")
    # Chromium repeats text on each sheet, but no box of a button.
    await expect(page.locator("thead button").first).to_have_css("display", "contents")
    page = await open_page("/lessons/connection-power-shared-by-software")
    await page.emulate_media(media="print")
    await expect(page.get_by_role("heading", name="Ask before you use it")).to_be_hidden()
    page = await open_page("/projects/old-town-lanes?rundown=old-town-lanes-february")
    await page.emulate_media(media="print")
    await expect(page.locator(".deciding button").first).to_be_visible()
    await expect(page.get_by_role("link", name="Record a lesson that builds on this one")).to_be_hidden()


@pytest.mark.thorough
async def test_reader_chooses_at_most_three_findings_and_the_address_keeps_them(open_page: Open) -> None:
    page = await open_page("/send?span=all")
    sheet, findings = page.get_by_role("article"), page.get_by_role("group", name="Findings", exact=True)
    await expect(findings.get_by_role("checkbox", checked=True)).to_have_count(3)
    await expect(findings.get_by_role("checkbox", name="Recording")).to_be_disabled()
    await findings.get_by_role("checkbox", name="Depends on one person").uncheck()
    await findings.get_by_role("checkbox", name="Recording").check()
    await expect(sheet).to_contain_text("8 projects are running, and none has recorded a reuse since 7 July 2026")
    await expect(sheet).to_contain_text("Who asks the running projects what they have reused, and sees that it is recorded?")
    await expect(sheet).not_to_contain_text("came through Nadja Petrov")
    await page.reload()
    await settled(page)
    await expect(findings.get_by_role("checkbox", name="Recording")).to_be_checked()
    await expect(findings.get_by_role("checkbox", name="Depends on one person")).not_to_be_checked()
    for name in ("Silo", "Repeated problems", "Recording"):
        await findings.get_by_role("checkbox", name=name).uncheck()
    await expect(sheet).not_to_contain_text("What to decide")
    await expect(sheet).to_contain_text("What reuse saved, and how sure that is")


@pytest.mark.thorough
async def test_link_and_mail_lead_to_the_same_days_and_findings(open_page: Open) -> None:
    page = await open_page("/send?span=year&finding=recording")
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.get_by_role("button", name="Copy link").click()
    await expect(page.get_by_text("Link copied")).to_be_visible()
    link = await read_clipboard(page)
    days = parse_qs(urlsplit(link).query)
    assert set(days) == {"from", "to", "finding"}
    mail = await page.get_by_role("link", name="Send by mail").get_attribute("href") or ""
    fields = parse_qs(urlsplit(mail).query)
    assert fields["subject"][0].startswith("Aldermere Regional Works: 1 finding, ")
    assert link in fields["body"][0]
    assert "none has recorded a reuse since 7\u00a0July\u00a02026" in fields["body"][0]
    sheet = await page.get_by_role("article").inner_text()
    await page.goto(link)
    await settled(page)
    assert (await page.get_by_role("article").inner_text()).replace("this period", "12 months") == sheet


@pytest.mark.thorough
async def test_finding_that_a_period_does_not_have_is_said(open_page: Open) -> None:
    page = await open_page("/send?span=this-quarter&finding=silo")
    await expect(page.locator("main")).to_contain_text("Not everything that the link names was found in this period.")


@pytest.mark.parametrize(
    ("path", "title"),
    one_in(
        5,
        [
            ("/network?span=all", "Water and Wastewater is a silo"),
            ("/network?span=all&tab=brokers", "came through Nadja Petrov"),
            ("/network?span=all&tab=introductions", " knows about "),
            ("/insights?span=all", "known problems were repeated"),
            ("/departments/water?span=all", "Water and Wastewater is a silo"),
        ],
    ),
)
async def test_pages_with_findings_lead_to_the_page_to_send(open_page: Open, path: str, title: str) -> None:
    page = await open_page(path)
    await page.get_by_role("link", name="Share as one page").click()
    await settled(page)
    await expect(page.get_by_role("article").locator(".finding").first).to_contain_text(title)


@pytest.mark.thorough
async def test_every_page_has_its_link(open_page: Open) -> None:
    page = await open_page("/people/nadja-petrov?table=none")
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.get_by_role("button", name="Copy link").click()
    await expect(page.get_by_text("Link copied")).to_be_visible()
    assert await read_clipboard(page) == page.url
    await page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
    await page.get_by_role("button", name="Copy link").click()
    await expect(page.get_by_text("Copy the link from the address bar")).to_be_visible()


@pytest.mark.thorough
async def test_silo_says_since_when(open_page: Open) -> None:
    page = await open_page("/")
    await expect(page.locator(".attention .risk").first).to_contain_text(re.compile(r"^Silo · (since \w+\s20\d\d|for 2 years or more|new)"))
    await page.get_by_role("link", name="See why, and what to do").click()
    await expect(page.locator(".silos .tag.risk")).to_have_text(re.compile(r"^Silo · (since \w+\s20\d\d|for 2 years or more|new)$"))
