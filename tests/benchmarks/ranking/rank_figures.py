"""Ranking quality: the reciprocal rank of the first correct item, and hits and recall among the first ten.

Items with equal scores are in random order, because their order by id is arbitrary: each figure is its expectation over all such orders, in
closed form. Any rule that breaks ties without knowing anything about the items therefore scores the same as no rule.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, dataclass
from math import comb
from statistics import fmean
from typing import Final

TEN: Final = 10


@dataclass(frozen=True, slots=True)
class RankFigures:
    """The quality of a ranking on one test case, or the means over several.

    mrr: the reciprocal rank of the best correct item, 0 if none is ranked. hits: the probability that a correct item is among the first ten.
    recall: the share of the correct items that is among the first ten.
    """

    mrr: float
    hits: float
    recall: float


def rank_figures(scores: Mapping[str, float], right: Collection[str]) -> RankFigures:
    """The expectations over the random order of ties. Correct items without a score are not ranked.

    With b items above the best correct ones, and n items with their score of which k are correct, the first correct one is the j-th of the n
    with probability C(n - j, k - 1) / C(n, k).
    """
    found = [scores[id_] for id_ in right if id_ in scores]
    if not found:
        return RankFigures(0.0, 0.0, 0.0)
    best = max(found)
    above, tied, correct = *_position(scores, best), found.count(best)
    ways, within = comb(tied, correct), min(max(TEN - above, 0), tied)
    mrr = sum(comb(tied - place, correct - 1) / ways / (above + place) for place in range(1, tied - correct + 2))
    return RankFigures(mrr, 1 - comb(tied - within, correct) / ways, sum(_among_ten(scores, score) for score in found) / len(right))


def means(figures: Sequence[RankFigures]) -> RankFigures:
    """The mean of each figure."""
    return RankFigures(*map(fmean, zip(*map(astuple, figures), strict=True)))


def _among_ten(scores: Mapping[str, float], score: float) -> float:
    """The probability that one item with this score is among the first ten."""
    above, tied = _position(scores, score)
    return min(max(TEN - above, 0) / tied, 1.0)


def _position(scores: Mapping[str, float], score: float) -> tuple[int, int]:
    """The number of items with a higher score, and with this score."""
    return sum(other > score for other in scores.values()), sum(other == score for other in scores.values())
