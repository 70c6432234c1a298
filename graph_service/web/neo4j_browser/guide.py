"""The guide as it is written in guide.adoc: slides of paragraphs and queries.

Newer Neo4j Browsers read the AsciiDoc as it is; the one that can be had outside Docker's image, and that `up` serves, reads HTML. So it
keeps to a small part of AsciiDoc, with an empty line between any two: the title and the attribute `service`, sections, paragraphs of one
line, titled blocks of Cypher.
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
    """A statement that the reader can run, and what it finds."""

    title: str
    cypher: str


@dataclass(frozen=True, slots=True)
class Slide:
    """What the reader sees at once: paragraphs, in AsciiDoc's inline markup, and queries, in their order."""

    title: str
    blocks: tuple[str | Query, ...]


@cache
def read_source() -> str:
    """The AsciiDoc."""
    return SOURCE.read_text(encoding="utf-8").strip()


def write_adoc(service: str) -> str:
    """The AsciiDoc with links to the service at this address."""
    return HEADER.sub(lambda found: f"= {found['title']}\n:service: {service}", read_source(), count=1) + "\n"


@cache
def read_slides() -> tuple[Slide, ...]:
    """The slides of guide.adoc."""
    return parse(read_source())


def parse(source: str) -> tuple[Slide, ...]:
    """The slides of a guide; what stands before the first section is one too. ValueError for what is none of the AsciiDoc told above."""
    slides: list[tuple[str, list[str | Query]]] = []
    for block in source.split("\n\n"):
        if found := HEADER.fullmatch(block) or SECTION.fullmatch(block):
            slides.append((found["title"], []))
        elif found := CYPHER.fullmatch(block):
            slides[-1][1].append(Query(found["title"], found["cypher"]))
        elif PARAGRAPH.fullmatch(block):
            slides[-1][1].append(block)
        else:
            raise ValueError(f"The guide holds what is not read here:\n{block}")
    return tuple(Slide(title, tuple(blocks)) for title, blocks in slides)


def queries() -> tuple[Query, ...]:
    """Those of all slides."""
    return tuple(block for slide in read_slides() for block in slide.blocks if isinstance(block, Query))
