"""Vertical columns: one for each quarter or year, in stacked parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from graph_service.report.bar_chart import Part
from graph_service.report.formatting import format_number
from graph_service.report.svg import WIDTH, chart, element, legend_entry, legend_width, line, rect, text

HEIGHT, TOP, BOTTOM = 170.0, 44.0, 44.0  # of the tallest column, and above and below the columns; pixels
MAX_STEP = 64.0  # pixels from one column to the next


@dataclass(frozen=True, slots=True)
class Column:
    """A period: its name, its year where a new one begins, and its parts from the bottom. `inside`: belongs to the report's window."""

    name: str
    year: str
    parts: Sequence[Part]
    inside: bool


def column_chart(id_: str, title: str, description: str, columns: Sequence[Column], legend: Sequence[tuple[str, str]]) -> Markup:
    """The columns on one scale. `legend`: class and name of each colour; colours that no column uses are left out."""
    used = {part.class_ for column in columns for part in column.parts if part.amount}
    highest = max((sum(part.amount for part in column.parts) for column in columns), default=1.0) or 1.0
    step = min(MAX_STEP, WIDTH / max(len(columns), 1))
    children: list[Markup] = []
    x = 0.0
    for class_, name in (entry for entry in legend if entry[0] in used):
        children.append(legend_entry(x, 2, name, class_))
        x += legend_width(name)
    for index, column in enumerate(columns):
        children.append(_draw_column(column, index * step, step, HEIGHT / highest))
    children.append(line(0, TOP + HEIGHT, step * len(columns), TOP + HEIGHT, "axis"))
    return chart(id_, TOP + HEIGHT + BOTTOM, title, description, children)


def _draw_column(column: Column, x: float, step: float, scale: float) -> Markup:
    y, width, middle = TOP + HEIGHT, step * 0.62, x + step / 2
    children: list[Markup] = []
    for part in column.parts:
        y -= part.amount * scale
        children.append(rect(middle - width / 2, y, width, part.amount * scale, part.class_, part.tooltip))
    total = sum(part.amount for part in column.parts)
    children.append(text(middle, y - 6, format_number(total), anchor="middle", class_="figure"))
    children.append(text(middle, TOP + HEIGHT + 18, column.name, anchor="middle", class_="label strong" if column.inside else "faint"))
    if column.year:
        children.append(text(middle, TOP + HEIGHT + 34, column.year, anchor="middle", class_="faint"))
    return element("g", *children, class_="inside" if column.inside else "outside")
