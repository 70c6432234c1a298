"""How good a ranking is: reciprocal rank of the first right one, and how much of what is right stands among the first ten."""

from collections.abc import Collection, Mapping, Sequence
from statistics import fmean

TEN = 10


def ranks(scores: Mapping[str, float], right: Collection[str]) -> list[float]:
    """The rank of each right one that has a score. Among equal scores it is the mean of their ranks: order by id is luck."""
    found = []
    for score in (scores[id_] for id_ in right if id_ in scores):
        better, equal = sum(other > score for other in scores.values()), sum(other == score for other in scores.values())
        found.append(better + (equal + 1) / 2)
    return found


def reciprocal_rank(found: Sequence[float]) -> float:
    """Of the best; 0 where none was found."""
    return 1 / min(found) if found else 0.0


def hit(found: Sequence[float]) -> float:
    """1 where one is among the first ten."""
    return float(any(rank <= TEN for rank in found))


def recall(found: Sequence[float], right: Collection[str]) -> float:
    """The part of all right ones that is among the first ten."""
    return sum(rank <= TEN for rank in found) / len(right)


def means(figures: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The mean of each of both figures."""
    return fmean(one for one, _ in figures), fmean(other for _, other in figures)
