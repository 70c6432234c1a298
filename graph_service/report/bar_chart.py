"""Bars beside names: one length each, or one length in parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from markupsafe import Markup

from graph_service.report.svg import SIGN, WIDTH, element, label, line, picture, rect, text

NARROWEST, WIDEST = 150.0, 330.0  # pixels for names, as they need
RIGHT = 70.0  # for figures
ROW, THICK = 30.0, 16.0
LEGEND = 30.0
MOST_BARS = 16  # fit on a page with their table

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: how long, in which colour (a class of the page), and what it stands for."""

    amount: float
    class_: str
    tip: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A name, the pieces from the left, and the figure at the end. `strong`: asks for attention."""

    name: str
    parts: Sequence[Part]
    figure: str
    strong: bool = False


def largest(rows: Sequence[T], weigh: Callable[[T], float]) -> list[T]:
    """The rows that a picture has room for, those with the greatest weight, in the order given."""
    kept = set(sorted(range(len(rows)), key=lambda at: (-weigh(rows[at]), at))[:MOST_BARS])
    return [row for at, row in enumerate(rows) if at in kept]


def bars(id_: str, title: str, description: str, rows: Sequence[Bar], legend: Sequence[tuple[str, str]] = ()) -> Markup:
    """The bars below each other on one scale, from zero; lengths below zero go to the left.

    `legend`: class and words of each colour; what no bar has is left out of it.
    """
    used = {part.class_ for row in rows for part in row.parts if part.amount}
    legend = [one for one in legend if one[0] in used]
    top, left = LEGEND if legend else 0.0, _room(rows)
    low = min(0.0, *(sum(part.amount for part in row.parts if part.amount < 0) for row in rows))
    high = max(*(sum(part.amount for part in row.parts if part.amount > 0) for row in rows), 0.0)
    scale = (WIDTH - left - RIGHT) / ((high - low) or 1.0)
    zero = left - low * scale
    children = [*_legend(legend, left)]
    for at, row in enumerate(rows):
        y = top + at * ROW
        children.append(label(left - 12, y + THICK / 2 + 8, row.name, left - 12, class_="label strong" if row.strong else "label"))
        children += _bar(row, zero, y + 4, scale)
    return picture(id_, top + len(rows) * ROW + 4, title, description, [*children, line(zero, top, zero, top + len(rows) * ROW, "axis")])


def _bar(row: Bar, zero: float, y: float, scale: float) -> list[Markup]:
    drawn: list[Markup] = []
    left = right = zero
    for part in row.parts:
        length = part.amount * scale
        if length < 0:
            left += length
            drawn.append(rect(left, y, -length, THICK, part.class_, part.tip))
        else:
            drawn.append(rect(right, y, length, THICK, part.class_, part.tip))
            right += length
    return [*drawn, text(right + 8, y + THICK / 2 + 4, row.figure, class_="figure strong accent-text" if row.strong else "figure")]


def _room(rows: Sequence[Bar]) -> float:
    """As the longest name needs."""
    return min(max(NARROWEST, *(len(row.name) * SIGN + 16 for row in rows)), WIDEST)


def _legend(legend: Sequence[tuple[str, str]], left: float) -> list[Markup]:
    """Above the bars, further to the left where that is too narrow."""
    widths = [36 + SIGN * len(words) for _, words in legend]
    x = max(min(left, WIDTH - sum(widths)), 0.0)
    drawn: list[Markup] = []
    for (class_, words), width in zip(legend, widths, strict=True):
        drawn.append(element("g", rect(x, 4, 12, 12, class_), text(x + 18, 14, words, class_="faint")))
        x += width
    return drawn
