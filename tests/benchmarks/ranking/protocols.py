"""The test cases of a benchmark of rankings, and how each ranking did on them."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.benchmarks.ranking.bootstrap import paired_interval
from tests.benchmarks.ranking.rank_figures import RankFigures, means, rank_figures

Scores = Mapping[str, float]
"""Score by id of a person or lesson. What is not listed counts as not found."""

FIGURES: Final = ("mrr", "hits", "recall")


@dataclass(slots=True)
class RankedCases:
    """By ranking, then stratum, its figures on the same test cases in the same order. A mean is the mean over strata of their means."""

    figures: dict[str, dict[Hashable, list[RankFigures]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def add(
        self,
        rankings: Mapping[str, Scores],
        right: Collection[str],
        *,
        among: Collection[str] | None = None,
        stratum: Hashable = None,
        times: int = 1,
    ) -> None:
        """A test case that occurs this often: which of the candidates `among` (None: all) are correct. It is left out if none of them is."""
        correct = set(right) if among is None else {id_ for id_ in right if id_ in among}
        if correct:
            for name, scores in rankings.items():
                kept = scores if among is None else {id_: score for id_, score in scores.items() if id_ in among}
                self.figures[name][stratum] += [rank_figures(kept, correct)] * times

    @property
    def count(self) -> int:
        """The number of test cases."""
        return sum(map(len, next(iter(self.figures.values()), {}).values()))

    def lines(self, ours: str) -> Iterator[str]:
        """One line per ranking: its means, and the 95% intervals of the differences between our ranking and it in MRR and in hits."""
        for name, strata in self.figures.items():
            mean = means([means(figures) for figures in strata.values()])
            line = f"{name:36}{mean.mrr:8.3f}{mean.hits:9.3f}{mean.recall:11.3f}"
            yield line if name == ours else line + "".join(self._interval(ours, name, figure) for figure in FIGURES[:2])

    def _interval(self, ours: str, other: str, figure: str) -> str:
        mine, theirs = ([[getattr(each, figure) for each in figures] for figures in self.figures[name].values()] for name in (ours, other))
        low, high = paired_interval(mine, theirs)
        return f"   {low:+.3f} to {high:+.3f}"


@dataclass(frozen=True, slots=True)
class Protocols:
    """The same test cases with two sets of candidates: without those of the asker's department, and with them."""

    asker_left_out: RankedCases
    asker_included: RankedCases
