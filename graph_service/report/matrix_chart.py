"""A heat map of what went from where to where."""

from collections.abc import Mapping, Sequence
from math import sqrt

from markupsafe import Markup

from graph_service.report.formatting import number
from graph_service.report.svg import SIGN, label, picture, rect, text

LEFT = 214.0  # pixels for names
SLANT = 0.71  # of the length of a name is how high it stands at 45 degrees
LARGEST, TALLEST = 46.0, 430.0  # pixels that a cell and all rows are high at the most
# Five steps, between which and the figures on them there is contrast enough, on a light page and on a dark one.
SHADES = (0.12, 0.26, 0.4, 0.54, 0.92)
DARK = 0.6  # from this shade on, figures are printed in the colour of the page


def matrix(
    id_: str, title: str, description: str, names: Sequence[str], amounts: Mapping[tuple[int, int], float], marked: frozenset[int]
) -> Markup:
    """Rows give, columns receive. `amounts`: by row and column, absent for nothing; there must be one. `marked`: whose own cell is marked.

    Shades go by the square root, so that one large amount does not make all others look alike.
    """
    top = min(max(len(name) for name in names) * SIGN * SLANT + 24, LEFT * SLANT)
    side = min(LARGEST, TALLEST / len(names))
    most = max(amounts.values())
    children = [text(LEFT - 10, top - 12, "learned in ↓   reused in →", anchor="end", class_="faint")]
    for at, name in enumerate(names):
        middle = at * side + side / 2
        class_ = "label strong accent-text" if at in marked else "label"
        children.append(label(LEFT - 10, top + middle + 4, name, LEFT - 10, class_=class_))
        children.append(label(LEFT + middle + 3, top - 8, name, (top - 20) / SLANT, anchor="start", turn=-45, class_=class_))
    for row, giver in enumerate(names):
        for column, receiver in enumerate(names):
            amount = amounts.get((row, column), 0.0)
            place = (LEFT + column * side, top + row * side)
            own = row == column
            children += _cell(
                place, side, amount, sqrt(amount / most), f"{giver} → {receiver}: {number(amount)}", own=own, mark=own and row in marked
            )
    return picture(id_, top + len(names) * side + 6, title, description, children)


def _cell(place: tuple[float, float], side: float, amount: float, share: float, tip: str, *, own: bool, mark: bool) -> list[Markup]:
    (x, y), shade = place, SHADES[min(int(share * len(SHADES)), len(SHADES) - 1)] if amount else 0.0
    cell = [rect(x + 1, y + 1, side - 2, side - 2, "heat marked" if mark else "heat", tip, fill_opacity=f"{shade:.2f}")]
    if own:
        cell.append(rect(x + 1.5, y + 1.5, side - 3, side - 3, "frame accent-line" if mark else "frame"))
    if amount and side > 20:
        cell.append(
            text(x + side / 2, y + side / 2 + 4, number(amount), anchor="middle", class_="figure on-dark" if shade > DARK else "figure")
        )
    return cell
