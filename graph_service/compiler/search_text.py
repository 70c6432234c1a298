"""Words in texts: what a person types as a query that can only mean words, and where these stand in a text."""

import re
from collections.abc import Iterable
from itertools import islice

from graph_service.mapping.outputs import HIGHLIGHT_MARK

LONGEST_TEXT = 1000  # characters
MOST_CLAUSES = 1000  # The index takes 1,024 at once, one for each word in each property it covers
# What the index may take for a word: in Chinese and Japanese every sign, elsewhere a run of letters, and signs such as 🎸.
TOKEN = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[^\w\s\x00-\x7f]"
)
WORD = re.compile(r"\w+")
SIGNS = re.compile(r'([-+!(){}\[\]^"~*?:\\/&|<>=])')
KEYWORDS = frozenset({"AND", "OR", "NOT", "TO"})
NOTHING = r"\!"  # a query that finds nothing: no text has a sign for a word
AROUND = 60  # characters shown on either side of a word that was found
MOST_FRAGMENTS = 3


def as_query(text: str, properties: int = 1) -> str:
    """Words as an index over so many properties takes them: of a long text the beginning.

    None of what is typed is query syntax: signs are taken as signs, and AND for a word.
    """
    words = dict.fromkeys(_beginning(text[:LONGEST_TEXT], MOST_CLAUSES // properties).split())
    plain = (word.lower() if word in KEYWORDS else word for word in words)
    return " ".join(SIGNS.sub(r"\\\1", word) for word in plain) or NOTHING


def _beginning(text: str, most: int) -> str:
    """The text up to its so manieth word."""
    after = next(islice(TOKEN.finditer(text), most, None), None)
    return text if after is None else text[: after.start()]


def highlight(text: str, texts: Iterable[str | None]) -> list[str]:
    """Short pieces of the texts around the first word found in each, every word that was found between two marks."""
    words = {word.casefold() for word in WORD.findall(text)}
    pieces = (_piece(words, each) for each in texts if each)
    return [piece for piece in pieces if piece][:MOST_FRAGMENTS]


def _piece(words: set[str], text: str) -> str:
    first = next((found for found in WORD.finditer(text) if found.group().casefold() in words), None)
    if first is None:
        return ""
    start, end = _whole_words(text, first.start() - AROUND, first.end() + AROUND)
    marked = WORD.sub(
        lambda found: f"{HIGHLIGHT_MARK}{found.group()}{HIGHLIGHT_MARK}" if found.group().casefold() in words else found.group(),
        text[start:end],
    )
    return f"{'… ' if start else ''}{marked.strip()}{' …' if end < len(text) else ''}"


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The ends moved to the next spaces inside."""
    left = 0 if start <= 0 else text.find(" ", start) + 1
    right = len(text) if end >= len(text) else text.rfind(" ", 0, end)
    return max(left, 0), right if right > left else len(text)
