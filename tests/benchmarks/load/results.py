"""The results of one organisation as Markdown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tests.benchmarks.load.attacker import Attack
from tests.benchmarks.load.clients import PROBES, Tally, total_errors

MAX_GROWTH = 0.05
MAX_SLOWDOWN = 3.0
MAX_PROBE_MILLISECONDS = 100.0


@dataclass(frozen=True)
class Result:
    """The phases: clients alone, with the attacker, the attacker without clients. memory: of the service in MB during the first one, sampled
    at regular intervals; most_memory: at most during the others.
    """

    name: str
    clients: int
    workers: int
    quiet: Tally
    attacked: Tally
    probed: Tally
    attack: Attack
    memory: Sequence[float]
    most_memory: float

    @property
    def growth(self) -> float:
        """The growth of memory: the mean of the last quarter relative to that of the first, minus 1."""
        quarter = max(1, len(self.memory) // 4)
        return float(np.mean(self.memory[-quarter:]) / np.mean(self.memory[:quarter])) - 1

    @property
    def slowdown(self) -> float:
        """The 99th percentile of all reads and writes under attack, relative to that without."""
        quiet, attacked = (np.percentile([*tally.times["read"], *tally.times["write"]], 99) for tally in (self.quiet, self.attacked))
        return float(attacked / quiet)

    def requirements(self) -> Iterator[tuple[str, str, bool]]:
        """Each requirement, what was measured, and whether it is met."""
        errors = sum(total_errors(tally.errors) for tally in (self.quiet, self.attacked, self.probed))
        probes = max(self.probed.percentile(kind, 99) for kind in PROBES)
        yield "no errors", f"{errors:,}", errors == 0
        yield "memory within 5% after the warm-up", f"{self.growth:+.1%}", abs(self.growth) <= MAX_GROWTH
        yield (
            "99th percentile under attack at most 3 times that without",
            f"{self.slowdown:.1f} times",
            self.slowdown <= MAX_SLOWDOWN,
        )
        yield (
            "/healthz, /metrics and small reads under attack, without clients, below 100 ms (99%)",
            f"{probes:.0f} ms",
            probes < MAX_PROBE_MILLISECONDS,
        )

    @property
    def met(self) -> bool:
        return all(met for _, _, met in self.requirements())

    def lines(self) -> Iterator[str]:
        minutes = ", ".join(f"{tally.seconds / 60:.0f}" for tally in (self.quiet, self.attacked, self.probed))
        yield f"### {self.name}: {self.clients} clients, {self.workers} workers, 95% reads, {minutes} minutes"
        yield ""
        yield "| | clients | clients and attacker | attacker |"
        yield "|---|---|---|---|"
        yield self._row("requests per second", lambda tally: f"{tally.rate:,.0f}")
        for kind in ("read", "write", *PROBES):
            yield self._row(
                f"{kind}: median, 99%, slowest, in ms",
                lambda tally, kind=kind: ", ".join(f"{tally.percentile(kind, percent):,.0f}" for percent in (50, 99, 100)),
            )
        yield self._row("errors", lambda tally: f"{total_errors(tally.errors):,}")
        yield f"| memory of the service in MB, first and last quarter; at most | {self._memory()} | {self.most_memory:,.0f} | |"
        yield ""
        yield "| requirement | measured | met |"
        yield "|---|---|---|"
        yield from (f"| {text} | {measured} | {'yes' if met else 'NO'} |" for text, measured, met in self.requirements())
        yield ""
        yield "The attacker's requests, each sent once a second, and their results:"
        yield ""
        for name, results in self.attack.results.items():
            yield f"- {name}: {', '.join(f'{result} ({count:,})' for result, count in results.most_common()) or 'none'}"
        for text, count in (self.quiet.errors + self.attacked.errors + self.probed.errors).most_common(5):
            yield f"- error ({count:,} times): {text}"

    def _row(self, name: str, text: Callable[[Tally], str]) -> str:
        return f"| {name} | {text(self.quiet)} | {text(self.attacked)} | {text(self.probed)} |"

    def _memory(self) -> str:
        quarter = max(1, len(self.memory) // 4)
        return f"{np.mean(self.memory[:quarter]):,.0f}, {np.mean(self.memory[-quarter:]):,.0f}"
