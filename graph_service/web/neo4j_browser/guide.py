"""Parses guide.adoc into slides of paragraphs and queries.

Newer versions of Neo4j Browser read the AsciiDoc itself. The version that is available outside Neo4j's Docker image, and that `up`
serves, reads HTML. The guide therefore uses a small subset of AsciiDoc, with an empty line between blocks: the title and the attribute
`service`, sections, paragraphs of one line, and titled blocks of Cypher.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).parent / "guide.adoc"
HEADER: Final = re.compile(r"= (?P<title>.+)\n:service: (?P<service>\S+)")
SECTION: Final = re.compile(r"== (?P<title>.+)")
CYPHER: Final = re.compile(r"\.(?P<title>.+)\n\[source,cypher\]\n----\n(?P<cypher>[\s\S]+)\n----")
PARAGRAPH: Final = re.compile(r"\w.*")


@dataclass(frozen=True, slots=True)
class Query:
    """A query that the reader can run. The title says what it finds."""

    title: str
    cypher: str


@dataclass(frozen=True, slots=True)
class Slide:
    """Paragraphs, in AsciiDoc's inline markup, and queries, in their order."""

    title: str
    blocks: tuple[str | Query, ...]


@cache
def read_source() -> str:
    return SOURCE.read_text(encoding="utf-8").strip()


def write_adoc(service: str) -> str:
    """The guide as AsciiDoc, with links to the service at this address."""
    return HEADER.sub(lambda match: f"= {match['title']}\n:service: {service}", read_source(), count=1) + "\n"


@cache
def read_slides() -> tuple[Slide, ...]:
    """The slides of guide.adoc."""
    return parse_guide(read_source())


def parse_guide(source: str) -> tuple[Slide, ...]:
    """The slides of a guide; the part before the first section is the first slide. ValueError for AsciiDoc outside the subset."""
    slides: list[tuple[str, list[str | Query]]] = []
    for block in source.split("\n\n"):
        if match := HEADER.fullmatch(block) or SECTION.fullmatch(block):
            slides.append((match["title"], []))
        elif match := CYPHER.fullmatch(block):
            slides[-1][1].append(Query(match["title"], match["cypher"]))
        elif PARAGRAPH.fullmatch(block):
            slides[-1][1].append(block)
        else:
            raise ValueError(f"This block of the guide is outside the supported subset of AsciiDoc:\n{block}")
    return tuple(Slide(title, tuple(blocks)) for title, blocks in slides)


def list_queries() -> tuple[Query, ...]:
    """The queries of all slides, in their order."""
    return tuple(block for slide in read_slides() for block in slide.blocks if isinstance(block, Query))
