"""Lines in time from the day a lesson was there to the day its problem came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from graph_service.report.formatting import day, plural
from graph_service.report.svg import WIDTH, element, label, line, picture, text

LEFT, RIGHT, ROW = 24.0, 70.0, 58.0


@dataclass(frozen=True, slots=True)
class Gap:
    """From the earlier lesson, published on `there`, to the later one, learned on `back`."""

    earlier: str
    later: str
    there: date
    back: date


def gaps(id_: str, title: str, description: str, rows: Sequence[Gap]) -> Markup:
    """The lines below each other on one scale of days."""
    first, last = min(row.there for row in rows), max(row.back for row in rows)
    scale = (WIDTH - LEFT - RIGHT) / max((last - first).days, 1)
    children: list[Markup] = []
    for at, row in enumerate(rows):
        y = at * ROW + 34
        start, end = (LEFT + (one - first).days * scale for one in (row.there, row.back))
        tip = f"Published on {day(row.there)}, came back on {day(row.back)}"
        children += [
            line(start, y, end, y, "gap"),
            element("circle", element("title", tip), cx=start, cy=y, r=5, class_="dot"),
            element("circle", element("title", tip), cx=end, cy=y, r=6, class_="dot accent"),
            text(end + 12, y + 4, plural((row.back - row.there).days, "day"), class_="figure"),
            label(LEFT - 5, y - 12, f"{row.earlier} → {row.later}", WIDTH - LEFT, anchor="start"),
        ]
    return picture(id_, len(rows) * ROW, title, description, children)
