"""Baseline: TF-IDF cosine similarity with the usual defaults of libraries."""

import re
from collections import Counter
from collections.abc import Mapping
from math import log, sqrt

WORD = re.compile(r"\w\w+")


def similar(texts: Mapping[str, str], query: str) -> dict[str, float]:
    """Id -> cosine of the text with the query. Weight of a word: count x (1 + ln((1 + texts) / (1 + texts with the word)))."""
    counts = {id_: Counter(WORD.findall(text.lower())) for id_, text in texts.items()}
    having = Counter(word for count in counts.values() for word in count)
    weight = {word: 1 + log((1 + len(texts)) / (1 + number)) for word, number in having.items()}
    asked = _unit({word: number * weight[word] for word, number in Counter(WORD.findall(query.lower())).items() if word in weight})
    found = {}
    for id_, count in counts.items():
        mine = _unit({word: number * weight[word] for word, number in count.items()})
        found[id_] = sum(part * mine.get(word, 0.0) for word, part in asked.items())
    return found


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = sqrt(sum(part * part for part in vector.values())) or 1.0
    return {word: part / length for word, part in vector.items()}
