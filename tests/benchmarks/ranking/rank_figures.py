"""Ranking quality: reciprocal rank of the first correct item, and hits and recall among the first ten."""

from collections.abc import Collection, Mapping, Sequence
from statistics import fmean

TEN = 10


def ranks(scores: Mapping[str, float], right: Collection[str]) -> list[float]:
    """The rank of each correct item that has a score. Items with equal scores get their mean rank, as their order by id is arbitrary."""
    found = []
    for score in (scores[id_] for id_ in right if id_ in scores):
        better, equal = sum(other > score for other in scores.values()), sum(other == score for other in scores.values())
        found.append(better + (equal + 1) / 2)
    return found


def reciprocal_rank(found: Sequence[float]) -> float:
    """Reciprocal of the best rank; 0 when there is none."""
    return 1 / min(found) if found else 0.0


def hit(found: Sequence[float]) -> float:
    """1 when any rank is among the first ten, otherwise 0."""
    return float(any(rank <= TEN for rank in found))


def recall(found: Sequence[float], right: Collection[str]) -> float:
    """The share of all correct items that is among the first ten."""
    return sum(rank <= TEN for rank in found) / len(right)


def means(figures: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The mean of each of the two figures."""
    return fmean(one for one, _ in figures), fmean(other for _, other in figures)
