"""Formats measurements as Markdown tables. Figures over budget are bold."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.benchmarks.reading.measuring import Taken
from tests.benchmarks.reading.questions import QUESTIONS

MOST_RATIO, MOST_WRITE_RATIO = 1.5, 1.3
MOST_PROCESSOR = 0.4  # allowed CPU milliseconds of the service above the baseline
LEAST_THROUGHPUT = 0.8


@dataclass(frozen=True, slots=True)
class Measured:
    """Measurements of one query: times of the service and the baseline, database hits, and requests per second with several clients."""

    service: Taken
    floor: Taken
    floor_collected: bool
    hits: tuple[float, float] | None
    service_rate: float
    floor_rate: float

    @property
    def ratio(self) -> float:
        """Median of the service divided by the median of the baseline."""
        return self.service.p50 / self.floor.p50


@dataclass(frozen=True, slots=True)
class Paged:
    """The first page of a list compared with a distant page: milliseconds and hits."""

    page: int
    near: float
    far: float
    near_hits: float
    far_hits: float


def write_table(size: str, measured: Mapping[str, Measured], clients: int) -> str:
    """The table, one line per query."""
    head = (
        f"| {size} | | p50 (p95) ms: service | floor | ratio | CPU ms, itself + Neo4j: service | floor | database hits: service | floor "
        f"| {clients} clients, requests/s: service | floor | ratio |"
    )
    return "\n".join([head, "|---" * 12 + "|", *(_line(name, each) for name, each in measured.items())])


def _line(name: str, measured: Measured) -> str:
    ours, floor = measured.service, measured.floor
    own, theirs = ours.processor, floor.processor
    most = MOST_WRITE_RATIO if QUESTIONS[name].writes else MOST_RATIO
    rate = measured.service_rate / measured.floor_rate
    hits = (
        ("", "")
        if measured.hits is None
        else (_bold(f"{measured.hits[0]:,.0f}", measured.hits[0] > measured.hits[1]), f"{measured.hits[1]:,.0f}")
    )
    cells = (
        name,
        QUESTIONS[name].words,
        f"{ours.p50:.2f} ({ours.p95:.2f})",
        f"{floor.p50:.2f} ({floor.p95:.2f}){' collected' if measured.floor_collected else ''}",
        _bold(f"{measured.ratio:.2f}", measured.ratio > most),
        _bold(f"{own[0]:.2f}", own[0] > theirs[0] + MOST_PROCESSOR) + f" + {own[1]:.2f}",
        f"{theirs[0]:.2f} + {theirs[1]:.2f}",
        *hits,
        f"{measured.service_rate:,.0f}",
        f"{measured.floor_rate:,.0f}",
        _bold(f"{rate:.2f}", rate < LEAST_THROUGHPUT),
    )
    return f"| {' | '.join(cells)} |"


def write_growth(small: Mapping[str, Measured], large: Mapping[str, Measured]) -> str:
    """Growth of the time of each query on a graph ten times as large."""
    lines = ["| from S to L | service | floor |", "|---|---|---|"]
    for name in (name for name in small if name in large):
        ours, floor = (getattr(large[name], side).p50 / getattr(small[name], side).p50 for side in ("service", "floor"))
        lines.append(f"| {name} | {_bold(f'{ours:.2f}', ours > floor)} | {floor:.2f} |")
    return "\n" + "\n".join(lines)


def write_pages(paged: Paged) -> str:
    """The page comparison as one sentence."""
    return (
        f"\nPage {paged.page} of a sorted list beside page 1: {paged.far:.2f} and {paged.near:.2f} ms, "
        f"{paged.far_hits:,.0f} and {paged.near_hits:,.0f} database hits."
    )


def _bold(text: str, over: bool) -> str:
    return f"**{text}**" if over else text
