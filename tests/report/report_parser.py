"""Parses the report with a parser that follows the HTML standard and rejects every error."""

from collections.abc import Awaitable, Callable
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

Make = Callable[[str, str], Awaitable["Page"]]
Ask = Callable[..., Awaitable[Any]]


class Page:
    """The page's text and its tree, without namespaces."""

    def __init__(self, text: str) -> None:
        self.text = text
        # Strict: raises for everything that the standard calls a parse error.
        self.root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        for each in self.root.iter():
            each.tag = each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""

    def all(self, tag: str) -> list[Element]:
        """Every element of that name, in order."""
        return list(self.root.iter(tag))

    def section(self, id_: str) -> Element:
        """The section with this id."""
        return next(each for each in self.all("section") if each.get("id") == id_)

    def title(self, id_: str) -> str:
        """The title of a section."""
        return words(next(self.section(id_).iter("h2")))

    def table(self, id_: str, caption: str) -> list[dict[str, str]]:
        """The rows of a table, as dictionaries by column head."""
        places = [self.section(id_), *(each for each in self.all("div") if each.get("id") == f"{id_}-tables")]
        tables = (table for place in places for table in place.iter("table"))
        found = next(table for table in tables if words(next(table.iter("caption"))) == caption)
        heads = [words(cell) for cell in next(found.iter("thead")).iter("th")]
        return [dict(zip(heads, map(words, row), strict=True)) for row in next(found.iter("tbody")).iter("tr")]


def words(element: Element) -> str:
    """The text in an element."""
    return " ".join("".join(element.itertext()).split())
