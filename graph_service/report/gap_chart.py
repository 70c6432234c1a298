"""Lines on a time scale from the day a lesson was published to the day its problem was repeated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from graph_service.report.formatting import format_date, plural
from graph_service.report.svg import WIDTH, chart, element, label, line, text

LEFT, RIGHT, ROW_HEIGHT = 24.0, 70.0, 58.0  # pixels


@dataclass(frozen=True, slots=True)
class Gap:
    """The titles of the earlier and the later lesson, the day the earlier was published and the day the later was learned."""

    earlier: str
    later: str
    published: date
    repeated: date

    @property
    def days(self) -> int:
        return (self.repeated - self.published).days


def gap_chart(id_: str, title: str, description: str, gaps: Sequence[Gap]) -> Markup:
    """The lines on one scale of days."""
    first, last = min(gap.published for gap in gaps), max(gap.repeated for gap in gaps)
    scale = (WIDTH - LEFT - RIGHT) / max((last - first).days, 1)
    children: list[Markup] = []
    for index, gap in enumerate(gaps):
        y = index * ROW_HEIGHT + 34
        start, end = (LEFT + (day - first).days * scale for day in (gap.published, gap.repeated))
        tooltip = f"Published on {format_date(gap.published)}, repeated on {format_date(gap.repeated)}"
        children += [
            line(start, y, end, y, "gap"),
            element("circle", element("title", tooltip), cx=start, cy=y, r=5, class_="dot"),
            element("circle", element("title", tooltip), cx=end, cy=y, r=6, class_="dot accent"),
            text(end + 12, y + 4, plural(gap.days, "day"), class_="figure"),
            label(LEFT - 5, y - 12, f"{gap.earlier} → {gap.later}", WIDTH - LEFT, anchor="start"),
        ]
    return chart(id_, len(gaps) * ROW_HEIGHT, title, description, children)
