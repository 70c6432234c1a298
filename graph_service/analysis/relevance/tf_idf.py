"""How alike two texts are, by the words they share."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

# A run of letters and digits is a word; in Chinese and Japanese, which put no spaces, every sign is.
WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many of some texts use each word: what says how telling a word is."""

    texts: int
    using: Counter[str]

    def weight(self, word: str) -> float:
        """ln((N + 1) / (n + 1)), when n of N texts use the word: 0 where all do."""
        return math.log((self.texts + 1) / (self.using[word] + 1))


def rarity(texts: Iterable[str]) -> Rarity:
    """That of the words of these texts."""
    used = [set(words(text)) for text in texts]
    return Rarity(len(used), Counter(word for each in used for word in each))


def vector(text: str, rarity: Rarity) -> Vector:
    """Each word with (1 + ln(times it is used)) x its weight, in a vector of length 1; without any telling word of length 0.

    TF-IDF: Salton & Buckley, Term-weighting approaches in automatic text retrieval, 1988.
    """
    weighed = {word: (1 + math.log(times)) * rarity.weight(word) for word, times in Counter(words(text)).items()}
    length = math.sqrt(math.fsum(weight**2 for weight in weighed.values())) or 1.0
    return {word: weight / length for word, weight in weighed.items()}


def likeness(one: Vector, other: Vector) -> float:
    """The cosine of the two: 1 for the same words as often, 0 for none in common."""
    return math.fsum(weight * other[word] for word, weight in one.items() if word in other)


def telling_words(vector: Vector, most: int) -> list[str]:
    """The words with the greatest weights, at most so many, the greatest first, equal ones by alphabet."""
    return sorted(vector, key=lambda word: (-vector[word], word))[:most]


def words(text: str) -> list[str]:
    """The words of a text in order, in small letters."""
    return WORD.findall(text.lower())
