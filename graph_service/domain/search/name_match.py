"""How well a name matches a text that somebody types: exact words, the beginning of the last word, and misspelled words.

Examples:

    match_name("Nadja Petrov", "Nadja Petrov")  ->  whole
    match_name("petr", "Nadja Petrov")          ->  quality 2: the beginning of a word
    match_name("Pertov", "Nadja Petrov")        ->  quality 1: one typing error
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

WORD: Final = re.compile(r"\w+")
MAX_WORDS: Final = 8  # of a text that are compared
MAX_NAME_WORDS: Final = 40
MIN_TOLERANT_LENGTH: Final = 4  # shorter words match too many others with one error
MIN_TWO_ERRORS_LENGTH: Final = 8
EXACT, BEGINNING, MISSPELLED = 3, 2, 1


@dataclass(frozen=True, slots=True)
class NameMatch:
    """whole: the name is the text. quality: summed over the words of the text: 3 for a word of the name, 2 for its beginning (last word only),
    1 for a misspelled one. coverage: the part of the name's words that match, from 0 to 1.
    """

    whole: bool
    quality: int
    coverage: float


def split_words(text: str) -> list[str]:
    """The first words of a text, folded for comparison without case; at most MAX_WORDS."""
    return WORD.findall(text.casefold())[:MAX_WORDS]


def tolerated_errors(word: str) -> int:
    """How many typing errors a word may contain and still match."""
    return (len(word) >= MIN_TOLERANT_LENGTH) + (len(word) >= MIN_TWO_ERRORS_LENGTH)


def match_name(text: str, name: str) -> NameMatch:
    """Compares a text with a name, word by word. Each word of the text counts once, with its best match."""
    words, parts = split_words(text), WORD.findall(name.casefold())[:MAX_NAME_WORDS]
    best = [max(((_quality(word, part, last=word is words[-1]), part) for part in parts), default=(0, "")) for word in words]
    matched = {part for quality, part in best if quality}
    whole = bool(parts) and " ".join(text.casefold().split()) == " ".join(name.casefold().split())
    return NameMatch(whole, sum(quality for quality, _ in best), len(matched) / max(len(parts), 1))


def _quality(word: str, part: str, *, last: bool) -> int:
    if word == part:
        return EXACT
    if last and part.startswith(word):
        return BEGINNING
    errors = tolerated_errors(word)
    return MISSPELLED if errors and abs(len(word) - len(part)) <= errors and is_within(word, part, errors) else 0


@lru_cache(maxsize=10_000)
def is_within(left: str, right: str, errors: int) -> bool:
    """Whether one text becomes the other by at most so many insertions, deletions, replacements and swaps of neighbours.

    This is the optimal string alignment distance, which the full-text index uses for its tolerant search.
    """
    if len(set(left) - set(right)) > errors or len(set(right) - set(left)) > errors:
        return False
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            distance = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                distance = min(distance, earlier[j - 2] + 1)
            row.append(distance)
    return row[-1] <= errors
