"""Builds SVG. All text is escaped when it becomes markup. Colours are classes of the report's style sheet."""

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup

WIDTH: Final = 720  # of every chart, in CSS pixels
# The widths of characters in a label of 12 pixels, in the widest of the usual fonts; of all others WIDE for capitals and ORDINARY.
NARROW: Final = dict.fromkeys("ijlI|'’.,:;! ", 3.9) | dict.fromkeys("tfr-()[]/“”", 5.0)
WIDE: Final = 8.4
ORDINARY: Final = 7.4
WIDEST: Final = dict.fromkeys("mwMWO@%→…", 11.0)
SHORTEST_LABEL: Final = 3  # characters


def element(name: str, *children: str, **attributes: str | float) -> Markup:
    """An element. Children that are not Markup are escaped; `class_` becomes class, `text_anchor` becomes text-anchor."""
    formatted = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _format_attribute(value)) for key, value in attributes.items()
    )
    return Markup("<{}{}>{}</{}>").format(name, formatted, Markup("").join(children), name)


def chart(id_: str, height: float, title: str, description: str, children: Iterable[str]) -> Markup:
    """A chart with a title and a description for screen readers."""
    return element(
        "svg",
        element("title", title, id=f"{id_}-title"),
        element("desc", description, id=f"{id_}-desc"),
        *children,
        viewBox=f"0 0 {WIDTH} {_format_attribute(height)}",
        preserveAspectRatio="xMinYMin meet",
        role="img",
        aria_labelledby=f"{id_}-title {id_}-desc",
    )


def text(x: float, y: float, content: str, *, anchor: str = "start", class_: str = "label", rotation: float = 0) -> Markup:
    """A line of text with its baseline at y. `rotation`: in degrees around (x, y)."""
    transform = {"transform": f"rotate({_format_attribute(rotation)} {_format_attribute(x)} {_format_attribute(y)})"} if rotation else {}
    return element("text", content, x=x, y=y, text_anchor=anchor, class_=class_, **transform)


def label(x: float, y: float, name: str, width: float, *, anchor: str = "end", rotation: float = 0, class_: str = "label") -> Markup:
    """A name shortened to the width; the tooltip has the full name."""
    return element("g", element("title", name), text(x, y, _shorten(name, width), anchor=anchor, rotation=rotation, class_=class_))


def text_width(name: str) -> float:
    """The width of a label in pixels, estimated, because the font of the reader is unknown."""
    return sum(WIDEST.get(each) or NARROW.get(each) or (WIDE if each.isupper() else ORDINARY) for each in name)


def _shorten(name: str, width: float) -> str:
    if text_width(name) <= width:
        return name
    end = len(name) - 1
    while end > SHORTEST_LABEL and text_width(name[:end] + "…") > width:
        end -= 1
    return name[:end].rstrip() + "…"


def rect(x: float, y: float, width: float, height: float, class_: str, tooltip: str = "", **attributes: str | float) -> Markup:
    """A bar or a cell."""
    children = [element("title", tooltip)] if tooltip else []
    return element("rect", *children, x=x, y=y, width=max(width, 0), height=height, class_=class_, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def legend_entry(x: float, y: float, name: str, class_: str) -> Markup:
    """A square in the colour of the class, and its name."""
    return element("g", rect(x, y, 12, 12, class_), text(x + 18, y + 10, name, class_="faint"))


def legend_width(name: str) -> float:
    """The width of a legend entry with the space after it."""
    return 36 + text_width(name)


def _format_attribute(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
