"""Text similarity: the cosine of TF-IDF vectors."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph_service.language.tokens import tokenize

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class DocumentFrequencies:
    """How many of a number of reference texts contain each word."""

    texts: int
    containing: Counter[str]

    def idf(self, word: str) -> float:
        """Inverse document frequency: ln((N + 1) / (n + 1)) when n of N texts contain the word; 0 when all do."""
        return math.log((self.texts + 1) / (self.containing[word] + 1))


def document_frequencies(texts: Iterable[str]) -> DocumentFrequencies:
    """Counts the words of the reference texts."""
    vocabularies = [set(tokenize(text)) for text in texts]
    return DocumentFrequencies(len(vocabularies), Counter(word for vocabulary in vocabularies for word in vocabulary))


def tf_idf(text: str, frequencies: DocumentFrequencies) -> Vector:
    """The vector of a text: see `weigh`."""
    return weigh(tokenize(text), frequencies)


def weigh(words: Iterable[str], frequencies: DocumentFrequencies) -> Vector:
    """The weight of each word, (1 + ln(count)) x idf, in a vector of length 1; of length 0 when every word has an idf of 0.

    Salton & Buckley, Term-weighting approaches in automatic text retrieval, 1988.
    """
    weights = {word: (1 + math.log(count)) * frequencies.idf(word) for word, count in Counter(words).items()}
    length = math.sqrt(math.fsum(weight**2 for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def cosine_similarity(left: Vector, right: Vector) -> float:
    """1 for the same words in the same proportions, 0 for no word in common."""
    return math.fsum(weight * right[word] for word, weight in left.items() if word in right)


def top_terms(vector: Vector, limit: int) -> list[str]:
    """At most `limit` words with the greatest weights, greatest first, equal ones in alphabetical order."""
    return sorted(vector, key=lambda word: (-vector[word], word))[:limit]
