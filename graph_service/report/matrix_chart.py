"""A heat map of the flow from each department to each other."""

from collections.abc import Mapping, Sequence
from math import sqrt

from markupsafe import Markup

from graph_service.report.formatting import format_number
from graph_service.report.svg import chart, label, rect, text, text_width

LABEL_WIDTH = 214.0  # pixels
RISE = 0.71  # height of a name at 45 degrees, per pixel of its length
MAX_CELL, MAX_HEIGHT = 46.0, 430.0  # pixels: side of a cell, height of all rows
MIN_LABELLED_CELL = 20  # pixels: smaller cells have no room for a figure
# Opacities. Figures have enough contrast on each of them, in light and in dark colours.
SHADES = (0.12, 0.26, 0.4, 0.54, 0.92)
DARK_FROM = 0.6  # on darker shades, figures have the colour of the page


def matrix_chart(
    id_: str, title: str, description: str, names: Sequence[str], amounts: Mapping[tuple[int, int], float], marked: frozenset[int]
) -> Markup:
    """Source departments in rows, reusing departments in columns.

    `amounts`: by row and column, without zeros; at least one. `marked`: indices of the departments whose diagonal cell is highlighted.
    The shade grows with the square root, so that one large amount does not make all others look alike.
    """
    top = min(max(map(text_width, names)) * RISE + 24, LABEL_WIDTH * RISE + 24)
    side = min(MAX_CELL, MAX_HEIGHT / len(names))
    largest = max(amounts.values())
    children = [text(LABEL_WIDTH - 10, top - 12, "source ↓   reusing →", anchor="end", class_="faint")]
    for index, name in enumerate(names):
        middle = index * side + side / 2
        class_ = "label strong accent-text" if index in marked else "label"
        children.append(label(LABEL_WIDTH - 10, top + middle + 4, name, LABEL_WIDTH - 10, class_=class_))
        children.append(label(LABEL_WIDTH + middle + 3, top - 8, name, (top - 20) / RISE, anchor="start", rotation=-45, class_=class_))
    for row, source in enumerate(names):
        for column, target in enumerate(names):
            amount = amounts.get((row, column), 0.0)
            position = (LABEL_WIDTH + column * side, top + row * side)
            own = row == column
            tooltip = f"{source} → {target}: {format_number(amount)}"
            children += _draw_cell(position, side, amount, sqrt(amount / largest), tooltip, own=own, marked=own and row in marked)
    return chart(id_, top + len(names) * side + 6, title, description, children)


def _draw_cell(
    position: tuple[float, float], side: float, amount: float, share: float, tooltip: str, *, own: bool, marked: bool
) -> list[Markup]:
    """`share`: between 0 and 1, chooses the shade. `own`: on the diagonal, which is framed."""
    (x, y), shade = position, SHADES[min(int(share * len(SHADES)), len(SHADES) - 1)] if amount else 0.0
    children = [rect(x + 1, y + 1, side - 2, side - 2, "heat marked" if marked else "heat", tooltip, fill_opacity=f"{shade:.2f}")]
    if own:
        children.append(rect(x + 1.5, y + 1.5, side - 3, side - 3, "frame accent-line" if marked else "frame"))
    if amount and side > MIN_LABELLED_CELL:
        class_ = "figure on-dark" if shade > DARK_FROM else "figure"
        children.append(text(x + side / 2, y + side / 2 + 4, format_number(amount), anchor="middle", class_=class_))
    return children
