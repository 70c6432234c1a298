"""Baselines that rank texts by a query: TF-IDF with the usual defaults of libraries, and Okapi BM25."""

import re
from collections import Counter
from collections.abc import Mapping
from math import log, sqrt
from typing import Final

WORD: Final = re.compile(r"\w\w+")
K1: Final = 1.2  # of BM25, as in Lucene
B: Final = 0.75


def tf_idf_scores(texts: Mapping[str, str], query: str) -> dict[str, float]:
    """Id -> cosine of the text with the query. Weight of a word: count x (1 + ln((1 + texts) / (1 + texts with the word)))."""
    counts = {id_: _count(text) for id_, text in texts.items()}
    having = Counter(word for count in counts.values() for word in count)
    weight = {word: 1 + log((1 + len(texts)) / (1 + number)) for word, number in having.items()}
    asked = _unit({word: number * weight[word] for word, number in _count(query).items() if word in weight})
    found = {}
    for id_, count in counts.items():
        mine = _unit({word: number * weight[word] for word, number in count.items()})
        found[id_] = sum(part * mine.get(word, 0.0) for word, part in asked.items())
    return found


def bm25_scores(texts: Mapping[str, str], query: str) -> dict[str, float]:
    """Id -> sum over the words of the query, repeated ones repeatedly, of idf x count x (K1 + 1) / (count + K1 x (1 - B + B x length / mean)).

    idf = ln(1 + (texts - n + 0.5) / (n + 0.5)) for a word in n texts. Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009.
    """
    counts, asked = {id_: _count(text) for id_, text in texts.items()}, _count(query)
    having = Counter(word for count in counts.values() for word in count)
    mean = sum(count.total() for count in counts.values()) / max(len(counts), 1) or 1.0
    idf = {word: log(1 + (len(texts) - having[word] + 0.5) / (having[word] + 0.5)) for word in asked}

    def score(count: Counter[str]) -> float:
        long = K1 * (1 - B + B * count.total() / mean)
        return sum(times * idf[word] * count[word] * (K1 + 1) / (count[word] + long) for word, times in asked.items() if word in count)

    return {id_: score(count) for id_, count in counts.items()}


def _count(text: str) -> Counter[str]:
    return Counter(WORD.findall(text.lower()))


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = sqrt(sum(part * part for part in vector.values())) or 1.0
    return {word: part / length for word, part in vector.items()}
