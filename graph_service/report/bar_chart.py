"""Horizontal bars: one length for each name, or stacked parts of a length."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from markupsafe import Markup

from graph_service.report.svg import WIDTH, chart, label, legend_entry, legend_width, line, rect, text, text_width

MIN_LABEL_WIDTH, MAX_LABEL_WIDTH = 150.0, 360.0  # pixels
FIGURE_WIDTH = 70.0  # pixels to the right of the bars
ROW_HEIGHT, BAR_HEIGHT, LEGEND_HEIGHT = 30.0, 16.0, 30.0  # pixels
MAX_BARS = 16  # fit on a page with their table

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: its length, its colour (a class of the style sheet) and its tooltip."""

    amount: float
    class_: str
    tooltip: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A name, the parts from the left, and the figure at the end. `strong`: needs attention."""

    name: str
    parts: Sequence[Part]
    figure: str
    strong: bool = False


def largest(rows: Sequence[T], weight: Callable[[T], float]) -> list[T]:
    """The MAX_BARS rows with the greatest weight, in their original order; the first of equal ones."""
    largest = set(sorted(range(len(rows)), key=lambda index: (-weight(rows[index]), index))[:MAX_BARS])
    return [row for index, row in enumerate(rows) if index in largest]


def bar_chart(id_: str, title: str, description: str, bars: Sequence[Bar], legend: Sequence[tuple[str, str]] = ()) -> Markup:
    """The bars on one scale that begins at zero; negative amounts extend to the left.

    `legend`: class and name of each colour; colours that no bar uses are left out.
    """
    used = {part.class_ for bar in bars for part in bar.parts if part.amount}
    legend = [entry for entry in legend if entry[0] in used]
    top, left = LEGEND_HEIGHT if legend else 0.0, _label_width(bars)
    low = min(0.0, *(sum(part.amount for part in bar.parts if part.amount < 0) for bar in bars))
    high = max(*(sum(part.amount for part in bar.parts if part.amount > 0) for bar in bars), 0.0)
    scale = (WIDTH - left - FIGURE_WIDTH) / ((high - low) or 1.0)
    zero, bottom = left - low * scale, top + len(bars) * ROW_HEIGHT
    children = [*_draw_legend(legend, left)]
    for index, bar in enumerate(bars):
        y = top + index * ROW_HEIGHT
        children.append(label(left - 12, y + BAR_HEIGHT / 2 + 8, bar.name, left - 12, class_="label strong" if bar.strong else "label"))
        children += _draw_bar(bar, zero, y + 4, scale)
    return chart(id_, bottom + 4, title, description, [*children, line(zero, top, zero, bottom, "axis")])


def _draw_bar(bar: Bar, zero: float, y: float, scale: float) -> list[Markup]:
    children: list[Markup] = []
    left = right = zero
    for part in bar.parts:
        length = part.amount * scale
        if length < 0:
            left += length
            children.append(rect(left, y, -length, BAR_HEIGHT, part.class_, part.tooltip))
        else:
            children.append(rect(right, y, length, BAR_HEIGHT, part.class_, part.tooltip))
            right += length
    class_ = "figure strong accent-text" if bar.strong else "figure"
    return [*children, text(right + 8, y + BAR_HEIGHT / 2 + 4, bar.figure, class_=class_)]


def _label_width(bars: Sequence[Bar]) -> float:
    """As wide as the longest name, within limits."""
    return min(max(MIN_LABEL_WIDTH, *(text_width(bar.name) + 16 for bar in bars)), MAX_LABEL_WIDTH)


def _draw_legend(legend: Sequence[tuple[str, str]], left: float) -> list[Markup]:
    """Above the bars, further to the left where it would not fit."""
    x = max(min(left, WIDTH - sum(legend_width(name) for _, name in legend)), 0.0)
    children: list[Markup] = []
    for class_, name in legend:
        children.append(legend_entry(x, 4, name, class_))
        x += legend_width(name)
    return children
