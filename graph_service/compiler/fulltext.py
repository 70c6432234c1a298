"""Words in texts: what a person types as a query that can only mean words, and where these stand in a text."""

import re
from collections.abc import Iterable

LONGEST_TEXT = 1000  # characters. The index takes 1,024 words at once, and in some scripts every sign is a word
WORD = re.compile(r"\w+")
SIGNS = re.compile(r'([-+!(){}\[\]^"~*?:\\/&|<>=])')
KEYWORDS = frozenset({"AND", "OR", "NOT", "TO"})
NOTHING = r"\!"  # a query that finds nothing: no text has a sign for a word
AROUND = 60  # characters shown on either side of a word that was found
MOST_FRAGMENTS = 3
MARK = "**"


def as_query(text: str) -> str:
    """Words as the index takes them. None of what is typed is query syntax: signs are taken as signs, and AND for a word."""
    words = dict.fromkeys(text[:LONGEST_TEXT].split())
    plain = (word.lower() if word in KEYWORDS else word for word in words)
    return " ".join(SIGNS.sub(r"\\\1", word) for word in plain) or NOTHING


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
    marked = WORD.sub(lambda found: f"{MARK}{found.group()}{MARK}" if found.group().casefold() in words else found.group(), text[start:end])
    return f"{'… ' if start else ''}{marked.strip()}{' …' if end < len(text) else ''}"


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The ends moved to the next spaces inside."""
    left = 0 if start <= 0 else text.find(" ", start) + 1
    right = len(text) if end >= len(text) else text.rfind(" ", 0, end)
    return max(left, 0), right if right > left else len(text)
