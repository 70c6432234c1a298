"""SVG by small pieces. Every text is escaped where it becomes markup; colours are those of the page, by class."""

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup

WIDTH: Final = 720  # of every picture, in pixels of the page at full size
SIGN: Final = 6.3  # pixels that a sign of a label takes on average


def element(name: str, *children: str, **attributes: str | float) -> Markup:
    """An element. Children that are no markup yet are escaped; `class_` is class, `text_anchor` is text-anchor."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _figure(value)) for key, value in attributes.items()
    )
    return Markup("<{}{}>{}</{}>").format(name, written, Markup("").join(children), name)


def picture(id_: str, height: float, title: str, description: str, children: Iterable[str]) -> Markup:
    """A picture with what it shows in words, for those who hear it read."""
    return element(
        "svg",
        element("title", title, id=f"{id_}-title"),
        element("desc", description, id=f"{id_}-desc"),
        *children,
        viewBox=f"0 0 {WIDTH} {_figure(height)}",
        preserveAspectRatio="xMinYMin meet",
        role="img",
        aria_labelledby=f"{id_}-title {id_}-desc",
    )


def text(x: float, y: float, words: str, *, anchor: str = "start", class_: str = "label", turn: float = 0) -> Markup:
    """A line of text at its baseline; `turn`: degrees around its own beginning."""
    turned = {"transform": f"rotate({_figure(turn)} {_figure(x)} {_figure(y)})"} if turn else {}
    return element("text", words, x=x, y=y, text_anchor=anchor, class_=class_, **turned)


def label(x: float, y: float, words: str, room: float, *, anchor: str = "end", turn: float = 0, class_: str = "label") -> Markup:
    """A name cut to the room there is; whole in a tooltip and for those who hear it read."""
    most = max(int(room / SIGN), 3)
    shown = words if len(words) <= most else words[: most - 1].rstrip() + "…"
    return element("g", element("title", words), text(x, y, shown, anchor=anchor, turn=turn, class_=class_))


def rect(x: float, y: float, width: float, height: float, class_: str, tip: str = "", **more: str | float) -> Markup:
    """A bar or a cell, with what it stands for as a tooltip."""
    tips = [element("title", tip)] if tip else []
    return element("rect", *tips, x=x, y=y, width=max(width, 0), height=height, class_=class_, **more)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def _figure(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
