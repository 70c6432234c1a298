"""Columns in time: what each quarter or year brought."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from graph_service.report.bar_chart import Part
from graph_service.report.formatting import number
from graph_service.report.svg import SIGN, WIDTH, element, line, picture, rect, text

TALL, TOP, BOTTOM = 170.0, 44.0, 44.0
WIDEST = 64.0
"""Pixels."""


@dataclass(frozen=True, slots=True)
class Column:
    """A period: its name, its year where a new one begins, and its pieces from the bottom. `inside`: of the report's window."""

    name: str
    year: str
    parts: Sequence[Part]
    inside: bool


def quarters(id_: str, title: str, description: str, columns: Sequence[Column], legend: Sequence[tuple[str, str]]) -> Markup:
    """The columns beside each other on one scale. `legend`: class and words of each colour; what no column has is left out of it."""
    used = {part.class_ for column in columns for part in column.parts if part.amount}
    most = max((sum(part.amount for part in column.parts) for column in columns), default=1.0) or 1.0
    step = min(WIDEST, WIDTH / max(len(columns), 1))
    children: list[Markup] = []
    x = 0.0
    for class_, words in (one for one in legend if one[0] in used):
        children.append(element("g", rect(x, 2, 12, 12, class_), text(x + 18, 12, words, class_="faint")))
        x += 36 + SIGN * len(words)
    for at, column in enumerate(columns):
        children += _column(column, at * step, step, TALL / most)
    children.append(line(0, TOP + TALL, step * len(columns), TOP + TALL, "axis"))
    return picture(id_, TOP + TALL + BOTTOM, title, description, children)


def _column(column: Column, x: float, step: float, scale: float) -> list[Markup]:
    y, wide = TOP + TALL, step * 0.62
    drawn: list[Markup] = []
    for part in column.parts:
        y -= part.amount * scale
        drawn.append(rect(x + (step - wide) / 2, y, wide, part.amount * scale, part.class_, part.tip))
    total = sum(part.amount for part in column.parts)
    middle = x + step / 2
    drawn.append(text(middle, y - 6, number(total), anchor="middle", class_="figure"))
    drawn.append(text(middle, TOP + TALL + 18, column.name, anchor="middle", class_="label strong" if column.inside else "faint"))
    if column.year:
        drawn.append(text(middle, TOP + TALL + 34, column.year, anchor="middle", class_="faint"))
    return [element("g", *drawn, class_="inside" if column.inside else "outside")]
