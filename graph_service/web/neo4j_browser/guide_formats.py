"""The formats made from the guide: HTML for the Neo4j Browser that `up` serves, and saved queries as Cypher text and as ZIP."""

import re
from html import escape
from io import BytesIO
from typing import Final
from zipfile import ZipFile, ZipInfo

from graph_service.web.neo4j_browser.guide import Query, Slide, list_queries, read_slides

FOLDER: Final = "Lessons and reuses"
MARKUP: Final = (
    (re.compile(r"link:(\S+?)\[(.+?)\]"), r'<a href="\1" target="_blank">\2</a>'),
    (re.compile(r"\b_(\w+)_\b"), r"<em>\1</em>"),
)


def write_html(service: str) -> str:
    """The guide as HTML slides, with links to the service at this address. Neo4j Browser shows the title above all slides."""
    opening, *sections = read_slides()
    slides = [
        _format_blocks(opening, service),
        *(f"<h3>{escape(slide.title)}</h3>\n{_format_blocks(slide, service)}" for slide in sections),
    ]
    deck = "".join(f'<slide class="row-fluid">\n<div class="col-sm-12">\n{slide}</div>\n</slide>\n' for slide in slides)
    return (
        f"<!doctype html>\n<title>{escape(opening.title)}</title>\n"
        f'<article class="guide">\n<carousel class="deck container-fluid">\n{deck}</carousel>\n</article>\n'
    )


def _format_blocks(slide: Slide, service: str) -> str:
    return "".join(
        _format_query(block) if isinstance(block, Query) else f"<p>{_format_inline(block, service)}</p>\n" for block in slide.blocks
    )


def _format_query(query: Query) -> str:
    return f'<h4>{escape(query.title)}</h4>\n<figure><pre class="pre-scrollable code runnable">{escape(query.cypher)}</pre></figure>\n'


def _format_inline(text: str, service: str) -> str:
    text = escape(text.replace("{service}", service))
    for pattern, tag in MARKUP:
        text = pattern.sub(tag, text)
    return text


def write_cypher() -> str:
    """All queries, each after a comment with its title, which Neo4j Browser uses as its name."""
    return "\n".join(map(_format_saved_query, list_queries()))


def write_zip() -> bytes:
    """All queries, each in a file of its own: the format in which Neo4j Browser imports several saved queries at once."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for query in list_queries():
            archive.writestr(ZipInfo(f"{FOLDER}/{re.sub(r'[^a-zA-Z]+', '_', query.title)}.cypher"), _format_saved_query(query))
    return buffer.getvalue()


def _format_saved_query(query: Query) -> str:
    return f"// {query.title}\n{query.cypher};\n"
