"""The report needs no other files, is valid and accessible HTML, is reproducible, and escapes all names."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from graph_service.analysis.columns.snapshot import load
from graph_service.analysis.measures.silos import Verdict
from graph_service.graph import Graph
from graph_service.package_data import find_package_data
from graph_service.report import Window, collect_figures, write_page
from graph_service.report.svg import label, text_width
from tests.report.conftest import make_page
from tests.report.report_parser import Make, Page, words
from tests.seeding import seed

HOSTILE = "<script>alert('1')</script>\"&amp; </style></title><img src=x onerror=alert(1)>"
CSS = (find_package_data("schema").parent / "graph_service" / "report" / "report.css").read_text()


@pytest.fixture(scope="module")
async def page(database: Graph) -> Page:
    """That of the demonstration organisation."""
    await seed(database)
    return await make_page(database, "2022-10-01", "2026-11-01")


async def test_report_uses_no_other_files(page: Page) -> None:
    assert page.all("script") == page.all("link") == page.all("img") == page.all("iframe") == []
    ids = {each.get("id") for each in page.root.iter() if each.get("id")}
    targets = [target for each in page.root.iter() if (target := each.get("href"))]
    assert targets
    assert {target.removeprefix("#") for target in targets} <= ids
    assert not [
        name for each in page.root.iter() for name in each.attrib if name in {"src", "style", "xlink:href"} or name.startswith("on")
    ]
    assert not re.search(r"url\(|@import|https?:|//", "".join(words(each) for each in page.all("style")))


async def test_report_is_accessible_to_screen_readers(page: Page) -> None:
    ids = [each.get("id") for each in page.root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert page.all("html")[0].get("lang") == "en"
    for picture in page.all("svg"):
        title, description = (next(each for each in picture.iter(tag) if each.get("id")) for tag in ("title", "desc"))
        assert picture.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert picture.get("role") == "img"
        assert words(title)
        assert len(words(description)) > 20
    for section in page.all("section"):
        assert section.get("aria-labelledby") in ids
        tables = [*section.iter("table"), *(each for each in page.all("div") if each.get("id") == f"{section.get('id')}-tables")]
        assert bool(list(section.iter("svg"))) <= bool(tables), "a picture has its figures as a table"
        assert "Evidence." in words(section)
    assert all(cell.get("scope") for cell in page.all("th"))
    assert all(list(table.iter("caption")) for table in page.all("table"))
    levels = [int(each.tag[1]) for each in page.root.iter() if each.tag in {"h1", "h2", "h3"}]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


async def test_summary_has_the_title_of_every_section(page: Page) -> None:
    summary = [words(each) for each in page.all("nav")[0].iter("a")]
    assert summary == [page.title(section.get("id") or "") for section in page.all("section")]


async def test_first_page_has_at_most_three_decisions_the_savings_and_people_to_talk_to(page: Page) -> None:
    first = page.all("header")[0]
    decisions = [each for each in first.iter("li") if "finding" in {part.get("class") for part in each.iter("p")}]
    assert 1 <= len(decisions) <= 3
    for each in decisions:
        finding, question, evidence = map(words, each.iter("p"))
        assert finding == page.title((next(each.iter("a")).get("href") or "").removeprefix("#"))
        assert question.endswith("?")
        assert re.search(r"\d", evidence)
    shown = words(first)
    assert re.search(r"Reuse saved [\d,.]+ hours", shown)
    assert re.search(
        r"\d+ of \d+ reuses of other people’s lessons say what was saved; .* Somebody else confirmed .*: \d+% of the hours", shown
    )
    people = [words(each) for each in first.iter("strong")]
    assert len(people) == len(set(people)) == 3
    assert "Nadja Petrov" in people


WITHOUT_DEPARTMENT = """
MATCH (reuse:Reuse {scope: 'CROSS'})
WHERE reuse.hoursSaved IS NOT NULL AND reuse.withdrawnOn IS NULL
SET reuse.scope = 'UNATTRIBUTED'
WITH reuse
MATCH (reuse)-[link:REUSED_IN]->()
DELETE link
"""
COUNTS = """
MATCH (reuse:Reuse)
WHERE reuse.withdrawnOn IS NULL
WITH reuse, reuse.scope <> 'OWN' AND (reuse.hoursSaved IS NOT NULL OR reuse.currency IS NOT NULL) AS stated
RETURN {
  own: count(CASE WHEN reuse.scope = 'OWN' THEN 1 END),
  unknown: count(CASE WHEN reuse.scope = 'UNATTRIBUTED' THEN 1 END),
  others: count(CASE WHEN reuse.scope IN ['INTERNAL', 'CROSS'] THEN 1 END),
  stated: count(CASE WHEN stated THEN 1 END)
}
"""


async def test_reuses_by_others_are_the_one_total_and_the_rest_is_named_once(graph: Graph, make: Make) -> None:
    await seed(graph)
    await graph.command(WITHOUT_DEPARTMENT)
    counts = await graph.read(COUNTS)
    assert counts["own"] > 1
    assert counts["stated"] > counts["others"] > 0, "the savings of reuses without a department count"
    made = await make("2020-01-01", "2027-01-01")
    first, reuses = words(made.all("header")[0]), f"{counts['others']} reuses"
    assert (
        f"{counts['own']} more reuses are not counted, nor is what they saved: people used a lesson they had learned themselves. "
        f"{counts['unknown']} more reuses have no known department: only what they saved is counted."
    ) in first
    assert (
        f"{counts['stated']} of {counts['others'] + counts['unknown']} reuses of other people’s lessons, "
        f"{counts['unknown']} of them without a known department, say what was saved"
    ) in first
    assert words(made.all("dd")[0]) == str(counts["others"])
    assert made.title("trend").startswith(reuses)
    evidence = {section.get("id"): words(section) for section in made.all("section")}
    assert all(reuses in evidence[id_] for id_ in ("trend", "silos", "flow"))
    matrix = made.table("silos", "Reuses by source department (rows) and reusing department (columns)")
    assert sum(float(text) for row in matrix for to, text in row.items() if to != "Source department") == pytest.approx(counts["others"])


async def test_tables_come_last(page: Page) -> None:
    order = [each for each in page.all("main")[0].iter() if each.tag in {"svg", "table"}]
    shown = [
        each
        for each in order
        if each.tag == "svg" or each in [table for wide in page.all("div") if wide.get("class") == "wide" for table in wide]
    ]
    tags = [each.tag for each in shown]
    assert tags == sorted(tags)
    assert {"svg", "table"} <= set(tags)


def test_labels_are_shortened_to_their_room_and_no_further() -> None:
    wide, narrow = "Say what people can do instead", "till it is full, it will still fill"
    assert text_width(wide) > text_width(narrow)
    shown = [re.sub(r".*<text[^>]*>|</text>.*", "", label(0, 0, name, text_width(narrow))) for name in (narrow, wide)]
    assert shown[0] == narrow
    assert shown[1].endswith("…")
    assert text_width(shown[1]) <= text_width(narrow)


@pytest.mark.usefixtures("seeded")
@pytest.mark.thorough
async def test_introductions_for_less_than_one_reuse_are_left_out(make: Make, page: Page) -> None:
    assert page.title("introductions").endswith("should meet")
    few = await make("2025-11-30", "2026-11-30")  # the widest gap is 0.7 reuses
    assert few.title("introductions") == "No introduction to suggest"
    assert "should meet" not in words(next(each for each in few.root.iter("header")))


async def test_report_links_to_the_dashboard_if_its_address_is_given(seeded: Graph) -> None:
    window = Window(date(2022, 10, 1), date(2026, 11, 1))
    figures = await collect_figures(seeded, (await load(seeded, 5)).columns, window, today=date(2026, 11, 1), progress=lambda _: None)
    page = Page(write_page(figures, "https://pmo.example.org/"))
    links = {link for each in page.all("a") if (link := each.get("href")) and not link.startswith("#")}
    period = "?from=2022-10-01&to=2026-11-01"
    assert links == {f"https://pmo.example.org{path}{period}" for path in ("/", "/network", "/insights", "/lessons")}


async def test_low_q_without_a_silo_is_explained(seeded: Graph) -> None:
    window = Window(date(2022, 10, 1), date(2026, 11, 1))
    figures = await collect_figures(seeded, (await load(seeded, 5)).columns, window, today=date(2026, 11, 1), progress=lambda _: None)
    first, *others = figures.silos.silos
    silo = replace(first, verdict=Verdict.TYPICAL, q=0.044, excess=0.31)
    page = Page(write_page(replace(figures, silos=replace(figures.silos, silos=(silo, *others)))))
    sentence = f"{silo.group.name} is no silo although q is 0.044: a silo also needs an excess of at least 50%, and its excess is 31%."
    assert sentence in words(page.root)
    table = page.table("silos", "Reuse of a department’s own lessons compared with chance")
    assert next(row["Verdict"] for row in table if row["Department"] == silo.group.name) == "above chance, no silo"


@pytest.mark.usefixtures("seeded")
async def test_same_graph_gives_the_same_report(page: Page, make: Make) -> None:
    assert (await make("2022-10-01", "2026-11-01")).text == page.text


HOSTILE_GRAPH = """
CREATE (a:Department {id: 'a', name: $name}), (b:Department {id: 'b', name: $name + 'b'})
CREATE (topic:Topic {id: 't', name: $name})
CREATE (p:Project {id: 'p', name: $name, status: 'CLOSED'}), (q:Project {id: 'q', name: $name, status: 'RUNNING'})
FOREACH (n IN range(1, 6) |
  CREATE (:Person {id: 'one' + n, name: $name, active: true, discoverable: true})-[:MEMBER_OF {from: date('2020-01-01')}]->(a)
  CREATE (:Person {id: 'two' + n, name: $name, active: true, discoverable: true})-[:MEMBER_OF {from: date('2020-01-01')}]->(b))
WITH a, b, topic, p, q
MATCH (one:Person {id: 'one1'}) MATCH (two:Person {id: 'two1'}) MATCH (three:Person {id: 'two2'})
CREATE (lesson:Lesson {id: 'l', title: $name, wentWrong: $name, status: 'PUBLISHED', learnedOn: date('2025-01-01'), publishedOn: date('2025-01-01'),
  recordedAt: datetime()})
CREATE (lesson)-[:LEARNED_BY]->(one) CREATE (lesson)-[:LEARNED_IN]->(a) CREATE (lesson)-[:ABOUT]->(topic) CREATE (lesson)-[:LEARNED_ON]->(p)
CREATE (later:Lesson {id: 'm', title: $name, wentWrong: $name, status: 'PUBLISHED', learnedOn: date('2025-02-01'), publishedOn: date('2025-02-01'),
  recordedAt: datetime()})
CREATE (later)-[:LEARNED_BY]->(two) CREATE (later)-[:LEARNED_IN]->(b) CREATE (later)-[:ABOUT]->(topic) CREATE (later)-[:LEARNED_ON]->(q)
CREATE (later)-[:RECURRENCE_OF]->(lesson)
FOREACH (n IN range(1, 12) |
  CREATE (reuse:Reuse {id: 'r' + n, reusedOn: date('2025-03-01'), scope: 'CROSS', hoursSaved: 1.5, costAvoided: 1250, currency: '<b>'})
  CREATE (reuse)-[:REUSE_OF]->(lesson) CREATE (reuse)-[:REUSED_BY]->(two) CREATE (reuse)-[:REUSED_IN]->(b) CREATE (reuse)-[:REUSED_ON]->(q)
  CREATE (back:Reuse {id: 's' + n, reusedOn: date('2025-03-02'), scope: 'CROSS'})
  CREATE (back)-[:REUSE_OF]->(later) CREATE (back)-[:REUSED_BY]->(three) CREATE (back)-[:REUSED_IN]->(b) CREATE (back)-[:REUSED_ON]->(q))
"""


async def test_names_are_never_markup(graph: Graph, make: Make, page: Page) -> None:
    await graph.command("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    await graph.command(HOSTILE_GRAPH, {"name": HOSTILE})
    made = await make("2025-01-01", "2026-01-01")
    assert {each.tag for each in made.root.iter()} <= {each.tag for each in page.root.iter()}
    assert {name for each in made.root.iter() for name in each.attrib} <= {name for each in page.root.iter() for name in each.attrib}
    shown = words(made.root)
    assert shown.count("alert('1')</script>") > 20, "it is there, as text"
    assert HOSTILE in made.title("flow")
    assert any(HOSTILE in row["Lesson"] for row in made.table("most-reused", "Lessons by reuses across departments"))


async def test_empty_graph_gives_a_report_that_says_so(graph: Graph, make: Make) -> None:
    page = await make("2025-01-01", "2026-01-01")
    assert "There is nothing to report yet" in words(page.root)
    assert page.all("svg") == page.all("table") == page.all("nav") == []


async def test_period_without_events_is_reported_as_such(graph: Graph, make: Make) -> None:
    await seed(graph)
    page = await make("2015-01-01", "2016-01-01")
    titles = {section.get("id"): page.title(section.get("id") or "") for section in page.all("section")}
    assert titles["flow"] == "Nobody reused another person’s lesson in this period"
    assert titles["shelf"] == "No lesson was published in this period"
    assert titles["trend"] == "Nobody reused another person’s lesson in this period; none was in the 365 days before"
    assert titles["benefits"] == "No savings were reported in this period"
    assert titles["missed-reuse"] == "No repeated problem is on record"
    assert page.all("svg") == page.all("table") == []


async def test_period_shorter_than_a_quarter(graph: Graph, make: Make) -> None:
    await seed(graph)
    page = await make("2025-05-13", "2025-05-14")
    assert "13 May 2025" in words(page.all("header")[0])
    assert page.title("missed-reuse") == "1 known problem was repeated"


def colours(theme: str) -> dict[str, tuple[float, ...]]:
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    found = dict(re.findall(r"--([\w-]+): #(\w{6});", light if theme == "light" else dark))
    return {name: tuple(int(value[at : at + 2], 16) / 255 for at in (0, 2, 4)) for name, value in found.items()}


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG 2.2: relative luminances, the lighter over the darker."""

    def luminance(colour: tuple[float, ...]) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_have_enough_contrast(theme: str) -> None:
    from graph_service.report.matrix_chart import DARK_FROM, SHADES

    named = colours(theme)
    paper = named["paper"]
    assert all(
        contrast(named[name], ground) >= 4.5
        for name in ("ink", "faint", "accent")
        for ground in (paper, named["accent-soft"])
        if name != "faint"
    )
    assert contrast(named["faint"], paper) >= 4.5
    for shade, colour in [(shade, named[name]) for shade in SHADES for name in ("data", "accent")]:
        cell: Any = tuple(shade * part + (1 - shade) * below for part, below in zip(colour, paper, strict=True))
        assert contrast(paper if shade > DARK_FROM else named["ink"], cell) >= 4.5, (theme, shade)
    assert all(contrast(named[name], paper) >= 3 for name in ("data", "accent"))
